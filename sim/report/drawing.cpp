#include "busyhour/report/drawing.hpp"

#include "drawing/engine.hpp"
#include "embedded.hpp"

namespace busyhour {
namespace {

/// Edges of cells fall between pixels: without this, hairlines show between them.
std::string crisp(std::string svg) {
  const std::string rects = "mark-rect role-mark", crisp = " shape-rendering=\"crispEdges\"";
  for (auto at = svg.find(rects); at != svg.npos; at = svg.find(rects, at + 1))
    if (const auto quote = svg.find('"', at); quote != svg.npos) svg.insert(quote + 1, crisp);
  return svg;
}

}  // namespace

std::unique_ptr<ChartRenderer> make_renderer() { return detail::renderer_with(detail::drawing_library()); }

std::string why_no_renderer() {
  return "this program was built without JavaScriptCore and librsvg, which draw charts as files; the HTML report needs "
         "neither. To have them: apt-get install libjavascriptcoregtk-4.1-dev librsvg2-dev, then build again";
}

NamedSpecs pictures_of(const NamedSpecs& specs, Picture picture, ChartRenderer& renderer) {
  NamedSpecs files;
  for (const auto& [name, text] : specs) {
    try {
      std::string svg = crisp(renderer.svg(text));
      files.emplace_back(name + (picture == Picture::svg ? ".svg" : ".png"),
                         picture == Picture::svg ? std::move(svg) : renderer.png(svg));
    } catch (const DrawingFailed& e) {
      throw DrawingFailed{"chart " + name + ": " + e.what()};
    }
  }
  return files;
}

}  // namespace busyhour
