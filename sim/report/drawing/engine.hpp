#pragma once
/// What drawing needs from outside this program; one of jsc.cpp and none.cpp is built.
#include <memory>
#include <string_view>

#include "busyhour/report/drawing.hpp"

namespace busyhour::detail {

/// `library` is the bundle of sim/report/vega, which outlives the renderer. Null: built without.
[[nodiscard]] std::unique_ptr<ChartRenderer> renderer_with(std::string_view library);
/// The pixels of an SVG, `scale` times as many as it says, as a PNG. Throws DrawingFailed.
[[nodiscard]] std::string rasterised(const std::string& svg, double scale);

}  // namespace busyhour::detail
