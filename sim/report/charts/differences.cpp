#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../phrases.hpp"
#include "../text.hpp"
#include "chart.hpp"
#include "parts.hpp"

namespace busyhour::detail {
namespace {

using Word = MetricDifference::Word;

std::string in_words(Word word) {
  return word == Word::no_difference_shown ? "no difference shown" : std::string{word_of(word)};
}

struct Row {
  std::string label;
  const MetricDifference* metric = nullptr;
  double share = 0, low = NAN, high = NAN;  ///< of a's value [%]
};

/// The key numbers of which a difference can be said in per cent of a.
std::vector<Row> rows_of(const CompareResult& compared, std::size_t& left_out) {
  std::vector<Row> rows;
  for (const MetricResult* chosen : key_numbers(compared.a))
    for (const MetricDifference& m : compared.metrics) {
      if (m.key != chosen->key) continue;
      const double a = std::abs(m.a.value);
      if (!(a > 0) || !std::isfinite(a) || !std::isfinite(m.difference.value)) {
        ++left_out;
        continue;
      }
      const double to = 100 / a;
      rows.push_back({shortened(one_line(label_of(parts_of(*chosen))), 40), &m, m.difference.value * to,
                      m.difference.low * to, m.difference.high * to});
    }
  return rows;
}

/// Beyond this a difference would flatten all others: it is cut there, and the table has it.
double reach_of(const std::vector<Row>& rows, double zone) {
  std::vector<double> sizes;
  for (const Row& row : rows) sizes.push_back(std::abs(row.share));
  std::ranges::sort(sizes);
  const double most = sizes.back(), middle = sizes[sizes.size() / 2];
  return std::max({5 * zone, 1.15 * std::min(most, std::max(100.0, 4 * middle))});
}

Json data_of(const std::vector<Row>& rows, double reach) {
  Json data = Json::array();
  for (const Row& row : rows) {
    Json one{
        {"label", row.label}, {"v", std::clamp(row.share, -reach, reach)}, {"word", in_words(row.metric->verdict)}};
    one["difference"] = row.share;
    if (std::isfinite(row.low) && std::isfinite(row.high)) {
      one["low"] = std::clamp(row.low, -reach, reach), one["high"] = std::clamp(row.high, -reach, reach);
      one["lowest"] = row.low, one["highest"] = row.high;
    }
    data.push_back(one);
  }
  return data;
}

Json layers_of(const std::vector<Row>& rows, double zone, double reach) {
  Json labels = Json::array();
  for (const Row& row : rows) labels.push_back(row.label);
  Json x = quantity_of("v", "B − A, in % of A");
  x["scale"] = {{"domain", {-reach, reach}}, {"nice", false}};
  x["axis"] = {{"tickCount", 7}, {"labelExpr", "datum.value == 0 ? '0' : format(datum.value, '+,~r')"}};
  Json low = x, from = x;
  low["field"] = "low", from["field"] = "from";
  const Json y{{"field", "label"},
               {"type", "nominal"},
               {"title", nullptr},
               {"scale", {{"domain", labels}}},
               {"axis", {{"labelLimit", 250}, {"ticks", false}, {"domain", false}}}};
  const std::vector<std::string> words{"better", "worse", "undecided", "no difference shown"};
  const Json legend = top_legend(4);
  Json layers = Json::array();
  layers.push_back({{"data", values_of(Json::array({{{"from", -zone}, {"to", zone}}}))},
                    {"mark", {{"type", "rect"}, {"style", "zone"}}},
                    {"encoding", {{"x", from}, {"x2", {{"field", "to"}}}}}});
  layers.push_back({{"data", values_of(Json::array({{{"v", 0}}}))},
                    {"mark", {{"type", "rule"}, {"style", "answer"}}},
                    {"encoding", {{"x", x}}}});
  layers.push_back({{"mark", {{"type", "rule"}, {"style", "whisker"}}},
                    {"encoding", {{"x", low}, {"x2", {{"field", "high"}}}, {"y", y}}}});
  layers.push_back(
      {{"mark", {{"type", "point"}, {"style", "verdict"}, {"filled", true}}},
       {"encoding",
        {{"x", x},
         {"y", y},
         {"color", colour_by("word", words, legend)},
         {"shape", shape_by("word", words, legend)},
         {"tooltip", Json::array({text_tip("label", "Metric"), number_tip("difference", "B − A (% of A)"),
                                  number_tip("lowest", "95 % interval, low"),
                                  number_tip("highest", "95 % interval, high"), text_tip("word", "B is")})}}}});
  return layers;
}

}  // namespace

std::vector<Chart> difference_charts(const CompareResult& compared) {
  std::size_t left_out = 0;
  const std::vector<Row> rows = rows_of(compared, left_out);
  if (rows.empty()) return {};
  const double zone = 100 * compared.zone, reach = reach_of(rows, zone);
  const auto count = [&](Word w) {
    return std::ranges::count(rows, w, [](const Row& r) { return r.metric->verdict; });
  };
  const std::string summary = fmt::format(
      "Of {} key numbers B is better on {}, worse on {}; no difference shown on {}, undecided on {}.", rows.size(),
      count(Word::better), count(Word::worse), count(Word::no_difference_shown), count(Word::undecided));
  Chart chart{"differences",
              "What changes from A to B, callers and draws the same",
              summary,
              fmt::format("Dots are B − A, lines their 95 % intervals over paired replications. Within the grey zone, "
                          "{:.3g} % of A, a difference is too small to matter.",
                          zone),
              spec_head(summary, static_cast<int>(26 * rows.size())),
              {{"Metric", "B − A (% of A)", "95 % interval", "B is"}, {}, ""}};
  for (const Row& row : rows)
    chart.table.rows.push_back({row.label, digits(row.share),
                                std::isfinite(row.low) ? digits(row.low) + " to " + digits(row.high) : "–",
                                in_words(row.metric->verdict)});
  if (left_out > 0)
    chart.table.note = fmt::format("{} more are 0 or undefined in A: no share of A can be said.", left_out);
  chart.spec["data"] = values_of(data_of(rows, reach));
  chart.spec["layer"] = layers_of(rows, zone, reach);
  return {chart};
}

}  // namespace busyhour::detail
