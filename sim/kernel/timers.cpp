#include "busyhour/kernel/timers.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace busyhour {
namespace {

/// Makes `key` the lesser of itself and the key `at` bytes behind `tree`, without a branch: a branch here halves the
/// speed of everything. In C++ each compiler needs its own words for that, and they change with the version; the four
/// instructions are the same for all.
inline void take_lesser(Timers::Key& key, const std::byte* tree, std::size_t at) {
#if defined(__x86_64__)
  std::uint64_t borrow;
  asm("movq 8(%[tree],%[at]), %[borrow]\n\t"
      "cmpq %[low], (%[tree],%[at])\n\tsbbq %[high], %[borrow]\n\t"
      "cmovbq (%[tree],%[at]), %[low]\n\tcmovbq 8(%[tree],%[at]), %[high]"
      : [low] "+&r"(key.low), [high] "+&r"(key.high), [borrow] "=&r"(borrow)
      : [tree] "r"(tree), [at] "r"(at), "m"(*reinterpret_cast<const Timers::Key*>(tree + at))
      : "cc");
#else
  __extension__ using Whole = unsigned __int128;
  const auto& other = *reinterpret_cast<const Timers::Key*>(tree + at);
  const Whole mine = Whole{key.high} << 64 | key.low, its = Whole{other.high} << 64 | other.low;
  const Whole first = __builtin_expect_with_probability(its < mine, 1, 0.5) ? its : mine;
  key = {static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(first >> 64)};
#endif
}

}  // namespace

/// Kept out of the stories: once per event, wherever it comes from. Counts in bytes, two levels at a time, because all
/// of a run's time is instructions here and in the draws.
void Timers::put(Slot s, Key key) noexcept {
  std::byte* const tree = tree_.get();
  const auto node_at = [tree](std::size_t at) -> Key& { return *reinterpret_cast<Key*>(tree + at); };
  std::size_t at = (leaves_ + s) * sizeof(Key);
  node_at(at) = key;
  const auto rise = [&] {
    take_lesser(key, tree, at ^ sizeof(Key));
    at = at / 2 & ~(sizeof(Key) - 1);
    node_at(at) = key;
  };
  if (levels_ % 2 == 1) rise();
  for (unsigned pairs = levels_ / 2; pairs > 0; --pairs) {
    rise();
    rise();
  }
}

Slot Timers::probably_after(Slot first) const noexcept {
  Key next;
  const unsigned asked = very_many() ? 6 : 1;
  std::size_t i = (leaves_ + first) >> (levels_ - asked);
  for (unsigned level = 0; level < asked; ++level, i /= 2) take_lesser(next, tree_.get(), (i ^ 1) * sizeof(Key));
  const Slot s = next.slot();
  if (very_many() && s < leaves_)
    for (i = leaves_ + s; i >= 256; i /= 2) __builtin_prefetch(&node(i ^ 1));
  return s;
}

Slot Timers::open_another() {
  if (opened_ == leaves_) grow();
  bool first = true;  // of all slots below i
  for (std::size_t i = leaves_ + opened_; i > 1; i /= 2) {
    if (first) node(i) = Key{};
    if (i % 2 == 0)
      node(i + 1) = Key{};
    else
      first = false;
  }
  return opened_++;
}

/// What there is becomes the left half of a tree twice as large.
void Timers::grow() {
  if (leaves_ == max_slots) throw std::length_error{"more than 16 million stories at once"};
  const std::size_t more = leaves_ * 2;
  auto bigger = std::make_unique_for_overwrite<std::byte[]>(2 * more * sizeof(Key));
  auto room = std::make_unique_for_overwrite<Slot[]>(more);
  for (std::size_t row = 1; row <= leaves_; row *= 2)  // its nodes are row..2 row - 1
    std::memcpy(bigger.get() + 2 * row * sizeof(Key), &node(row), row * sizeof(Key));
  std::copy_n(free_.get(), closed_, room.get());
  const Key top = node(1);
  tree_ = std::move(bigger);
  free_ = std::move(room);
  leaves_ = more;
  ++levels_;
  node(1) = top;
  node(3) = Key{};
}

void Timers::out_of_orders() {
  order_ -= one_order;
  throw std::overflow_error{"a run can set its timers 2^40 times, and this one has"};
}

}  // namespace busyhour
