#pragma once
/// Charts of a fit: each kind makes none, one or several. Include from .cpp only.
#include "../chart.hpp"
#include "busyhour/experiment/fit.hpp"

namespace busyhour::detail {

[[nodiscard]] std::vector<Chart> qq_charts(const FitResult&);
[[nodiscard]] std::vector<Chart> cdf_charts(const FitResult&);
[[nodiscard]] std::vector<Chart> arrival_charts(const FitResult&);
[[nodiscard]] std::vector<Chart> dispersion_charts(const FitResult&);
[[nodiscard]] std::vector<Chart> hour_charts(const FitResult&);
[[nodiscard]] std::vector<Chart> line_charts(const FitResult&);

/// All of them, in the order of the page.
[[nodiscard]] std::vector<Chart> charts_of(const FitResult&);

/// `chart_of(quantity)` for each quantity whose law can be drawn on a logarithmic axis: enough values, not all alike.
template <class ChartOf>
[[nodiscard]] std::vector<Chart> charts_of_laws(const FitResult& fit, ChartOf chart_of) {
  constexpr std::size_t fewest = 10;
  std::vector<Chart> all;
  for (const FittedQuantity& q : fit.quantities)
    if (q.sample.size() >= fewest && q.sample.front() < q.sample.back() && q.dimension != dimension::number)
      all.push_back(chart_of(q));
  return all;
}

/// "seconds", "tokens", "characters"; empty for plain numbers.
[[nodiscard]] std::string unit_word(const Dimension&);
/// A quantitative axis.
[[nodiscard]] Json axis_of(const char* field, const std::string& title, bool logarithmic = false);

}  // namespace busyhour::detail
