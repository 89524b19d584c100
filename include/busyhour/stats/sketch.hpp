#pragma once
/// Counts of non-negative integers (nanoseconds, or plain counts) in buckets 1/256 of their size.
///
/// Values below 512 have a bucket each; above, every octave has 256 buckets, so a bucket is at most 0.4 % wide and its
/// middle at most 0.2 % from any value in it. Merging adds counts: exact, and the same in any order. Infinite values
/// (requests given up) are counted beside the buckets and lie above all of them. The layout is that of HdrHistogram
/// (G. Tene); the guarantee on the relative error of a quantile is that of DDSketch (Masson, Rim, Lee, PVLDB 12(12),
/// 2019).
#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <vector>

#include "busyhour/base/time.hpp"

namespace busyhour {

class Sketch {
 public:
  /// The values lower..upper, both included.
  struct Bucket {
    std::uint64_t lower = 0, upper = 0, count = 0;
    bool operator==(const Bucket&) const = default;
  };

  void add(std::uint64_t value, std::uint64_t times = 1) {
    if (times == 0) return;
    const std::size_t at = index(value);
    if (at >= counts_.size()) [[unlikely]]
      make_room(at);
    counts_[at] += times;
    finite_ += times;
    if (value < min_ || value > max_) [[unlikely]]
      widen(value);
  }
  /// Throws if the duration is negative: time does not run backwards, and nothing is repaired in silence.
  void add(Duration d) {
    if (d.count() < 0) [[unlikely]]
      throw std::domain_error{"a duration must not be negative"};
    add(static_cast<std::uint64_t>(d.count()));
  }
  void add_infinite(std::uint64_t times = 1) { infinite_ += times; }
  void merge(const Sketch& other);

  [[nodiscard]] std::uint64_t count() const { return finite_ + infinite_; }
  [[nodiscard]] std::uint64_t finite() const { return finite_; }
  [[nodiscard]] std::uint64_t infinite() const { return infinite_; }
  /// Exact; of the finite values, of which there must be one.
  [[nodiscard]] std::uint64_t min() const { return require_finite(), min_; }
  [[nodiscard]] std::uint64_t max() const { return require_finite(), max_; }

  /// The ceil(n p)-th smallest of all n values (the smallest for p = 0): the middle of its bucket, within min..max,
  /// hence exact below 512 and at the ends. Infinite where it falls among the infinite ones; not a number if n = 0.
  [[nodiscard]] double quantile(double p) const;
  /// How many lie in buckets above that of `value`: exact where `value` closes a bucket, else resolved to its bucket.
  [[nodiscard]] std::uint64_t count_above(std::uint64_t value) const;
  /// The same as a share of all; not a number if there are none.
  [[nodiscard]] double share_above(std::uint64_t value) const;
  [[nodiscard]] double share_at_or_below(std::uint64_t value) const;

  /// Calls `visit(Bucket)` for each non-empty bucket, from the smallest.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (std::size_t i = 0; i < counts_.size(); ++i)
      if (counts_[i] != 0) visit(Bucket{lower(i), upper(i), counts_[i]});
    std::size_t at = 0;
    for (std::size_t byte = 0; byte < packed_.size();) {
      at += static_cast<std::size_t>(unpack(packed_, byte));
      const std::uint64_t count = unpack(packed_, byte);
      visit(Bucket{lower(at), upper(at), count});
    }
  }
  [[nodiscard]] std::vector<Bucket> buckets() const;

  /// Keeps only the non-empty buckets, in two or three bytes each; the next `add` unfolds them again.
  void compact();
  /// The content as bytes, the same for equal content whatever its history; and back (throws std::invalid_argument).
  [[nodiscard]] std::vector<std::uint8_t> bytes() const;
  [[nodiscard]] static Sketch from_bytes(std::span<const std::uint8_t> bytes);
  [[nodiscard]] bool operator==(const Sketch& other) const { return bytes() == other.bytes(); }

  [[nodiscard]] static constexpr std::size_t index(std::uint64_t value) {
    const auto octave = static_cast<unsigned>(std::bit_width(value >> 9));
    return std::size_t{octave} * per_octave + static_cast<std::size_t>(value >> octave);
  }
  [[nodiscard]] static constexpr std::uint64_t lower(std::size_t index) {
    const std::size_t octave = index < 2 * per_octave ? 0 : index / per_octave - 1;
    return static_cast<std::uint64_t>(index - octave * per_octave) << octave;
  }
  [[nodiscard]] static constexpr std::uint64_t upper(std::size_t index) {
    const std::size_t octave = index < 2 * per_octave ? 0 : index / per_octave - 1;
    return lower(index) + ((std::uint64_t{1} << octave) - 1);
  }
  static constexpr std::size_t per_octave = 256;
  static constexpr std::size_t most_buckets = 57 * per_octave;

 private:
  void require_finite() const {
    if (finite_ == 0) throw std::domain_error{"there is no finite value"};
  }
  void widen(std::uint64_t value) {
    min_ = std::min(min_, value);
    max_ = std::max(max_, value);
  }
  void make_room(std::size_t at);
  [[nodiscard]] std::vector<std::uint8_t> packed() const;
  [[nodiscard]] static std::uint64_t unpack(std::span<const std::uint8_t> bytes, std::size_t& at);

  std::vector<std::uint64_t> counts_;  ///< one a bucket, up to the largest used
  std::vector<std::uint8_t> packed_;   ///< or instead: gap to the next used bucket, its count, 7 bits a byte
  std::uint64_t finite_ = 0, infinite_ = 0;
  std::uint64_t min_ = std::numeric_limits<std::uint64_t>::max(), max_ = 0;
};

/// The ceil(n p)-th of n, at least the first: forgives the last bits of the product, so that 0.29 of 100 is the 29th.
[[nodiscard]] std::uint64_t rank_of(double p, std::uint64_t n);

}  // namespace busyhour
