#pragma once
/// What an experiment hands to the report: plain values, complete, nothing left to compute.
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "busyhour/scenario/rule.hpp"
#include "busyhour/stats/estimate.hpp"
#include "busyhour/stats/verdict.hpp"

namespace busyhour {

/// An exact answer beside an estimate.
struct TheoryValue {
  std::string model;
  double value = 0;
  /// (estimate - exact) / standard error; of a percentile the error is half its interval's width over Student's t. Not
  /// a number where nothing varied or too little was seen to tell an error.
  double z = std::numeric_limits<double>::quiet_NaN();
};

/// An estimate that was corrected by controls whose means are known.
struct Controlled {
  std::vector<std::string> by;  ///< what stood as controls: "calls: arrivals"
  double width = 1;             ///< the interval's width, as a part of the plain one's
};

/// How much of the width of an interval a longer log would take away, where the inputs are known only so well.
struct InputPart {
  double share = 0;             ///< of the log, in the squared width: 0..1
  std::int64_t records = 0;     ///< of the log
  double records_to_halve = 0;  ///< records that would halve the width; infinite if no number would
};

/// A sign that a run has no steady state, or not one only.
struct Instability {
  Estimate::Quality word = Estimate::Quality::no_steady_state;
  std::string says;  ///< "calls: 12 requests a second arrive, the slots of ... serve 10 at most"
};

/// One metric of one run, in base units (seconds, dollars, shares 0..1). Infinite values are written "inf".
struct MetricResult {
  std::string key;  ///< `added_delay.p95`, `calls.turn_rejected`, `requests.slot_use`
  MetricAbout about;
  Statistic statistic = Statistic::none;
  Estimate estimate;
  std::optional<TheoryValue> theory;
  std::optional<Controlled> controlled = {};
  std::optional<InputPart> input = {};
};

struct RuleResult {
  std::string rule;  ///< as written
  MetricRef subject;
  Relation relation = Relation::at_most;
  double bound = 0;  ///< base units
  Verdict verdict = Verdict::undecided;
  Estimate estimate;          ///< what was compared: for pQ(x) <= L the share above L
  double compared_bound = 0;  ///< with what: for pQ(x) <= L it is 1 - Q
  Estimate measured;          ///< the subject as it was written (the quantile itself)
  double p = 1;               ///< the smallest error probability at which it is decided, where that was asked for
  std::optional<TheoryValue> theory;    ///< beside `estimate`, what was compared
  std::optional<InputPart> input = {};  ///< likewise
  Where place = {};                     ///< where it is written; without a line if that is not known (stored results)
};

/// The quantile function of one duration metric.
struct PercentileCurve {
  std::string metric;  ///< with its scope
  struct Point {
    double p, seconds;  ///< p in 0..1; seconds may be infinite (given up)
  };
  std::vector<Point> points;
};

/// A step of the worst window: what was held and who waited from `t` on.
struct TimelineStep {
  double t;                         ///< [s]
  std::int64_t held, waiting, cap;  ///< cap < 0: no limit at this moment
};
struct TimelineReject {
  double t;         ///< [s]
  std::string who;  ///< workload and number: "calls #3"
  int attempt;
};
/// Somebody held a slot of the limit in the window, or waited in its queue.
struct TimelineStay {
  enum class Kind : std::uint8_t { held, queued };
  double from = 0, to = 0;  ///< [s]; may begin before the window, ends with it at the latest
  std::string who;          ///< workload and number: "calls #3"
  int attempt = 1;
  Kind kind = Kind::held;
  bool goes_on = false;  ///< beyond the window
};
/// A part of a whole replication, at one limit.
struct TimelineSpan {
  std::int64_t lowest = 0, highest = 0;  ///< of what was held
  std::int64_t waiting = 0;              ///< the most
  std::int64_t cap = -1;                 ///< at its end; < 0: no limit
  std::uint64_t refused = 0;             ///< attempts
};
/// The account in the same part [$].
struct BalanceSpan {
  double lowest = 0, highest = 0, last = 0;
};
/// In flight against one limit, in the window with the most rejections of all replications (else the most waiting, else
/// the fullest), and over the whole of that replication.
struct Timeline {
  std::string limit;
  std::int64_t replication = 0;
  double from = 0, to = 0;  ///< [s]
  std::vector<TimelineStep> steps;
  std::vector<TimelineReject> rejects;
  std::vector<TimelineStay> stays;  ///< in the order of their beginning
  double span_s = 0;                ///< length of each of the following, from the clock's beginning
  std::vector<TimelineSpan> spans = {};
  std::vector<BalanceSpan> balance = {};  ///< empty without an account
};

/// How much of the time how many slots of one limit are held, beside the exact answer.
struct LevelTimes {
  std::string limit, model;
  std::size_t replications = 0;  ///< the first ones, told a second time for this
  struct Level {
    std::int64_t held = 0;
    Estimate share;
    double exact = 0;
  };
  std::vector<Level> levels;
};

/// How requests ended, counted ones of all replications.
struct OutcomeCounts {
  std::uint64_t requests = 0, at_once = 0, after_queue = 0, after_retry = 0, given_up = 0, failed = 0;
};

/// How narrow the interval of one metric was to be, and is.
struct PrecisionResult {
  std::string key;    ///< of the metric
  std::string asked;  ///< as written: "1%", "10 ms"
  MetricAbout about;
  Statistic statistic = Statistic::none;
  double allowed = 0;  ///< half of the interval may be as wide as this [base units]
  double reached = 0;  ///< half of the interval; infinite without one
  bool met = false;
};

struct ScenarioEcho {
  std::string name, about, file, sha256;
  std::string resolved;                                          ///< YAML with origins
  std::vector<std::string> sets;                                 ///< each --set as it was typed
  std::vector<std::pair<std::string, std::string>> assumptions;  ///< "provider.network" -> "0 s (default)"
};

struct RunResult {
  ScenarioEcho scenario;
  std::int64_t seed = 1, replications = 0, asked_replications = 0;
  double duration_s = 0, warm_up_s = 0;  ///< of one replication; workload_done runs: the longest
  bool warm_up_found = false;            ///< by MSER-5
  std::string model;                     ///< of which the exact values are; empty if the scenario is none that has them
  std::vector<PrecisionResult> precision;  ///< of the metrics for which one was asked
  bool converged = true;                   ///< false: `at_most` was reached before each of them was met
  bool partial = false;                    ///< interrupted: fewer replications than asked
  std::vector<Instability> stability;      ///< empty if no sign of it was seen
  std::optional<std::int64_t> alone;       ///< the one replication that was told again, and nothing else
  std::vector<std::string> warnings;       ///< "calls: phases never mix ..."
  std::vector<MetricResult> metrics;
  std::vector<RuleResult> slo;
  std::vector<PercentileCurve> percentiles;
  std::vector<Timeline> timelines;   ///< one per concurrency limit on requests
  std::optional<LevelTimes> levels;  ///< if there is an exact answer
  OutcomeCounts outcomes;
  struct Replication {
    std::int64_t number = 0;
    std::vector<double> values;  ///< beside `replication_columns`; NaN where undefined
  };
  std::vector<std::string> replication_columns;
  std::vector<Replication> per_replication;
  std::uint64_t events = 0;  ///< calendar events of all replications
  std::string result_dir;    ///< as printed
  std::string version;
};

/// 0 every rule passes or none is set, 1 at least one fails, 3 none fails but some are undecided.
[[nodiscard]] int exit_code(const std::vector<RuleResult>&);

}  // namespace busyhour
