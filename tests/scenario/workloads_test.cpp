/// Workloads as they are written: what each key gives, and what is said when it is wrong.
#include <gtest/gtest.h>

#include "files_for_test.hpp"

namespace busyhour {
namespace {

using namespace std::chrono_literals;

const std::string head = R"(version: 1
provider: {endpoints: {api: {service: 1 s}}}
run: {duration: 1 h, warm_up: 1 min}
workloads:
)";
const std::string calls = head + R"(  calls:
    kind: calls
    arrive: {dist: poisson, rate: 60 /h}
    lasts: {dist: exponential, mean: 4 min}
    turn: {pause: 5 s}
)";

template <class Config>
Config only(const std::string& text) {
  const Loaded loaded = load_text(text);
  EXPECT_TRUE(loaded.scenario) << said(loaded);
  return std::get<Config>(loaded.scenario.value().workloads.at(0).second);
}

TEST(Calls, LastATimeOrSomeTurns) {
  const auto timed = only<CallsConfig>(calls);
  EXPECT_DOUBLE_EQ(std::get<PoissonArrivals>(timed.arrive).rate, 60.0 / 3600);
  EXPECT_DOUBLE_EQ(std::get<LastsTime>(timed.lasts).time.mean(), 240);
  const std::string lasts = "{dist: exponential, mean: 4 min}";
  EXPECT_DOUBLE_EQ(std::get<LastsTime>(only<CallsConfig>(with(calls, lasts, "3 min")).lasts).time.mean(), 180);
  const auto counted = only<CallsConfig>(with(calls, lasts, "{turns: {dist: discrete, values: {4: 50%, 8: 50%}}}"));
  EXPECT_DOUBLE_EQ(std::get<LastsTurns>(counted.lasts).turns.mean(), 6);
  EXPECT_NE(said(load_text(with(calls, lasts, "{turns: 2.5}"))).find("not a whole number"), std::string::npos);
  EXPECT_NE(said(load_text(with(calls, "    lasts: " + lasts + "\n", ""))).find("'lasts' is missing"),
            std::string::npos);
}

TEST(Arrive, FollowsAProfile) {
  const auto of = [](const std::string& profile) {
    return with(calls, "rate: 60 /h", "rate: 60 /h, profile: " + profile);
  };
  const auto profile = [&](const std::string& text) {
    return std::get<PoissonArrivals>(only<CallsConfig>(of(text)).arrive).profile.value();
  };
  const auto steps = std::get<StepsProfile>(profile("{kind: steps, every: 1 h, levels: [0.2x, 1x, 0x]}"));
  EXPECT_EQ(steps.every, 1h);
  EXPECT_EQ(steps.levels, (std::vector<double>{0.2, 1, 0}));
  EXPECT_EQ(std::get<LinesProfile>(profile("{kind: lines, every: 30 min, levels: [0x, 2x]}")).levels[1], 2);
  const auto sine = std::get<SineProfile>(profile("{kind: sine, period: 24 h, swing: 60%, peak: 14 h}"));
  EXPECT_DOUBLE_EQ(sine.swing, 0.6);
  EXPECT_EQ(sine.peak, 14h);
  EXPECT_NE(said(load_text(of("{kind: steps, every: 1 h, levels: [0x, 0x]}"))).find("nothing would ever arrive"),
            std::string::npos);
  EXPECT_NE(said(load_text(of("{kind: steps, every: 1 h, levels: [0.5]}"))).find("0.5"), std::string::npos);
  EXPECT_NE(said(load_text(of("{kind: sine, period: 24 h, swing: 160%}"))).find("swing"), std::string::npos);
  EXPECT_NE(said(load_text(of("{kind: stepz, every: 1 h, levels: [1x]}"))).find("did you mean 'steps'"),
            std::string::npos);
}

TEST(Arrive, ComesInBurstsAndBatches) {
  const std::string states = "{calm: {rate: 2 /s, lasts: 1 min}, storm: {rate: 20 /s, lasts: 10 s}}";
  const auto of = [](const std::string& text) { return with(calls, "{dist: poisson, rate: 60 /h}", text); };
  const auto bursts =
      std::get<ModulatedArrivals>(only<CallsConfig>(of("{dist: mmpp, states: " + states + ", batch_size: 3}")).arrive);
  ASSERT_EQ(bursts.states.size(), 2U);
  EXPECT_EQ(bursts.states[1].first, "storm");
  EXPECT_DOUBLE_EQ(bursts.states[1].second.rate, 20);
  EXPECT_EQ(bursts.states[1].second.lasts, 10s);
  EXPECT_DOUBLE_EQ(bursts.batch_size->mean(), 3);
  EXPECT_NE(said(load_text(of("{dist: mmpp, states: {a: {rate: 2 /s, lasts: 1 s}}}"))).find("at least two states"),
            std::string::npos);
  EXPECT_NE(said(load_text(of("{dist: mmpp, states: {a: {rate: 0 /s, lasts: 1 s}, b: {rate: 0 /s, lasts: 1 s}}}")))
                .find("every state is silent"),
            std::string::npos);
  EXPECT_NE(said(load_text(of("{dist: poisson, rate: 1 /s, batch_size: 0}"))).find("batch_size"), std::string::npos);
  EXPECT_TRUE(
      std::holds_alternative<RenewalArrivals>(only<CallsConfig>(of("{dist: gamma, mean: 2 s, cv: 150%}")).arrive));
}

const std::string batch = head + R"(  jobs:
    kind: batch
    tasks: 40
    classes:
      short: {share: 80%}
      long: {share: 20%, service: {dist: exponential, mean: 9 s}, price: $0.29, priority: 7}
slo: [p95(jobs.long.added_delay) <= 1 s, jobs.short.given_up <= 1%]
)";

TEST(Classes, HaveSharesAndWhatIsTheirOwn) {
  const std::string text = with(batch, "{duration: 1 h, warm_up: 1 min}", "{until: workload_done}");
  const auto classes = only<BatchConfig>(text).classes;
  ASSERT_EQ(classes.size(), 2U);
  EXPECT_FALSE(classes[0].second.service);
  EXPECT_DOUBLE_EQ(std::get<TimedService>(*classes[1].second.service).time.mean(), 9);
  EXPECT_EQ(classes[1].second.price, dollars(0.29));
  EXPECT_EQ(classes[1].second.priority, 7);
  EXPECT_EQ(load_text(text).scenario->slo[0].subject.scope, "jobs.long");
  EXPECT_NE(said(load_text(with(text, "80%", "70%"))).find("make 90%, not 100%"), std::string::npos);
  EXPECT_NE(said(load_text(with(text, "jobs.long.added", "jobs.lang.added"))).find("unknown metric"),
            std::string::npos);
  EXPECT_NE(said(load_text(with(text, "service: {dist: exponential, mean: 9 s}",
                                "service: {first_token: 1 s, per_token: 20 ms}")))
                .find("tokens_out"),
            std::string::npos);
}

TEST(Trace, MayBeResampled) {
  const TestFolder folder;
  (void)folder.write("t.csv", "t\n0\n1\n2.5\n");
  const std::string text =
      with(head, "{duration: 1 h, warm_up: 1 min}", "{until: workload_done}") +
      "  t: {kind: trace, file: t.csv, columns: {arrives: {column: t, unit: s}}, resample: {block: "
      "1 s}}\n";
  const Loaded loaded = load(folder.write("s.yaml", text));
  ASSERT_TRUE(loaded.scenario) << said(loaded);
  EXPECT_EQ(std::get<TraceConfig>(loaded.scenario->workloads[0].second).resample->block, 1s);
}

TEST(Explain, KnowsTheWorkloads) {
  for (const char* name : {"calls", "lasts", "turns", "profile", "steps", "lines", "sine", "mmpp", "states",
                           "batch_size", "classes", "resample", "block", "barge_in", "frees_slot"})
    EXPECT_FALSE(explain(name).text.empty()) << name;
  EXPECT_NE(explain("levels").text.find("such as levels: [0.2x, 1x, 0.5x]"), std::string::npos);
}

}  // namespace
}  // namespace busyhour
