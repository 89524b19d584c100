#include "tails.hpp"

#include "intervals.hpp"

namespace busyhour::detail {

Tails::Tails(std::span<const Sketch* const> sketches) : replications_{sketches.size()} {
  for (const Sketch* sketch : sketches) pooled_.merge(*sketch);
  buckets_ = pooled_.buckets();
  above_.resize(buckets_.size() * replications_);
  for (std::size_t r = 0; r < replications_; ++r) fill(*sketches[r], r);
  find_effect_of_largest();
}

void Tails::fill(const Sketch& sketch, std::size_t replication) {
  const auto all = static_cast<double>(sketch.count());
  contributing_ += all > 0 ? 1U : 0U;
  std::uint64_t above = sketch.count();
  std::size_t at = 0;
  const auto keep = [&] {
    above_[at * replications_ + replication] = {static_cast<double>(above), all};
    ++at;
  };
  sketch.for_each([&](const Sketch::Bucket& b) {
    while (buckets_[at].lower < b.lower) keep();
    above -= b.count;
    keep();
  });
  while (at < buckets_.size()) keep();
}

bool Tails::may_be_a_lump(std::size_t bucket) const {
  if (bucket == 0 || bucket + 1 == buckets_.size()) return true;
  const Sketch::Bucket &left = buckets_[bucket - 1], &here = buckets_[bucket], &right = buckets_[bucket + 1];
  const bool neighbours = left.upper + 1 == here.lower && here.upper + 1 == right.lower;
  return !neighbours || here.count > left.count + right.count;
}

void Tails::find_effect_of_largest() {
  if (contributing_ < 2) return;
  constexpr std::uint64_t telling = 30;
  std::uint64_t largest = pooled_.infinite(), wanted = telling;
  for (std::size_t bucket = buckets_.size(); bucket-- > 0 && 2 * largest <= pooled_.count();) {
    const std::uint64_t with_it = largest + buckets_[bucket].count;
    const bool last = 2 * with_it > pooled_.count();  // of the half: judged however few they are
    if (largest > 0 && (largest >= wanted || last)) {
      const Spread spread = spread_of(above(bucket));
      effect_of_largest_ = std::max(effect_of_largest_, design_effect(spread.numerator, spread.value(), spread));
      wanted = 2 * std::max(largest, telling / 2);
    }
    largest = with_it;
  }
}

}  // namespace busyhour::detail
