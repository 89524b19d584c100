#include "busyhour/report/claims_report.hpp"

#include <fmt/format.h>

#include "claim_words.hpp"
#include "json_text.hpp"
#include "numbers.hpp"
#include "paper.hpp"
#include "phrases.hpp"

namespace busyhour {
namespace {

using namespace detail;
using Json = nlohmann::ordered_json;

Ink ink_of_claim(ClaimVerdict verdict) {
  return verdict == ClaimVerdict::holds ? Ink::good : verdict == ClaimVerdict::fails ? Ink::bad : Ink::unsure;
}

std::string map_text(const ClaimMap& map, const Paper& paper) {
  std::vector<std::vector<Cell>> rows{{{paper.fit(map.corner), Ink::faint}}};
  for (const std::string& column : map.columns) rows.front().push_back({paper.fit(column), Ink::faint});
  for (std::size_t r = 0; r < map.rows.size(); ++r) {
    std::vector<Cell> row{{paper.fit(map.rows[r])}};
    for (const ClaimPoint* point : map.cells[r])
      row.push_back(point ? Cell{paper.fit(fmt::format("{} {}", word_of(point->verdict).symbol, measured_at(*point))),
                                 ink_of(point->verdict)}
                          : Cell{});
    rows.push_back(row);
  }
  std::vector<Align> aligns(map.columns.size() + 1, Align::right);
  aligns.front() = Align::left;
  return (map.title.empty() ? "" : "  " + paper.fit(map.title) + '\n') + table(paper, rows, aligns, 0);
}

std::string text_of(const ClaimResult& claim, const Paper& paper) {
  const ClaimWord word = badge_of(claim.verdict);
  std::string out = paper.in(ink_of_claim(claim.verdict), paper.fit(fmt::format("{} {}", word.symbol, word.capital))) +
                    "  " + paper.fit(claim.name) + '\n';
  out += paper.wrapped(fmt::format("“{}”", claim.quote), 2) + '\n';
  if (const std::string source = source_of(claim); !source.empty())
    out += "  " + paper.in(Ink::faint, paper.fit(source)) + '\n';
  out += paper.wrapped(sentence_of(claim), 2) + "\n\n";
  if (!claim.axes.empty())
    for (const ClaimMap& map : maps_of(claim)) out += map_text(map, paper) + '\n';
  return out;
}

Json json_of(const RuleResult& rule) {
  Json one{{"estimate", number(rule.measured.value)},
           {"low", number(rule.measured.low)},
           {"high", number(rule.measured.high)},
           {"n", rule.measured.n}};
  if (rule.theory)
    one["theory"] = {
        {"model", rule.theory->model}, {"value", number(rule.theory->value)}, {"z", number(rule.theory->z)}};
  return one;
}

Json json_of(const ClaimPoint& point) {
  Json set = Json::object(), metrics = Json::object();
  for (const auto& [path, value] : point.across) set[path] = value;
  for (const auto& [path, value] : point.set) set[path] = value;
  for (const RuleResult& rule : point.expect) metrics[rule.subject.key] = json_of(rule);
  return {{"set", set},
          {"verdict", word_of(point.verdict).word},
          {"p", number(point.p)},
          {"replications", point.replications},
          {"metrics", metrics}};
}

}  // namespace

std::string terminal_report(const ClaimsResult& judged, const TerminalStyle& style) {
  const Paper paper{style};
  std::string out;
  for (const ClaimResult& claim : judged.claims) out += text_of(claim, paper);
  if (!judged.result_dir.empty()) out += paper.in(Ink::faint, "results:") + ' ' + one_line(judged.result_dir) + '\n';
  return out;
}

std::string json_report(const ClaimsResult& judged) {
  Json all = Json::array();
  for (const ClaimResult& claim : judged.claims) {
    Json one{{"name", claim.name},
             {"quote", claim.quote},
             {"file", claim.file},
             {"source", {{"title", claim.source.title}, {"url", claim.source.url}, {"read", claim.source.read}}},
             {"expect", claim.expect},
             {"verdict", word_of(claim.verdict)},
             {"condition", claim.condition},
             {"sentence", sentence_of(claim)}};
    Json points = Json::array();
    for (const ClaimPoint& point : claim.points) points.push_back(json_of(point));
    one["points"] = points;
    all.push_back(one);
  }
  return pretty(Json{{"claims", all}, {"result_dir", judged.result_dir}});
}

}  // namespace busyhour
