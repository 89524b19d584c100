#include "busyhour/experiment/results.hpp"

#include <algorithm>

namespace busyhour {

int exit_code(const std::vector<RuleResult>& rules) {
  const auto any = [&](Verdict v) {
    return std::any_of(rules.begin(), rules.end(), [v](const RuleResult& r) { return r.verdict == v; });
  };
  return any(Verdict::fails) ? 1 : any(Verdict::undecided) ? 3 : 0;
}

}  // namespace busyhour
