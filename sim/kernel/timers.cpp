#include "busyhour/kernel/timers.hpp"

#include <cstddef>
#include <stdexcept>
#include <utility>

namespace busyhour {
namespace {

/// Makes `key` the lesser of itself and the key `at` bytes behind `tree`, without a branch: a branch here halves the
/// speed of everything. In C++ each compiler needs its own words for that, and they change with the version; the five
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
  std::byte* const tree = reinterpret_cast<std::byte*>(tree_.data());
  const auto node = [tree](std::size_t at) -> Key& { return *reinterpret_cast<Key*>(tree + at); };
  std::size_t at = (leaves_ + s) * sizeof(Key);
  node(at) = key;
  const auto rise = [&] {
    take_lesser(key, tree, at ^ sizeof(Key));
    at = at / 2 & ~(sizeof(Key) - 1);
    node(at) = key;
  };
  if (levels_ % 2 == 1) rise();
  for (unsigned pairs = levels_ / 2; pairs > 0; --pairs) {
    rise();
    rise();
  }
}

/// A tree that the second cache holds is worth one look, at the half that `first` is not in: right every other time.
Slot Timers::probably_after(Slot first) const noexcept {
  const auto* const tree = reinterpret_cast<const std::byte*>(tree_.data());
  const bool worth_more = levels_ >= 12;
  const unsigned asked = worth_more ? 6 : 1;
  Key next;
  std::size_t i = (leaves_ + first) >> (levels_ - asked);
  for (unsigned level = 0; level < asked; ++level, i /= 2) take_lesser(next, tree, (i ^ 1) * sizeof(Key));
  const Slot s = next.slot();
  if (worth_more && s < leaves_)
    for (i = leaves_ + s; i >= 256; i /= 2) __builtin_prefetch(&tree_[i ^ 1]);
  return s;
}

void Timers::grow() {
  if (leaves_ == max_slots) throw std::length_error{"more than 16 million stories at once"};
  const std::size_t more = leaves_ * 2;
  std::vector<Key> bigger(2 * more);
  for (std::size_t i = 0; i < leaves_; ++i) bigger[more + i] = tree_[leaves_ + i];
  for (std::size_t i = more; i-- > 1;) {
    bigger[i] = bigger[2 * i];
    take_lesser(bigger[i], reinterpret_cast<const std::byte*>(bigger.data()), (2 * i + 1) * sizeof(Key));
  }
  free_.reserve(more);
  tree_ = std::move(bigger);
  leaves_ = more;
  ++levels_;
}

void Timers::out_of_orders() {
  order_ -= one_order;
  throw std::overflow_error{"a run can set its timers 2^40 times, and this one has"};
}

}  // namespace busyhour
