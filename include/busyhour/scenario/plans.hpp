#pragma once
/// What `sweep`, `solve`, `claims` and `plans` ask for: values, checked when the scenario is read. Every path in them
/// can be set.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "busyhour/base/expression.hpp"
#include "busyhour/base/field.hpp"
#include "busyhour/base/money.hpp"
#include "busyhour/scenario/document.hpp"
#include "busyhour/scenario/rule.hpp"

namespace busyhour {

/// One value that a plan sets at a path.
struct Setting {
  std::string text;              ///< as it would be written in a file: `3.3x`, `100 ms`, `{kind: none}`
  NodePtr value;                 ///< what Document::set takes
  std::optional<double> number;  ///< in base units, if it is a quantity
};

/// How the numbers of a range are written: `$` before, ` ms` after, and how much one of it is in base units.
struct Notation {
  std::string before, after;
  double size = 1;
  /// `base` is rounded to 12 significant digits of this notation.
  [[nodiscard]] Setting write(double base) const;
};

/// From `from` to `to`, both included, in base units.
struct Range {
  double from = 0, to = 0;
  std::optional<double> step;
  bool logarithmic = false;
  bool whole = false;  ///< only whole numbers may stand at the path
  Notation notation;
};

/// One path and the values it takes. A range without `step` and `points` (lhs, sobol) has no values of its own.
struct Axis {
  std::string path;
  Where where;
  std::vector<Setting> values;
  std::optional<Range> range;
};

/// `path = value`, or a formula over other paths of the point: `workloads.calls.count: 4 *
/// provider.limits.requests.cap`.
struct Assignment {
  std::string path;
  Setting value;
  Formula formula;    ///< if any, `value` is computed from it
  Notation notation;  ///< how the formula's result is written
  Where where;
};
using Assignments = std::vector<Assignment>;

enum class Design : std::uint8_t { grid, list, lhs, sobol };

/// Load ramped up level by level and down again within one run, to see whether the system comes back.
struct HysteresisPlan {
  std::string workload;        ///< whose rate is ramped: poisson arrivals without a profile of their own
  std::vector<double> levels;  ///< multiples of its rate, rising; each but the highest is met twice
  Duration hold{};             ///< how long each level lasts
  Rule collapsed;              ///< on first_attempt_rejected, mean(added_delay) or in_flight, level by level
};

struct SweepPlan {
  Design design = Design::grid;
  std::int64_t samples = 0, seed = 1;        ///< of lhs and sobol
  std::vector<Axis> vary;                    ///< in the order of the file
  std::vector<Assignments> together;         ///< coupled values: one more axis, the slowest
  Formula where;                             ///< over paths; a point that does not satisfy it is left out
  std::optional<HysteresisPlan> hysteresis;  ///< then there is nothing else
};

enum class Goal : std::uint8_t { largest, smallest, cheapest, best };

enum class Prefer : std::uint8_t { smallest, largest };
template <>
struct Words<Prefer> {
  static constexpr std::array words{Word<Prefer>{Prefer::smallest, "smallest", "less is better"},
                                    Word<Prefer>{Prefer::largest, "largest", "more is better"}};
};

/// One of those that `best` chooses among.
struct Candidate {
  std::string name;
  Assignments set;
};

/// What `best` asks for.
struct Contest {
  std::vector<Candidate> among;
  MetricRef by;
  std::optional<Prefer> prefer;  ///< nothing: as the metric is
  double within = 0;             ///< differences up to this do not matter; base units of `by`
};

struct SolvePlan {
  Goal goal = Goal::largest;
  std::string path;  ///< empty where plans are chosen from
  Range within;
  Contest contest;  ///< of `best`
  std::vector<Rule> such_that;
  std::vector<Axis> for_each;
  double confidence = 0.95;
  std::optional<std::int64_t> at_most;  ///< replications a value may take before it is undecided
  Where where;
};

struct ClaimSource {
  static constexpr std::string_view kind = "source", about = "Where the claim stands.";
  std::string title, url, read;
  static constexpr auto fields() {
    using S = ClaimSource;
    return std::tuple{optional("title", &S::title, "title of the page").such_as("Waves API, Concurrency and Limits"),
                      optional("url", &S::url, "address of the page"),
                      optional("read", &S::read, "the day it was read").such_as("2026-11-21")};
  }
};

struct ClaimPlan {
  std::string quote;
  ClaimSource source;
  Assignments set;  ///< made after those of `across`, in order
  std::vector<Rule> expect;
  std::vector<Axis> across;
  Where where;
};

/// A plan that can be bought: its price and what it sets. `solve: {cheapest: plans, ...}` chooses among them.
struct BuyablePlan {
  Money price;  ///< of the period that the plans are compared over
  Assignments set;
  Where where;
};

/// The document with the assignments made in order, each formula computed over the document as it is by then. What is
/// wrong goes to `out`.
[[nodiscard]] Document assigned(Document, const Assignments&, Diagnostics& out);

/// All combinations of the axes' values, the last axis fastest, as assignments.
[[nodiscard]] std::vector<Assignments> combinations(const std::vector<Axis>&);

/// The points of a grid or list, in order, `where` applied. (lhs and sobol are drawn by the experiment from the axes'
/// ranges.)
[[nodiscard]] std::vector<Assignments> points(const SweepPlan&, const Document&, Diagnostics& out);

/// Whether a condition over paths holds for a document; nothing if it cannot be computed.
[[nodiscard]] std::optional<bool> holds(const Formula&, const Document&);

/// The quantity at a path in base units, formulas computed; nothing if there is none.
[[nodiscard]] std::optional<double> quantity(const Document&, std::string_view path);

}  // namespace busyhour
