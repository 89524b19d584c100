#include <fmt/format.h>

#include <array>

#include "../numbers.hpp"
#include "busyhour/report/report.hpp"
#include "chart.hpp"

namespace busyhour::detail {
namespace {

struct Part {
  std::string name;
  std::uint64_t count;
  double share;
  [[nodiscard]] std::string percent() const {
    const MetricAbout about{"", MetricShape::ratio, MetricScope::run, dimension::share, true, ""};
    return readable(share, about, Statistic::none);
  }
  [[nodiscard]] std::string label() const { return name + ' ' + percent(); }
};

/// In the order of the bar. The order of the colours is another: the second of the palette is for what went wrong.
std::vector<Part> parts_of(const OutcomeCounts& c) {
  const std::array all{std::pair{"at once", c.at_once}, std::pair{"after queueing", c.after_queue},
                       std::pair{"after a retry", c.after_retry}, std::pair{"given up", c.given_up},
                       std::pair{"failed", c.failed}};
  std::vector<Part> parts;
  for (const auto& [name, count] : all)
    if (count > 0) parts.push_back({name, count, static_cast<double>(count) / static_cast<double>(c.requests)});
  return parts;
}

Json scale_of(const std::vector<Part>& parts) {
  Json domain = Json::array();
  for (const std::string name : {"at once", "given up", "after a retry", "after queueing", "failed"}) {
    std::string label = name;
    for (const Part& part : parts)
      if (part.name == name) label = part.label();
    domain.push_back(label);
  }
  return {{"domain", domain}, {"range", "category"}};
}

Chart chart_of(const OutcomeCounts& counts) {
  Chart chart{"outcomes", "How requests ended",
              "",         "Counted requests of all replications. “At once” means that the first attempt was admitted.",
              {},         {{"Outcome", "Requests", "Share"}, {}, ""}};
  Json values = Json::array(), labels = Json::array();
  for (const Part& part : parts_of(counts)) {
    chart.summary += fmt::format(
        "{}{} {}", chart.summary.empty() ? fmt::format("Of {} requests ", readable_count(counts.requests)) : ", ",
        part.percent(), part.name);
    chart.table.rows.push_back({part.name, readable_count(part.count), part.percent()});
    labels.push_back(part.label());
    values.push_back({{"k", labels.back()}, {"share", part.share}, {"n", part.count}, {"i", labels.size()}});
  }
  chart.summary += '.';
  chart.spec = spec_head(chart.summary, 34);
  chart.spec["data"] = {{"values", values}};
  chart.spec["mark"] = {{"type", "bar"}, {"height", 30}};
  chart.spec["encoding"] = {{"x",
                             {{"field", "share"},
                              {"type", "quantitative"},
                              {"stack", "zero"},
                              {"title", "Share of requests"},
                              {"scale", {{"nice", false}}},
                              {"axis", {{"format", ".0%"}, {"tickCount", 5}, {"grid", false}}}}},
                            {"order", {{"field", "i"}, {"type", "quantitative"}}},
                            {"color",
                             {{"field", "k"},
                              {"type", "nominal"},
                              {"scale", scale_of(parts_of(counts))},
                              {"legend",
                               {{"title", nullptr},
                                {"orient", "top"},
                                {"columns", 3},
                                {"symbolType", "square"},
                                {"symbolStrokeWidth", 0},
                                {"values", labels}}}}},
                            {"tooltip",
                             {{{"field", "k"}, {"type", "nominal"}, {"title", "Outcome"}},
                              {{"field", "n"}, {"type", "quantitative"}, {"title", "Requests"}, {"format", ",d"}}}}};
  return chart;
}

}  // namespace

std::vector<Chart> outcome_charts(const RunResult& run) {
  if (run.outcomes.requests == 0 || parts_of(run.outcomes).empty()) return {};
  return {chart_of(run.outcomes)};
}

}  // namespace busyhour::detail
