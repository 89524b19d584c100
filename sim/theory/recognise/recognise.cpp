#include "busyhour/theory/recognise.hpp"

#include <algorithm>
#include <stdexcept>

#include "model.hpp"

namespace busyhour {
namespace recognition {
namespace {

/// Every recogniser's word on every door, the one in whose way the least stands first.
std::vector<Candidate> candidates(const Shape& shape, const std::vector<std::string>& common) {
  std::vector<Candidate> all;
  for (const Door& door : shape.doors)
    for (const Recogniser recognise_one : recognisers)
      if (auto candidate = recognise_one(shape, door)) {
        auto& why_not = candidate->why_not;
        if (candidate->scope == Candidate::Scope::door) {
          why_not.insert(why_not.begin(), common.begin(), common.end());
          why_not.insert(why_not.end(), door.odd.begin(), door.odd.end());
        }
        all.push_back(std::move(*candidate));
      }
  std::ranges::stable_sort(all, {}, [](const Candidate& c) { return c.why_not.size(); });
  return all;
}

std::string names_of(const std::vector<Door>& doors) {
  std::string names;
  for (const Door& door : doors) names += (names.empty() ? "" : ", ") + door.name;
  return names;
}

/// What no model has, whichever is chosen.
std::vector<std::string> common_obstacles(const Shape& shape) {
  std::vector<std::string> all = shape.odd;
  if (shape.doors.empty()) all.push_back("no limit can refuse or delay a request");
  if (shape.doors.size() > 1) all.push_back("more than one limit can refuse: " + names_of(shape.doors));
  return all;
}

void no_model(TheoryAnswer& answer, const std::string& because) {
  answer.model.clear();
  answer.assumes.clear();
  answer.metrics.clear();
  answer.tails.clear();
  answer.levels.clear();
  answer.why_not.push_back(because);
}

}  // namespace

/// What the scenario's shape says.
static TheoryAnswer answer_to(const Scenario& scenario, Wanted wanted) {
  const Shape shape = shape_of(scenario);
  TheoryAnswer answer;
  answer.workload = shape.workload;
  answer.why_not = common_obstacles(shape);
  const std::vector<Candidate> found = candidates(shape, answer.why_not);
  if (found.empty()) {
    if (answer.why_not.empty()) answer.why_not.push_back("no model has such a client at such a limit");
    return answer;
  }
  const Candidate& best = found.front();
  answer.model = best.model;
  answer.assumes = best.assumes;
  answer.why_not = best.why_not;
  if (wanted == Wanted::exact && !answer.is_exact()) return answer;
  try {
    best.fill(Findings{answer});
  } catch (const std::domain_error& refusal) {
    no_model(answer, refusal.what());
  }
  return answer;
}

}  // namespace recognition

TheoryAnswer recognise(const Scenario& scenario, Wanted wanted) { return recognition::answer_to(scenario, wanted); }

const TheoryMetric* TheoryAnswer::find(std::string_view key) const {
  const auto named = [&](std::string_view name) -> const TheoryMetric* {
    const auto at = std::ranges::find(metrics, name, &TheoryMetric::key);
    return at == metrics.end() ? nullptr : &*at;
  };
  if (const TheoryMetric* whole = named(key)) return whole;
  if (workload.empty() || !key.starts_with(workload + ".")) return nullptr;
  return named(key.substr(workload.size() + 1));
}

const TheoryTail* TheoryAnswer::tail(std::string_view metric) const {
  const auto at = std::ranges::find(tails, metric, &TheoryTail::metric);
  return at == tails.end() ? nullptr : &*at;
}

}  // namespace busyhour
