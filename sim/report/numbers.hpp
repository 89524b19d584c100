#pragma once
/// Estimates as people read them: one unit and one number of decimals for a value, its interval and its bound.
#include <string>

#include "busyhour/experiment/results.hpp"

namespace busyhour::detail {

/// A unit to print in: what is printed is prefix + value * factor + suffix.
struct Unit {
  double factor = 1;
  std::string prefix, suffix;
};
/// The unit that gives `size` (base units) one to three digits before the point.
[[nodiscard]] Unit unit_for(double size, const MetricAbout&, Statistic);
/// With three significant digits, thousands apart: "1,950", "0.034", "33.0". Infinite: "inf"; undefined: "–".
[[nodiscard]] std::string digits(double value);
[[nodiscard]] std::string digits(double value, int decimals);

struct Shown {
  std::string value;     ///< "1.34 %"; "–" when nothing was counted
  std::string interval;  ///< "1.19–1.49 %", "< 0.03 %", "always", "too few replications", "no events",
                         ///< "not converged", "no steady state"
};
[[nodiscard]] Shown shown(const Estimate&, const MetricAbout&, Statistic);
/// A metric, or what a rule measured.
[[nodiscard]] inline Shown shown(const MetricResult& m) { return shown(m.estimate, m.about, m.statistic); }
[[nodiscard]] inline Shown shown(const RuleResult& rule) {
  return shown(rule.measured, rule.subject.about, rule.subject.statistic);
}

/// A bound as it was meant, without added zeros: "5 %", "300 ms", "$0.5".
[[nodiscard]] std::string readable_bound(double bound, const MetricAbout&, Statistic);
/// "+1.2", "-0.3", "0.0"; empty where it is not known.
[[nodiscard]] std::string z_text(double z);
[[nodiscard]] std::string readable_seconds(double seconds);
/// Thousands apart: "1,962,114".
[[nodiscard]] std::string readable_count(std::uint64_t count);

}  // namespace busyhour::detail
