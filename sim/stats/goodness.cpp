#include "busyhour/stats/goodness.hpp"

#include <algorithm>
#include <cmath>

#include "busyhour/random/draw.hpp"

namespace busyhour {
namespace {

constexpr std::size_t looked_at = 20'000, bootstrapped = 1000, rounds = 199;
constexpr Purpose of_value{1}, of_choice{2};

/// The law's cdf just below x, where it is p at x: the same unless it jumps.
double just_below(const FittedLaw& law, double x, double p) {
  return law.is_constant() ? law.cdf(std::nextafter(x, 0.0)) : p;
}

/// Values without ties and the sample's cdf below and at each.
double distance_of_whole(const FittedLaw& law, std::span<const double> sorted) {
  const auto n = static_cast<double>(sorted.size());
  const std::size_t step = std::max<std::size_t>(1, sorted.size() / looked_at);
  double most = 0;
  for (std::size_t i = 0; i < sorted.size(); i += step) {
    const auto [from, to] = std::equal_range(sorted.begin(), sorted.end(), sorted[i]);
    const double p = law.cdf(sorted[i]);
    const double below = static_cast<double>(from - sorted.begin()) / n;
    most = std::max({most, std::abs(just_below(law, sorted[i], p) - below),
                     std::abs(static_cast<double>(to - sorted.begin()) / n - p)});
    i = static_cast<std::size_t>(to - sorted.begin()) - 1;
  }
  return most;
}

double distance_of_censored(const FittedLaw& law, const FitSample& s) {
  const auto seen = s.seen(), cut_off = s.cut_off();
  double above = 1, most = 0;
  for (std::size_t i = 0; i < seen.size();) {
    const double x = seen[i];
    const auto gone = static_cast<double>(std::lower_bound(cut_off.begin(), cut_off.end(), x) - cut_off.begin());
    const double at_risk = s.n() + static_cast<double>(cut_off.size()) - static_cast<double>(i) - gone;
    std::size_t j = i;
    while (j < seen.size() && seen[j] == x) ++j;
    const double p = law.cdf(x), after = above * (1 - static_cast<double>(j - i) / at_risk);
    most = std::max({most, std::abs(just_below(law, x, p) - (1 - above)), std::abs((1 - after) - p)});
    above = after, i = j;
  }
  return most;
}

/// Some of the sorted values, each as likely as any other: one from each of so many equal parts.
std::vector<double> some_of(std::span<const double> sorted, std::uint64_t seed) {
  if (sorted.size() <= bootstrapped) return {sorted.begin(), sorted.end()};
  std::vector<double> some;
  std::size_t left = bootstrapped;  // Knuth's selection sampling, The Art of Computer Programming 3.4.2 S
  for (std::size_t i = 0; i < sorted.size() && left > 0; ++i) {
    Draw draw{Place{seed, 0, 0}, of_choice, static_cast<std::uint32_t>(i)};
    if (uniform01(draw) * static_cast<double>(sorted.size() - i) < static_cast<double>(left))
      some.push_back(sorted[i]), --left;
  }
  return some;
}

std::vector<double> sample_of(const FittedLaw& law, std::size_t n, double grain, const Place& at) {
  std::vector<double> values(n);
  for (std::size_t i = 0; i < n; ++i) {
    Draw draw{at, of_value, static_cast<std::uint32_t>(i)};
    values[i] = law(draw);
    if (grain > 0) values[i] = std::max(0.5 * grain, std::round(values[i] / grain) * grain);
  }
  return values;
}

}  // namespace

double ks_distance(const FittedLaw& law, const FitSample& sample) {
  return sample.cut_off().empty() ? distance_of_whole(law, sample.seen()) : distance_of_censored(law, sample);
}

Goodness goodness_of(const FittedFamily& fit, const FitSample& sample, double grain, std::uint64_t seed) {
  Goodness found{ks_distance(fit.law, sample), std::numeric_limits<double>::quiet_NaN(), 0};
  if (!sample.cut_off().empty() || fit.family == "constant") return found;
  const FitSample some{some_of(sample.seen(), seed)};
  const auto own = fit_by_likelihood(fit.family, some);
  if (!own) return found;
  const double distance = ks_distance(own->law, some);
  std::size_t farther = 0, told = 0;
  for (std::size_t b = 0; b < rounds; ++b) {
    const FitSample drawn{sample_of(own->law, some.seen().size(), grain, {seed, static_cast<std::uint32_t>(b + 1), 0})};
    const auto again = fit_again(*own, drawn);
    if (!again) continue;
    ++told;
    farther += ks_distance(again->law, drawn) >= distance ? 1U : 0U;
  }
  found.n = some.seen().size();
  found.p = static_cast<double>(farther + 1) / static_cast<double>(told + 1);
  return found;
}

double grain_of(std::span<const double> values) {
  double largest = 0;
  for (const double x : values) largest = std::max(largest, std::abs(x));
  if (!(largest > 0)) return 0;
  const auto fits = [&](double grain) {
    return std::all_of(values.begin(), values.end(), [&](double x) {
      const double steps = x / grain;
      return std::abs(steps - std::round(steps)) < 1e-6 * std::max(1.0, 1e-3 * std::abs(steps));
    });
  };
  for (int power = static_cast<int>(std::floor(std::log10(largest))); power >= -9; --power) {
    const double grain = power >= 0 ? std::pow(10.0, power) : 1.0 / std::pow(10.0, -power);
    if (grain < 1e-9 * largest) return 0;
    if (fits(grain)) return grain;
  }
  return 0;
}

TailIndex tail_index(std::span<const double> sorted) {
  if (sorted.size() < 50) return {};
  const std::size_t k = std::max<std::size_t>(10, sorted.size() / 20), at = sorted.size() - k - 1;
  if (!(sorted[at] > 0)) return {};
  double sum = 0;
  for (std::size_t i = at + 1; i < sorted.size(); ++i) sum += detail::portable_log(sorted[i] / sorted[at]);
  if (!(sum > 0)) return {};
  const double index = static_cast<double>(k) / sum;
  return {index, index / std::sqrt(static_cast<double>(k)), k};
}

}  // namespace busyhour
