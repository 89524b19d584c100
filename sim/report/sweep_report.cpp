#include "busyhour/report/sweep_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "json_text.hpp"
#include "numbers.hpp"
#include "paper.hpp"
#include "phrases.hpp"

namespace busyhour {
namespace {

using namespace detail;
using Json = nlohmann::ordered_json;

constexpr std::size_t most_rows = 60;

/// How many points pass, fail and are undecided.
struct Tallied {
  std::size_t passes = 0, fails = 0, undecided = 0;
};
Tallied tallied(const SweepResult& sweep) {
  Tallied t;
  for (const PointResult& point : sweep.points) {
    const auto verdict = overall(point.run);
    if (!verdict) continue;
    ++(*verdict == Verdict::passes ? t.passes : *verdict == Verdict::fails ? t.fails : t.undecided);
  }
  return t;
}

/// What stands after the last dot, or the whole path where two would be called the same.
std::vector<std::string> heads_of(const std::vector<std::string>& paths) {
  const auto last = [](const std::string& path) { return path.substr(path.rfind('.') + 1); };
  std::vector<std::string> heads;
  for (const std::string& path : paths) {
    const auto alike = std::ranges::count_if(paths, [&](const auto& other) { return last(other) == last(path); });
    heads.push_back(alike > 1 ? path : last(path));
  }
  return heads;
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
  for (const RuleResult& rule : first.slo) row.push_back({rule.rule, Ink::faint});
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
  for (const RuleResult& rule : point.run.slo) add(shown(rule), ink_of(rule.verdict));
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
  std::string out = paper.in(Ink::plain, sweep.partial ? "PARTIAL" : "SWEEP") + "  " +
                    shortened(paper.fit(sweep.scenario.name), paper.width() - 9, paper.ellipsis()) + '\n';
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
