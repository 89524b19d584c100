/// Counts every allocation of the test program.
#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "support.hpp"

namespace busyhour::testing {
namespace {

std::atomic<std::size_t> calls{0};
std::atomic<std::size_t> live_bytes{0};

[[maybe_unused]] void* counted(void* p) {
  if (!p) throw std::bad_alloc{};
  calls.fetch_add(1, std::memory_order_relaxed);
  live_bytes.fetch_add(malloc_usable_size(p), std::memory_order_relaxed);
  return p;
}
[[maybe_unused]] void drop(void* p) noexcept {
  if (p) live_bytes.fetch_sub(malloc_usable_size(p), std::memory_order_relaxed);
  std::free(p);
}

}  // namespace

Allocations allocations() { return {calls.load(), live_bytes.load()}; }

}  // namespace busyhour::testing

#if defined(BUSYHOUR_COUNTS_ALLOCATIONS)
using busyhour::testing::counted;
using busyhour::testing::drop;
void* operator new(std::size_t n) { return counted(std::malloc(n)); }
void* operator new(std::size_t n, std::align_val_t a) {
  return counted(std::aligned_alloc(static_cast<std::size_t>(a), n));
}
void operator delete(void* p) noexcept { drop(p); }
void operator delete(void* p, std::size_t) noexcept { drop(p); }
void operator delete(void* p, std::align_val_t) noexcept { drop(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { drop(p); }
#endif
