#include "paired.hpp"

#include <algorithm>
#include <stdexcept>

#include "differences.hpp"
#include "estimates.hpp"

namespace busyhour {

namespace {

std::size_t place_of(const Trial& trial, const MetricRef& metric) {
  const std::string prefix = metric.scope.empty() ? "" : metric.scope + ".";
  const auto& measured = trial.all().front().measured;
  for (std::size_t i = 0; i < measured.size(); ++i)
    if (measured[i].metric == metric.about.name && scope_of(trial.scenario(), measured[i]) == prefix) return i;
  throw std::logic_error{"nothing measured is called " + metric.key};
}

}  // namespace

Estimate number_of(const Trial& trial, const MetricRef& metric, double confidence) {
  const std::size_t i = place_of(trial, metric);
  std::vector<Ratio> ratios;
  std::vector<const Tally*> tallies;
  std::vector<double> numbers;
  for (const ReplicationResult& r : trial.all()) {
    const auto& value = r.measured[i].value;
    if (const auto* ratio = std::get_if<Ratio>(&value)) ratios.push_back(*ratio);
    if (const auto* tally = std::get_if<Tally>(&value)) tallies.push_back(tally);
    if (const auto* number = std::get_if<double>(&value)) numbers.push_back(*number);
  }
  if (!ratios.empty()) return pooled_ratio(ratios, confidence);
  if (!numbers.empty()) return mean_of(numbers, confidence);
  if (metric.statistic == Statistic::share) {
    const std::vector<Duration>& thresholds = tallies.front()->thresholds();
    const auto at = std::find(thresholds.begin(), thresholds.end(), seconds(metric.threshold));
    return pooled_share_above(tallies, static_cast<std::size_t>(at - thresholds.begin()), confidence);
  }
  if (metric.statistic != Statistic::quantile) return pooled_mean(tallies, confidence);
  std::vector<const Sketch*> sketches;
  for (const Tally* t : tallies) sketches.push_back(&t->sketch());
  Estimate e = pooled_quantile(sketches, metric.q, confidence);
  e.value /= 1e9, e.low /= 1e9, e.high /= 1e9;
  return e;
}

Estimate paired_difference(const Trial& a, const Trial& b, const MetricRef& metric, double confidence) {
  const std::size_t i = place_of(a, metric), j = place_of(b, metric);
  if (metric.statistic != Statistic::quantile) return difference(a.all(), i, b.all(), j, confidence);
  const double pooled = number_of(b, metric).value - number_of(a, metric).value;
  return quantile_difference(a.all(), i, b.all(), j, metric.q, pooled, confidence);
}

}  // namespace busyhour
