#include <array>
#include <set>

#include "../json_text.hpp"
#include "busyhour/report/report.hpp"
#include "chart.hpp"

namespace busyhour {
namespace detail {
namespace {

/// The register: one line a kind of chart, in the order of the page.
constexpr std::array makers{&in_flight_charts, &percentile_charts, &outcome_charts, &replication_charts};

}  // namespace

std::vector<Chart> charts_of(const RunResult& run) {
  std::vector<Chart> all;
  std::set<std::string> ids;
  for (const auto make : makers)
    for (Chart& chart : make(run)) {
      const std::string wanted = chart.id;
      for (int n = 2; !ids.insert(chart.id).second; ++n) chart.id = wanted + '-' + std::to_string(n);
      all.push_back(std::move(chart));
    }
  return all;
}

Json spec_head(const std::string& description, int height) {
  return {{"$schema", "https://vega.github.io/schema/vega-lite/v6.json"},
          {"description", description},
          {"width", "container"},
          {"height", height}};
}

void add_label(Json& layers, const Json& data, const char* style, const Json& mark, const Json& encoding) {
  for (const bool halo : {true, false}) {
    Json layer{{"data", data},
               {"mark", {{"type", "text"}, {"style", halo ? Json{style, "halo"} : Json(style)}}},
               {"encoding", encoding}};
    layer["mark"].update(mark);
    if (halo) layer["mark"]["aria"] = false;
    layers.push_back(layer);
  }
}

std::string id_of(std::string_view text) {
  std::string id;
  for (const char c : text.substr(0, 40)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (kept)
      id.push_back(c);
    else if (!id.empty() && id.back() != '-')
      id.push_back('-');
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id.empty() ? "chart" : id;
}

}  // namespace detail

std::vector<std::pair<std::string, std::string>> chart_specs(const RunResult& run) {
  std::vector<std::pair<std::string, std::string>> files;
  for (detail::Chart& chart : detail::charts_of(run)) {
    // On its own a spec has no page around it: it brings its width and its colours.
    chart.spec["width"] = 860;
    chart.spec["config"] = detail::light_theme();
    files.emplace_back(chart.id, detail::compact(chart.spec) + '\n');
  }
  return files;
}

}  // namespace busyhour
