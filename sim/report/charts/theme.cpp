#include "chart.hpp"

namespace busyhour::detail {
namespace {

/// Series told apart by people with protan, deutan and tritan vision (Machado 2009: CIE76 >= 28.7 for every pair).
struct Palette {
  const char *text, *muted, *grid, *axis, *alarm, *card, *contour;
  std::vector<std::string> series;
  std::vector<std::string> bands;
};

Json style_of(const Palette& p) {
  const std::string& first = p.series[0];
  return {{"limit", {{"color", p.text}, {"strokeWidth", 1.5}, {"strokeDash", {6, 3}}}},
          {"limit-text", {{"color", p.text}, {"fontWeight", 600}, {"fontSize", 11}}},
          {"halo", {{"stroke", p.card}, {"strokeWidth", 4}, {"strokeOpacity", 0.85}, {"strokeJoin", "round"}}},
          {"threshold", {{"color", p.alarm}, {"strokeWidth", 1.5}}},
          {"threshold-text", {{"color", p.alarm}, {"fontWeight", 600}, {"fontSize", 11}}},
          {"reject", {{"color", p.alarm}, {"strokeWidth", 1.5}}},
          {"cursor", {{"color", p.axis}, {"strokeWidth", 1}}},
          {"series", {{"strokeWidth", 2.25}}},
          {"answer", {{"color", p.text}, {"strokeWidth", 1.25}, {"strokeDash", {3, 3}}}},
          {"whisker", {{"color", p.muted}, {"strokeWidth", 1.5}}},
          {"verdict", {{"size", 80}, {"opacity", 1}, {"strokeWidth", 0}}},
          {"ratio", {{"color", p.axis}, {"strokeWidth", 1}}},
          {"zone", {{"color", p.axis}, {"fillOpacity", 0.16}}},
          {"cell", {{"strokeWidth", 0}}},
          {"cloud", {{"size", 34}, {"opacity", 0.85}, {"strokeWidth", 0}}},
          {"tornado", {{"color", first}, {"fillOpacity", 0.75}}},
          {"contour", {{"color", p.contour}, {"strokeWidth", 2.25}, {"strokeCap", "square"}}},
          {"contour-two", {{"color", p.contour}, {"strokeWidth", 1.75}, {"strokeDash", {4, 3}}}},
          {"undecided-dot", {{"color", p.contour}, {"opacity", 1}, {"strokeWidth", 0}}},
          {"accept", {{"color", p.contour}, {"opacity", 1}}},
          {"base", {{"color", p.contour}, {"opacity", 1}}},
          {"ringed", {{"stroke", p.card}, {"strokeWidth", 1.5}}},
          {"estimate", {{"color", first}, {"strokeWidth", 1.5}}},
          {"interval", {{"color", first}, {"fillOpacity", 0.18}}},
          {"dot", {{"color", first}, {"filled", true}, {"size", 42}, {"opacity", 0.9}}},
          {"note-text", {{"color", p.muted}, {"fontSize", 11}}}};
}

Json config_of(const Palette& p) {
  return {{"font", "system-ui, \"Segoe UI\", Roboto, \"DejaVu Sans\", sans-serif"},
          {"background", p.card},
          {"view", {{"stroke", nullptr}}},
          {"axis",
           {{"labelColor", p.muted},
            {"titleColor", p.text},
            {"gridColor", p.grid},
            {"domainColor", p.axis},
            {"tickColor", p.axis},
            {"labelFontSize", 11},
            {"titleFontSize", 12},
            {"titleFontWeight", 600},
            {"titlePadding", 9}}},
          {"legend",
           {{"labelColor", p.text},
            {"titleColor", p.text},
            {"labelFontSize", 11.5},
            {"labelLimit", 320},
            {"titleLimit", 420},
            {"columnPadding", 18},
            {"rowPadding", 4}}},
          {"header", {{"labelColor", p.text}, {"titleColor", p.text}, {"labelFontSize", 11.5}}},
          {"range", {{"category", p.series}, {"ordinal", p.bands}}},
          {"style", style_of(p)}};
}

const Palette& light() {
  static const Palette palette{"#1F2328",
                               "#57606A",
                               "#E6E9ED",
                               "#8B949E",
                               "#B3400A",
                               "#FFFFFF",
                               "#1F2328",
                               {"#0072B2", "#D55E00", "#4E1C56", "#0C4329", "#C78066"},
                               {"#E8F2FA", "#B5D6EE", "#FBD99B", "#F0A035", "#CC5A14", "#7A2604"}};
  return palette;
}

const Palette& dark() {
  static const Palette palette{"#E6EDF3",
                               "#9DA7B3",
                               "#262D37",
                               "#6E7681",
                               "#FF8A5B",
                               "#151B23",
                               "#FFFFFF",
                               {"#56B4E9", "#ECC737", "#C1F0E3", "#CF0E81", "#C97858"},
                               {"#0E2438", "#1B4F76", "#7A5F1F", "#B8811F", "#EA8B3C", "#FFD0AC"}};
  return palette;
}

}  // namespace

Json light_theme() { return config_of(light()); }
Json dark_theme() { return config_of(dark()); }

std::vector<std::pair<std::string, std::string>> colour_pairs() {
  const Palette &l = light(), &d = dark();
  std::vector<std::pair<std::string, std::string>> pairs{{l.text, d.text}, {l.muted, d.muted}, {l.grid, d.grid},
                                                         {l.axis, d.axis}, {l.alarm, d.alarm}, {l.card, d.card}};
  for (std::size_t i = 0; i < l.series.size(); ++i) pairs.emplace_back(l.series[i], d.series[i]);
  for (std::size_t i = 0; i < l.bands.size(); ++i) pairs.emplace_back(l.bands[i], d.bands[i]);
  return pairs;
}

}  // namespace busyhour::detail
