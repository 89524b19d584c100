#include <array>
#include <set>

#include "../json_text.hpp"
#include "busyhour/report/compare_report.hpp"
#include "busyhour/report/hysteresis_report.hpp"
#include "busyhour/report/report.hpp"
#include "busyhour/report/solve_report.hpp"
#include "busyhour/report/sweep_report.hpp"
#include "chart.hpp"
#include "parts.hpp"

namespace busyhour {
namespace detail {
namespace {

/// The registers: one line a kind of chart, in the order of the page.
constexpr std::array of_a_run{&in_flight_charts,  &worst_minute_charts, &whole_run_charts, &balance_charts,
                              &percentile_charts, &outcome_charts,      &level_charts,     &replication_charts};
constexpr std::array of_a_sweep{&sweep_line_charts, &sweep_map_charts, &tornado_charts, &scatter_charts};
constexpr std::array of_a_solution{&answer_charts, &tried_charts};
constexpr std::array of_a_comparison{&difference_charts, &overlay_charts};
constexpr std::array of_a_claim{&claim_charts};
constexpr std::array of_a_hysteresis{&hysteresis_charts};

std::vector<Chart> made(const auto& makers, const auto& result) {
  std::vector<Chart> all;
  std::set<std::string> ids;
  for (const auto make : makers)
    for (Chart& chart : make(result)) {
      const std::string wanted = chart.id;
      for (int n = 2; !ids.insert(chart.id).second; ++n) chart.id = wanted + '-' + std::to_string(n);
      all.push_back(std::move(chart));
    }
  return all;
}

}  // namespace

std::vector<Chart> charts_of(const RunResult& run) { return made(of_a_run, run); }
std::vector<Chart> charts_of(const SweepResult& sweep) { return made(of_a_sweep, sweep); }
std::vector<Chart> charts_of(const SolveResult& solved) { return made(of_a_solution, solved); }
std::vector<Chart> charts_of(const CompareResult& compared) { return made(of_a_comparison, compared); }
std::vector<Chart> charts_of(const ClaimResult& claim) { return made(of_a_claim, claim); }
std::vector<Chart> charts_of(const HysteresisResult& ramp) { return made(of_a_hysteresis, ramp); }

Json standing_alone(const Chart& chart) {
  Json spec = chart.spec;
  fit_to_width(spec, 860);
  spec["config"] = light_theme();
  return spec;
}

std::vector<std::pair<std::string, std::string>> specs_of(const std::vector<Chart>& charts) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const Chart& chart : charts) files.emplace_back(chart.id, compact(standing_alone(chart)) + '\n');
  return files;
}

Json spec_head(const std::string& description, int height) {
  return {{"$schema", "https://vega.github.io/schema/vega-lite/v6.json"},
          {"description", description},
          {"width", "container"},
          {"height", height}};
}

void add_label(Json& layers, const Json& data, const char* style, const Json& mark, const Json& encoding) {
  for (const bool halo : {true, false}) {
    Json layer{{"mark", {{"type", "text"}, {"style", halo ? Json{style, "halo"} : Json(style)}}},
               {"encoding", encoding}};
    if (!data.is_null()) layer["data"] = data;
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
  return detail::specs_of(detail::charts_of(run));
}
std::vector<std::pair<std::string, std::string>> chart_specs(const SweepResult& sweep) {
  return detail::specs_of(detail::charts_of(sweep));
}
std::vector<std::pair<std::string, std::string>> chart_specs(const SolveResult& solved) {
  return detail::specs_of(detail::charts_of(solved));
}
std::vector<std::pair<std::string, std::string>> chart_specs(const HysteresisResult& ramp) {
  return detail::specs_of(detail::charts_of(ramp));
}
std::vector<std::pair<std::string, std::string>> chart_specs(const CompareResult& compared) {
  return detail::specs_of(detail::charts_of(compared));
}

}  // namespace busyhour
