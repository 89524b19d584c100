#include "busyhour/scenario/load.hpp"

#include <gtest/gtest.h>

#include "files_for_test.hpp"
#include "support/where.hpp"

namespace busyhour {
namespace {

/// `from` in the small scenario becomes `to`: that is refused with this place and sentence.
void refuses(const std::string& from, const std::string& to, const std::string& because) {
  const Loaded l = load_text(with(small, from, to));
  EXPECT_FALSE(l.scenario) << to;
  EXPECT_NE(said(l).find(because), std::string::npos) << to << "\n" << said(l);
}

TEST(Load, TheSmallScenarioIsWhatItSays) {
  const Loaded l = load_text(small);
  ASSERT_TRUE(l.scenario) << said(l);
  const Scenario& s = *l.scenario;
  ASSERT_EQ(s.provider.limits.size(), 1U);
  const auto& limit = std::get<ConcurrencyLimit>(s.provider.limits[0].second);
  EXPECT_EQ(limit.cap.expression.constant(), 4);
  EXPECT_EQ(std::get<Reject>(limit.when_full).status, 429);
  const auto& calls = std::get<ConversationsConfig>(s.workloads[0].second);
  EXPECT_EQ(calls.count, 8);
  EXPECT_EQ(calls.endpoint, "api");  // there is only one
  EXPECT_DOUBLE_EQ(calls.turn.pause->mean(), 7.5);
  EXPECT_TRUE(std::holds_alternative<NoRetry>(calls.client.retry));
  EXPECT_EQ(s.run.duration, std::chrono::hours{10});
  EXPECT_EQ(s.run.warm_up, std::chrono::minutes{10});
}

TEST(Load, UnknownKeysAndWordsAreSuggested) {
  refuses("count: 8", "cuont: 8", "10:5 error: unknown key 'cuont' in workloads.calls | did you mean 'count'?");
  refuses("count: 8", "cuont: 8", "'count' is missing in workloads.calls");
  refuses("retry: none", "retry: non", "unknown retry 'non' | did you mean 'none'?");
  refuses("dist: exponential, mean: 7.5 s", "dist: exponental, mean: 7.5 s", "did you mean 'exponential'?");
  refuses("counts: requests", "counts: reqests", "did you mean 'requests'?");
  refuses("action: reject", "action: rejekt", "did you mean 'reject'?");
  refuses("version: 1", "versoin: 1", "did you mean 'version'?");
}

TEST(Load, UnitsAreRequiredAndRight) {
  refuses("mean: 7.5 s", "mean: 7.5", "'7.5' has no unit, but a duration was due");
  refuses("mean: 7.5 s", "mean: 7.5 secs", "11:49 error: unknown time unit 'secs' | write 's'");
  refuses("mean: 7.5 s", "mean: $7", "is money, but a duration was due");
  refuses("mean: 7.5 s", "mean: -7 s", "mean");
  refuses("duration: 10 h", "duration: -1 h", "must be more than 0 s");
  refuses("turn: {", "turn: {user_speaks: 0.1 + 0.2, ", "not a formula");
  refuses("count: 8", "count: 8%", "a whole number was due here, not a share");
  refuses("count: 8", "count: 2x", "a whole number was due here, not a ratio");
  refuses("retry: none", "retry: {kind: constant, pause: 1 s, attempts: 3, budget: {ratio: 0.1, burst: 5}}",
          "a share is written with % | write 10%");
  refuses("retry: none", "retry: {kind: exponential, first: 1 s, factor: 2, cap: 8 s, jitter: full, attempts: 3}",
          "a ratio is written with x | write 2x");
}

TEST(Load, CapsAreWholeAndAtLeastOne) {
  refuses("cap: 4", "cap: 0", "cap must be at least 1");
  refuses("cap: 4", "cap: 2.5", "'2.5' is not a whole number");
  refuses("cap: 4", "cap: 5 / 2", "is 2.5, not a whole number | round it with floor or ceil");
  refuses("cap: 4", "cap: unlimitd", "unknown name 'unlimitd'");
  refuses("cap: 4", "cap: workloads.calls.cuont", "did you mean 'workloads.calls.count'?");
  refuses("cap: 4", "cap: provider.limits.requests.cap", "in a circle");
  refuses("cap: 4", "cap: balance / $1", "there is no provider.account");
  const Loaded l = load_text(with(small, "cap: 4", "cap: floor(workloads.calls.count / 3)"));
  ASSERT_TRUE(l.scenario) << said(l);
  EXPECT_EQ(std::get<ConcurrencyLimit>(l.scenario->provider.limits[0].second).cap.expression.constant(), 2);
}

TEST(Load, PartsMustFitEachOther) {
  refuses("warm_up: 10 min", "warm_up: 10 h", "the warm-up is as long as the run or longer");
  refuses("replications: 30", "replications: 0", "replications must be at least 1");
  refuses("duration: 10 h, ", "", "'duration' is missing in run");
  refuses("duration: 10 h, warm_up: 10 min", "until: workload_done", "no workload ever ends");
  refuses("version: 1", "version: 2", "reads version: 1");
  refuses("turn: {", "turn: {gap: 1 s, ", "'pause' stands alone");
  refuses("turn: {pause: {dist: exponential, mean: 7.5 s}}", "turn: {gap: 1 s}", "'say' is missing");
  refuses("turn: {pause: {dist: exponential, mean: 7.5 s}}", "turn: {}", "a turn is a pause, or");
  refuses("count: 8", "count: 8\n    endpoint: apo", "there is no endpoint 'apo' | did you mean 'api'?");
  refuses("cap: 4", "cap: 4, endpoints: [apo]", "there is no endpoint 'apo' | did you mean 'api'?");
  refuses("mean: 2.5 s}", "mean: 2.5 s}, limits: {reqests: {when_full: reject}}", "did you mean 'requests'?");
  refuses("service: {dist: exponential, mean: 2.5 s}", "service: {first_byte: 1 s, generation_speed: 2x}",
          "depends on characters and speaking_rate");
  refuses("retry: none", "retry: none, retry_on: [teapot]", "names no refusal");
  const std::string exponential = "retry: {kind: exponential, first: 1 s, cap: 8 s, attempts: 3, ";
  refuses("retry: none", exponential + "jitter: full}", "'factor' is missing");
  refuses("retry: none", exponential + "jitter: decorrelated, factor: 2x}", "takes no factor");
  refuses("retry: none", exponential + "jitter: subtractive, factor: 2x}", "'spread' is missing");
  refuses("retry: none", exponential + "jitter: full, factor: 2x, spread: 5%}", "belongs to proportional");
  refuses("retry: none", "retry: {kind: exponential, first: 9 s, cap: 8 s, attempts: 3, jitter: full, factor: 2x}",
          "shorter than the first one");
  refuses("  endpoints:\n    api: {service: {dist: exponential, mean: 2.5 s}}\n", "  endpoints: {}\n",
          "at least one endpoint");
}

TEST(Load, EverythingWrongIsSaidAtOnceInTheOrderOfTheFile) {
  std::string text = with(small, "cap: 4", "cap: 0");
  text = with(text, "mean: 7.5 s", "mean: 7.5");
  text = with(text, "warm_up: 10 min", "warm_up: 11 h");
  const Loaded l = load_text(text);
  ASSERT_EQ(l.diagnostics.size(), 3U) << said(l);
  EXPECT_EQ(l.diagnostics[0].where.line, 4);
  EXPECT_EQ(l.diagnostics[1].where.line, 11);
  EXPECT_EQ(l.diagnostics[2].where.line, 13);
}

TEST(Load, ACycleOfConstantsDrawsAWarning) {
  std::string text = with(small, "{dist: exponential, mean: 7.5 s}", "7 s");
  text = with(text, "{dist: exponential, mean: 2.5 s}", "2 s");
  const Loaded l = load_text(text);
  EXPECT_TRUE(l.scenario);
  EXPECT_NE(said(l).find("warning: this cycle is made only of constants"), std::string::npos) << said(l);
  EXPECT_EQ(said(load_text(with(text, "count: 8", "count: 8\n    start: {over: 1 min}"))), "");
}

TEST(Set, TakesFlowYamlAndNamesItselfInErrors) {
  const Loaded l = load_text(small, {"workloads.calls.count=5", "run={seed: 7}", "workloads.calls.client.retry=null"});
  ASSERT_TRUE(l.scenario) << said(l);
  EXPECT_EQ(std::get<ConversationsConfig>(l.scenario->workloads[0].second).count, 5);
  EXPECT_EQ(l.scenario->run.seed, 7);
  const auto rendered = [](const std::string& set) {
    const Loaded wrong = load_text(small, std::vector<std::string>{set});
    EXPECT_FALSE(wrong.scenario) << set;
    return render(wrong.diagnostics, wrong.sources);
  };
  EXPECT_EQ(rendered("workloads.calls.count=many"),
            "--set workloads.calls.count=many: error: a whole number was due here, not 'many'\n"
            "      | workloads.calls.count=many\n"
            "      |                       ^^^^\n"
            "      = help: such as 4\n");
  EXPECT_NE(rendered("workloads.cals.count=5").find("did you mean 'calls'?"), std::string::npos);
  EXPECT_NE(rendered("workloads.calls.cuont=5").find("did you mean 'count'?"), std::string::npos);
  EXPECT_NE(rendered("workloads.calls.count").find("--set takes path=value"), std::string::npos);
  EXPECT_NE(rendered("=5").find("--set takes path=value"), std::string::npos);
  EXPECT_NE(rendered("run.seed=").find("no value after '='"), std::string::npos);
  EXPECT_NE(rendered("run..seed=1").find("is not a path"), std::string::npos);
  EXPECT_NE(rendered("run.seed=[1").find("not YAML"), std::string::npos);
}

TEST(Examples, AllOfTheLanguageLoad) {
  const std::filesystem::path folder = std::filesystem::path{test::source_dir()} / "../shared/examples";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "the examples are not beside this checkout";
  for (const auto& file : std::filesystem::directory_iterator{folder}) {
    if (file.path().extension() != ".yaml") continue;
    const Loaded l = load(file.path().string());
    EXPECT_TRUE(l.scenario) << render(l.diagnostics, l.sources);
  }
}

}  // namespace
}  // namespace busyhour
