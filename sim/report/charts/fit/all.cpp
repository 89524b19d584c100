#include <array>

#include "fit_charts.hpp"

namespace busyhour::detail {
namespace {

/// The register: one line a kind of chart, in the order of the page.
constexpr std::array makers{&arrival_charts, &dispersion_charts, &hour_charts, &cdf_charts, &qq_charts, &line_charts};

}  // namespace

std::vector<Chart> charts_of(const FitResult& fit) {
  std::vector<Chart> all;
  for (const auto make : makers)
    for (Chart& chart : make(fit)) all.push_back(std::move(chart));
  return all;
}

std::string unit_word(const Dimension& d) {
  if (d == dimension::time) return "seconds";
  if (d == dimension::tokens) return "tokens";
  return d == dimension::characters ? "characters" : "";
}

Json axis_of(const char* field, const std::string& title, bool logarithmic) {
  Json axis{{"field", field}, {"type", "quantitative"}, {"title", title}, {"axis", {{"tickCount", 6}}}};
  if (logarithmic) {
    axis["scale"] = {{"type", "log"}, {"nice", false}};
    axis["axis"]["format"] = "~g";
  }
  return axis;
}

}  // namespace busyhour::detail
