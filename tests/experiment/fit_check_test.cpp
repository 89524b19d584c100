// Out of sample on logs of systems whose answers are known: the first part predicts the second as often as it says.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <queue>

#include "busyhour/experiment/fit.hpp"
#include "busyhour/random/draw.hpp"
#include "busyhour/theory/erlang.hpp"
#include "scenario/files_for_test.hpp"

namespace busyhour {
namespace {

/// A log of a loss system or of a queue, made by a loop of its own: Poisson arrivals, exponential services.
class Made {
 public:
  Made(std::uint64_t seed, std::size_t n, double rate, double mean, std::size_t slots, bool queues)
      : seed_{seed}, slots_{slots}, queues_{queues} {
    text_ = queues ? "time_s,wait_s,duration_s\n" : "time_s,duration_s,status\n";
    double t = 0;
    for (std::size_t i = 0; i < n; ++i) {
      t += exponential(0, i) / rate;
      arrive(t, mean * exponential(1, i));
    }
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  [[nodiscard]] double exponential(std::uint32_t what, std::size_t i) const {
    Draw draw{Place{seed_, 0, what}, Purpose{1}, static_cast<std::uint32_t>(i)};
    return Distribution{detail::Exponential{1}}(draw);
  }
  void arrive(double t, double service) {
    char line[100];
    while (!busy_.empty() && busy_.top() <= t) busy_.pop();
    if (!queues_) {
      const bool refused = busy_.size() == slots_;
      if (!refused) busy_.push(t + service);
      std::snprintf(line, sizeof line, refused ? "%.6f,,429\n" : "%.6f,%.6f,200\n", t, service);
    } else {  // `busy_` holds when each slot is free of all that came before
      double begins = t;
      if (busy_.size() == slots_) begins = busy_.top(), busy_.pop();
      busy_.push(begins + service);
      std::snprintf(line, sizeof line, "%.6f,%.6f,%.6f\n", t, begins - t, service);
    }
    text_ += line;
  }
  std::uint64_t seed_;
  std::size_t slots_;
  bool queues_;
  std::string text_;
  std::priority_queue<double, std::vector<double>, std::greater<>> busy_;
};

using Rows = std::map<std::string, CheckRow>;
Rows checked(const std::string& log, std::int64_t cap = 0, double share = 0.7) {
  const TestFolder folder;
  FitOptions options;
  options.cap = cap;
  const std::string file = folder.write("log.csv", log);
  const CheckResult result = check_fit(file, options, share, std::filesystem::path{file}.parent_path().string());
  Rows rows;
  for (const CheckRow& r : result.rows) rows[r.what] = r;
  return rows;
}

// How many of 25 logs may lie outside of their intervals of 95%: more than 8 with probability below 1e-6 (binomial).
constexpr std::uint64_t logs = 25;
constexpr int most_outside = 8;

// Erlang's loss system, 3 erlangs on 4 slots. The log shows the limit; of 1400 requests the load is known within
// sqrt(2 / 1400) = 3.8%, which moves B(4, 3) = 20.6% by 0.42 points: means over 25 logs lie within 5 / 5 of that.
TEST(FitCheck, PredictsRefusalsOfALossSystem) {
  std::map<std::string, int> outside;
  double predicted = 0, in_flight = 0;
  for (std::uint64_t seed = 1; seed <= logs; ++seed) {
    const Rows rows = checked(Made{seed, 2000, 1.5, 2, 4, false}.text());
    for (const char* what : {"refused", "requests a second", "in flight, mean", "in flight, p95 of time",
                             "in flight, most", "mean duration", "p95 of durations"}) {
      ASSERT_TRUE(rows.contains(what)) << what;
      outside[what] += rows.at(what).is_inside() ? 0 : 1;
    }
    EXPECT_FALSE(rows.contains("mean wait"));
    EXPECT_EQ(rows.at("in flight, most").predicted, 4);
    EXPECT_EQ(rows.at("in flight, most").observed, 4);
    predicted += rows.at("refused").predicted / logs, in_flight += rows.at("in flight, mean").predicted / logs;
  }
  for (const auto& [what, n] : outside) EXPECT_LE(n, most_outside) << what;
  EXPECT_NEAR(predicted, erlang_b(4, 3), 0.0045);
  EXPECT_NEAR(in_flight, 3 * (1 - erlang_b(4, 3)), 0.05);
}

// M/M/2 with 1.4 erlangs: the mean wait is C(2, 1.4) / (2 / mean - rate).
TEST(FitCheck, PredictsWaitsOfAQueue) {
  std::map<std::string, int> outside;
  double predicted = 0;
  for (std::uint64_t seed = 1; seed <= logs; ++seed) {
    const Rows rows = checked(Made{seed, 4000, 0.7, 2, 2, true}.text());
    for (const char* what : {"mean wait", "p95 of waits", "in flight, mean"}) {
      ASSERT_TRUE(rows.contains(what)) << what;
      outside[what] += rows.at(what).is_inside() ? 0 : 1;
    }
    EXPECT_FALSE(rows.contains("refused"));
    EXPECT_EQ(rows.at("in flight, most").predicted, 2);
    EXPECT_EQ(rows.at("in flight, most").observed, 2);
    predicted += rows.at("mean wait").predicted / logs;
  }
  for (const auto& [what, n] : outside) EXPECT_LE(n, most_outside) << what;
  // The wait falls and rises steeply with the load, so its mean over logs lies above that of the mean load.
  const double exact = erlang_c(2, 1.4) / (2 / 2.0 - 0.7);
  EXPECT_GT(predicted, 0.9 * exact);
  EXPECT_LT(predicted, 1.3 * exact);
}

// Refusals of a quota by time say nothing of a limit on concurrency: they are predicted as a share, and in flight is
// who is left. A limit that is told is believed.
TEST(FitCheck, SharesWhereTheLogShowsNoLimit) {
  std::string text = "time_s,duration_s,status\n";
  double t = 0;
  for (std::uint32_t i = 0; i < 2000; ++i) {
    Draw gap{Place{5, 0, 0}, Purpose{1}, i}, hold{Place{5, 0, 1}, Purpose{1}, i};
    t += Distribution{detail::Exponential{0.5}}(gap);
    const double service = Distribution{detail::Exponential{2}}(hold);
    text += std::to_string(t) + (i % 5 == 4 ? ",,429\n" : "," + std::to_string(service) + ",200\n");
  }
  const Rows rows = checked(text);
  EXPECT_NEAR(rows.at("refused").predicted, 0.2, 0.01);
  EXPECT_TRUE(rows.at("refused").is_inside());
  EXPECT_NEAR(rows.at("in flight, mean").predicted, 3.2, 0.3);
  EXPECT_TRUE(rows.at("in flight, mean").is_inside());
  const Rows told = checked(text, 100);
  EXPECT_EQ(told.at("refused").predicted, 0);
  EXPECT_NEAR(told.at("in flight, mean").predicted, 4, 0.4);
}

// Without times only durations and refusals can be held against each other; without durations the arrivals of the
// second part are replayed.
TEST(FitCheck, WhatTheLogDoesNotSayIsLeftOut) {
  std::string services = "duration_s\n", arrivals = "time_s\n";
  double t = 0;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    Draw draw{Place{6, 0, 0}, Purpose{1}, i};
    const double x = Distribution{detail::Exponential{1}}(draw);
    services += std::to_string(x) + "\n", arrivals += std::to_string(t += x) + "\n";
  }
  const Rows without_times = checked(services);
  EXPECT_EQ(without_times.size(), 2U);
  EXPECT_TRUE(without_times.at("mean duration").is_inside());
  EXPECT_TRUE(without_times.at("p95 of durations").is_inside());
  const Rows without_durations = checked(arrivals);
  EXPECT_NEAR(without_durations.at("in flight, mean").predicted, 2, 0.3);  // services of 2 s are filled in
  EXPECT_TRUE(without_durations.at("in flight, mean").is_inside());
  const Rows capped = checked(arrivals, 3);
  EXPECT_NEAR(capped.at("refused").predicted, erlang_b(3, 2), 0.04);
  EXPECT_TRUE(capped.at("refused").is_inside());
}

}  // namespace
}  // namespace busyhour
