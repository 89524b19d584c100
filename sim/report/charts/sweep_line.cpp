#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../phrases.hpp"
#include "../text.hpp"
#include "chart.hpp"
#include "parts.hpp"
#include "scale.hpp"
#include "subject.hpp"

namespace busyhour::detail {
namespace {

constexpr std::size_t most_subjects = 4, most_marked = 80;

struct Line {
  Scale scale;
  Subject subject;
  Unit unit;
  struct Row {
    double x = 0;
    const PointResult* point = nullptr;
    Seen seen;
  };
  std::vector<Row> rows;  ///< in the order of the axis
  std::string model;      ///< of which the exact values are
};

Line line_of(const SweepResult& sweep, const Scale& scale, const Subject& subject) {
  Line line{scale, subject, {}, {}, ""};
  std::vector<Seen> all;
  for (std::size_t i = 0; i < line.scale.size(); ++i)
    for (const PointResult& point : sweep.points) {
      if (value_at(point.set, line.scale.path) != line.scale.texts[i]) continue;
      const auto seen = seen_in(point.run, subject);
      if (!seen) continue;
      if (seen->exact) line.model = seen->model;
      line.rows.push_back({line.scale.is_numeric() ? line.scale.shown(i) : static_cast<double>(i), &point, *seen});
      all.push_back(*seen);
    }
  line.unit = unit_of(subject, all);
  return line;
}

std::string text_at(const Line& line, const Line::Row& row) {
  return shortened(one_line(value_at(row.point->set, line.scale.path)), 40);
}

Json rows_of(const Line& line) {
  Json rows = Json::array();
  for (const Line::Row& row : line.rows) {
    const Estimate& e = row.seen.estimate;
    Json one{{"x", row.x}, {"at", text_at(line, row)}, {"v", scaled(e.value, line.unit)}};
    if (e.has_interval()) one["low"] = scaled(e.low, line.unit), one["high"] = scaled(e.high, line.unit);
    if (row.seen.exact) one["exact"] = scaled(*row.seen.exact, line.unit);
    if (row.seen.verdict) one["verdict"] = word_of(*row.seen.verdict).word;
    rows.push_back(one);
  }
  return rows;
}

/// The last value on one side up to which the rule passes, if it passes on that side only.
struct Edge {
  const Line::Row* row = nullptr;
  bool up_to = true;
};
Edge edge_of(const Line& line) {
  const auto passes = [](const Line::Row& row) { return row.seen.verdict == Verdict::passes; };
  const auto& rows = line.rows;
  if (!line.scale.is_numeric() || std::ranges::all_of(rows, passes) || std::ranges::none_of(rows, passes)) return {};
  const auto stops = std::ranges::find_if_not(rows, passes);
  if (stops != rows.begin() && std::none_of(stops, rows.end(), passes)) return {&*(stops - 1), true};
  const auto starts = std::ranges::find_if(rows, passes);
  if (std::all_of(starts, rows.end(), passes)) return {&*starts, false};
  return {};
}

void add_answer(Json& layers, const Line& line, const Json& x) {
  const Edge edge = edge_of(line);
  if (!edge.row) return;
  const std::string label = fmt::format("passes {} {}", edge.up_to ? "up to" : "from", text_at(line, *edge.row));
  const Json data = values_of(Json::array({{{"x", edge.row->x}, {"label", label}}}));
  const bool left = edge.row->x > (line.rows.front().x + line.rows.back().x) / 2;
  layers.push_back({{"data", data}, {"mark", {{"type", "rule"}, {"style", "answer"}}}, {"encoding", {{"x", x}}}});
  add_label(layers, data, "limit-text",
            {{"align", left ? "right" : "left"}, {"dx", left ? -6 : 6}, {"y", 4}, {"baseline", "top"}},
            {{"x", x}, {"text", {{"field", "label"}}}});
}

Json y_of(const Line& line) {
  Json y = quantity_of("v", axis_title(line.subject.label, line.unit));
  y["axis"] = {{"tickCount", 6}};
  if (line.subject.is_share()) y["scale"] = {{"domainMin", 0}};
  return y;
}

Json with_field(Json encoding, const char* field) {
  encoding["field"] = field;
  return encoding;
}

/// "Engset's loss system, 8 sources": what differs from point to point is left out.
std::string family_of(const std::string& model) { return shortened(one_line(model.substr(0, model.find(','))), 50); }

/// The simulated line and the exact one, with a legend if there are both.
void add_lines(Json& layers, const Line& line, const Json& x, const Json& y) {
  std::vector<std::string> words{"simulated, 95 % interval"};
  if (!line.model.empty()) words.push_back("exact: " + family_of(line.model));
  const Json legend = words.size() < 2 ? Json(nullptr) : line_legend(2);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const char* const field = i == 0 ? "v" : "exact";
    layers.push_back({{"transform", Json::array({{{"calculate", Json(words[i]).dump()}, {"as", "k"}},
                                                 {{"filter", fmt::format("isValid(datum.{})", field)}}})},
                      {"mark", {{"type", "line"}, {"style", "series"}, {"clip", true}}},
                      {"encoding",
                       {{"x", x},
                        {"y", with_field(y, field)},
                        {"color", colour_by("k", words, legend)},
                        {"strokeDash", dash_by("k", words, legend)}}}});
  }
}

Json tips_of(const Line& line) {
  Json tips = Json::array({text_tip("at", line.scale.name()), number_tip("v", axis_title("Measured", line.unit)),
                           number_tip("low", "95 % interval, low"), number_tip("high", "95 % interval, high")});
  if (!line.model.empty()) tips.push_back(number_tip("exact", "Exact"));
  if (!line.subject.rule.empty()) tips.push_back(text_tip("verdict", "Rule"));
  return tips;
}

/// With so many points that marks would touch, a line says it alone and the points only answer the pointer.
void add_points(Json& layers, const Line& line, const Json& x, const Json& y) {
  Json layer{{"mark", {{"type", "point"}, {"style", "dot"}}},
             {"encoding", {{"x", x}, {"y", y}, {"tooltip", tips_of(line)}}}};
  if (line.rows.size() > most_marked) layer["mark"]["size"] = 12;
  layers.push_back(layer);
}

/// Where the axis has no numbers, nothing lies between its values: intervals stand alone.
void add_whiskers(Json& layers, const Json& x, const Json& y) {
  layers.push_back({{"mark", {{"type", "rule"}, {"style", "estimate"}}},
                    {"encoding", {{"x", x}, {"y", with_field(y, "low")}, {"y2", {{"field", "high"}}}}}});
}

Json layers_of(const Line& line) {
  const Json x = line.scale.is_numeric() ? line.scale.axis("x") : line.scale.places("x"), y = y_of(line);
  Json layers = Json::array();
  if (line.scale.is_numeric()) {
    layers.push_back({{"mark", {{"type", "area"}, {"style", "interval"}, {"clip", true}}},
                      {"encoding", {{"x", x}, {"y", with_field(y, "low")}, {"y2", {{"field", "high"}}}}}});
    add_lines(layers, line, x, y);
  } else {
    add_whiskers(layers, x, y);
  }
  if (!line.subject.rule.empty())
    add_bound_rule(layers, line.subject.bound * line.unit.factor, "accepted: " + accepted(line.subject), y,
                   is_free_at_the_right(line.rows.front().seen.estimate.value, line.rows.back().seen.estimate.value,
                                        line.subject.bound));
  add_answer(layers, line, x);
  add_points(layers, line, x, y);
  return layers;
}

std::string summary_of(const Line& line) {
  const auto text = [&](const Line::Row& row) {
    return fmt::format("{} at {}", shown(row.seen.estimate, line.subject.about, line.subject.statistic).value,
                       text_at(line, row));
  };
  std::string out = fmt::format("{} over {}: {}, {}", line.subject.label, line.scale.name(), text(line.rows.front()),
                                text(line.rows.back()));
  if (const Edge edge = edge_of(line); edge.row)
    out += fmt::format("; {} {} {}", accepted(line.subject), edge.up_to ? "up to" : "from", text_at(line, *edge.row));
  return out + ".";
}

DataTable table_of(const Line& line) {
  DataTable table{{line.scale.name(), line.subject.label, "95 % interval"}, {}, ""};
  if (!line.model.empty()) table.columns.push_back("Exact");
  if (!line.subject.rule.empty()) table.columns.push_back("Rule " + shortened(one_line(line.subject.rule), 60));
  for (const Line::Row& row : line.rows) {
    const Shown number = shown(row.seen.estimate, line.subject.about, line.subject.statistic);
    std::vector<std::string> cells{text_at(line, row), number.value, number.interval};
    if (!line.model.empty()) {
      Estimate exact;
      exact.value = row.seen.exact.value_or(NAN);
      cells.push_back(row.seen.exact ? digits(exact.value * line.unit.factor) + line.unit.suffix : "–");
    }
    if (row.seen.verdict) cells.emplace_back(word_of(*row.seen.verdict).word);
    table.rows.push_back(cells);
  }
  return table;
}

/// The least positive number drawn, if a logarithmic axis would show more: the page then offers one.
std::optional<double> log_floor(const Line& line) {
  double least = INFINITY, most = 0;
  for (const Line::Row& row : line.rows)
    if (const double v = row.seen.estimate.value; v > 0 && std::isfinite(v))
      least = std::min(least, v), most = std::max(most, v);
  if (!(most / least >= 20)) return std::nullopt;
  return std::pow(10, std::floor(std::log10(least * line.unit.factor)));
}

Chart chart_of(const Line& line) {
  const std::string summary = summary_of(line);
  Chart chart{"line-" + id_of(line.subject.rule.empty() ? line.subject.key : line.subject.rule),
              fmt::format("{} over {}", line.subject.label, line.scale.name()),
              summary,
              "The band is the 95 % interval of the estimate.",
              spec_head(summary, 280),
              table_of(line)};
  if (!line.scale.is_numeric()) chart.reading = "Each line is the 95 % interval of its estimate.";
  if (!line.model.empty()) chart.reading += " The dashed line is theory, where there is an exact answer.";
  chart.reading += fmt::format(" Across: {}.", one_line(line.scale.path));
  chart.spec["data"] = values_of(rows_of(line));
  chart.spec["layer"] = layers_of(line);
  if (const auto floor = log_floor(line)) chart.spec["usermeta"] = {{"log_from", *floor}};
  return chart;
}

}  // namespace

std::vector<Chart> sweep_line_charts(const SweepResult& sweep) {
  std::vector<Chart> charts;
  const std::vector<Scale> scales = varying(sweep);
  if (scales.size() != 1) return charts;
  for (const Subject& subject : subjects_of(sweep.points.front().run, most_subjects))
    if (const Line line = line_of(sweep, scales.front(), subject); line.rows.size() > 1)
      charts.push_back(chart_of(line));
  return charts;
}

}  // namespace busyhour::detail
