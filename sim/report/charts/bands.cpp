#include "bands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace busyhour::detail {
namespace {

/// The values' sextiles, as people would say them: two digits.
std::vector<double> sextiles(const std::vector<Seen>& all) {
  std::vector<double> values, ends;
  for (const Seen& seen : all)
    if (std::isfinite(seen.estimate.value)) values.push_back(seen.estimate.value);
  std::ranges::sort(values);
  for (std::size_t i = 1; i < 6 && !values.empty(); ++i) {
    const double v = values[i * (values.size() - 1) / 6];
    const double unit = v == 0 ? 1 : std::pow(10, std::floor(std::log10(std::abs(v))) - 1);
    const double end = std::round(v / unit) * unit;
    if (ends.empty() || end > ends.back()) ends.push_back(end);
  }
  return ends;
}

}  // namespace

Bands::Bands(const Subject& subject, const std::vector<Seen>& all)
    : bound_{subject.bound}, small_is_good_{subject.small_is_good()}, title_{subject.label} {
  const bool ruled = !subject.rule.empty();
  if (subject.is_share()) {
    by_ = small_is_good_ ? By::share : By::rest;
    ends_ = {0.001, 0.01, 0.05, 0.10, 0.25};
    names_ = small_is_good_
                 ? std::vector<std::string>{"≤ 0.1 %", "0.1–1 %", "1–5 %", "5–10 %", "10–25 %", "> 25 %"}
                 : std::vector<std::string>{"≥ 99.9 %", "99–99.9 %", "95–99 %", "90–95 %", "75–90 %", "< 75 %"};
  } else if (ruled && subject.bound > 0) {
    by_ = By::margin;
    ends_ = {0.5, 1, 2, 5};
    names_ = {"≤ ½ of the bound", "½ to 1", "1 to 2 times", "2 to 5 times", "> 5 times"};
    if (!small_is_good_) names_ = {"≥ 2 times the bound", "1 to 2 times", "½ to 1", "⅕ to ½", "< ⅕"};
  } else {
    by_ = By::spread;
    ends_ = sextiles(all);
    const Unit unit = unit_of(subject, all);
    const auto text = [&](double v) { return unit.prefix + digits(v * unit.factor) + unit.suffix; };
    for (std::size_t i = 0; i <= ends_.size(); ++i) {
      names_.push_back(ends_.empty()       ? "all"
                       : i == 0            ? "≤ " + text(ends_[0])
                       : i == ends_.size() ? "> " + text(ends_.back())
                                           : digits(ends_[i - 1] * unit.factor) + "–" + text(ends_[i]));
    }
  }
}

double Bands::measure(double value) const {
  switch (by_) {
    case By::rest:
      return 1 - value;
    case By::margin:
      return small_is_good_ ? value / bound_ : bound_ / std::max(value, 1e-300);
    default:
      return value;
  }
}

const std::string& Bands::name(double value) const {
  const double m = measure(value);
  const auto at = std::ranges::lower_bound(ends_, m * (1 - 1e-12));
  return names_[static_cast<std::size_t>(at - ends_.begin())];
}

}  // namespace busyhour::detail
