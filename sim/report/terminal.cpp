#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "busyhour/report/report.hpp"
#include "numbers.hpp"
#include "paper.hpp"
#include "phrases.hpp"
#include "text.hpp"

namespace busyhour {
namespace {

using namespace detail;

std::string rules(const RunResult& run, const Paper& paper) {
  if (run.slo.empty()) return "";
  std::vector<std::vector<Cell>> rows{
      {{"Rules", Ink::faint}, {}, {"measured", Ink::faint}, {"95 % interval", Ink::faint}}};
  for (const RuleResult& rule : run.slo) {
    const VerdictWord verdict = word_of(rule.verdict);
    const Shown number = shown(rule);
    rows.push_back({{paper.fit(fmt::format("{} {}", verdict.symbol, verdict.word)), ink_of(rule.verdict)},
                    {paper.fit(rule.rule)},
                    {paper.fit(number.value)},
                    {paper.fit(number.interval)}});
  }
  return '\n' + table(paper, rows, {Align::left, Align::left, Align::right, Align::left}, 1);
}

std::string numbers(const RunResult& run, const Paper& paper) {
  const auto chosen = key_numbers(run);
  if (chosen.empty()) return "";
  const auto shown_exact = [](const MetricResult* m) { return m->theory.has_value(); };
  const bool exact = std::ranges::any_of(chosen, shown_exact);
  std::vector<std::vector<Cell>> rows{{{"Key numbers", Ink::faint},
                                       {"estimate", Ink::faint},
                                       {"95 % interval", Ink::faint},
                                       {exact ? "exact" : "", Ink::faint},
                                       {exact ? "z" : "", Ink::faint}}};
  for (const MetricResult* const m : chosen) {
    const Shown number = shown(*m);
    std::vector<Cell> row{{paper.fit(label_of(parts_of(*m)))}, {paper.fit(number.value)}, {paper.fit(number.interval)}};
    if (m->theory) {
      row.push_back({paper.fit(readable(m->theory->value, m->about, m->statistic))});
      row.push_back({paper.fit(z_text(m->theory->z))});
    }
    rows.push_back(row);
  }
  std::string out = '\n' + table(paper, rows, {Align::left, Align::right, Align::left, Align::right, Align::right}, 2);
  if (exact && !run.model.empty())
    out +=
        paper.wrapped(fmt::format("exact: {}; z is how many standard errors the estimate misses it by", run.model), 2) +
        '\n';
  return out;
}

/// A percentile that the reader sees is infinite.
bool out_of_reach(const RunResult& run) {
  const auto infinite = [](const Estimate& e) { return std::isinf(e.value); };
  return std::ranges::any_of(run.slo, [&](const RuleResult& r) { return infinite(r.measured); }) ||
         std::ranges::any_of(key_numbers(run), [&](const MetricResult* m) { return infinite(m->estimate); });
}

/// By how much control variates shortened what is shown.
std::string controlled_text(const RunResult& run) {
  const MetricResult* most = nullptr;
  std::size_t n = 0;
  for (const MetricResult* m : key_numbers(run)) {
    if (!m->controlled) continue;
    ++n;
    if (!most || m->controlled->width < most->controlled->width) most = m;
  }
  if (!most) return "";
  const double width = most->controlled->width;
  return fmt::format(
      "control variates shortened {} of these intervals, that of {} by {:.0f} %: as {:.1f} times as many "
      "replications would have",
      n, most->key, (1 - width) * 100, 1 / (width * width));
}

std::string footer(const RunResult& run, const Paper& paper) {
  std::string about = run_text(run);
  if (run.outcomes.requests > 0) about += fmt::format("; {} requests", readable_count(run.outcomes.requests));
  std::string out = '\n' + paper.wrapped(about, 0) + '\n';
  if (const std::string controls = controlled_text(run); !controls.empty()) out += paper.wrapped(controls, 0) + '\n';
  if (out_of_reach(run))
    out +=
        paper.wrapped(
            "inf: so many were given up that this percentile is never reached; what is given up waits for ever.", 5) +
        '\n';
  for (const std::string& warning : run.warnings)
    out += paper.in(Ink::unsure, "warning:") + ' ' + paper.wrapped(warning, 9) + '\n';
  // A path is never cut or broken: it is there to be copied.
  if (!run.result_dir.empty()) out += paper.in(Ink::faint, "results:") + ' ' + one_line(run.result_dir) + '\n';
  return out;
}

}  // namespace

std::string terminal_report(const RunResult& run, const TerminalStyle& style) {
  const Paper paper{style};
  std::string out = headline(paper, std::string{banner_word(run)}, ink_of(overall(run)), run.scenario.name);
  out += paper.wrapped(verdict_sentence(run), 0) + '\n';
  return out + rules(run, paper) + numbers(run, paper) + footer(run, paper);
}

}  // namespace busyhour
