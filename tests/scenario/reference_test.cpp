#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "files_for_test.hpp"

namespace busyhour {
namespace {

using Json = nlohmann::json;

TEST(Schema, IsStrictAndSpeaksOfEveryKey) {
  const Json s = Json::parse(schema_json());
  EXPECT_EQ(s["$schema"], "http://json-schema.org/draft-07/schema#");
  EXPECT_EQ(s["else"]["additionalProperties"], false);
  for (const char* key :
       {"version", "extends", "provider", "workloads", "run", "slo", "sweep", "solve", "claims", "plans"})
    EXPECT_TRUE(s["else"]["properties"].contains(key)) << key;
  EXPECT_EQ(s["then"].count("required"), 0U);  // a file that extends another may leave anything out
}

TEST(Schema, EveryReferenceLeadsSomewhere) {
  const Json s = Json::parse(schema_json());
  std::size_t references = 0;
  const auto walk = [&](const auto& self, const Json& at) -> void {
    if (at.is_object() && at.contains("$ref")) {
      const std::string target = at["$ref"];
      ++references;
      EXPECT_TRUE(s["definitions"].contains(target.substr(std::string_view{"#/definitions/"}.size()))) << target;
    }
    if (at.is_structured())
      for (const auto& inner : at) self(self, inner);
  };
  walk(walk, s);
  EXPECT_GT(references, 20U);
}

TEST(Explain, KnowsKeysPathsKindsWordsDistributionsMetricsAndUnits) {
  for (const char* name : {"", "cap", "provider.limits.requests.cap", "exponential", "full", "lognormal", "added_delay",
                           "p95(added_delay)", "added_delay.p95", "metrics", "ms", "share", "extends", "such_that"})
    EXPECT_FALSE(explain(name).text.empty()) << name;
  EXPECT_NE(explain("capacity").text.find("provider.limits.<name>.when_full.capacity"), std::string::npos);
  EXPECT_NE(explain("turnaround").text.find("may be left out; then: 0 s"), std::string::npos);
}

// Every kind of limit, answer, retry and completion, and the keys of accounts, endpoints and clients: what it is, and
// for keys the unit or example.
TEST(Explain, KnowsTheWholeCatalogue) {
  for (const char* name : {"fixed",
                           "sliding_log",
                           "sliding_counter",
                           "token_bucket",
                           "gcra",
                           "growth",
                           "reserve",
                           "unlimited_when",
                           "at_least",
                           "counts_rejected",
                           "reject",
                           "queue",
                           "surcharge",
                           "priority",
                           "patience",
                           "constant",
                           "exponential",
                           "on_release",
                           "budget",
                           "longest_retry_after",
                           "longer_retry_after",
                           "in_flight",
                           "adapt",
                           "probe",
                           "rate_guard",
                           "breaker",
                           "while_open",
                           "timeout",
                           "resubmit_failed",
                           "preset",
                           "openai-python",
                           "polling",
                           "websocket",
                           "webhook",
                           "stages",
                           "slot_held",
                           "abandoned",
                           "stops",
                           "retries",
                           "between",
                           "fails",
                           "top_up",
                           "at_most",
                           "changes"})
    EXPECT_FALSE(explain(name).text.empty()) << name;
  for (const char* key :
       {"reserve", "adds_per_second", "grows", "probe", "below", "open", "timeout", "preset", "changes"})
    EXPECT_NE(explain(key).text.find("uch as"), std::string::npos) << key << "\n" << explain(key).text;
}

/// The example on the page of a kind.
std::string example_of(const std::string& kind, const std::string& how) {
  const std::string text = explain(kind).text;
  const auto page = text.find("  (" + how);
  const auto at = text.find("such as ", page);
  if (page == std::string::npos || at == std::string::npos) return "no example of " + kind + " in:\n" + text;
  return text.substr(at + 8, text.find('\n', at) - at - 8);
}

// Every limit, workload, answer, retry, completion and service: its page has an example that loads as it stands.
TEST(Explain, GivesAnExampleOfEveryKindThatLoads) {
  const std::string scenario = R"(version: 1
provider:
  limits: {slots: LIMIT}
  endpoints: {monitor: {service: SERVICE}, status: {service: 1 s}}
workloads: {calls: WORKLOAD}
run: {duration: 1 h, warm_up: 0 s}
)";
  const auto loads = [&](const std::string& place, const std::string& kind, const std::string& how,
                         const std::string& around = "@") {
    std::string example = with(around, "@", example_of(kind, how));
    if (example.find("limits.calls") != std::string::npos) example = with(example, "limits.calls", "limits.slots");
    std::string text = with(scenario, place, example);
    const std::pair<const char*, const char*> others[] = {
        {"LIMIT", "{counts: requests, cap: 4, when_full: {action: reject, code: 96}}"},
        {"SERVICE", "2 s"},
        {"WORKLOAD",
         "{kind: arrivals, endpoint: monitor, arrive: {dist: poisson, rate: 1 /s}, demand: {characters: 75 chars, "
         "speaking_rate: 15 chars/s, tokens_out: 9 tokens}}"}};
    for (const auto& [word, instead] : others)
      if (text.find(word) != std::string::npos) text = with(text, word, instead);
    const Loaded l = load_text(text);
    EXPECT_TRUE(l.scenario) << kind << "\n" << text << said(l);
  };
  for (const char* limit : {"concurrency", "fixed", "sliding_log", "sliding_counter", "token_bucket", "gcra", "growth"})
    loads("LIMIT", limit, std::string{"window: "} + limit);
  for (const char* action : {"reject", "queue", "surcharge"})
    loads("LIMIT", action, std::string{"action: "} + action, "{counts: requests, cap: 4, when_full: @}");
  for (const char* service : {"speech", "tokens", "time"}) loads("SERVICE", service, "service");
  const std::string arrivals = "{kind: arrivals, endpoint: monitor, arrive: {dist: poisson, rate: 1 /s}, client: {";
  for (const char* retry : {"none", "constant", "exponential", "on_release"})
    loads("WORKLOAD", retry, std::string{"kind: "} + retry, arrivals + "retry: @}}");
  for (const char* by : {"response", "polling", "websocket", "webhook"})
    loads("WORKLOAD", by, std::string{"by: "} + by, arrivals + "completion: @}}");
  for (const char* workload : {"conversations", "calls", "arrivals", "workers", "batch"}) {
    const std::string example = example_of(workload, std::string{"kind: "} + workload);
    EXPECT_NE(example.find("kind: "), std::string::npos);
    const Loaded l =
        load_text(with(with(with(scenario, "LIMIT", "{counts: requests, cap: 4, when_full: {action: reject}}"),
                            "SERVICE", "2 s}, x: {service: 3 s"),
                       "WORKLOAD", with(example, "{", "{endpoint: monitor, ")));
    EXPECT_TRUE(l.scenario) << example << said(l);
  }
}

TEST(Explain, SuggestsWhatWasMeant) {
  EXPECT_TRUE(explain("addd_delay").text.empty());
  EXPECT_EQ(explain("addd_delay").suggestion, "added_delay");
  EXPECT_EQ(explain("qqqqqqqq").suggestion, "");
}

}  // namespace
}  // namespace busyhour
