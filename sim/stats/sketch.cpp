#include "busyhour/stats/sketch.hpp"

#include <cmath>

namespace busyhour {
namespace {

void pack(std::vector<std::uint8_t>& bytes, std::uint64_t value) {
  for (; value >= 128; value >>= 7) bytes.push_back(static_cast<std::uint8_t>(value | 128));
  bytes.push_back(static_cast<std::uint8_t>(value));
}

[[noreturn]] void malformed() { throw std::invalid_argument{"these bytes are not a sketch"}; }

}  // namespace

std::uint64_t rank_of(double p, std::uint64_t n) {
  if (!(p >= 0 && p <= 1)) throw std::domain_error{"the order of a quantile lies between 0 and 1"};
  const double exact = static_cast<double>(n) * p;
  const auto rank = static_cast<std::uint64_t>(std::ceil(exact * (1 - 1e-15)));
  return std::clamp<std::uint64_t>(rank, 1, std::max<std::uint64_t>(n, 1));
}

std::uint64_t Sketch::unpack(std::span<const std::uint8_t> bytes, std::size_t& at) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (at >= bytes.size()) malformed();
    const std::uint64_t low = bytes[at] & 127U;
    if (shift == 63 && low > 1) malformed();
    value |= low << shift;
    if (bytes[at++] < 128) return value;
  }
  malformed();
}

void Sketch::make_room(std::size_t at) {
  std::vector<std::uint64_t> counts = std::move(counts_);
  counts_.clear();
  if (!packed_.empty()) counts.resize(index(max_) + 1);
  for_each([&](const Bucket& b) { counts[index(b.lower)] = b.count; });
  packed_.clear();
  packed_.shrink_to_fit();
  if (at >= counts.size()) counts.resize((at / per_octave + 1) * per_octave);
  counts_ = std::move(counts);
}

void Sketch::merge(const Sketch& other) {
  if (other.finite_ > 0) {
    if (const std::size_t last = index(other.max_); last >= counts_.size()) make_room(last);
    if (&other == this) {
      for (std::uint64_t& count : counts_) count *= 2;
    } else {
      other.for_each([this](const Bucket& b) { counts_[index(b.lower)] += b.count; });
    }
    min_ = std::min(min_, other.min_);
    max_ = std::max(max_, other.max_);
  }
  finite_ += other.finite_;
  infinite_ += other.infinite_;
}

double Sketch::quantile(double p) const {
  if (count() == 0) return std::numeric_limits<double>::quiet_NaN();
  const std::uint64_t rank = rank_of(p, count());
  if (rank > finite_) return std::numeric_limits<double>::infinity();
  if (rank == 1) return static_cast<double>(min_);
  if (rank == finite_) return static_cast<double>(max_);
  double found = 0;
  std::uint64_t below = 0;
  for_each([&](const Bucket& b) {
    if (below < rank && below + b.count >= rank) {
      const double middle = static_cast<double>(b.lower) + static_cast<double>(b.upper - b.lower) / 2;
      found = std::clamp(middle, static_cast<double>(min_), static_cast<double>(max_));
    }
    below += b.count;
  });
  return found;
}

std::uint64_t Sketch::count_above(std::uint64_t value) const {
  if (finite_ == 0 || value >= max_) return infinite_;
  if (value < min_) return count();
  std::uint64_t at_or_below = 0;
  for_each([&](const Bucket& b) { at_or_below += b.lower <= value ? b.count : 0; });
  return count() - at_or_below;
}

double Sketch::share_above(std::uint64_t value) const {
  if (count() == 0) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(count_above(value)) / static_cast<double>(count());
}

double Sketch::share_at_or_below(std::uint64_t value) const {
  if (count() == 0) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(count() - count_above(value)) / static_cast<double>(count());
}

std::vector<Sketch::Bucket> Sketch::buckets() const {
  std::vector<Bucket> all;
  for_each([&](const Bucket& b) { all.push_back(b); });
  return all;
}

std::vector<std::uint8_t> Sketch::packed() const {
  std::vector<std::uint8_t> bytes;
  std::size_t last = 0;
  for_each([&](const Bucket& b) {
    const std::size_t at = index(b.lower);
    pack(bytes, at - last);
    pack(bytes, b.count);
    last = at;
  });
  return bytes;
}

void Sketch::compact() {
  std::vector<std::uint8_t> bytes = packed();
  bytes.shrink_to_fit();
  packed_ = std::move(bytes);
  counts_.clear();
  counts_.shrink_to_fit();
}

std::vector<std::uint8_t> Sketch::bytes() const {
  std::vector<std::uint8_t> all;
  pack(all, infinite_);
  pack(all, finite_);
  if (finite_ == 0) return all;
  pack(all, min_);
  pack(all, max_ - min_);
  const std::vector<std::uint8_t> counts = packed();
  all.insert(all.end(), counts.begin(), counts.end());
  return all;
}

Sketch Sketch::from_bytes(std::span<const std::uint8_t> bytes) {
  Sketch sketch;
  std::size_t at = 0;
  sketch.infinite_ = unpack(bytes, at);
  sketch.finite_ = unpack(bytes, at);
  if (sketch.finite_ == 0) {
    if (at != bytes.size()) malformed();
    return sketch;
  }
  sketch.min_ = unpack(bytes, at);
  const std::uint64_t spread = unpack(bytes, at);
  if (spread > std::numeric_limits<std::uint64_t>::max() - sketch.min_) malformed();
  sketch.max_ = sketch.min_ + spread;
  const std::span<const std::uint8_t> counts = bytes.subspan(at);
  std::uint64_t total = 0, bucket = 0;
  bool first = true;
  for (std::size_t byte = 0; byte < counts.size(); first = false) {
    const std::uint64_t gap = unpack(counts, byte), count = unpack(counts, byte);
    if (count == 0 || gap >= most_buckets || (gap == 0 && !first)) malformed();
    bucket += gap;
    if (bucket > index(sketch.max_) || (first && bucket != index(sketch.min_))) malformed();
    if (__builtin_add_overflow(total, count, &total)) malformed();
  }
  if (total != sketch.finite_ || bucket != index(sketch.max_)) malformed();
  sketch.packed_.assign(counts.begin(), counts.end());
  return sketch;
}

}  // namespace busyhour
