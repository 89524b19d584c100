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

// Every kind of limit, answer, retry and completion, and the keys of accounts, endpoints and clients: what it is, and for
// keys the unit or example.
TEST(Explain, KnowsTheWholeCatalogue) {
  for (const char* name :
       {"fixed", "sliding_log", "sliding_counter", "token_bucket", "gcra", "growth", "reserve", "unlimited_when",
        "at_least", "counts_rejected", "reject", "queue", "surcharge", "priority", "patience", "constant", "exponential",
        "on_release", "budget", "longest_retry_after", "longer_retry_after", "in_flight", "adapt", "probe", "rate_guard",
        "breaker", "while_open", "timeout", "resubmit_failed", "preset", "openai-python", "polling", "websocket",
        "webhook", "stages", "slot_held", "abandoned", "stops", "retries", "between", "fails", "top_up", "at_most",
        "changes"})
    EXPECT_FALSE(explain(name).text.empty()) << name;
  for (const char* key : {"reserve", "adds_per_second", "grows", "probe", "below", "open", "timeout", "preset", "changes"})
    EXPECT_NE(explain(key).text.find("uch as"), std::string::npos) << key << "\n" << explain(key).text;
}

TEST(Explain, SuggestsWhatWasMeant) {
  EXPECT_TRUE(explain("addd_delay").text.empty());
  EXPECT_EQ(explain("addd_delay").suggestion, "added_delay");
  EXPECT_EQ(explain("qqqqqqqq").suggestion, "");
}

}  // namespace
}  // namespace busyhour
