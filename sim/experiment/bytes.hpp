#pragma once
/// Values as bytes and back, the same on every machine.
#include <bit>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "busyhour/stats/wide.hpp"

namespace busyhour {

class ByteWriter {
 public:
  void whole(std::uint64_t x) {
    for (; x >= 128; x >>= 7) bytes_ += static_cast<char>(x | 128);
    bytes_ += static_cast<char>(x);
  }
  void signed_whole(std::int64_t x) { fixed(static_cast<std::uint64_t>(x)); }
  void wide(Wide w) { whole(upper_half(w)), whole(lower_half(w)); }
  void real(double x) { fixed(std::bit_cast<std::uint64_t>(x)); }
  void text(std::string_view s) { whole(s.size()), bytes_ += s; }
  void blob(std::span<const std::uint8_t> b) { text({reinterpret_cast<const char*>(b.data()), b.size()}); }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  void fixed(std::uint64_t x) {
    for (unsigned shift = 0; shift < 64; shift += 8) bytes_ += static_cast<char>(x >> shift & 255U);
  }
  std::string bytes_;
};

/// Throws std::runtime_error where the bytes end too early or mean nothing.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_{bytes} {}
  std::uint64_t whole() {
    std::uint64_t x = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<std::uint8_t>(take(1).front());
      x |= std::uint64_t{byte & 127U} << shift;
      if (byte < 128) return x;
    }
    throw std::runtime_error{"a number without end"};
  }
  /// A number of things of which each takes a byte at least.
  std::size_t count() {
    const std::uint64_t n = whole();
    if (n > rest_.size()) throw std::runtime_error{"more things than bytes"};
    return static_cast<std::size_t>(n);
  }
  std::int64_t signed_whole() { return static_cast<std::int64_t>(fixed()); }
  Wide wide() {
    const std::uint64_t upper = whole(), lower = whole();
    return busyhour::wide(upper, lower);
  }
  double real() { return std::bit_cast<double>(fixed()); }
  std::string_view text() { return take(count()); }
  std::span<const std::uint8_t> blob() {
    const std::string_view b = text();
    return {reinterpret_cast<const std::uint8_t*>(b.data()), b.size()};
  }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view take(std::size_t n) {
    if (n > rest_.size()) throw std::runtime_error{"cut off"};
    const std::string_view taken = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return taken;
  }
  std::uint64_t fixed() {
    const std::string_view b = take(8);
    std::uint64_t x = 0;
    for (unsigned i = 0; i < 8; ++i) x |= std::uint64_t{static_cast<std::uint8_t>(b[i])} << (8 * i);
    return x;
  }
  std::string_view rest_;
};

}  // namespace busyhour
