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

constexpr std::size_t most_charts = 6;

/// One search: the values that were tried, and what the rule that binds measured there.
struct Search {
  const Solution* answer = nullptr;
  Scale scale;
  Subject subject;
  Unit unit;
  struct Row {
    double x = 0;
    const Tried* tried = nullptr;
    Seen seen;
  };
  std::vector<Row> rows;
};

/// The rule that binds; else the first.
const Subject* binding(const std::vector<Subject>& all, const Solution& answer) {
  const auto at = std::ranges::find(all, answer.binding, &Subject::rule);
  return at != all.end() ? &*at : all.empty() ? nullptr : &all.front();
}

std::optional<Search> search_of(const SolveResult& solved, const Solution& answer) {
  Search s;
  s.answer = &answer;
  std::vector<std::string> texts;
  for (const Tried& t : answer.tried) texts.push_back(t.value);
  if (texts.empty()) return std::nullopt;
  s.scale = scale_of(solved.path, texts);
  const std::vector<Subject> subjects = subjects_of(answer.tried.front().run, 1);
  const Subject* const subject = binding(subjects, answer);
  if (!subject) return std::nullopt;
  s.subject = *subject;
  std::vector<Seen> all;
  for (const Tried& t : answer.tried) {
    const auto seen = seen_in(t.run, s.subject);
    if (!seen || !std::isfinite(seen->estimate.value)) continue;
    const std::size_t i = s.scale.place(t.value);
    s.rows.push_back({s.scale.is_numeric() ? s.scale.shown(i) : static_cast<double>(i), &t, *seen});
    all.push_back(*seen);
  }
  s.unit = unit_of(s.subject, all);
  return s.rows.empty() ? std::nullopt : std::optional{std::move(s)};
}

/// Numbers of the search that would stand on each other are left to the table: the first of a cluster keeps its own.
bool has_room(const Search& s, const Search::Row& row, std::vector<double>& taken) {
  const auto [least, most] = std::ranges::minmax(s.rows, {}, &Search::Row::x);
  const double apart = 0.05 * (most.x - least.x);
  if (std::ranges::any_of(taken, [&](double x) { return std::abs(x - row.x) < apart; })) return false;
  taken.push_back(row.x);
  return true;
}

Json rows_of(const Search& s) {
  Json rows = Json::array();
  std::vector<double> taken;
  for (const Search::Row& row : s.rows) {
    const Estimate& e = row.seen.estimate;
    Json one{{"x", row.x},
             {"at", shortened(one_line(row.tried->value), 40)},
             {"v", scaled(e.value, s.unit)},
             {"verdict", word_of(row.tried->verdict).word},
             {"step", row.tried->step},
             {"n", row.tried->run.replications}};
    if (e.has_interval()) one["low"] = scaled(e.low, s.unit), one["high"] = scaled(e.high, s.unit);
    one["order"] = has_room(s, row, taken) ? fmt::format("{}", row.tried->step) : "";
    rows.push_back(one);
  }
  return rows;
}

void add_answer(Json& layers, const Search& s, const Json& x) {
  if (!s.answer->value) return;
  const auto at = std::ranges::find(s.rows, *s.answer->value, [](const auto& row) { return row.tried->value; });
  if (at == s.rows.end()) return;
  const auto [least, most] = std::ranges::minmax(s.rows, {}, &Search::Row::x);
  const bool left = at->x > (least.x + most.x) / 2;
  const Json data =
      values_of(Json::array({{{"x", at->x}, {"label", "answer: " + shortened(one_line(at->tried->value), 30)}}}));
  layers.push_back({{"data", data}, {"mark", {{"type", "rule"}, {"style", "answer"}}}, {"encoding", {{"x", x}}}});
  add_label(layers, data, "limit-text",
            {{"align", left ? "right" : "left"}, {"dx", left ? -6 : 6}, {"y", 4}, {"baseline", "top"}, {"limit", 150}},
            {{"x", x}, {"text", {{"field", "label"}}}});
}

Json layers_of(const Search& s) {
  const Json x = s.scale.is_numeric() ? s.scale.axis("x") : s.scale.places("x");
  Json y = quantity_of("v", axis_title(s.subject.label, s.unit)), low = quantity_of("low");
  y["axis"] = {{"tickCount", 6}};
  if (s.subject.is_share()) y["scale"] = {{"domainMin", 0}};
  Json layers = Json::array();
  layers.push_back({{"mark", {{"type", "rule"}, {"style", "whisker"}}},
                    {"encoding", {{"x", x}, {"y", low}, {"y2", {{"field", "high"}}}}}});
  const auto [least, most] = std::ranges::minmax(s.rows, {}, &Search::Row::x);
  add_bound_rule(layers, s.subject.bound * s.unit.factor, "accepted: " + accepted(s.subject), y,
                 is_free_at_the_right(least.seen.estimate.value, most.seen.estimate.value, s.subject.bound));
  add_answer(layers, s, x);
  const Json legend = top_legend(3);
  layers.push_back(
      {{"mark", {{"type", "point"}, {"style", "verdict"}, {"filled", true}}},
       {"encoding",
        {{"x", x},
         {"y", y},
         {"color", colour_by("verdict", verdict_words(), legend)},
         {"shape", shape_by("verdict", verdict_words(), legend)},
         {"tooltip", Json::array({text_tip("at", s.scale.name()), number_tip("v", axis_title("Measured", s.unit)),
                                  number_tip("low", "Interval of this look, low"),
                                  number_tip("high", "Interval of this look, high"), text_tip("verdict", "Rules"),
                                  number_tip("n", "Replications"), number_tip("step", "Tried as number")})}}}});
  add_label(layers, Json(), "note-text", {{"dx", 8}, {"dy", -9}, {"align", "left"}},
            {{"x", x}, {"y", y}, {"text", {{"field", "order"}}}});
  return layers;
}

std::string given_text(const Solution& answer) {
  std::string text;
  for (const auto& [path, value] : answer.given)
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", short_name(path), shortened(one_line(value), 30));
  return text;
}

std::string summary_of(const Search& s) {
  const auto count = [&](Verdict v) {
    return std::ranges::count_if(s.rows, [v](const auto& row) { return row.tried->verdict == v; });
  };
  std::string text = fmt::format("{} values of {} were tried: {} pass, {} fail", s.rows.size(), s.scale.name(),
                                 count(Verdict::passes), count(Verdict::fails));
  if (const auto open = count(Verdict::undecided); open > 0) text += fmt::format(", {} undecided", open);
  if (s.answer->value) text += fmt::format("; the answer is {}", shortened(one_line(*s.answer->value), 40));
  return text + ".";
}

DataTable table_of(const Search& s) {
  DataTable table{{"Tried", s.scale.name(), s.subject.label, "Interval", "Rules", "Replications"}, {}, ""};
  for (const Search::Row& row : s.rows) {
    const Shown number = shown(row.seen.estimate, s.subject.about, s.subject.statistic);
    table.rows.push_back({fmt::format("{}", row.tried->step), shortened(one_line(row.tried->value), 40), number.value,
                          number.interval, std::string{word_of(row.tried->verdict).word},
                          readable_count(static_cast<std::uint64_t>(row.tried->run.replications))});
  }
  return table;
}

Chart chart_of(const Search& s) {
  const std::string given = given_text(*s.answer), summary = (given.empty() ? "" : given + ": ") + summary_of(s);
  Chart chart{"tried" + (given.empty() ? "" : '-' + id_of(given)),
              "What the search tried" + (given.empty() ? "" : ", " + given),
              summary,
              "Numbers give the order of the search, where there is room. Each vertical line is the interval that the "
              "verdict rests on, wide enough for "
              "the whole search to be as sure as was asked.",
              spec_head(summary, 260),
              table_of(s)};
  chart.spec["data"] = values_of(rows_of(s));
  chart.spec["layer"] = layers_of(s);
  return chart;
}

}  // namespace

std::vector<Chart> tried_charts(const SolveResult& solved) {
  std::vector<Chart> charts;
  for (const Solution& answer : solved.answers)
    if (const auto s = search_of(solved, answer); s && charts.size() < most_charts) charts.push_back(chart_of(*s));
  return charts;
}

}  // namespace busyhour::detail
