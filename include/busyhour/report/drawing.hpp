#pragma once
/// Charts as files: SVG from a Vega-Lite spec, PNG from an SVG, without a browser.
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace busyhour {

/// A chart that cannot be drawn, or not without a warning: what the drawing library says.
struct DrawingFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What draws. The same spec gives the same bytes.
class ChartRenderer {
 public:
  ChartRenderer() = default;
  ChartRenderer(const ChartRenderer&) = delete;
  ChartRenderer& operator=(const ChartRenderer&) = delete;
  virtual ~ChartRenderer() = default;
  /// `spec` is a Vega-Lite spec with its data, colours and width in pixels. Throws DrawingFailed.
  [[nodiscard]] virtual std::string svg(const std::string& spec) = 0;
  /// Twice as many pixels as the SVG says. Throws DrawingFailed.
  [[nodiscard]] virtual std::string png(const std::string& svg) = 0;
};

/// Vega in JavaScriptCore, librsvg; it starts when the first chart is asked for. Nothing if this program was built
/// without the two.
[[nodiscard]] std::unique_ptr<ChartRenderer> make_renderer();
/// Why there is no renderer, and what to install and to build again.
[[nodiscard]] std::string why_no_renderer();

/// Name and spec of each chart, as `chart_specs` gives them -> name and bytes of each file.
using NamedSpecs = std::vector<std::pair<std::string, std::string>>;
enum class Picture { svg, png };
[[nodiscard]] NamedSpecs pictures_of(const NamedSpecs& specs, Picture, ChartRenderer&);

}  // namespace busyhour
