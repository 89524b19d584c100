#pragma once
/// One number that many runs are compared in: what a rule judges, or a key number.
#include <optional>
#include <string>
#include <vector>

#include "../numbers.hpp"
#include "busyhour/experiment/results.hpp"
#include "chart.hpp"

namespace busyhour::detail {

struct Subject {
  std::string rule;  ///< as written; empty: a key number
  std::string key;   ///< of the metric
  std::string label;
  MetricAbout about;
  Statistic statistic = Statistic::none;
  Relation relation = Relation::at_most;
  double bound = 0;  ///< of the rule
  [[nodiscard]] bool is_share() const;
  [[nodiscard]] bool small_is_good() const { return relation == Relation::at_most || relation == Relation::below; }
};

/// What one run measured of it.
struct Seen {
  Estimate estimate;
  std::optional<Verdict> verdict;  ///< where a rule is set
  std::optional<double> exact;     ///< where theory has one
  std::string model;
};

/// The subjects of the rules of `run`, each once; without rules the first `most` key numbers.
[[nodiscard]] std::vector<Subject> subjects_of(const RunResult& run, std::size_t most);
/// Nothing if the run has no such number.
[[nodiscard]] std::optional<Seen> seen_in(const RunResult& run, const Subject&);
/// "at most 5 %"; empty without a rule.
[[nodiscard]] std::string accepted(const Subject&);
/// The unit in which the largest of what was seen and the bound is easy to read.
[[nodiscard]] Unit unit_of(const Subject&, const std::vector<Seen>&);

}  // namespace busyhour::detail
