#include "difference_words.hpp"

#include <fmt/format.h>

#include <cmath>

#include "numbers.hpp"
#include "phrases.hpp"

namespace busyhour::detail {

std::string_view in_words(MetricDifference::Word word) {
  return word == MetricDifference::Word::no_difference_shown ? "no difference shown" : busyhour::word_of(word);
}

std::string difference_text(const MetricDifference& m) {
  const Estimate& d = m.difference;
  if (!std::isfinite(d.value)) return "–";
  const bool is_rate = m.about.dimension == dimension::rate;  // in the unit of the rates themselves
  const double size = is_rate || !d.has_interval() ? std::abs(m.a.value) : std::max(std::abs(d.low), std::abs(d.high));
  const Unit unit = unit_for(size, m.about, m.statistic);
  const auto plain = [&](double x) { return (x < 0 ? "−" : "") + digits(std::abs(x) * unit.factor); };
  const std::string value = fmt::format("{}{}{}{}",
                                        d.value < 0   ? "−"
                                        : d.value > 0 ? "+"
                                                      : "",
                                        unit.prefix, digits(std::abs(d.value) * unit.factor), unit.suffix);
  if (d.quality == Estimate::Quality::not_converged) return value + " (not converged)";
  return d.has_interval() ? fmt::format("{} ({} to {})", value, plain(d.low), plain(d.high)) : value;
}

std::vector<const MetricDifference*> key_differences(const CompareResult& compared) {
  std::vector<const MetricDifference*> all;
  for (const MetricResult* chosen : key_numbers(compared.a))
    for (const MetricDifference& m : compared.metrics)
      if (m.key == chosen->key) all.push_back(&m);
  return all;
}

std::array<std::size_t, 4> counted(const CompareResult& compared) {
  std::array<std::size_t, 4> count{};
  for (const MetricDifference* m : key_differences(compared)) ++count[static_cast<std::size_t>(m->verdict)];
  return count;
}

}  // namespace busyhour::detail
