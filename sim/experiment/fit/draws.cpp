/// The uncertainty of what was fitted: the log drawn anew, with replacement, and fitted again, so many times. Source:
/// Efron and Tibshirani, "An introduction to the bootstrap", 1993; of what it does to simulations Barton, Nelson and
/// Xie, "Quantifying input uncertainty via simulation confidence intervals", INFORMS J. Computing 26(1), 2014.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "busyhour/random/draw.hpp"
#include "busyhour/random/uniform.hpp"
#include "busyhour/random/ziggurat.hpp"
#include "scenario_text.hpp"
#include "words.hpp"

namespace busyhour::fitting {
namespace {

constexpr Purpose of_row{3}, of_weight{4}, of_block{5}, of_step{6};
constexpr std::size_t all_refitted = 5000, some_refitted = 1000, many = 20'000;

std::uint64_t below(std::size_t n, const Place& at, Purpose purpose, std::uint32_t number) {
  Draw draw{at, purpose, number};
  return static_cast<std::uint64_t>(uniform01(draw) * static_cast<double>(n));
}

/// The family fitted to as many values drawn with replacement. Of more than 5,000 values only 1,000 are drawn, and how
/// far that moves the parameters is made smaller by the square root of the ratio.
FittedFamily refit(const FittedQuantity& q, const Place& at) {
  const std::size_t n = q.sample.size() + q.cut_off.size(), m = n <= all_refitted ? n : some_refitted;
  std::vector<double> seen, cut_off;
  for (std::size_t i = 0; i < m; ++i) {
    const std::size_t k = below(n, at, of_row, static_cast<std::uint32_t>(i));
    if (k < q.sample.size())
      seen.push_back(q.sample[k]);
    else
      cut_off.push_back(q.cut_off[k - q.sample.size()]);
  }
  FittedFamily drawn = q.best();
  if (seen.empty()) return drawn;
  Values values = above_zero({std::move(seen), std::move(cut_off)}, q.grain);
  const auto fit = fit_again(q.best(), FitSample{std::move(values.seen), std::move(values.cut_off)});
  if (!fit) return drawn;
  const double by = std::sqrt(static_cast<double>(m) / static_cast<double>(n));
  for (std::size_t i = 0; i < drawn.parameters.size(); ++i) {
    double& x = drawn.parameters[i].value;
    const double other = fit->parameters[i].value;
    if (drawn.parameters[i].name == "p1") {
      const auto logit = [](double p) { return std::log(p / (1 - p)); };
      x = 1 / (1 + std::exp(-(logit(x) + by * (logit(other) - logit(x)))));
    } else if (drawn.parameters[i].name != "stages" && x > 0) {
      x *= std::exp(by * std::log(other / x));
    }
  }
  return drawn;
}

/// How often a value is drawn when n of n are: nearly Poisson(1).
unsigned times_drawn(double u) {
  double p = 0.36787944117144233, sum = p;
  unsigned k = 0;
  for (; u >= sum && k < 12; sum += p) p /= ++k;
  return k;
}

/// How often so many values are drawn; of more than 30 by the normal law that their number nearly has.
double times_drawn(double weight, const Place& at, std::uint32_t& number) {
  if (weight > 30) {
    Draw draw{at, of_weight, number++};
    return std::max(0.0, std::round(weight + std::sqrt(weight) * detail::standard_normal(draw)));
  }
  double times = 0;
  for (double left = weight; left > 0; --left) {
    Draw draw{at, of_weight, number++};
    times += times_drawn(uniform01(draw));
  }
  return times;
}

/// The values themselves, drawn anew.
std::vector<Weighed> resampled(const std::vector<Weighed>& sorted, const Place& at) {
  std::vector<Weighed> all;
  std::uint32_t number = 0;
  for (const Weighed& w : sorted)
    if (const double times = times_drawn(w.weight, at, number); times > 0) all.push_back({w.value, times});
  return all.empty() ? sorted : all;
}

/// Values to be drawn anew many times: of very many the neighbours among 20 as one, at their mean.
std::vector<Weighed> to_resample(const FittedQuantity& q) {
  std::vector<Weighed> all = weighed(q.sample);
  if (all.size() <= many || q.dimension == dimension::number) return all;
  std::vector<Weighed> some;
  const std::size_t body = all.size() - many / 10;  // each of the largest stays by itself
  for (std::size_t i = 0; i < all.size();) {
    Weighed one{0, 0};
    const std::size_t until = i < body ? std::min(i + all.size() / many + 1, body) : i + 1;
    for (; i < until; ++i) one.value += all[i].weight * all[i].value, one.weight += all[i].weight;
    one.value /= one.weight;
    some.push_back(one);
  }
  return some;
}

/// One quantity, drawn as often as is asked for.
class QuantityDraws {
 public:
  explicit QuantityDraws(const FittedQuantity& q) : q_{&q} {
    if (q.dimension == dimension::number || q.closeness == Closeness::nothing) values_ = to_resample(q);
  }
  [[nodiscard]] std::string law(const Place& at) const {
    if (q_->dimension == dimension::number) return counts_text(resampled(values_, at), values_);
    if (q_->closeness == Closeness::nothing) return parts_text(resampled(values_, at), q_->dimension);
    return law_text(refit(*q_, at), q_->dimension);
  }

 private:
  const FittedQuantity* q_;
  std::vector<Weighed> values_;
};

/// Counts of equal stretches of the log, drawn with replacement: what bursts there are count with.
double rate_drawn(const ArrivalSummary& s, const std::vector<double>& instants, const Place& at) {
  const std::size_t blocks = std::clamp<std::size_t>(static_cast<std::size_t>(s.n / 10), 5, 50);
  const double span = s.last - s.first;
  if (instants.size() < 2) {
    Draw draw{at, of_step, 0};
    return s.rate * (1 + detail::standard_normal(draw) / std::sqrt(static_cast<double>(s.n)));
  }
  std::vector<double> counts(blocks, 0);
  for (const double t : instants)
    ++counts[std::min(blocks - 1,
                      static_cast<std::size_t>((t - instants.front()) / span * static_cast<double>(blocks)))];
  double sum = 0;
  for (std::size_t i = 0; i < blocks; ++i) sum += counts[below(blocks, at, of_block, static_cast<std::uint32_t>(i))];
  return s.rate * sum / static_cast<double>(instants.size());
}

/// Of a profile each step's own count varies as a Poisson number does.
std::string arrivals_drawn(const FittedArrivals& a, const Place& at) {
  const auto rate = [](double x) { return fmt::format("{:.8g} /s", x); };
  if (a.levels.empty() || a.model == ArrivalModel::renewal)
    return fmt::format("{{dist: poisson, rate: {}}}", rate(rate_drawn(a.summary, a.instants, at)));
  const double each = static_cast<double>(a.summary.n) / static_cast<double>(a.levels.size());
  std::string levels;
  for (std::size_t i = 0; i < a.levels.size(); ++i) {
    Draw draw{at, of_step, static_cast<std::uint32_t>(i)};
    const double seen = a.levels[i] * each;
    const double drawn = std::max(0.0, seen + std::sqrt(seen) * detail::standard_normal(draw)) / each;
    levels += (levels.empty() ? "" : ", ") + fmt::format("{:.5g}x", drawn);
  }
  return fmt::format("{{dist: poisson, rate: {}, profile: {{kind: steps, every: {}, levels: [{}]}}}}",
                     rate(a.summary.rate), amount(a.every, dimension::time), levels);
}

/// The number of each class drawn anew.
std::vector<std::string> shares_drawn(const FitResult& fit, const FitOptions& options, std::size_t draw) {
  if (fit.by_class.empty()) return {};
  std::vector<double> counts;
  std::uint32_t number = 0;
  const Place at{options.seed, static_cast<std::uint32_t>(draw), 0};
  for (const ClassRow& c : fit.classes) counts.push_back(times_drawn(static_cast<double>(c.rows), at, number));
  return shares_text(counts);
}

std::string cell(const std::string& text) { return text.find(',') == std::string::npos ? text : "\"" + text + "\""; }

}  // namespace

std::string draws_csv(const FitResult& fit, const Pieces& pieces, const FitOptions& options) {
  std::string text;
  std::vector<std::optional<QuantityDraws>> laws;
  for (const Placed& p : pieces.placed) {
    text += (text.empty() ? "" : ",") + p.path;
    laws.push_back(p.quantity ? std::optional<QuantityDraws>{*p.quantity} : std::nullopt);
  }
  text += '\n';
  for (std::size_t b = 0; b < options.bootstrap; ++b) {
    const std::vector<std::string> shares = shares_drawn(fit, options, b);
    for (std::size_t i = 0; i < pieces.placed.size(); ++i) {
      const Place at{options.seed, static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(i + 1)};
      const int of_class = pieces.placed[i].class_number;
      text += (i > 0 ? "," : "") + cell(of_class >= 0 ? shares[static_cast<std::size_t>(of_class)]
                                        : laws[i]     ? laws[i]->law(at)
                                                      : arrivals_drawn(*fit.arrivals, at));
    }
    text += '\n';
  }
  return text;
}

}  // namespace busyhour::fitting
