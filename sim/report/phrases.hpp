#pragma once
/// Metrics in words: what a column is called, how a sentence says it, which of them a reader wants first.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "busyhour/experiment/results.hpp"

namespace busyhour::detail {

/// A key taken apart: `calls.added_delay.p99.9` is scope "calls", metric "added_delay", statistic "p99.9".
struct KeyParts {
  std::string scope, metric, statistic;
};
[[nodiscard]] KeyParts parts_of(const std::string& key, std::string_view metric);
[[nodiscard]] inline KeyParts parts_of(const MetricResult& m) { return parts_of(m.key, m.about.name); }

/// "Added delay, p95", "Slot use of requests", "First attempts refused".
[[nodiscard]] std::string label_of(const KeyParts&);
/// "34.9 % of turns meet a refusal", "p95 of the added delay is 412 ms", after "calls: " for one workload.
[[nodiscard]] std::string sentence_of(const MetricRef& subject, const std::string& value);

[[nodiscard]] const MetricResult* find(const RunResult&, std::string_view key);
/// What to show first, in order: refusals, waiting, voice, given up, slots, money. At most a dozen.
[[nodiscard]] std::vector<const MetricResult*> key_numbers(const RunResult&);

/// "passes", "fails", "undecided" and their symbols and style names.
struct VerdictWord {
  std::string_view word, symbol, capital;
};
[[nodiscard]] VerdictWord word_of(Verdict);
[[nodiscard]] std::string_view word_of(Relation);    ///< "at most"
[[nodiscard]] std::string_view symbol_of(Relation);  ///< "≤"

/// PASS, FAIL, UNDECIDED; DONE when no rule is set.
[[nodiscard]] std::optional<Verdict> overall(const RunResult&);
[[nodiscard]] std::string_view banner_word(const RunResult&);
/// "at most 300 ms": the bound of a rule in the unit of its subject.
[[nodiscard]] std::string bound_text(const RuleResult&);
/// "30 replications of 60 min, the first 5 min discarded, seed 7".
[[nodiscard]] std::string run_text(const RunResult&);
/// "NOT CONVERGED: added_delay.p95 is known to ± 12 ms (asked: 1%), after 3,000 replications (run.at_most)."
[[nodiscard]] std::string not_converged(const std::vector<PrecisionResult>&, std::int64_t replications);
/// The command that gives these numbers again.
[[nodiscard]] std::string command_of(const RunResult&);

}  // namespace busyhour::detail
