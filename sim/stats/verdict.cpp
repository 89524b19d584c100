#include "busyhour/stats/verdict.hpp"

#include <stdexcept>

namespace busyhour {
namespace {

bool satisfies(double value, Relation relation, double bound) {
  switch (relation) {
    case Relation::at_most:
      return value <= bound;
    case Relation::at_least:
      return value >= bound;
    case Relation::below:
      return value < bound;
    case Relation::above:
      return value > bound;
  }
  throw std::logic_error{"no such relation"};
}

}  // namespace

Verdict judge(const Estimate& estimate, Relation relation, double bound) {
  if (!estimate.has_interval()) return Verdict::undecided;
  const bool low = satisfies(estimate.low, relation, bound), high = satisfies(estimate.high, relation, bound);
  if (low && high) return Verdict::passes;
  return low || high ? Verdict::undecided : Verdict::fails;
}

}  // namespace busyhour
