#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "busyhour/random/draw.hpp"
#include "busyhour/random/uniform.hpp"
#include "parts.hpp"
#include "words.hpp"

namespace busyhour::fitting {
namespace {

constexpr Purpose of_spread{2};
constexpr double day = 86400;

/// Stamps that many arrivals share are coarser than the arrivals: each batch is spread over the time to the next stamp
/// or, if that is shorter, over the usual step.
double spread_batches(std::vector<double>& instants, std::uint64_t seed) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < instants.size(); ++i)
    if (instants[i] > instants[i - 1]) steps.push_back(instants[i] - instants[i - 1]);
  if (steps.empty()) return 0;
  std::nth_element(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2), steps.end());
  const double usual = steps[steps.size() / 2];
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < instants.size();) {
    std::size_t j = i;
    while (j < instants.size() && instants[j] == instants[i]) ++j;
    const double from = instants[i], over = j < instants.size() ? std::min(usual, instants[j] - from) : usual;
    for (; i < j; ++i) {
      Draw draw{Place{seed, 0, 0}, of_spread, number++};
      instants[i] = from + over * uniform01(draw);
    }
  }
  std::sort(instants.begin(), instants.end());
  return usual;
}

/// Round widths of a step.
double nice_width(double least) {
  for (const double w : {1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0,
                         14400.0, 21600.0, 43200.0, day})
    if (w >= least) return w;
  return std::ceil(least / day) * day;
}

/// The rate by steps: the hours of the day where the log has at least two days, else at most 60 steps with at least 100
/// arrivals each on average.
void take_profile(FittedArrivals& a) {
  const ArrivalSummary& s = a.summary;
  const double span = s.last - s.first;
  if (span >= 2 * day) {
    a.every = 3600;
    a.levels.assign(24, 0);
    for (const double t : a.instants) ++a.levels[static_cast<std::size_t>(std::fmod(t / 3600, 24))];
  } else {
    a.every = nice_width(std::max(span / 60, 100 / s.rate));
    const auto whole = static_cast<std::size_t>(span / a.every);
    if (whole < 4) return;
    a.levels.assign(whole, 0);
    for (const double t : a.instants)
      if (const auto at = static_cast<std::size_t>(t / a.every); at < whole) ++a.levels[at];
  }
  double sum = 0;
  for (const double x : a.levels) sum += x;
  for (double& x : a.levels) x *= static_cast<double>(a.levels.size()) / sum;
}

/// cv of the gaps on a clock that runs as fast as the profile says.
double rescaled_cv(const FittedArrivals& a) {
  std::vector<double> up_to{0};
  for (const double level : a.levels) up_to.push_back(up_to.back() + level * a.every);
  const double round = a.every * static_cast<double>(a.levels.size());
  const auto clock = [&](double t) {
    const double rounds = std::floor(t / round), within = t - rounds * round;
    const auto step = std::min(static_cast<std::size_t>(within / a.every), a.levels.size() - 1);
    return rounds * up_to.back() + up_to[step] + a.levels[step] * (within - static_cast<double>(step) * a.every);
  };
  double sum = 0, squares = 0;
  const auto n = static_cast<double>(a.instants.size() - 1);
  for (std::size_t i = 1; i < a.instants.size(); ++i) {
    const double gap = clock(a.instants[i]) - clock(a.instants[i - 1]);
    sum += gap, squares += gap * gap;
  }
  const double mean = sum / n;
  return mean > 0 ? std::sqrt(std::max(0.0, squares / n - mean * mean)) / mean : 0;
}

/// Whether counts vary as those of a Poisson process do, in every window: within 4 standard errors or 15%.
bool is_poisson(const ArrivalSummary& s) {
  if (std::abs(s.gap_cv - 1) > std::max(0.1, 4 / std::sqrt(static_cast<double>(s.n)))) return false;
  return std::all_of(s.windows.begin(), s.windows.end(), [](const WindowCounts& w) {
    return std::abs(w.dispersion - 1) <= std::max(0.15, 4 * std::sqrt(2 / static_cast<double>(w.windows - 1)));
  });
}

/// Whether gaps could be independent: no correlation, and counts over long windows disperse by the square of their cv.
bool is_renewal(const ArrivalSummary& s, const FittedQuantity& gaps) {
  if (gaps.closeness == Closeness::nothing) return false;
  if (!s.correlation.empty() && std::abs(s.correlation.front()) > 0.1) return false;
  const double square = s.gap_cv * s.gap_cv;
  for (const WindowCounts& w : s.windows)
    if (w.window > 20 * s.gap_mean && (w.dispersion > 2 * square || w.dispersion < square / 2)) return false;
  return true;
}

void choose_model(FittedArrivals& a, const FittedQuantity& gaps) {
  if (is_poisson(a.summary)) {
    a.model = ArrivalModel::poisson;
    a.why = "gaps and counts vary as those of a Poisson process";
    return;
  }
  if (is_renewal(a.summary, gaps)) {
    a.model = ArrivalModel::renewal;
    a.why = "gaps are not correlated, and counts disperse as independent gaps do";
    return;
  }
  if (!a.instants.empty()) take_profile(a);
  if (!a.levels.empty()) a.rescaled_cv = rescaled_cv(a);
  if (std::abs(a.rescaled_cv - 1) <= 0.15) {
    a.model = ArrivalModel::profile;
    a.why = fmt::format(
        "a Poisson process whose rate changes: with the rate's steps of {} taken out the gaps have a cv of {}",
        amount(a.every, dimension::time), digits(a.rescaled_cv));
    return;
  }
  a.model = ArrivalModel::trace;
  a.why = "neither a Poisson process, with or without a profile, nor independent gaps look like this";
}

void warn(const FittedArrivals& a, std::vector<std::string>& warnings) {
  const ArrivalSummary& s = a.summary;
  if (s.n < 100) warnings.push_back(fmt::format("only {} arrivals: too few to tell how they come", s.n));
  if (a.spread > 0)
    warnings.push_back(
        fmt::format("{:.1f}% of the arrivals share their stamp with another one: each batch was spread over {}, "
                    "and nothing can be said of anything shorter",
                    100 * s.together, amount(a.spread, dimension::time)));
  if (s.last - s.first < day)
    warnings.push_back(fmt::format("the log is {} long: it says nothing of the other hours of a day",
                                   amount(s.last - s.first, dimension::time)));
}

}  // namespace

FittedArrivals fit_arrivals(const ArrivalSummary& summary, std::vector<double> instants, std::uint64_t seed,
                            std::vector<FittedQuantity>& quantities, std::vector<std::string>& warnings) {
  FittedArrivals a;
  a.summary = summary;
  // Instants since 1970 keep their hour of the day: whole days are taken off.
  const double zero = summary.last - summary.first >= 2 * day ? std::floor(summary.first / day) * day : summary.first;
  for (double& t : instants) t -= zero;
  a.instants = std::move(instants);
  if (summary.together > 0.2 && !a.instants.empty()) {
    a.spread = spread_batches(a.instants, seed);
    ArrivalRecord again;
    for (const double t : a.instants) again.add(t);
    const double together = summary.together;
    a.summary = again.summary();
    a.summary.together = together;
  }
  auto gaps = fit_quantity("gap between arrivals", dimension::time, {a.summary.gaps, {}}, seed);
  if (!gaps) return a;
  choose_model(a, *gaps);
  warn(a, warnings);
  quantities.push_back(*std::move(gaps));
  return a;
}

}  // namespace busyhour::fitting
