#include <nlohmann/json.hpp>

#include "busyhour/experiment/solve.hpp"
#include "busyhour/experiment/stored.hpp"
#include "columns.hpp"

namespace busyhour {

namespace {

using Json = nlohmann::ordered_json;

std::string verdict_word(Verdict v) {
  return v == Verdict::passes ? "passes" : v == Verdict::fails ? "fails" : "undecided";
}

std::string given(const SolveResult& solved, const Solution& a) {
  std::string row;
  for (const std::string& path : solved.paths)
    for (const auto& [name, value] : a.given)
      if (name == path) row += cell(value) + ",";
  return row;
}
std::string head(const SolveResult& solved) {
  std::string row;
  for (const std::string& path : solved.paths) row += cell(path) + ",";
  return row;
}

std::string answers_csv(const SolveResult& solved) {
  std::string text = head(solved) + cell(solved.path) + ",verdict,next_fails,binding,monotone\n";
  for (const Solution& a : solved.answers)
    text += given(solved, a) + cell(a.value.value_or("")) + "," + std::string{word_of(a.verdict)} + "," +
            cell(a.next_fails.value_or("")) + "," + cell(a.binding) + "," + (a.monotone ? "yes" : "no") + "\n";
  return text;
}

/// A line for each rule at each value that was tried.
std::string tried_csv(const SolveResult& solved) {
  std::string text = head(solved) + cell(solved.path) + ",verdict,replications,rule,rule_verdict,estimate,low,high\n";
  for (const Solution& a : solved.answers)
    for (const Tried& t : a.tried)
      for (const RuleResult& r : t.run.slo)
        text += given(solved, a) + cell(t.value) + "," + verdict_word(t.verdict) + "," +
                std::to_string(t.run.replications) + "," + cell(r.rule) + "," + verdict_word(r.verdict) + "," +
                digits(r.measured.value) + "," + digits(r.measured.low) + "," + digits(r.measured.high) + "\n";
  return text;
}

/// A line for each of those that `best` compared.
std::string ranking_csv(const SolveResult& solved) {
  std::string text = head(solved) + cell(solved.path) + ",standing,replications," + cell(solved.by.key) +
                     ",low,high,against,difference,difference_low,difference_high\n";
  for (const Solution& a : solved.answers)
    for (const Standing& s : a.ranking)
      text += given(solved, a) + cell(s.value) + "," + std::string{word_of(s.word)} + "," +
              std::to_string(s.run.replications) + "," + digits(s.number.value) + "," + digits(s.number.low) + "," +
              digits(s.number.high) + "," + cell(s.against) + "," + digits(s.difference.value) + "," +
              digits(s.difference.low) + "," + digits(s.difference.high) + "\n";
  return text;
}

std::string manifest(const SolveResult& solved) {
  const Json all{{"format", 1},
                 {"kind", "solve"},
                 {"version", solved.version},
                 {"scenario",
                  {{"name", solved.scenario.name},
                   {"file", solved.scenario.file},
                   {"sha256", solved.scenario.sha256},
                   {"set", solved.scenario.sets}}},
                 {"solve",
                  {{"path", solved.path},
                   {"for_each", solved.paths},
                   {"confidence", solved.confidence},
                   {"answers", solved.answers.size()},
                   {"partial", solved.partial}}}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string_view word_of(Solution::Found found) {
  constexpr std::string_view words[] = {"found", "none", "undecided"};
  return words[static_cast<std::size_t>(found)];
}

std::vector<NamedBytes> result_files(const SolveResult& solved) {
  return {{"manifest.json", manifest(solved)},
          {"scenario.resolved.yaml", solved.scenario.resolved},
          {"result.json", stored_text(solved)},
          {"answers.csv", answers_csv(solved)},
          solved.goal == Goal::best ? NamedBytes{"ranking.csv", ranking_csv(solved)}
                                    : NamedBytes{"tried.csv", tried_csv(solved)}};
}

}  // namespace busyhour
