#pragma once
/// SHA-256 (FIPS 180-4), to name scenarios and data files by what they hold.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace busyhour {

/// Takes bytes in any pieces; `hex` ends it.
class Sha256 {
 public:
  void add(std::string_view bytes);
  /// 64 lower-case hexadecimal digits. Call once.
  [[nodiscard]] std::string hex();

 private:
  void take_block(const unsigned char* block);

  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, 64> pending_{};
  std::uint64_t bytes_ = 0;
};

[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace busyhour
