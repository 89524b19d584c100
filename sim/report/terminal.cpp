#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "busyhour/report/report.hpp"
#include "numbers.hpp"
#include "phrases.hpp"
#include "text.hpp"

namespace busyhour {
namespace {

using namespace detail;

enum class Ink { plain, faint, good, bad, unsure };

/// Lines of text with ink; knows the width and whether colour and Unicode may be used.
class Paper {
 public:
  explicit Paper(const TerminalStyle& style) : style_{style} {}
  [[nodiscard]] std::string in(Ink ink, const std::string& text) const {
    constexpr std::array codes{"", "\033[2m", "\033[1;32m", "\033[1;31m", "\033[1;33m"};
    if (!style_.colour || ink == Ink::plain || text.empty()) return text;
    return codes[static_cast<std::size_t>(ink)] + text + "\033[0m";
  }
  /// Made fit for this terminal: no controls, ASCII if it must be.
  [[nodiscard]] std::string fit(std::string_view text) const {
    return style_.unicode ? one_line(text) : ascii(one_line(text));
  }
  [[nodiscard]] std::size_t width() const { return static_cast<std::size_t>(std::max(style_.width, 40)); }
  [[nodiscard]] std::string_view ellipsis() const { return style_.unicode ? "…" : "..."; }
  /// Broken between words at the width; later lines begin with `indent` blanks.
  [[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent) const;

 private:
  TerminalStyle style_;
};

std::string Paper::wrapped(std::string_view text, std::size_t indent) const {
  std::string out, rest = fit(text);
  std::size_t used = indent;
  for (std::size_t at = 0; at <= rest.size();) {
    const auto end = std::min(rest.find(' ', at), rest.size());
    std::string word = shortened(std::string_view{rest}.substr(at, end - at), width() - indent, ellipsis());
    const std::size_t columns = display_width(word);
    if (used > indent && used + 1 + columns > width()) {
      out += '\n' + std::string(indent, ' ');
      used = indent;
    } else if (used > indent) {
      out += ' ';
      ++used;
    }
    out += word;
    used += columns;
    at = end + 1;
  }
  return out;
}

struct Cell {
  std::string text;
  Ink ink = Ink::plain;
};
enum class Align { left, right };

/// Columns as wide as their widest cell; the `elastic` one gives way when the line is too long.
std::string table(const Paper& paper, const std::vector<std::vector<Cell>>& rows, const std::vector<Align>& aligns,
                  std::size_t elastic) {
  constexpr std::size_t gap = 2;
  std::vector<std::size_t> widths(aligns.size(), 0);
  for (const auto& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], display_width(row[c].text));
  std::size_t total = 0;
  for (const std::size_t w : widths) total += w == 0 ? 0 : w + gap;
  constexpr std::size_t least = 20;
  if (total > paper.width() && widths[elastic] > least)
    widths[elastic] -= std::min(total - paper.width(), widths[elastic] - least);
  std::string out;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (widths[c] == 0) continue;
      const std::string text = shortened(row[c].text, widths[c], paper.ellipsis());
      const std::string blanks(widths[c] - display_width(text), ' ');
      line += aligns[c] == Align::right ? blanks + paper.in(row[c].ink, text) : paper.in(row[c].ink, text) + blanks;
      line.append(gap, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  }
  return out;
}

Ink ink_of(std::optional<Verdict> verdict) {
  if (!verdict) return Ink::plain;
  return *verdict == Verdict::passes ? Ink::good : *verdict == Verdict::fails ? Ink::bad : Ink::unsure;
}

std::string rules(const RunResult& run, const Paper& paper) {
  if (run.slo.empty()) return "";
  std::vector<std::vector<Cell>> rows{
      {{"Rules", Ink::faint}, {}, {"measured", Ink::faint}, {"95 % interval", Ink::faint}}};
  for (const RuleResult& rule : run.slo) {
    const VerdictWord verdict = word_of(rule.verdict);
    const Shown number = shown_in(run, rule);
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
  const bool exact = std::ranges::any_of(chosen, [](const MetricResult* m) { return m->theory.has_value(); });
  std::vector<std::vector<Cell>> rows{{{"Key numbers", Ink::faint},
                                       {"estimate", Ink::faint},
                                       {"95 % interval", Ink::faint},
                                       {exact ? "exact" : "", Ink::faint}}};
  for (const MetricResult* const m : chosen) {
    const Shown number = shown_in(run, *m);
    std::vector<Cell> row{{paper.fit(label_of(parts_of(*m)))}, {paper.fit(number.value)}, {paper.fit(number.interval)}};
    if (m->theory)
      row.push_back(
          {paper.fit(fmt::format("{} ({})", readable(m->theory->value, m->about, m->statistic), m->theory->model))});
    rows.push_back(row);
  }
  return '\n' + table(paper, rows, {Align::left, Align::right, Align::left, Align::left}, 3);
}

/// A percentile that the reader sees is infinite.
bool out_of_reach(const RunResult& run) {
  const auto infinite = [](const Estimate& e) { return std::isinf(e.value); };
  return std::ranges::any_of(run.slo, [&](const RuleResult& r) { return infinite(r.measured); }) ||
         std::ranges::any_of(key_numbers(run), [&](const MetricResult* m) { return infinite(m->estimate); });
}

std::string footer(const RunResult& run, const Paper& paper) {
  std::string about = run_text(run);
  if (run.outcomes.requests > 0) about += fmt::format("; {} requests", readable_count(run.outcomes.requests));
  std::string out = '\n' + paper.wrapped(about, 0) + '\n';
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
  const std::string word{banner_word(run)};
  const std::size_t room = paper.width() - std::min(paper.width(), word.size() + 2);
  std::string out = paper.in(ink_of(overall(run)), word) + "  " +
                    shortened(paper.fit(run.scenario.name), room, paper.ellipsis()) + '\n';
  out += paper.wrapped(verdict_sentence(run), 0) + '\n';
  return out + rules(run, paper) + numbers(run, paper) + footer(run, paper);
}

}  // namespace busyhour
