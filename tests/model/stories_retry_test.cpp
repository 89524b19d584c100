/// What a client does after a refusal, one story for each key. The one slot is taken from 0 until whenever the story
/// says; the caller comes at 1.
#include "busyhour/model/purpose.hpp"
#include "busyhour/random/uniform.hpp"
#include "stories.hpp"

namespace busyhour::testing {
namespace {

using RetryStory = Story;
INSTANTIATE_TEST_SUITE_P(Told, RetryStory, ::testing::Values(Teller::plain, Teller::model));

/// The slot is taken until `freed`; a caller of 1 s comes at 1.
Scene one_caller(Duration freed, ClientConfig client) {
  Scene scene = callers({{1s, 1s}}, std::move(client));
  takes(scene, {{0s, freed}});
  return scene;
}

ConstantRetry& constant(Scene& scene) {
  return std::get<ConstantRetry>(std::get<TraceConfig>(scene.workloads[0].second).client.retry);
}

ExponentialRetry exponential_rule(Jitter jitter) {
  ExponentialRetry rule;
  rule.first = 250ms;
  rule.factor = 2;
  rule.cap = 1s;
  rule.jitter = jitter;
  rule.spread = 0.5;
  rule.attempts = unlimited;
  return rule;
}

TEST_P(RetryStory, None) { EXPECT_EQ(requests(told(one_caller(5s, {}))), (Lines{"1: refused once, given up at 1"})); }

TEST_P(RetryStory, TheFirstAttemptCounts) {
  EXPECT_EQ(requests(told(one_caller(5s, retries(500ms, at_most(3))))), (Lines{"1: refused 3 times, given up at 2"}));
  EXPECT_EQ(requests(told(one_caller(5s, retries(500ms, at_most(1))))), (Lines{"1: refused once, given up at 1"}));
  EXPECT_EQ(requests(told(one_caller(1700ms, retries(500ms, at_most(3))))),
            (Lines{"1: refused 2 times, in at 2, bytes 3 to 3"}));
}

// A slot freed at 1.5 serves an attempt at 1.5.
TEST_P(RetryStory, AReleaseComesBeforeAnAttempt) {
  EXPECT_EQ(requests(told(one_caller(1500ms, retries(500ms, at_most(2))))),
            (Lines{"1: refused once, in at 1.5, bytes 2.5 to 2.5"}));
}

// Pauses 0.25, 0.5, 1, 1: attempts at 1, 1.25, 1.75, 2.75, 3.75.
TEST_P(RetryStory, ExponentialUpToItsCap) {
  ClientConfig client;
  client.retry = exponential_rule(Jitter::none);
  EXPECT_EQ(requests(told(one_caller(3s, client))), (Lines{"1: refused 4 times, in at 3.75, bytes 4.75 to 4.75"}));
}

// The jitters by their formulas, with the very numbers that stand at the draws' places. Pauses before jitter: 0.25,
// 0.5, 1.
TEST_P(RetryStory, Jitters) {
  const auto u = [](std::uint32_t n) {
    Draw draw{Place{seed_of(1, "callers 0"), 0, 0}, purpose::retry, n};
    return uniform01(draw);
  };
  const double x[] = {.25, .5, 1};
  const auto attempts = [&](auto&& pause) {
    TimePoint t{1s};
    for (std::uint32_t n = 0; n < 3; ++n) t += seconds(pause(x[n], u(n)));
    return t;
  };
  double before = .25;
  const std::pair<Jitter, TimePoint> expected[] = {
      {Jitter::full, attempts([](double b, double v) { return b * v; })},
      {Jitter::equal, attempts([](double b, double v) { return b / 2 + b / 2 * v; })},
      {Jitter::proportional, attempts([](double b, double v) { return b * (.5 + v); })},  // U(1 - 50 %, 1 + 50 %)
      {Jitter::subtractive, attempts([](double b, double v) { return b * (1 - .5 * v); })},
      {Jitter::decorrelated,
       attempts([&](double, double v) { return before = std::min(1.0, .25 + (3 * before - .25) * v); })}};
  for (const auto& [jitter, fourth] : expected) {
    ExponentialRetry rule = exponential_rule(jitter);
    rule.attempts = at_most(4);
    ClientConfig client;
    client.retry = rule;
    const auto story = told(one_caller(9s, client));
    EXPECT_EQ(story.requests.at(0).attempts, 4U);
    EXPECT_NEAR(in_seconds(story.requests.at(0).known - fourth), 0, 2e-9) << static_cast<int>(jitter);
  }
}

// Decorrelated pauses with first = cap have no choice: min(cap, U(first, 3 first)) = cap.
TEST_P(RetryStory, DecorrelatedIsBoundByItsCap) {
  ExponentialRetry rule = exponential_rule(Jitter::decorrelated);
  rule.first = rule.cap;
  rule.factor.reset();
  ClientConfig client;
  client.retry = rule;
  EXPECT_EQ(requests(told(one_caller(2500ms, client))), (Lines{"1: refused 2 times, in at 3, bytes 4 to 4"}));
}

// No attempt later than one second after the first: the third, at 2, still is; the next would come at 2.5, so it is
// given up at the refusal.
TEST_P(RetryStory, Deadline) {
  Scene scene = one_caller(5s, retries(500ms, unlimited));
  constant(scene).deadline = 1s;
  EXPECT_EQ(requests(told(scene)), (Lines{"1: refused 3 times, given up at 2"}));
}

// A tenth of a second each way: sent at 1, refusals known at 1.2, 1.9, 2.6; sent again at 1.7 and 2.4, but not at 3.1:
// that is later than two seconds after 1.
TEST_P(RetryStory, TheDeadlineIsTheClients) {
  Scene scene = one_caller(5s, retries(500ms, unlimited));
  scene.provider.network = always(100ms);
  constant(scene).deadline = 2s;
  EXPECT_EQ(requests(told(scene)), (Lines{"1.1: refused 3 times, given up at 2.6"}));
  constant(scene).deadline = 2100ms;
  EXPECT_EQ(requests(told(scene)), (Lines{"1.1: refused 4 times, given up at 3.3"}));
}

// The provider asks for 0.8 s: attempts at 1, 1.8, 2.6. Who does not listen comes at 1, 1.5, 2.
TEST_P(RetryStory, RetryAfter) {
  Scene scene = one_caller(5s, retries(500ms, at_most(3)));
  std::get<Reject>(limit_of(scene).when_full).retry_after = 800ms;
  EXPECT_EQ(requests(told(scene)), (Lines{"1: refused 3 times, given up at 2"}));
  constant(scene).honours_retry_after = true;
  EXPECT_EQ(requests(told(scene)), (Lines{"1: refused 3 times, given up at 2.6"}));
}

// One retry saved up, half a retry earned by each request. At 1: full, one spent; at 1.25 nothing is left. At 2: a
// half, not enough. At 3: one again.
TEST_P(RetryStory, Budget) {
  Scene scene = callers({{1s, 1s}, {2s, 1s}, {3s, 1s}}, retries(250ms, unlimited));
  takes(scene, {{0s, 9s}});
  constant(scene).budget = RetryBudget{0.5, 1};
  EXPECT_EQ(requests(told(scene)), (Lines{"1: refused 2 times, given up at 1.25", "2: refused once, given up at 2",
                                          "3: refused 2 times, given up at 3.25"}));
}

// Ten requests that earn a tenth each have earned a whole retry.
TEST_P(RetryStory, TenTenthsAreOne) {
  std::vector<At> rows;
  for (int i = 1; i <= 11; ++i) rows.push_back({i * 500ms, 1s});
  Scene scene = callers(rows, retries(100ms, unlimited));
  takes(scene, {{0s, 9s}});
  constant(scene).budget = RetryBudget{0.1, 1};
  const Lines lines = requests(told(scene));
  EXPECT_EQ(lines.front(), "0.5: refused 2 times, given up at 0.6");
  for (std::size_t i = 1; i < 10; ++i) EXPECT_NE(lines[i].find("refused once"), std::string::npos) << lines[i];
  EXPECT_EQ(lines[10], "5.5: refused 2 times, given up at 5.6");
}

// A refusal in the clothes of a success: status 200, code 96. Only who knows the code takes it for a refusal and tries
// again.
TEST_P(RetryStory, RetryOn) {
  ClientConfig client = retries(500ms, at_most(3));
  const auto with = [&](std::vector<std::string> words) {
    client.retry_on = std::move(words);
    Scene scene = one_caller(5s, client);
    limit_of(scene).when_full = reject(200, 96);
    return requests(told(scene));
  };
  EXPECT_EQ(with({"status 429"}), (Lines{"1: refused once, given up at 1"}));
  EXPECT_EQ(with({"code 97", "status 429"}), (Lines{"1: refused once, given up at 1"}));
  EXPECT_EQ(with({"status 429", "code 96"}), (Lines{"1: refused 3 times, given up at 2"}));
  EXPECT_EQ(with({"status 200"}), (Lines{"1: refused 3 times, given up at 2"}));
  EXPECT_EQ(with({}), (Lines{"1: refused 3 times, given up at 2"}));
}

// A refusal that is final whatever the client would like.
TEST_P(RetryStory, Never) {
  Scene scene = one_caller(5s, retries(500ms, unlimited));
  std::get<Reject>(limit_of(scene).when_full).retry = Retriable::never;
  EXPECT_EQ(requests(told(scene)), (Lines{"1: refused once, given up at 1"}));
}

}  // namespace
}  // namespace busyhour::testing
