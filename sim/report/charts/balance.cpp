#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../numbers.hpp"
#include "../text.hpp"
#include "chart.hpp"
#include "parts.hpp"

namespace busyhour::detail {
namespace {

constexpr std::size_t most_rows = 40;

/// The account of one replication, and the limit that may follow it.
struct Course {
  const Timeline* timeline = nullptr;
  Clock clock;
  double lowest = INFINITY, highest = -INFINITY;  ///< [$]
  std::int64_t least = 0, most = -1;              ///< the limit, where there is one
  bool is_limited = false, is_unlimited = false;  ///< at some time
  std::size_t deposits = 0;                       ///< spans in which the balance rises
  [[nodiscard]] bool limit_moves() const { return is_limited && (is_unlimited || least != most); }
};

Course course_of(const Timeline& t) {
  Course c;
  c.timeline = &t;
  c.clock = clock_for(t.span_s * static_cast<double>(t.balance.size()));
  for (std::size_t i = 0; i < t.balance.size(); ++i) {
    const BalanceSpan& b = t.balance[i];
    c.lowest = std::min(c.lowest, b.lowest), c.highest = std::max(c.highest, b.highest);
    if (i > 0 && b.highest > t.balance[i - 1].last) ++c.deposits;
    const std::int64_t cap = t.spans[i].cap;
    if (cap < 0) {
      c.is_unlimited = true;
      continue;
    }
    c.least = c.is_limited ? std::min(c.least, cap) : cap, c.most = std::max(c.most, cap);
    c.is_limited = true;
  }
  return c;
}

Json rows_of(const Course& c) {
  Json rows = Json::array();
  const Timeline& t = *c.timeline;
  const auto add = [&](std::size_t i, double at) {
    const BalanceSpan& b = t.balance[i];
    Json one{{"t", rounded(at / c.clock.seconds)},
             {"low", rounded(b.lowest)},
             {"high", rounded(b.highest)},
             {"v", rounded(b.last)}};
    one["cap"] = t.spans[i].cap < 0 ? Json(nullptr) : Json(t.spans[i].cap);
    one["held"] = t.spans[i].highest;
    rows.push_back(one);
  };
  const std::size_t stride = 1 + t.balance.size() / 400;
  for (std::size_t i = 0; i < t.balance.size(); i += stride) add(i, static_cast<double>(i) * t.span_s);
  add(t.balance.size() - 1, static_cast<double>(t.balance.size()) * t.span_s);
  return rows;
}

Json layers_of(const Course& c) {
  const Timeline& t = *c.timeline;
  const double end = static_cast<double>(t.balance.size()) * t.span_s / c.clock.seconds;
  const Json x{{"field", "t"},
               {"type", "quantitative"},
               {"title", fmt::format("Simulated time ({})", c.clock.word)},
               {"scale", {{"domain", {0, end}}, {"nice", false}}},
               {"axis", {{"grid", false}, {"tickCount", 8}, {"labelFlush", true}}}};
  const std::vector<std::string> words =
      c.limit_moves() ? std::vector<std::string>{"balance", "in flight at most, on the right", "limit, on the right"}
                      : std::vector<std::string>{"balance"};
  const Json legend = words.size() < 2 ? Json(nullptr) : line_legend(3);
  const auto line = [&](std::size_t who, const Json& y) {
    return Json{
        {"transform", Json::array({{{"calculate", Json(words[who]).dump()}, {"as", "who"}}})},
        {"mark",
         {{"type", "line"}, {"style", "series"}, {"interpolate", "step-after"}, {"clip", true}, {"tooltip", true}}},
        {"encoding",
         {{"x", x},
          {"y", y},
          {"color", colour_by("who", words, legend)},
          {"strokeDash", dash_by("who", words, legend)},
          {"tooltip",
           Json::array({number_tip("t", fmt::format("Time ({})", c.clock.word)), number_tip("v", "Balance ($)"),
                        number_tip("cap", "Limit"), number_tip("held", "In flight at most")})}}}};
  };
  Json dollars = quantity_of("v", "Balance ($)"), slots = quantity_of("held", "Tasks at once"),
       cap = quantity_of("cap");
  dollars["scale"] = {{"domainMin", std::min(0.0, c.lowest)}}, dollars["axis"] = {{"tickCount", 5}};
  slots["scale"] = {{"domainMin", 0}},
  slots["axis"] = {{"tickCount", 5}, {"tickMinStep", 1}, {"grid", false}, {"orient", "right"}};
  if (words.size() < 2) return Json::array({line(0, dollars)});
  cap["axis"] = slots["axis"];
  // The two of the right side share an axis of their own.
  return Json::array({line(0, dollars), {{"layer", Json::array({line(1, slots), line(2, cap)})}}});
}

DataTable table_of(const Course& c) {
  DataTable table{{"From", "Balance ($), least", "most", "at the end", "Limit", "In flight at most"}, {}, ""};
  const Timeline& t = *c.timeline;
  const std::size_t stride = 1 + t.balance.size() / most_rows;
  for (std::size_t i = 0; i < t.balance.size(); i += stride) {
    const BalanceSpan& b = t.balance[i];
    const TimelineSpan& s = t.spans[i];
    table.rows.push_back({readable_seconds(static_cast<double>(i) * t.span_s), fmt::format("{:.2f}", b.lowest),
                          fmt::format("{:.2f}", b.highest), fmt::format("{:.2f}", b.last),
                          s.cap < 0 ? "none" : fmt::format("{}", s.cap), fmt::format("{}", s.highest)});
  }
  if (stride > 1) table.note = fmt::format("One of {} spans of {} each.", stride, readable_seconds(t.span_s));
  return table;
}

std::string summary_of(const Course& c) {
  const Timeline& t = *c.timeline;
  std::string text = fmt::format("The balance goes from ${:.2f} to ${:.2f}, ${:.2f} at the lowest",
                                 t.balance.front().highest, t.balance.back().last, c.lowest);
  if (c.deposits > 0) text += ", and is topped up on the way";
  if (c.limit_moves() && c.is_unlimited)
    text += fmt::format("; the limit is {} at the least and at times there is none", c.least);
  else if (c.limit_moves())
    text += fmt::format("; the limit moves between {} and {}", c.least, c.most);
  return text + ".";
}

}  // namespace

std::vector<Chart> balance_charts(const RunResult& run) {
  const auto at = std::ranges::find_if(
      run.timelines, [](const Timeline& t) { return t.balance.size() > 1 && t.balance.size() == t.spans.size(); });
  if (at == run.timelines.end()) return {};
  const Course c = course_of(*at);
  if (!(c.highest > c.lowest)) return {};
  const std::string summary = summary_of(c);
  Chart chart{"balance",
              fmt::format("The balance{} in replication {}",
                          c.limit_moves()
                              ? fmt::format(", and the limit “{}” that follows it,", shortened(one_line(at->limit), 40))
                              : "",
                          at->replication),
              summary,
              c.limit_moves()
                  ? "Dollars are on the left, tasks on the right. Where the dotted line is missing there is no limit."
                  : "",
              spec_head(summary, 220),
              table_of(c)};
  chart.spec["data"] = values_of(rows_of(c));
  chart.spec["layer"] = layers_of(c);
  if (c.limit_moves()) chart.spec["resolve"] = {{"scale", {{"y", "independent"}}}};
  return {chart};
}

}  // namespace busyhour::detail
