#include "first_paint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "charts/parts.hpp"
#include "json_text.hpp"
#include "text.hpp"

namespace busyhour::detail {
namespace {

/// As wide as a card of the page is on a large screen [px].
constexpr int card_width = 922;

std::string css_name(const std::string& colour) {
  std::string name = "--c";
  for (const char c : colour.substr(1)) name.push_back(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c);
  return name;
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes the zeros after a decimal point, and the point, from the end.
void trim_zeros(std::string& number) {
  number.erase(number.find_last_not_of('0') + 1);
  if (number.back() == '.') number.pop_back();
}

/// `M1.23456,7.001` -> `M1.23,7`.
std::string shorter(std::string_view numbers) {
  std::string out;
  int decimals = -1;  // none yet of this number
  for (const char c : numbers) {
    if (is_digit(c) && decimals >= 0 && ++decimals > 2) continue;
    if (!is_digit(c) && decimals >= 0) trim_zeros(out);
    if (!is_digit(c)) decimals = c == '.' ? 0 : -1;
    out.push_back(c);
  }
  if (decimals >= 0) trim_zeros(out);
  return out;
}

/// Attributes that are places on the page, and those that only repeat for each mark what the picture's label says.
constexpr std::array places{"d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "points"};
constexpr std::array spoken{"aria-label", "aria-roledescription", "aria-hidden", "role"};

bool is_among(const auto& names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

/// What a page says already (its typeface), what goes without saying, and what is for the pointer or the ear.
bool is_idle(std::string_view name, std::string_view value, bool has_stroke) {
  return is_among(spoken, name) || name == "pointer-events" || name == "font-family" ||
         (name == "opacity" && value == "1") || (name == "stroke-width" && !has_stroke);
}

/// A frame around nothing, or one that is hidden: the drawing has two for each group.
bool is_invisible(std::string_view tag) {
  return tag.starts_with("<path") && tag.ends_with("/>") &&
         (tag.find(" display=\"none\"") != tag.npos || tag.find(" d=\"M0,0h0v0h0Z\"") != tag.npos);
}

/// One tag of the drawing's, from `<` to `>`: ` name="value"` again and again.
std::string tag_for_page(std::string_view tag) {
  if (is_invisible(tag)) return "";
  const bool has_stroke = tag.find(" stroke=\"") != tag.npos;
  std::string out;
  for (std::size_t at = 0; at < tag.size();) {
    const auto equals = tag.find("=\"", at);
    const auto close = equals == tag.npos ? tag.npos : tag.find('"', equals + 2);
    if (close == tag.npos) return out.append(tag.substr(at));
    const auto begin = std::min(tag.find_first_not_of(" \n", tag.find_first_of(" \n", at)), equals);
    const std::string_view name = tag.substr(begin, equals - begin), value = tag.substr(equals + 2, close - equals - 2);
    const std::string_view before = tag.substr(at, begin - at);
    if (is_idle(name, value, has_stroke))
      out.append(before.substr(0, before.find_last_not_of(" \n") + 1));
    else
      out.append(before).append(fmt::format("{}=\"{}\"", name, is_among(places, name) ? shorter(value) : value));
    at = close + 1;
  }
  return out;
}

std::string tags_for_page(std::string_view svg) {
  std::string out;
  for (std::size_t at = 0; at < svg.size();) {
    const auto open = svg.find('<', at), close = svg.find('>', open);
    if (open == svg.npos || close == svg.npos) return out.append(svg.substr(at));
    out.append(svg.substr(at, open - at)).append(tag_for_page(svg.substr(open, close + 1 - open)));
    at = close + 1;
  }
  return out;
}

double height_of(const Json& row) { return row.value(row.contains("all") ? "all" : "held", 0.0); }

/// Of each of `most` / 4 pieces the first, the lowest, the highest and the last row: no more shows in a picture.
Json thinned(const Json& rows, std::size_t most) {
  if (rows.size() <= most) return rows;
  Json out = Json::array();
  const std::size_t pieces = most / 4;
  for (std::size_t piece = 0; piece < pieces; ++piece) {
    const std::size_t from = piece * rows.size() / pieces, to = (piece + 1) * rows.size() / pieces;
    std::size_t low = from, high = from;
    for (std::size_t i = from; i < to; ++i) {
      if (height_of(rows[i]) < height_of(rows[low])) low = i;
      if (height_of(rows[i]) > height_of(rows[high])) high = i;
    }
    const std::set<std::size_t> kept{from, low, high, to - 1};
    for (const std::size_t i : kept) out.push_back(rows[i]);
  }
  return out;
}

/// What shows only under the pointer, and then next to each mark.
void drop_what_follows_the_pointer(Json& spec) {
  if (!spec.contains("layer")) return;
  Json kept = Json::array();
  for (Json& layer : spec["layer"])
    if (!layer.contains("params") || !layer["params"][0].value(Json::json_pointer{"/select/nearest"}, false))
      kept.push_back(std::move(layer));
  spec["layer"] = std::move(kept);
}

Json spec_for_page(const Chart& chart) {
  constexpr std::size_t most_steps = 800, most_rejects = 200;
  Json spec = chart.spec;
  if (spec.contains("datasets")) {
    spec["datasets"]["steps"] = thinned(spec["datasets"]["steps"], most_steps);
    spec["datasets"]["rejects"] = thinned(spec["datasets"]["rejects"], most_rejects);
  }
  drop_what_follows_the_pointer(spec);
  fit_to_width(spec, card_width);
  if (!spec.contains("facet")) spec["autosize"] = {{"type", "fit-x"}, {"contains", "padding"}};
  spec["config"] = light_theme();
  return spec;
}

}  // namespace

std::string for_page(const std::string& svg, const std::string& id, const std::string& label) {
  std::string out = tags_for_page(svg);
  // Names are the page's own: every drawing calls its first clipping path the same.
  replace_all(out, "id=\"clip", "id=\"" + id + "-clip");
  replace_all(out, "url(#clip", "url(#" + id + "-clip");
  for (const auto& [light, dark] : colour_pairs())
    replace_all(out, '"' + light + '"', "\"var(" + css_name(light) + ")\"");
  if (const auto at = out.find("<svg "); at != out.npos)
    out.insert(at + 5, fmt::format("role=\"img\" aria-label=\"{}\" ", escape_html(label)));
  return out;
}

std::string painted(std::string sections, const std::vector<Chart>& charts, ChartRenderer& painter, std::size_t room) {
  constexpr std::string_view place = "<div class=\"chart\">";
  for (const Chart& chart : charts) {
    try {
      const NamedSpecs one{{chart.id, compact(spec_for_page(chart))}};
      const std::string picture =
          for_page(pictures_of(one, Picture::svg, painter).front().second, chart.id, chart.summary);
      const auto at = sections.find(place, sections.find("<figure id=\"" + chart.id + '"'));
      if (at == sections.npos || picture.size() > room) continue;
      room -= picture.size();
      sections.insert(at + place.size(), picture);
    } catch (const DrawingFailed&) {  // the page draws it itself, or its table says the same
    }
  }
  return sections;
}

std::string picture_colours() {
  std::string light, dark;
  for (const auto& [day, night] : colour_pairs()) {
    light += fmt::format("{}: {}; ", css_name(day), day);
    dark += fmt::format("{}: {}; ", css_name(day), night);
  }
  return fmt::format(":root {{ {}}}\n@media (prefers-color-scheme: dark) {{ :root {{ {}}} }}\n", light, dark);
}

}  // namespace busyhour::detail
