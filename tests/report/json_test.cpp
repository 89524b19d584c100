#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "../../sim/report/json_text.hpp"
#include "busyhour/report/report.hpp"
#include "example.hpp"

namespace busyhour {
namespace {

using Json = nlohmann::ordered_json;

Json parsed(const RunResult& run) { return Json::parse(json_report(run)); }

std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

// design.md, "The command line": the keys of the contract come first, in its order; others may follow.
TEST(JsonReport, KeepsTheContract) {
  const Json j = parsed(example::voice());
  EXPECT_EQ(j["scenario"]["name"], "Waves TTS, four voice conversations on one slot");
  EXPECT_EQ(j["scenario"]["sha256"].get<std::string>().size(), 64u);
  const Json& run = j["run"];
  EXPECT_EQ(run["seed"], 20261121);
  EXPECT_EQ(run["replications"], 30);
  EXPECT_EQ(run["duration_s"], 3600);
  EXPECT_EQ(run["warm_up_s"], 300);
  EXPECT_EQ(run["converged"], true);
  EXPECT_EQ(run["partial"], false);
  const Json& metric = j["metrics"]["first_attempt_rejected"];
  EXPECT_EQ(metric["estimate"], 0.31234);
  EXPECT_EQ(metric["low"], 0.30901);
  EXPECT_EQ(metric["high"], 0.31567);
  EXPECT_EQ(metric["n"], 65812);
  EXPECT_EQ(metric["theory"]["model"], "finite-source retrial M/M/1//4");
  EXPECT_EQ(metric["theory"]["value"], 0.3131);
  EXPECT_EQ(metric["theory"]["z"], -0.63);
  EXPECT_FALSE(j["metrics"]["added_delay.p95"].contains("theory"));
  ASSERT_EQ(j["slo"].size(), 3u);
  EXPECT_EQ(j["slo"][0]["rule"], "turn_rejected <= 5%");
  EXPECT_EQ(j["slo"][0]["verdict"], "fails");
  EXPECT_EQ(j["slo"][1]["verdict"], "undecided");
  EXPECT_EQ(j["slo"][2]["verdict"], "passes");
  EXPECT_EQ(j["result_dir"], "runs/20261121-101500-3f9c0b5e");
}

TEST(JsonReport, RulesCarryTheSubjectAndWhatWasCompared) {
  const Json rule = parsed(example::voice())["slo"][1];
  EXPECT_EQ(rule["estimate"], 0.297);
  EXPECT_EQ(rule["low"], 0.288);
  EXPECT_EQ(rule["high"], 0.306);
  EXPECT_EQ(rule["bound"], 0.3);
  EXPECT_EQ(rule["compared"]["bound"], 1 - 0.95);
}

// A run whose inputs were fitted to a log: how much of each width the log makes, in numbers.
TEST(JsonReport, SaysHowMuchOfAWidthComesFromTheLog) {
  RunResult run = example::voice();
  run.metrics[0].input = InputPart{0.75, 400, 1800};
  run.slo[1].input = InputPart{0, 400, INFINITY};
  const Json j = parsed(run);
  const Json& metric = j["metrics"]["first_attempt_rejected"]["input"];
  EXPECT_EQ(metric["share_of_log"], 0.75);
  EXPECT_EQ(metric["records"], 400);
  EXPECT_EQ(metric["records_to_halve"], 1800);
  EXPECT_EQ(j["slo"][1]["input"]["records_to_halve"], "inf");
  EXPECT_FALSE(j["slo"][0].contains("input"));
}

TEST(JsonReport, OrderIsThatOfTheResults) {
  const Json j = parsed(example::voice());
  EXPECT_EQ(keys_of(j), (std::vector<std::string>{"scenario", "run", "verdict", "metrics", "slo", "warnings",
                                                  "result_dir", "version"}));
  std::vector<std::string> metrics;
  for (const MetricResult& m : example::voice().metrics) metrics.push_back(m.key);
  EXPECT_EQ(keys_of(j["metrics"]), metrics);
  EXPECT_EQ(json_report(example::voice()), json_report(example::voice()));
}

TEST(JsonReport, InfiniteAndUndefined) {
  RunResult run = example::voice();
  run.metrics[0].estimate = {INFINITY, 4.2, INFINITY, 7, 30, Estimate::Quality::interval};
  run.metrics[1].estimate = {};
  run.slo[0].measured = {};
  const Json j = parsed(run);
  EXPECT_EQ(j["metrics"]["first_attempt_rejected"]["estimate"], "inf");
  EXPECT_EQ(j["metrics"]["first_attempt_rejected"]["low"], 4.2);
  EXPECT_EQ(j["metrics"]["first_attempt_rejected"]["high"], "inf");
  EXPECT_TRUE(j["metrics"]["turn_rejected"]["estimate"].is_null());
  EXPECT_TRUE(j["slo"][0]["low"].is_null());
}

TEST(JsonReport, OneDocumentAndANewline) {
  for (const RunResult& run : {example::voice(), example::bare(), example::hostile()}) {
    const std::string text = json_report(run);
    EXPECT_TRUE(Json::accept(text));
    EXPECT_EQ(text.back(), '\n');
    EXPECT_NE(text[text.size() - 2], '\n');
  }
  EXPECT_EQ(parsed(example::bare())["metrics"], Json::object());
  EXPECT_EQ(parsed(example::bare())["slo"], Json::array());
}

TEST(JsonReport, HostileTextComesBackAsItWas) {
  const RunResult run = example::hostile();
  const std::string name = parsed(run)["scenario"]["name"];
  EXPECT_TRUE(name.starts_with("</script><img src=x onerror=alert(1)>\"'`&amp;\u202Egnp.exe\u2028\033[2J\r\n"));
  EXPECT_TRUE(name.ends_with("%s\uFFFD\uFFFD"));  // two bytes that are no UTF-8
}

TEST(JsonText, ShortestDigits) {
  EXPECT_EQ(detail::pretty({{"a", 0.1}, {"b", 3600.0}, {"c", 1e-7}, {"d", -0.5}}),
            "{\"a\": 0.1, \"b\": 3600, \"c\": 1e-07, \"d\": -0.5}\n");
}

TEST(JsonText, FitsInAScriptElement) {
  const Json hostile{{"</script><!--", "&\u2028<"}};
  const std::string text = detail::compact(hostile);
  EXPECT_EQ(text.find_first_of("<>&"), text.npos);
  EXPECT_EQ(Json::parse(text), hostile);
}

}  // namespace
}  // namespace busyhour
