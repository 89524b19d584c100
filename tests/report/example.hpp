#pragma once
/// Results made by hand, for tests and for looking at. No number comes from a run.
#include "busyhour/experiment/results.hpp"

namespace busyhour::example {

inline constexpr MetricAbout share(std::string_view name, MetricScope scope = MetricScope::workload) {
  return {name, MetricShape::ratio, scope, dimension::share, true, "a share"};
}
inline constexpr MetricAbout time(std::string_view name) {
  return {name, MetricShape::times, MetricScope::workload, dimension::time, false, "a time"};
}
[[nodiscard]] Estimate estimate(double value, double low, double high, std::uint64_t n = 65812);
[[nodiscard]] Estimate no_events(double high, std::uint64_t n = 65812);
[[nodiscard]] MetricResult metric(std::string key, const MetricAbout&, Statistic, const Estimate&);
[[nodiscard]] RuleResult rule(std::string text, const MetricAbout&, Statistic, double q, double bound, Verdict,
                              const Estimate& measured);
/// A window of a limit with `cap` slots; every step is one slot taken or given back.
[[nodiscard]] Timeline timeline(const std::string& limit, std::int64_t cap, int steps, bool queue);

/// What `timeline` was taken from: an hour in spans.
void add_spans(Timeline&, std::int64_t cap);

/// Voice conversations on one slot: one rule fails, one passes, one is undecided.
[[nodiscard]] RunResult voice();
/// A queue at the provider with an exact answer; every rule passes.
[[nodiscard]] RunResult queue();
/// A batch whose limit follows a balance that is topped up.
[[nodiscard]] RunResult prepaid();
/// Nothing but a name: no rule, no metric, no curve, no window.
[[nodiscard]] RunResult bare();
/// `voice` with every text replaced by one that would break a page, a terminal, a table or a link.
[[nodiscard]] RunResult hostile();

}  // namespace busyhour::example
