#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "parts.hpp"
#include "words.hpp"

namespace busyhour {
namespace fitting {
namespace {

constexpr std::size_t few = 50;

/// A largest step between neighbours of at least 30 times, with a twentieth of the values on each side: two units?
bool has_two_scales(const std::vector<double>& sorted) {
  const std::size_t edge = std::max<std::size_t>(2, sorted.size() / 20);
  for (std::size_t i = edge; i + edge < sorted.size(); ++i)
    if (sorted[i - 1] > 0 && sorted[i] > 30 * sorted[i - 1]) return true;
  return false;
}

void add_moments(const std::vector<double>& values, FittedQuantity& q) {
  const auto n = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (const double x : values) sum += x;
  q.mean = sum / n;
  for (const double x : values) squares += (x - q.mean) * (x - q.mean);
  q.cv = q.mean > 0 ? std::sqrt(squares / n) / q.mean : 0;
}

void choose(FittedQuantity& q, const FitSample& sample, std::uint64_t seed, Judged judged) {
  q.families = fit_all_by_likelihood(sample);
  q.chosen = chosen_by_aic(q.families);
  for (std::size_t i = 0; i < q.families.size(); ++i)
    q.distances.push_back(judged == Judged::by_table && i != q.chosen ? std::nan("")
                                                                      : ks_distance(q.families[i].law, sample));
  if (judged == Judged::by_bootstrap)
    q.goodness = goodness_of(q.best(), sample, q.grain, seed);
  else
    q.goodness.distance = q.distances[q.chosen];
  const bool is_near = judged == Judged::by_table && q.goodness.distance <= 0.886 / std::sqrt(sample.n());
  const bool is_close = q.goodness.distance <= 0.05 || q.goodness.p >= 0.05 || is_near;
  q.closeness = is_close ? Closeness::close : q.goodness.distance <= 0.1 ? Closeness::rough : Closeness::nothing;
}

/// "shape 0.34", or the first parameter of a family that has none of this name.
std::string shape_text(const FittedFamily& family) {
  const auto named = std::ranges::find(family.parameters, std::string_view{"shape"}, &ParameterEstimate::name);
  const ParameterEstimate& p = named != family.parameters.end() ? *named : family.parameters.front();
  return fmt::format("{} {}", p.name, digits(p.value));
}

/// A law without a mean cannot be written: no run would be long enough for it.
void judge_mean(FittedQuantity& q) {
  if (std::isinf(q.best().law.mean())) {
    q.warnings.push_back(fmt::format(
        "by AIC the law is {} with {}, whose mean does not exist: the average grows with the length of the log, "
        "and so will what is simulated; the values themselves are taken instead, whose largest is {}",
        q.best().family, shape_text(q.best()), amount(q.sample.back(), q.dimension)));
    q.closeness = Closeness::nothing;
  } else if (!q.best().law.can_be_written()) {
    q.warnings.push_back(
        "by AIC the law is lomax, which the scenario language does not have; the values themselves are taken instead");
    q.closeness = Closeness::nothing;
  } else if (q.closeness != Closeness::nothing && q.cut_off.empty() &&
             std::abs(q.best().law.mean() / q.mean - 1) > 0.25) {
    q.warnings.push_back(fmt::format(
        "the mean of the chosen law is {}, that of the values {}: its tail is another one, and the load would be off "
        "by as much; the values themselves are taken instead",
        amount(q.best().law.mean(), q.dimension), amount(q.mean, q.dimension)));
    q.closeness = Closeness::nothing;
  }
  if (q.tail.index + 2 * q.tail.standard_error < 1 || (q.tail.index < 1 && std::isinf(q.best().law.mean())))
    q.warnings.push_back(fmt::format("tail index {} (Hill, {} values): at 1 or less the mean does not exist",
                                     digits(q.tail.index), q.tail.values));
}

void warn(FittedQuantity& q) {
  const std::size_t n = q.sample.size();
  if (n < few) q.warnings.push_back(fmt::format("only {} values: too few to tell families apart", n));
  if (q.zeros * 20 > n)
    q.warnings.push_back(fmt::format("{} of {} values are exactly 0: no family has that", q.zeros, n));
  if (has_two_scales(q.sample))
    q.warnings.push_back("the values fall into two groups far apart: are there two units in this column?");
  if (!q.cut_off.empty() && q.cut_off.size() * 2 > n)
    q.warnings.push_back(fmt::format("{} of {} values are cut off: the law beyond them is a guess", q.cut_off.size(),
                                     n + q.cut_off.size()));
}

/// Counts are taken as they were seen; what is always 0 is a constant.
FittedQuantity as_seen(FittedQuantity q) {
  if (q.zeros == q.sample.size())
    q.families = {{"constant", {{"value", 0.0}}, 0, 0, 1, FittedLaw{Distribution::constant(0)}}};
  else
    q.families = {{"discrete", {}, 0, 0, 0, FittedLaw{fitted(DistributionSpec{"empirical", {}, {}, q.sample})}}};
  q.distances = {0};
  q.closeness = Closeness::close;
  return q;
}

}  // namespace

Values above_zero(Values values, double grain) {
  double least = grain;
  if (!(least > 0))
    for (const double x : values.seen)
      if (x > 0 && (least == 0 || x < least)) least = x;
  const double zero = least > 0 ? 0.5 * least : 1e-9;
  for (double& x : values.seen)
    if (x <= 0) x = zero;
  std::erase_if(values.cut_off, [](double x) { return x <= 0; });
  return values;
}

std::optional<FittedQuantity> fit_quantity(std::string name, const Dimension& of, Values values, std::uint64_t seed,
                                           Judged judged) {
  if (values.seen.empty()) return std::nullopt;
  FittedQuantity q;
  q.name = std::move(name);
  q.dimension = of;
  q.grain = grain_of(values.seen);
  q.zeros = static_cast<std::size_t>(std::count(values.seen.begin(), values.seen.end(), 0.0));
  add_moments(values.seen, q);
  q.sample = values.seen;
  std::sort(q.sample.begin(), q.sample.end());
  if (of == dimension::number || q.zeros == q.sample.size()) return as_seen(std::move(q));
  values = above_zero(std::move(values), q.grain);
  const FitSample sample{std::move(values.seen), std::move(values.cut_off)};
  q.cut_off.assign(sample.cut_off().begin(), sample.cut_off().end());
  choose(q, sample, seed, judged);
  q.tail = tail_index(q.sample);
  warn(q);
  judge_mean(q);
  return q;
}

}  // namespace fitting

double FittedQuantity::quantile(double p) const {
  const auto at = static_cast<std::size_t>(std::ceil(p * static_cast<double>(sample.size())));
  return sample[std::clamp<std::size_t>(at, 1, sample.size()) - 1];
}

const FittedQuantity* FitResult::find(std::string_view name) const {
  const auto it = std::find_if(quantities.begin(), quantities.end(), [&](const auto& q) { return q.name == name; });
  return it == quantities.end() ? nullptr : &*it;
}

}  // namespace busyhour
