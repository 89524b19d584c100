#include <cmath>
#include <nlohmann/json.hpp>

#include "busyhour/report/report.hpp"
#include "json_text.hpp"
#include "phrases.hpp"

namespace busyhour {
namespace {

using namespace detail;
using Json = nlohmann::ordered_json;

void put(Json& into, const Estimate& e) {
  into["estimate"] = number(e.value);
  into["low"] = number(e.low);
  into["high"] = number(e.high);
}

Json json_of(const TheoryValue& theory) {
  return {{"model", theory.model}, {"value", number(theory.value)}, {"z", number(theory.z)}};
}

/// How much of its width comes from the log that the inputs were fitted to.
Json json_of(const InputPart& input) {
  return {{"share_of_log", number(input.share)},
          {"records", input.records},
          {"records_to_halve", number(input.records_to_halve)}};
}

}  // namespace

Json detail::written_value(const std::string& text) {
  const Json read = Json::parse(text, nullptr, false);
  return read.is_number() ? read : Json(text);
}

Json detail::scenario_of(const ScenarioEcho& scenario) {
  return {{"name", scenario.name}, {"sha256", scenario.sha256}, {"file", scenario.file}};
}

Json detail::metrics_of(const RunResult& run) {
  Json all = Json::object();
  for (const MetricResult& m : run.metrics) {
    Json& one = all[m.key];
    put(one, m.estimate);
    one["n"] = m.estimate.n;
    one["quality"] = word_of(m.estimate.quality);
    if (m.theory) one["theory"] = json_of(*m.theory);
    if (m.controlled) one["controlled"] = {{"by", m.controlled->by}, {"width", number(m.controlled->width)}};
    if (m.input) one["input"] = json_of(*m.input);
  }
  return all;
}

Json detail::stability_of(const RunResult& run) {
  Json all = Json::array();
  for (const Instability& i : run.stability) all.push_back({{"word", word_of(i.word)}, {"says", i.says}});
  return all;
}

Json detail::rules_of(const RunResult& run) {
  Json all = Json::array();
  for (const RuleResult& rule : run.slo) {
    Json one{{"rule", rule.rule}, {"verdict", word_of(rule.verdict).word}};
    put(one, rule.measured);
    one["metric"] = rule.subject.key;
    one["bound"] = number(rule.bound);
    Json compared;
    put(compared, rule.estimate);
    compared["bound"] = number(rule.compared_bound);
    one["compared"] = compared;
    if (rule.theory) one["theory"] = json_of(*rule.theory);
    if (rule.input) one["input"] = json_of(*rule.input);
    all.push_back(one);
  }
  return all;
}

Json detail::precision_of(const std::vector<PrecisionResult>& all) {
  Json list = Json::array();
  for (const PrecisionResult& p : all)
    list.push_back({{"metric", p.key},
                    {"asked", p.asked},
                    {"allowed_half_width", number(p.allowed)},
                    {"half_width", number(p.reached)},
                    {"met", p.met}});
  return list;
}

std::string json_report(const RunResult& run) {
  Json document;
  document["scenario"] = scenario_of(run.scenario);
  document["run"] = {{"seed", run.seed},
                     {"replications", run.replications},
                     {"duration_s", number(run.duration_s)},
                     {"warm_up_s", number(run.warm_up_s)},
                     {"converged", run.converged},
                     {"partial", run.partial},
                     {"asked_replications", run.asked_replications},
                     {"warm_up_found", run.warm_up_found},
                     {"events", run.events}};
  if (!run.stability.empty()) document["run"]["stability"] = stability_of(run);
  if (!run.precision.empty()) document["run"]["precision"] = precision_of(run.precision);
  document["verdict"] = verdict_sentence(run);
  document["metrics"] = metrics_of(run);
  document["slo"] = rules_of(run);
  document["warnings"] = run.warnings;
  if (run.alone) document["run"]["alone"] = *run.alone;
  document["result_dir"] = run.result_dir;
  document["version"] = run.version;
  return pretty(document);
}

}  // namespace busyhour
