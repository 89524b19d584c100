#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "../phrases.hpp"
#include "../text.hpp"
#include "chart.hpp"
#include "parts.hpp"
#include "scale.hpp"

namespace busyhour::detail {
namespace {

constexpr std::array ratios{1.0, 2.0, 4.0};

/// Answers along one path of `for_each`, one line for each combination of the others.
struct Answers {
  Scale given, sought;
  struct Row {
    double x = 0, y = 0;
    std::optional<double> next;  ///< what fails
    std::string series;
    const Solution* answer = nullptr;
  };
  std::vector<Row> rows;  ///< ascending x
  std::vector<std::string> series;
  std::vector<std::string> without;  ///< where there is no answer, and why
  bool largest = true;
  /// Both count something: so many of one for each of the other.
  [[nodiscard]] bool has_ratio() const { return given.is_count() && sought.is_count() && given.numbers.front() > 0; }
};

std::string series_of(const SolveResult& solved, const Solution& answer) {
  std::string text;
  for (std::size_t i = 1; i < solved.paths.size(); ++i)
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", short_name(solved.paths[i]),
                        shortened(one_line(value_at(answer.given, solved.paths[i])), 24));
  return text;
}

std::optional<Answers> answers_of(const SolveResult& solved) {
  if (solved.goal == Goal::best || solved.paths.empty() || solved.answers.size() < 2) return std::nullopt;
  Answers all;
  all.largest = solved.goal == Goal::largest;
  std::vector<std::string> given, sought;
  for (const Solution& a : solved.answers) {
    given.push_back(value_at(a.given, solved.paths.front()));
    for (const auto& value : {a.value, a.next_fails})
      if (value) sought.push_back(*value);
  }
  all.given = scale_of(solved.paths.front(), given), all.sought = scale_of(solved.path, sought);
  if (!all.given.is_numeric() || !all.sought.is_numeric()) return std::nullopt;
  const auto at = [](const Scale& scale, const std::string& text) { return scale.shown(scale.place(text)); };
  for (std::size_t i = 0; i < solved.answers.size(); ++i) {
    const Solution& a = solved.answers[i];
    const std::string series = series_of(solved, a);
    if (std::ranges::find(all.series, series) == all.series.end()) all.series.push_back(series);
    if (!a.value) {
      all.without.push_back(fmt::format("{} at {}", word_of(a.verdict), shortened(one_line(given[i]), 30)));
      continue;
    }
    all.rows.push_back({at(all.given, given[i]), at(all.sought, *a.value), {}, series, &a});
    if (a.next_fails) all.rows.back().next = at(all.sought, *a.next_fails);
  }
  std::ranges::stable_sort(all.rows, {}, &Answers::Row::x);
  constexpr std::size_t most_series = 5;  // as many as the palette keeps apart
  if (all.rows.empty() || all.series.size() > most_series) return std::nullopt;
  return all;
}

Json rows_of(const Answers& all) {
  Json rows = Json::array();
  for (const Answers::Row& row : all.rows) {
    Json one{{"x", row.x}, {"y", row.y}, {"k", row.series}, {"at", row.answer->value.value_or("")}};
    if (row.next) one["next"] = *row.next, one["per_next"] = *row.next / row.x;
    if (all.has_ratio()) one["per"] = row.y / row.x;
    rows.push_back(one);
  }
  return rows;
}

/// 1, 2, 4 for each: a line from corner to corner of what is drawn, with its name at the end.
void add_ratios(Json& layers, const Answers& all, const Json& x, const Json& y, bool per_one) {
  const double first = all.given.numbers.front(), last = all.given.numbers.back();
  const double top = std::ranges::max(all.rows, {}, &Answers::Row::y).y;
  for (const double ratio : ratios) {
    if (!per_one && ratio * first > 1.5 * top) continue;
    const double end = per_one ? last : std::min(last, 1.1 * top / ratio);
    Json rows = Json::array();
    constexpr int pieces = 24;  // straight on the page even where an axis is logarithmic
    for (int i = 0; i <= pieces; ++i) {
      const double at = first + (end - first) * i / pieces;
      rows.push_back({{"x", at}, {"y", per_one ? ratio : ratio * at}});
    }
    layers.push_back({{"data", values_of(rows)},
                      {"mark", {{"type", "line"}, {"style", "ratio"}, {"clip", true}}},
                      {"encoding", {{"x", x}, {"y", y}}}});
    const Json label = values_of(Json::array({{{"x", end}, {"y", per_one ? ratio : ratio * end}}}));
    add_label(layers, label, "note-text",
              {{"align", "right"}, {"dx", -4}, {"dy", -8}, {"text", fmt::format("{:g} for each", ratio)}},
              {{"x", x}, {"y", y}});
  }
}

Json layers_of(const Answers& all, const char* field, const char* next, const std::string& title) {
  const Json x = all.given.axis("x");
  Json y = quantity_of(field, title), ratio_y = quantity_of("y", title), beyond = quantity_of(next);
  for (Json* encoding : {&y, &ratio_y, &beyond}) (*encoding)["scale"] = {{"domainMin", 0}};
  Json layers = Json::array();
  if (all.has_ratio()) add_ratios(layers, all, x, ratio_y, field != std::string{"y"});
  const Json legend = all.series.size() < 2 ? Json(nullptr) : line_legend(2);
  layers.push_back({{"mark", {{"type", "rule"}, {"style", "whisker"}}},
                    {"encoding", {{"x", x}, {"y", y}, {"y2", {{"field", next}}}}}});
  layers.push_back({{"mark", {{"type", "line"}, {"style", "series"}, {"interpolate", "step-after"}}},
                    {"encoding",
                     {{"x", x},
                      {"y", y},
                      {"color", colour_by("k", all.series, legend)},
                      {"strokeDash", dash_by("k", all.series, legend)}}}});
  Json tips = Json::array(
      {number_tip("x", all.given.title()), text_tip("at", "Answer"), number_tip("next", "Next that fails")});
  if (all.has_ratio()) tips.push_back(number_tip("per", "For each"));
  layers.push_back(
      {{"mark", {{"type", "point"}, {"style", "verdict"}, {"filled", true}}},
       {"encoding", {{"x", x}, {"y", y}, {"color", colour_by("k", all.series, nullptr)}, {"tooltip", tips}}}});
  layers.push_back(
      {{"mark", {{"type", "tick"}, {"style", "reject"}, {"orient", "horizontal"}, {"thickness", 2}, {"size", 14}}},
       {"encoding", {{"x", x}, {"y", beyond}}}});
  return layers;
}

DataTable table_of(const Answers& all) {
  DataTable table{{all.given.name(), all.sought.name(), "Next that fails", "Rule that binds"}, {}, ""};
  if (all.series.size() > 1) table.columns.insert(table.columns.begin() + 1, "With");
  if (all.has_ratio()) table.columns.push_back(all.sought.name() + " for each " + all.given.name());
  for (const Answers::Row& row : all.rows) {
    const Solution& a = *row.answer;
    std::vector<std::string> cells{shortened(one_line(value_at(a.given, all.given.path)), 40)};
    if (all.series.size() > 1) cells.push_back(row.series);
    cells.insert(cells.end(), {a.value.value_or("–"), a.next_fails.value_or("–"), shortened(one_line(a.binding), 80)});
    if (all.has_ratio()) cells.push_back(digits(row.y / row.x));
    table.rows.push_back(cells);
  }
  return table;
}

Chart chart_of(const Answers& all, bool per_one) {
  const auto text = [&](const Answers::Row& row) {
    return fmt::format("{} at {}", per_one ? digits(row.y / row.x) : row.answer->value.value_or(""),
                       value_at(row.answer->given, all.given.path));
  };
  const std::string what =
      per_one ? fmt::format("{} for each {}", all.sought.name(), all.given.name()) : all.sought.name();
  std::string summary = fmt::format("{} {}: {}", all.largest ? "Largest" : "Smallest", what, text(all.rows.front()));
  if (all.rows.size() > 1) summary += ", " + text(all.rows.back());
  for (const std::string& none : all.without) summary += ", " + none;
  summary += '.';
  Chart chart{per_one ? "answer-for-each" : "answers",
              fmt::format("{} {} against {}", all.largest ? "The largest" : "The smallest", what, all.given.name()),
              summary,
              "The dot is the last value that passes, the dash the next one that fails.",
              spec_head(summary, 240),
              table_of(all)};
  if (all.has_ratio()) chart.reading += " Thin lines: 1, 2 and 4 for each.";
  chart.spec["data"] = values_of(rows_of(all));
  chart.spec["layer"] = per_one ? layers_of(all, "per", "per_next", what)
                                : layers_of(all, "y", "next", axis_title(all.sought.name(), all.sought.unit));
  return chart;
}

}  // namespace

std::vector<Chart> answer_charts(const SolveResult& solved) {
  if (solved.goal != Goal::largest && solved.goal != Goal::smallest) return {};
  const auto all = answers_of(solved);
  if (!all) return {};
  std::vector<Chart> charts{chart_of(*all, false)};
  if (all->has_ratio()) charts.push_back(chart_of(*all, true));
  return charts;
}

}  // namespace busyhour::detail
