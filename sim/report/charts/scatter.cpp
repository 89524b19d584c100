#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../phrases.hpp"
#include "../text.hpp"
#include "chart.hpp"
#include "parts.hpp"
#include "scale.hpp"
#include "sensitivity.hpp"
#include "subject.hpp"

namespace busyhour::detail {
namespace {

constexpr std::size_t most_subjects = 2, most_inputs = 4, most_bars = 15;

/// One path over all points.
struct Input {
  Scale scale;
  std::vector<double> x;  ///< numbers in base units, or places of words
  FirstOrder order;
};

struct Cloud {
  Subject subject;
  Unit unit;
  std::vector<const PointResult*> points;  ///< those with a finite number
  std::vector<Seen> seen;
  std::vector<Input> inputs;  ///< what explains most first
};

Input input_of(const Cloud& cloud, Scale scale) {
  Input input{std::move(scale), {}, {}};
  std::vector<double> y;
  for (std::size_t i = 0; i < cloud.points.size(); ++i) {
    const std::size_t at = input.scale.place(value_at(cloud.points[i]->set, input.scale.path));
    input.x.push_back(input.scale.is_numeric() ? input.scale.numbers[at] : static_cast<double>(at));
    y.push_back(cloud.seen[i].estimate.value);
  }
  input.order = first_order(input.x, y);
  return input;
}

Cloud cloud_of(const SweepResult& sweep, const std::vector<Scale>& scales, const Subject& subject) {
  Cloud cloud{subject, {}, {}, {}, {}};
  for (const PointResult& point : sweep.points) {
    const auto seen = seen_in(point.run, subject);
    if (seen && std::isfinite(seen->estimate.value)) cloud.points.push_back(&point), cloud.seen.push_back(*seen);
  }
  cloud.unit = unit_of(subject, cloud.seen);
  for (const Scale& scale : scales) cloud.inputs.push_back(input_of(cloud, scale));
  std::ranges::stable_sort(cloud.inputs, [](const Input& a, const Input& b) {
    return (std::isnan(a.order.share) ? -1 : a.order.share) > (std::isnan(b.order.share) ? -1 : b.order.share);
  });
  return cloud;
}

Json rows_of(const Cloud& cloud, std::size_t shown_inputs) {
  Json rows = Json::array();
  for (std::size_t k = 0; k < shown_inputs; ++k)
    for (std::size_t i = 0; i < cloud.points.size(); ++i) {
      const Input& input = cloud.inputs[k];
      Json one{{"f", input.scale.title()},
               {"x", input.x[i] * (input.scale.is_numeric() ? input.scale.unit.factor : 1)},
               {"at", shortened(one_line(value_at(cloud.points[i]->set, input.scale.path)), 40)},
               {"v", scaled(cloud.seen[i].estimate.value, cloud.unit)}};
      one["verdict"] = cloud.seen[i].verdict ? word_of(*cloud.seen[i].verdict).word : std::string_view{"measured"};
      rows.push_back(one);
    }
  return rows;
}

Json points_layer(const Cloud& cloud) {
  const bool ruled = !cloud.subject.rule.empty();
  const std::vector<std::string> words = ruled ? verdict_words() : std::vector<std::string>{"measured"};
  const Json legend = ruled ? top_legend(3) : Json(nullptr);
  Json x = quantity_of("x"), y = quantity_of("v", axis_title(cloud.subject.label, cloud.unit));
  x["title"] = nullptr, x["scale"] = {{"zero", false}, {"nice", false}, {"padding", 6}};
  x["axis"] = {{"tickCount", 4}, {"grid", false}, {"labelOverlap", "greedy"}};
  y["axis"] = {{"tickCount", 5}};
  return {{"mark", {{"type", "point"}, {"style", "cloud"}, {"filled", true}}},
          {"encoding",
           {{"x", x},
            {"y", y},
            {"color", colour_by("verdict", words, legend)},
            {"shape", shape_by("verdict", words, legend)},
            {"tooltip", Json::array({text_tip("f", "Input"), text_tip("at", "Value"),
                                     number_tip("v", axis_title("Measured", cloud.unit))})}}}};
}

Chart scatter_of(const Cloud& cloud) {
  const std::size_t drawn = std::min(most_inputs, cloud.inputs.size());
  const std::string summary =
      fmt::format("{} at {} drawn points, against the {} inputs that explain most of it; first {}.",
                  cloud.subject.label, cloud.points.size(), drawn, cloud.inputs.front().scale.name());
  Chart chart{"scatter-" + id_of(cloud.subject.rule.empty() ? cloud.subject.key : cloud.subject.rule),
              cloud.subject.label + " against what was drawn",
              summary,
              "Each mark is one point of the sweep; every panel shows all of them.",
              spec_head(summary, 0),
              {{}, {}, ""}};
  chart.spec.erase("width"), chart.spec.erase("height");
  Json order = Json::array();
  for (std::size_t k = 0; k < drawn; ++k) order.push_back(cloud.inputs[k].scale.title());
  chart.spec["data"] = values_of(rows_of(cloud, drawn));
  chart.spec["facet"] = {{"field", "f"}, {"type", "nominal"}, {"sort", order}, {"title", nullptr}};
  chart.spec["columns"] = std::min<std::size_t>(2, drawn);
  chart.spec["spec"] = points_layer(cloud);
  chart.spec["spec"]["width"] = 380, chart.spec["spec"]["height"] = 170;
  chart.spec["resolve"] = {{"scale", {{"x", "independent"}}}};
  for (std::size_t k = 0; k < drawn; ++k) chart.table.columns.push_back(cloud.inputs[k].scale.name());
  chart.table.columns.push_back(cloud.subject.label);
  constexpr std::size_t most_rows = 300;
  for (std::size_t i = 0; i < cloud.points.size() && i < most_rows; ++i) {
    std::vector<std::string> row;
    for (std::size_t k = 0; k < drawn; ++k)
      row.push_back(shortened(one_line(value_at(cloud.points[i]->set, cloud.inputs[k].scale.path)), 40));
    row.push_back(shown(cloud.seen[i].estimate, cloud.subject.about, cloud.subject.statistic).value);
    chart.table.rows.push_back(row);
  }
  if (cloud.points.size() > most_rows)
    chart.table.note = fmt::format("The first {} of {} points.", most_rows, cloud.points.size());
  return chart;
}

Chart bars_of(const Cloud& cloud) {
  Json rows = Json::array(), names = Json::array();
  DataTable table{{"Input", "Share of the spread (%)", "95 % interval"}, {}, ""};
  for (const Input& input : cloud.inputs) {
    if (std::isnan(input.order.share) || rows.size() == most_bars) continue;
    names.push_back(input.scale.name());
    rows.push_back({{"k", names.back()},
                    {"v", 100 * input.order.share},
                    {"low", 100 * input.order.low},
                    {"high", 100 * input.order.high}});
    table.rows.push_back({input.scale.name(), digits(100 * input.order.share),
                          digits(100 * input.order.low) + "–" + digits(100 * input.order.high)});
  }
  const std::string summary = fmt::format("{} alone explains {} % of the spread of “{}” over the drawn points.",
                                          cloud.inputs.front().scale.name(),
                                          digits(100 * cloud.inputs.front().order.share), cloud.subject.label);
  Chart chart{"sensitivity-" + id_of(cloud.subject.rule.empty() ? cloud.subject.key : cloud.subject.rule),
              "What explains it: " + cloud.subject.label,
              summary,
              "First-order share: how much of the spread would vanish if that input were known, whatever the others "
              "are. What is missing to 100 % is inputs acting together, and chance. Lines are 95 % intervals "
              "(jackknife).",
              spec_head(summary, static_cast<int>(28 * rows.size())),
              table};
  const Json y{{"field", "k"},
               {"type", "nominal"},
               {"title", nullptr},
               {"scale", {{"domain", names}, {"paddingInner", 0.4}}},
               {"axis", {{"labelLimit", 250}, {"ticks", false}, {"domain", false}}}};
  Json x = quantity_of("v", "Share of the spread explained (%)"), low = quantity_of("low");
  x["scale"] = {{"domain", {0, 100}}}, x["axis"] = {{"tickCount", 5}};
  chart.spec["data"] = values_of(rows);
  chart.spec["layer"] = Json::array();
  chart.spec["layer"].push_back({{"mark", {{"type", "bar"}, {"style", "tornado"}}},
                                 {"encoding",
                                  {{"y", y},
                                   {"x", x},
                                   {"tooltip", Json::array({text_tip("k", "Input"), number_tip("v", "Share (%)"),
                                                            number_tip("low", "95 % interval, low"),
                                                            number_tip("high", "95 % interval, high")})}}}});
  chart.spec["layer"].push_back({{"mark", {{"type", "rule"}, {"style", "whisker"}}},
                                 {"encoding", {{"y", y}, {"x", low}, {"x2", {{"field", "high"}}}}}});
  return chart;
}

}  // namespace

std::vector<Chart> scatter_charts(const SweepResult& sweep) {
  std::vector<Chart> charts;
  const std::vector<Scale> scales = varying(sweep);
  const bool drawn = sweep.design == Design::lhs || sweep.design == Design::sobol;
  if (!drawn || scales.size() < 2) return charts;
  for (const Subject& subject : subjects_of(sweep.points.front().run, most_subjects)) {
    const Cloud cloud = cloud_of(sweep, scales, subject);
    if (cloud.points.size() < 2) continue;
    if (!std::isnan(cloud.inputs.front().order.share)) charts.push_back(bars_of(cloud));
    charts.push_back(scatter_of(cloud));
  }
  return charts;
}

}  // namespace busyhour::detail
