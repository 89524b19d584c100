#pragma once
/// What drawing needs from outside this program; one of jsc.cpp and none.cpp is built.
#include <memory>
#include <string>

#include "busyhour/report/drawing.hpp"

namespace busyhour::detail {

/// `library` is the scripts that draw (embedded.hpp). Null: built without.
[[nodiscard]] std::unique_ptr<ChartRenderer> renderer_with(std::string library);
/// The pixels of an SVG, `scale` times as many as it says, as a PNG. Throws DrawingFailed.
[[nodiscard]] std::string rasterised(const std::string& svg, double scale);

}  // namespace busyhour::detail
