#pragma once
/// Charts as pictures inside the page: what is seen before its scripts have run, where they may not, and in print.
#include <string>
#include <vector>

#include "busyhour/report/drawing.hpp"
#include "charts/chart.hpp"

namespace busyhour::detail {

/// The sections of a page with pictures in the figures of these charts, while they take no more than `room` [bytes].
/// A chart that cannot be drawn has none.
[[nodiscard]] std::string painted(std::string sections, const std::vector<Chart>& charts, ChartRenderer& painter,
                                  std::size_t room);
/// The rules of style that give the pictures' colours in both themes.
[[nodiscard]] std::string picture_colours();

/// A drawing of `id` made fit for a page: colours by name, hundredths of a pixel, one label, ids of its own.
[[nodiscard]] std::string for_page(const std::string& svg, const std::string& id, const std::string& label);

}  // namespace busyhour::detail
