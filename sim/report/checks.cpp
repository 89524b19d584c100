#include "busyhour/report/checks.hpp"

#include <fmt/format.h>

#include "busyhour/report/claims_report.hpp"
#include "busyhour/report/compare_report.hpp"
#include "busyhour/report/solve_report.hpp"
#include "busyhour/report/sweep_report.hpp"
#include "claim_words.hpp"
#include "difference_words.hpp"
#include "numbers.hpp"
#include "page.hpp"
#include "phrases.hpp"
#include "point_words.hpp"
#include "text.hpp"

namespace busyhour {
namespace {

using namespace detail;

std::string said(const RuleResult& rule) {
  const Shown number = shown(rule);
  return fmt::format("measured {} ({}), accepted {}", number.value, number.interval, bound_text(rule));
}

/// Where a rule is written; of the scenario that rule may be missing, or typed as --set.
struct InFile {
  std::string file;
  int line = 0;
};
InFile place_of_rule(const RuleResult* rule, const std::string& file) {
  if (!rule || rule->place.line == 0 || rule->place.source.starts_with("--set ")) return {file, 0};
  return {rule->place.source, rule->place.line};
}

void add_rules(const RunResult& run, const std::string& group, const std::string& before, const std::string& file,
               std::vector<Check>& to) {
  for (const RuleResult& rule : run.slo) {
    const InFile at = place_of_rule(&rule, file);
    to.push_back({before + rule.rule, group, rule.verdict, said(rule), at.file, at.line});
  }
}

/// The rule that binds, as the search met it.
const RuleResult* binding(const Solution& a) {
  for (const Tried& tried : a.tried)
    for (const RuleResult& rule : tried.run.slo)
      if (rule.rule == a.binding || a.binding.empty()) return &rule;
  return nullptr;
}

Verdict verdict_of(ClaimVerdict verdict) {
  return verdict == ClaimVerdict::holds       ? Verdict::passes
         : verdict == ClaimVerdict::undecided ? Verdict::undecided
                                              : Verdict::fails;
}

}  // namespace

Summary summary_of(const RunResult& run) {
  Summary all{"run", std::string{banner_word(run)}, run.scenario.name, verdict_sentence(run), command_of(run), {}};
  add_rules(run, "run", "", run.scenario.file, all.checks);
  return all;
}

Summary summary_of(const SweepResult& sweep) {
  Summary all{
      "sweep", banner_of(sweep).word, sweep.scenario.name, verdict_sentence(sweep), typed("sweep", sweep.scenario), {}};
  for (const PointResult& point : sweep.points)
    add_rules(point.run, "sweep at " + place_of(point.set), place_of(point.set) + ": ", sweep.scenario.file,
              all.checks);
  return all;
}

Summary summary_of(const SolveResult& solved) {
  Summary all{
      "solve", banner_of(solved).word, solved.scenario.name, verdict_sentence(solved), typed("solve", solved.scenario),
      {}};
  for (const Solution& a : solved.answers) {
    const Verdict verdict = a.verdict == Solution::Found::found  ? Verdict::passes
                            : a.verdict == Solution::Found::none ? Verdict::fails
                                                                 : Verdict::undecided;
    const InFile at = place_of_rule(binding(a), solved.scenario.file);
    all.checks.push_back({(a.given.empty() ? "" : place_of(a.given) + ": ") + sought(solved), "solve", verdict,
                          sentence_of(solved, a), at.file, at.line});
  }
  return all;
}

Summary summary_of(const CompareResult& compared) {
  Summary all{"compare",
              banner_of(compared).word,
              compared.a.scenario.name + " / " + compared.b.scenario.name,
              verdict_sentence(compared),
              command_of(compared),
              {}};
  add_rules(compared.a, "A", "A: ", compared.a.scenario.file, all.checks);
  add_rules(compared.b, "B", "B: ", compared.b.scenario.file, all.checks);
  return all;
}

Summary summary_of(const ClaimsResult& judged) {
  const Banner banner = banner_of(judged);
  Summary all{
      "claims",        banner.word, judged.claims.size() == 1 ? judged.claims.front().name : "vendors' claims, judged",
      banner.sentence, "",          {}};
  for (const ClaimResult& claim : judged.claims) {
    const bool judged_by_rules = !claim.points.empty() && !claim.points.front().expect.empty();
    const InFile at = place_of_rule(judged_by_rules ? &claim.points.front().expect.front() : nullptr, claim.file);
    all.checks.push_back({claim.name, "claims", verdict_of(claim.verdict), sentence_of(claim), at.file, at.line});
    if (all.command.empty()) all.command = "busyhour claims";
    if (const std::string word = " " + shell_word(claim.file); all.command.find(word) == all.command.npos)
      all.command += word;
  }
  return all;
}

std::string junit_xml(const Summary& summary) {
  std::size_t failures = 0, errors = 0;
  std::string cases;
  for (const Check& check : summary.checks) {
    cases += fmt::format("    <testcase classname=\"busyhour.{}\" name=\"{}\" file=\"{}\"",
                         escape_html(one_line(check.group)), escape_html(one_line(check.name)),
                         escape_html(one_line(check.file)));
    if (check.verdict == Verdict::passes) {
      cases += "/>\n";
      continue;
    }
    const bool fails = check.verdict == Verdict::fails;
    ++(fails ? failures : errors);
    const char* const element = fails ? "failure" : "error";
    cases += fmt::format(">\n      <{0} type=\"{1}\" message=\"{2}\">{2}</{0}>\n    </testcase>\n", element,
                         word_of(check.verdict).word, escape_html(one_line(check.said)));
  }
  const std::string counts =
      fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\"", summary.checks.size(), failures, errors);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {0}>\n  <testsuite name=\"{1}\" {0}>\n{2}  "
      "</testsuite>\n</testsuites>\n",
      counts, escape_html(shortened(one_line("busyhour " + summary.kind + ": " + summary.name), 200)), cases);
}

namespace {

std::string replaced(std::string text, std::initializer_list<std::pair<std::string_view, std::string_view>> pairs) {
  for (const auto& [what, with] : pairs)
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + with.size()))
      text.replace(at, what.size(), with);
  return text;
}
/// A value of a workflow command: what would end it is escaped.
std::string property(const std::string& text) {
  return replaced(one_line(text), {{"%", "%25"}, {":", "%3A"}, {",", "%2C"}});
}
std::string message(const std::string& text) { return replaced(one_line(text), {{"%", "%25"}}); }
/// A cell of a Markdown table, its signs taken at their word.
std::string cell(const std::string& text) {
  return replaced(
      shortened(one_line(text), 300),
      {{"&", "&amp;"}, {"<", "&lt;"}, {"|", "\\|"}, {"`", "\\`"}, {"*", "\\*"}, {"_", "\\_"}, {"[", "\\["}});
}

}  // namespace

std::string github_annotations(const Summary& summary) {
  constexpr std::size_t most = 10;
  std::string out;
  std::size_t errors = 0, warnings = 0;
  for (const Check& check : summary.checks) {
    if (check.verdict == Verdict::passes) continue;
    const bool fails = check.verdict == Verdict::fails;
    if (++(fails ? errors : warnings) > most) continue;
    out +=
        fmt::format("::{} file={},{}title={}::{}\n", fails ? "error" : "warning", property(check.file),
                    check.line > 0 ? fmt::format("line={},", check.line) : "",
                    property(fmt::format("{}: {}", word_of(check.verdict).word, shortened(one_line(check.name), 120))),
                    message(check.said));
  }
  return out + fmt::format("::notice title={}::{}\n",
                           property(shortened(one_line(summary.word + ": " + summary.name), 120)),
                           message(summary.sentence));
}

std::string markdown_summary(const Summary& summary) {
  constexpr std::size_t most = 100;
  std::string out = fmt::format("### {}: {}\n\n{}\n", cell(summary.word), cell(summary.name), cell(summary.sentence));
  if (!summary.checks.empty()) out += "\n| | | measured |\n|---|---|---|\n";
  for (std::size_t i = 0; i < std::min(most, summary.checks.size()); ++i) {
    const Check& check = summary.checks[i];
    const VerdictWord word = word_of(check.verdict);
    out += fmt::format("| {} {} | {} | {} |\n", word.symbol, word.word, cell(check.name), cell(check.said));
  }
  if (summary.checks.size() > most) out += fmt::format("\n{} more in the report.\n", summary.checks.size() - most);
  std::string fence = "```";
  while (summary.command.find(fence) != summary.command.npos) fence += '`';
  return out + fmt::format("\n{0}\n{1}\n{0}\n", fence, one_line(summary.command));
}

}  // namespace busyhour
