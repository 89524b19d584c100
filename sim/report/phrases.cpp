#include "phrases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "busyhour/report/report.hpp"
#include "numbers.hpp"
#include "text.hpp"

namespace busyhour::detail {
namespace {

/// `share`: what follows "1.34 % "; `the`: the metric within "p95 of ...".
struct Phrase {
  std::string_view metric, label, share, the;
};
constexpr std::array phrases{
    Phrase{"first_attempt_rejected", "First attempts refused", "of first attempts are refused",
           "the share of first attempts refused"},
    Phrase{"attempt_rejected", "Attempts refused", "of attempts are refused", "the share of attempts refused"},
    Phrase{"turn_rejected", "Turns with a refusal", "of turns meet a refusal", "the share of turns with a refusal"},
    Phrase{"given_up", "Requests given up", "of requests are given up", "the share of requests given up"},
    Phrase{"completed", "Requests completed", "of requests are completed", "the share of requests completed"},
    Phrase{"failed", "Requests failed", "of requests fail", "the share of requests that fail"},
    Phrase{"attempts_per_request", "Attempts per request", "", "the number of attempts per request"},
    Phrase{"added_delay", "Added delay", "", "the added delay"},
    Phrase{"queue_wait", "Wait in the queue", "", "the wait in the queue"},
    Phrase{"line_wait", "Wait in the client's line", "", "the wait in the client's line"},
    Phrase{"time_to_first_audio", "Time to first audio", "", "the time to first audio"},
    Phrase{"first_audio_delay", "Delay of the first audio", "", "the delay of the first audio"},
    Phrase{"playback_gap", "Gap between sounds", "", "the gap between sounds"},
    Phrase{"silent_turns", "Silent turns", "of turns stay silent", "the share of silent turns"},
    Phrase{"conversation_refused", "Conversations refused", "of conversations are refused",
           "the share of conversations refused"},
    Phrase{"response_time", "Response time", "", "the response time"},
    Phrase{"in_flight", "In flight", "", "the number in flight"},
    Phrase{"slot_use", "Slot use", "of the slots are in use", "the slot use"},
    Phrase{"full_time", "Time at the limit", "of the time every slot is held",
           "the share of time with every slot held"},
    Phrase{"throughput", "Throughput", "", "the throughput"},
    Phrase{"makespan", "Time to finish everything", "", "the time to finish everything"},
    Phrase{"last_resolved", "Last request resolved", "", "the time of the last resolution"},
    Phrase{"spend", "Spend", "", "the spend"},
    Phrase{"balance.min", "Lowest balance", "", "the lowest balance"},
    Phrase{"balance.end", "Balance at the end", "", "the balance at the end"},
    Phrase{"time_to_empty", "Time until the balance is empty", "", "the time until the balance is empty"}};

const Phrase* phrase_of(std::string_view metric) {
  const auto at = std::ranges::find(phrases, metric, &Phrase::metric);
  return at == phrases.end() ? nullptr : &*at;
}

std::string spaced(std::string_view metric) {
  std::string words{metric};
  std::ranges::replace(words, '_', ' ');
  return words;
}

enum class Seen { either, needed };
struct Wanted {
  std::string_view metric, statistic;
  Seen only_if_seen = Seen::either;
};
/// The order in which an engineer asks.
constexpr std::array wanted{Wanted{"first_attempt_rejected", ""},
                            Wanted{"turn_rejected", ""},
                            Wanted{"conversation_refused", "", Seen::needed},
                            Wanted{"given_up", ""},
                            Wanted{"failed", "", Seen::needed},
                            Wanted{"added_delay", "p50"},
                            Wanted{"added_delay", "p95"},
                            Wanted{"added_delay", "p99"},
                            Wanted{"time_to_first_audio", "p95"},
                            Wanted{"first_audio_delay", "p95"},
                            Wanted{"silent_turns", ""},
                            Wanted{"makespan", "mean"},
                            Wanted{"slot_use", ""},
                            Wanted{"full_time", ""},
                            Wanted{"spend", "mean"},
                            Wanted{"throughput", ""}};

std::string statistic_word(const std::string& statistic) {
  return statistic == "mean" ? "mean" : statistic == "max" ? "largest seen" : statistic;
}

}  // namespace

KeyParts parts_of(const std::string& key, std::string_view metric) {
  const auto at = metric.empty() ? key.npos : key.rfind(metric);
  const auto end = at + metric.size();
  const bool starts = at != key.npos && (at == 0 || key[at - 1] == '.');
  if (!starts || (end != key.size() && key[end] != '.')) return {"", key, ""};
  return {at == 0 ? "" : key.substr(0, at - 1), std::string{metric}, end == key.size() ? "" : key.substr(end + 1)};
}

std::string label_of(const KeyParts& key) {
  const Phrase* const phrase = phrase_of(key.metric);
  std::string label = phrase ? std::string{phrase->label} : spaced(key.metric);
  if (!key.scope.empty()) label += " (" + key.scope + ")";
  if (!key.statistic.empty()) label += ", " + statistic_word(key.statistic);
  return label;
}

std::string sentence_of(const MetricRef& subject, const std::string& value) {
  const Phrase* const phrase = phrase_of(subject.metric);
  const std::string scope = subject.scope.empty() ? "" : shortened(one_line(subject.scope), 60) + ": ";
  if (subject.statistic == Statistic::none && phrase && !phrase->share.empty())
    return fmt::format("{}{} {}", scope, value, phrase->share);
  const std::string the = phrase ? std::string{phrase->the} : spaced(subject.metric);
  if (subject.statistic == Statistic::none) return fmt::format("{}{} is {}", scope, the, value);
  if (subject.statistic == Statistic::share)
    return fmt::format("{}in {} of cases {} exceeds {}", scope, value, the,
                       readable_bound(subject.threshold, subject.about, Statistic::none));
  const std::string of = subject.statistic == Statistic::mean  ? "the mean of "
                         : subject.statistic == Statistic::max ? "the largest of "
                                                               : fmt::format("p{} of ", shortest(subject.q * 100));
  return fmt::format("{}{}{} is {}", scope, of, the, value);
}

const MetricResult* find(const RunResult& run, std::string_view key) {
  const auto at = std::ranges::find(run.metrics, key, &MetricResult::key);
  return at == run.metrics.end() ? nullptr : &*at;
}

std::vector<const MetricResult*> key_numbers(const RunResult& run) {
  constexpr std::size_t most = 12;
  std::vector<const MetricResult*> chosen;
  for (const Wanted& want : wanted)
    for (const MetricResult& m : run.metrics) {
      const KeyParts key = parts_of(m);
      const bool rare = want.only_if_seen == Seen::needed && m.estimate.value == 0;
      const bool whole = m.about.scope == MetricScope::limit || key.scope.empty();
      if (whole && !rare && key.metric == want.metric && key.statistic == want.statistic && m.estimate.has_value() &&
          chosen.size() < most)
        chosen.push_back(&m);
    }
  return chosen;
}

VerdictWord word_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::passes:
      return {"passes", "✓", "PASS"};
    case Verdict::fails:
      return {"fails", "✗", "FAIL"};
    case Verdict::undecided:
      break;
  }
  return {"undecided", "?", "UNDECIDED"};
}

std::string_view word_of(Relation relation) {
  constexpr std::array words{"at most", "at least", "less than", "more than"};
  return words[static_cast<std::size_t>(relation)];
}
std::string_view symbol_of(Relation relation) {
  constexpr std::array words{"≤", "≥", "<", ">"};
  return words[static_cast<std::size_t>(relation)];
}

std::optional<Verdict> overall(const RunResult& run) {
  if (run.slo.empty()) return std::nullopt;
  const auto any = [&](Verdict v) {
    return std::ranges::any_of(run.slo, [v](const RuleResult& r) { return r.verdict == v; });
  };
  return any(Verdict::fails) ? Verdict::fails : any(Verdict::undecided) ? Verdict::undecided : Verdict::passes;
}

std::string_view banner_word(const RunResult& run) {
  const auto verdict = overall(run);
  return verdict ? word_of(*verdict).capital : "DONE";
}

std::string bound_text(const RuleResult& rule) {
  return fmt::format("{} {}", word_of(rule.relation),
                     readable_bound(rule.bound, rule.subject.about, rule.subject.statistic));
}

std::string run_text(const RunResult& run) {
  std::string text =
      run.alone ? fmt::format("replication {} alone, {}", *run.alone, readable_seconds(run.duration_s))
                : fmt::format("{} replication{} of {}", readable_count(static_cast<std::uint64_t>(run.replications)),
                              run.replications == 1 ? "" : "s", readable_seconds(run.duration_s));
  if (run.warm_up_s > 0)
    text += fmt::format(", the first {} discarded{}", readable_seconds(run.warm_up_s),
                        run.warm_up_found ? " (found by MSER-5)" : "");
  return text + fmt::format(", seed {}", run.seed);
}

std::string command_of(const RunResult& run) {
  std::string command = "busyhour run " + shell_word(run.scenario.file);
  for (const std::string& set : run.scenario.sets)
    if (!set.starts_with("run.seed=") && !set.starts_with("run.replications=")) command += " --set " + shell_word(set);
  if (run.alone) return command + fmt::format(" --seed {} --replication {}", run.seed, *run.alone);
  return command + fmt::format(" --seed {} --replications {}", run.seed, run.replications);
}

}  // namespace busyhour::detail
