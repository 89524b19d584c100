#pragma once
/// Charts as pictures inside the page: what is seen before its scripts have run, where they may not, and in print.
#include <string>
#include <vector>

#include "busyhour/report/drawing.hpp"
#include "charts/chart.hpp"

namespace busyhour::detail {

/// The charts with their pictures; as they are without a painter. A chart that cannot be drawn has none, nor
/// has one of so many marks that its picture would be heavy.
[[nodiscard]] std::vector<Chart> painted(std::vector<Chart> charts, ChartRenderer* painter);
/// The rules of style that give the pictures' colours in both themes.
[[nodiscard]] std::string picture_colours();

/// A drawing of `id` made fit for a page: colours by name, hundredths of a pixel, one label, ids of its own.
[[nodiscard]] std::string for_page(const std::string& svg, const std::string& id, const std::string& label);

}  // namespace busyhour::detail
