#include "numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "busyhour/report/report.hpp"

namespace busyhour::detail {
namespace {

struct Step {
  double below;  ///< sizes below this [s] take the unit
  double factor;
  const char* suffix;
};
constexpr std::array time_units{Step{1, 1e3, " ms"}, Step{120, 1, " s"}, Step{7200, 1 / 60.0, " min"},
                                Step{172800, 1 / 3600.0, " h"}};

int magnitude(double value) { return static_cast<int>(std::floor(std::log10(std::abs(value)))); }

std::string grouped(std::string number) {
  const auto from = number.find_first_of("0123456789");
  auto point = number.find('.');
  if (point == number.npos) point = number.size();
  for (auto at = point; at > from + 3;) number.insert(at -= 3, 1, ',');
  return number;
}

std::string trimmed(std::string number) {
  if (number.find('.') == number.npos || number.find('e') != number.npos) return number;
  while (number.back() == '0') number.pop_back();
  if (number.back() == '.') number.pop_back();
  return number;
}

/// So many decimals that the interval is 6 to 59 units of the last one wide and the value keeps two significant digits.
int decimals_of(double value, double low, double high) {
  int decimals = 0;
  if (const double width = high - low; std::isfinite(width) && width > 0)
    decimals = -static_cast<int>(std::floor(std::log10(width / 6)));
  else if (std::isfinite(value) && value != 0)
    decimals = 2 - magnitude(value);
  if (std::isfinite(value) && value != 0) decimals = std::max(decimals, 1 - magnitude(value));
  return std::clamp(decimals, 0, 9);
}

std::string with(const Unit& unit, const std::string& number) { return unit.prefix + number + unit.suffix; }

/// Two significant digits, rounded up: still a bound.
std::string upper_bound(double value) {
  if (!std::isfinite(value) || value <= 0) return digits(value);
  const int decimals = std::max(0, 1 - magnitude(value));
  const double unit = std::pow(10, decimals);
  return value < 1e-6 ? fmt::format("{:.1e}", value * 1.05)
                      : digits(std::ceil(value * unit * (1 - 1e-12)) / unit, decimals);
}

std::string interval_text(const Estimate& e, const Unit& unit, int decimals) {
  switch (e.quality) {
    case Estimate::Quality::undefined:
      return "no events";
    case Estimate::Quality::none:
      return "too few replications";
    case Estimate::Quality::constant:
      return "always the same";
    case Estimate::Quality::not_converged:
      return "not converged";
    case Estimate::Quality::no_steady_state:
      return "no steady state";
    case Estimate::Quality::growing:
      return "grows with the run";
    case Estimate::Quality::initial_bias:
      return "initial bias";
    case Estimate::Quality::two_modes:
      return "two modes";
    default:
      break;
  }
  if (e.low == e.high) return std::isinf(e.low) ? digits(e.low) : with(unit, digits(e.low * unit.factor, decimals));
  if (e.low == 0 && e.value == 0) return "< " + with(unit, upper_bound(e.high * unit.factor));
  if (std::isinf(e.high)) return with(unit, digits(e.low * unit.factor, decimals)) + " to inf";
  return unit.prefix + digits(e.low * unit.factor, decimals) + "–" + digits(e.high * unit.factor, decimals) +
         unit.suffix;
}

}  // namespace

Unit unit_for(double size, const MetricAbout& about, Statistic statistic) {
  if (statistic == Statistic::share || about.is_share) return {100, "", " %"};
  const double s = std::isfinite(size) ? std::abs(size) : 1;
  if (about.dimension == dimension::time) {
    for (const Step& step : time_units)
      if (s < step.below) return {step.factor, "", step.suffix};
    return {1 / 86400.0, "", " d"};
  }
  if (about.dimension == dimension::money) return {1, "$", ""};
  if (about.dimension == dimension::rate)
    return s >= 1 ? Unit{1, "", " /s"} : s * 60 >= 1 ? Unit{60, "", " /min"} : Unit{3600, "", " /h"};
  return {};
}

std::string digits(double value, int decimals) {
  if (std::isnan(value)) return "–";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  if (value == 0) return "0";
  return grouped(fmt::format("{:.{}f}", value, decimals));
}

std::string digits(double value) {
  if (!std::isfinite(value) || value == 0) return digits(value, 0);
  if (std::abs(value) < 1e-6 || std::abs(value) >= 1e15) return fmt::format("{:.2e}", value);
  const int decimals = std::max(0, 2 - magnitude(value));
  // 9.996 is one digit longer once it is rounded.
  const double rounded = std::round(value * std::pow(10, decimals)) / std::pow(10, decimals);
  return digits(value, rounded == 0 ? decimals : std::max(0, 2 - magnitude(rounded)));
}

Shown shown(const Estimate& e, const MetricAbout& about, Statistic statistic) {
  if (!e.has_value()) return {"–", interval_text(e, {}, 0)};
  const bool sized = std::isfinite(e.value) && e.value != 0;
  const double size = sized ? e.value : e.has_interval() && std::isfinite(e.high) ? e.high : 1;
  const Unit unit = unit_for(size, about, statistic);
  if (!e.has_interval() || e.low == e.high || !std::isfinite(e.high)) {
    const int decimals = e.has_interval() && e.low != 0 ? decimals_of(e.low * unit.factor, 0, 0) : 0;
    return {readable(e.value, about, statistic), interval_text(e, unit, decimals)};
  }
  const int decimals = decimals_of(e.value * unit.factor, e.low * unit.factor, e.high * unit.factor);
  const std::string value =
      std::isfinite(e.value) ? with(unit, digits(e.value * unit.factor, decimals)) : digits(e.value);
  return {value, interval_text(e, unit, decimals)};
}

std::string readable_bound(double bound, const MetricAbout& about, Statistic statistic) {
  if (!std::isfinite(bound)) return digits(bound, 0);
  const Unit unit = unit_for(bound, about, statistic);
  // Twelve digits forgive the rounding of the unit: 0.07 * 100 is 7.000000000000001.
  const double scaled = bound * unit.factor;
  const bool ordinary = scaled == 0 || (std::abs(scaled) < 1e12 && std::abs(scaled) >= 1e-6);
  return with(unit, ordinary ? trimmed(grouped(fmt::format("{:.9f}", scaled))) : fmt::format("{:.12g}", scaled));
}

std::string z_text(double z) {
  if (!std::isfinite(z)) return "";
  return std::abs(z) < 0.05 ? "0.0" : fmt::format("{:+.1f}", z);
}

std::string readable_seconds(double seconds) {
  const MetricAbout time{"", MetricShape::times, MetricScope::run, dimension::time, false, ""};
  const Unit unit = unit_for(seconds, time, Statistic::none);
  return with(unit, trimmed(digits(seconds * unit.factor)));
}

std::string readable_count(std::uint64_t count) { return grouped(fmt::format("{}", count)); }

}  // namespace busyhour::detail

namespace busyhour {

std::string readable(double value, const MetricAbout& about, Statistic statistic) {
  if (!std::isfinite(value)) return detail::digits(value, 0);
  const detail::Unit unit = detail::unit_for(value, about, statistic);
  const std::string number = about.dimension == dimension::money && statistic != Statistic::share &&
                                     std::abs(value) >= 1 && std::abs(value) < 1e6
                                 ? detail::digits(value, 2)
                                 : detail::digits(value * unit.factor);
  if (value < 0 && !unit.prefix.empty()) return "-" + unit.prefix + number.substr(1) + unit.suffix;
  return unit.prefix + number + unit.suffix;
}

}  // namespace busyhour
