#pragma once
/// Reads `sweep`, `solve`, `claims` and `plans`. Every value is tried: set into the document, which is then decoded;
/// what is wrong with it is said where the value stands.
#include <set>

#include "busyhour/scenario/scenario.hpp"
#include "rules.hpp"
#include "top.hpp"

namespace busyhour {

inline constexpr std::size_t max_points = 1'000'000, max_values = 100'000;

/// What stands at a path, as the field tables have it; nothing if they have no such path.
[[nodiscard]] std::optional<FieldShape> field_at(const Document&, std::string_view path);

/// A number of base units as such a field is written.
[[nodiscard]] Notation notation_of(const FieldShape&);
/// The notation of a written quantity: of `$10` it is `$` before; of `100 ms`, ` ms` after.
[[nodiscard]] Notation notation_of(std::string_view quantity);

class PlanReader {
 public:
  /// `scenario` is complete but for its plans, and sound.
  PlanReader(Decoder& d, Scenario& scenario) : d_{d}, scenario_{scenario}, scopes_{scopes_of(d.document())} {}
  void all(const Top&);

 private:
  // What each block says (read_plans.cpp).
  void sweep(const WrittenSweep&);
  [[nodiscard]] std::optional<HysteresisPlan> hysteresis(const WrittenHysteresis&);  // read_hysteresis.cpp
  void solve(const WrittenSolve&);
  void search(const WrittenSolve&, SolvePlan&);
  void choose_a_plan(const Node& word, std::string_view key);
  void such_that(const Node&, SolvePlan&);
  void claim(const std::string& name, const WrittenClaim&);
  void plan(const std::string& name, const WrittenPlan&);
  void design(const Node&, SweepPlan&);
  void fit(const SweepPlan&, const Node& vary);
  [[nodiscard]] std::optional<std::string> sought(const NodePtr&, std::string_view key);
  [[nodiscard]] std::optional<Range> within(const WrittenSolve&, const std::string& path);
  [[nodiscard]] std::vector<Rule> rules(const Node&);
  [[nodiscard]] const Node::Entry* entry(std::string_view path) const;

  // `best` (read_contest.cpp).
  void contest(const WrittenSolve&, SolvePlan&);
  void rivals(const WrittenSolve&, SolvePlan&);

  // Values and where they are set (plan_values.cpp).
  [[nodiscard]] std::vector<Axis> axes(const Node& map);
  [[nodiscard]] std::optional<Axis> axis(const Node::Entry&);
  [[nodiscard]] std::optional<Range> range(const Node& map, const FieldShape&, Axis&);
  [[nodiscard]] std::optional<double> number(const Node&, const Dimension& due);
  [[nodiscard]] Setting setting(const NodePtr&) const;
  [[nodiscard]] Assignments assignments(const Node& map);
  [[nodiscard]] std::optional<Assignment> assignment(const Node::Entry&);
  void spread(Axis&, const Node& at, std::optional<double> step, std::optional<std::int64_t> points);

  // Trying (plan_values.cpp).
  [[nodiscard]] bool is_settable(const Node::Entry& path);
  /// The first thing wrong with the scenario after these settings.
  [[nodiscard]] std::optional<Diagnostic> wrong_with(const Assignments&) const;
  /// Tries values at a path; complains at the first that does not fit.
  bool fits(const Node::Entry& path, const std::vector<Setting>& values);

  Decoder& d_;
  Scenario& scenario_;
  MetricScopes scopes_;
};

}  // namespace busyhour
