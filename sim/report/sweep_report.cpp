#include "busyhour/report/sweep_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "json_text.hpp"
#include "numbers.hpp"
#include "page.hpp"
#include "paper.hpp"
#include "phrases.hpp"
#include "point_words.hpp"

namespace busyhour {
namespace {

using namespace detail;
using Json = nlohmann::ordered_json;

constexpr std::size_t most_rows = 60;

/// Whether some point has an exact value beside its i-th rule.
bool has_exact(const SweepResult& sweep, std::size_t i) {
  return std::ranges::any_of(sweep.points, [i](const PointResult& p) { return exact_beside(p.run, p.run.slo[i]); });
}

std::string exact_cell(const RunResult& run, const RuleResult& rule) {
  const TheoryValue* const exact = exact_beside(run, rule);
  if (!exact) return "";
  const std::string value = readable(exact->value, rule.subject.about, rule.subject.statistic), z = z_text(exact->z);
  return z.empty() ? value : value + " (" + z + ")";
}

std::vector<Cell> head_row(const SweepResult& sweep) {
  std::vector<Cell> row;
  for (const std::string& head : heads_of(sweep.paths)) row.push_back({head, Ink::faint});
  const RunResult& first = sweep.points.front().run;
  if (first.slo.empty()) {
    for (const MetricResult* m : key_numbers(first))
      if (row.size() < sweep.paths.size() + 4) row.push_back({label_of(parts_of(*m)), Ink::faint});
    return row;
  }
  row.push_back({"", Ink::faint});
  for (std::size_t i = 0; i < first.slo.size(); ++i) {
    row.push_back({first.slo[i].rule, Ink::faint});
    if (has_exact(sweep, i)) row.push_back({"exact (z)", Ink::faint});
  }
  return row;
}

std::vector<Cell> row_of(const SweepResult& sweep, const PointResult& point, const Paper& paper) {
  std::vector<Cell> row;
  for (const std::string& path : sweep.paths) {
    const auto at = std::ranges::find(point.set, path, &PointValues::value_type::first);
    row.push_back({at == point.set.end() ? "" : paper.fit(at->second)});
  }
  const auto add = [&](const Shown& number, Ink ink) {
    row.push_back({paper.fit(number.value + (number.interval.empty() ? "" : " (" + number.interval + ")")), ink});
  };
  if (point.run.slo.empty()) {
    for (const MetricResult* m : key_numbers(point.run))
      if (row.size() < sweep.paths.size() + 4) add(shown(*m), Ink::plain);
    return row;
  }
  const Verdict verdict = *overall(point.run);
  row.push_back({paper.fit(std::string{word_of(verdict).symbol}), ink_of(verdict)});
  for (std::size_t i = 0; i < point.run.slo.size(); ++i) {
    const RuleResult& rule = point.run.slo[i];
    add(shown(rule), ink_of(rule.verdict));
    if (has_exact(sweep, i)) row.push_back({exact_cell(point.run, rule)});
  }
  return row;
}

std::string points_table(const SweepResult& sweep, const Paper& paper) {
  if (sweep.points.empty()) return "";
  std::vector<std::vector<Cell>> rows{head_row(sweep)};
  for (const PointResult& point : sweep.points) {
    if (rows.size() > most_rows) break;
    rows.push_back(row_of(sweep, point, paper));
  }
  std::size_t columns = 0;
  for (auto& row : rows) columns = std::max(columns, row.size());
  for (auto& row : rows) row.resize(columns);
  std::vector<Align> aligns(columns, Align::right);
  std::string out = '\n' + table(paper, rows, aligns, columns - 1);
  if (sweep.points.size() > most_rows)
    out += fmt::format("{} {} more in points.csv\n", paper.ellipsis(), sweep.points.size() - most_rows);
  return out;
}

std::string replications_text(const SweepResult& sweep) {
  std::int64_t least = sweep.points.empty() ? sweep.replications : sweep.points.front().run.replications, most = least;
  for (const PointResult& point : sweep.points)
    least = std::min(least, point.run.replications), most = std::max(most, point.run.replications);
  return least == most ? fmt::format("{} replications a point", least)
                       : fmt::format("{} to {} replications a point", least, most);
}

/// Which points did not become precise enough; nothing if all did.
std::string open_points(const SweepResult& sweep) {
  const PointResult* first = nullptr;
  std::size_t n = 0;
  for (const PointResult& point : sweep.points) {
    if (point.run.converged) continue;
    if (!first) first = &point;
    ++n;
  }
  if (!first) return "";
  std::string set;
  for (const auto& [path, value] : first->set) set += (set.empty() ? "" : ", ") + path + " = " + value;
  return fmt::format("NOT CONVERGED at {} of {} points; the first, {}: {}", n, sweep.points.size(), set,
                     not_converged(first->run.precision, first->run.replications).substr(15));
}

}  // namespace

std::string verdict_sentence(const SweepResult& sweep) {
  const Tallied t = tallied(sweep);
  const std::size_t n = sweep.points.size();
  if (t.passes + t.fails + t.undecided == 0) return fmt::format("{} points; no rule is set.", n);
  std::string text = fmt::format("The rules pass at {} of {} points, fail at {}", t.passes, n, t.fails);
  if (t.undecided > 0) text += fmt::format(", and {} are undecided", t.undecided);
  if (sweep.partial) text += fmt::format("; {} of {} points were finished", n, sweep.asked_points);
  return text + ".";
}

std::string terminal_report(const SweepResult& sweep, const TerminalStyle& style) {
  const Paper paper{style};
  const Banner banner = banner_of(sweep);
  std::string out = headline(paper, banner.word, ink_of(banner), sweep.scenario.name);
  out += paper.wrapped(verdict_sentence(sweep), 0) + '\n' + points_table(sweep, paper);
  out += fmt::format("\n{}, seed {}\n", replications_text(sweep), sweep.seed);
  const std::string open = open_points(sweep);
  if (!open.empty()) out += paper.wrapped(open, 0) + '\n';
  if (!sweep.result_dir.empty()) out += paper.in(Ink::faint, "results:") + ' ' + one_line(sweep.result_dir) + '\n';
  return out;
}

std::string json_report(const SweepResult& sweep) {
  Json document;
  document["scenario"] = scenario_of(sweep.scenario);
  document["sweep"] = {{"paths", sweep.paths},
                       {"asked_points", sweep.asked_points},
                       {"seed", sweep.seed},
                       {"replications", sweep.replications},
                       {"partial", sweep.partial}};
  document["verdict"] = verdict_sentence(sweep);
  Json points = Json::array();
  for (const PointResult& point : sweep.points) {
    Json set = Json::object();
    for (const auto& [path, value] : point.set) set[path] = written_value(value);
    Json one{{"set", set},
             {"metrics", metrics_of(point.run)},
             {"slo", rules_of(point.run)},
             {"replications", point.run.replications},
             {"converged", point.run.converged},
             {"warnings", point.run.warnings}};
    if (!point.run.stability.empty()) one["stability"] = stability_of(point.run);
    if (!point.run.precision.empty()) one["precision"] = precision_of(point.run.precision);
    points.push_back(one);
  }
  document["points"] = points;
  document["result_dir"] = sweep.result_dir;
  document["version"] = sweep.version;
  return pretty(document);
}

}  // namespace busyhour
