/// Examples of what a run shows beside its worst window, of a ramp and of a fitted log.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "example_kinds.hpp"

namespace busyhour::example {
namespace {

/// The minimal standard generator (Park and Miller 1988): the same bytes everywhere.
class Chance {
 public:
  double uniform() { return static_cast<double>(state_ = state_ * 16807 % 2147483647) / 2147483647.0; }
  double exponential() { return -std::log(uniform()); }

 private:
  std::uint64_t state_ = 20261126;
};

const std::string& bad() {
  static const std::string text = hostile().scenario.name;
  return text;
}

Estimate about(double value, double half) { return estimate(value, std::max(0.0, value - half), value + half, 30); }

}  // namespace

void add_spans(Timeline& t, std::int64_t cap) {
  Chance chance;
  constexpr int spans = 600;
  t.span_s = 6;
  for (int i = 0; i < spans; ++i) {
    const double load = static_cast<double>(cap) * (0.75 + 0.3 * std::sin(i / 60.0));
    const auto middle = static_cast<std::int64_t>(load), reach = std::max<std::int64_t>(1, cap / 5);
    TimelineSpan s;
    s.highest = std::clamp<std::int64_t>(
        middle + static_cast<std::int64_t>(chance.uniform() * 2 * static_cast<double>(reach)), 0, cap);
    s.lowest = std::clamp<std::int64_t>(middle - reach, 0, s.highest);
    s.cap = cap;
    s.refused = s.highest == cap ? static_cast<std::uint64_t>(chance.exponential() * 3) : 0;
    t.spans.push_back(s);
  }
}

RunResult prepaid() {
  RunResult r = voice();
  r.scenario.name = "Wiro, 400 videos with automatic top-ups";
  r.slo.clear(), r.percentiles.clear(), r.per_replication.clear(), r.model.clear();
  Timeline t = timeline("tasks", 6, 200, false);
  t.span_s = 5;
  double balance = 60;
  Chance chance;
  for (int i = 0; i < 700; ++i) {
    BalanceSpan b{balance, balance, balance};
    balance -= 0.05 + 0.25 * chance.uniform();
    if (balance < 38) balance += 60;
    b.lowest = std::min(b.highest, balance), b.highest = std::max(b.highest, balance), b.last = balance;
    const auto cap = static_cast<std::int64_t>(std::max(1.0, std::floor(balance / 10)));
    t.balance.push_back(b);
    t.spans.push_back({cap - 1, cap, 0, cap, static_cast<std::uint64_t>(chance.uniform() * 3)});
  }
  r.timelines = {t};
  return r;
}

HysteresisResult ramp() {
  HysteresisResult r;
  r.scenario = voice().scenario;
  r.scenario.name = "a retry storm that outlives its cause";
  r.workload = "callers", r.rule = "mean(added_delay) > 3 s", r.hold_s = 300;
  r.replications = 30, r.version = "0.1.0";
  const std::vector<std::tuple<double, double, double>> ways{
      {1, 0, 0}, {1.4, 0, 0.1}, {1.8, 0.5, 4.1}, {2.2, 1, 7.9}, {1.8, 1, 7.6}, {1.4, 0.9, 6.8}, {1, 0.6, 4.9}};
  for (std::size_t i = 0; i < ways.size(); ++i) {
    const auto [level, collapsed, delay] = ways[i];
    r.steps.push_back({level, i > 3, about(collapsed * 0.2, 0.03), about(delay, 0.3),
                       about(6 * level + 40 * collapsed, 3), about(collapsed, 0.1)});
    r.steps.back().collapsed.high = std::min(1.0, r.steps.back().collapsed.high);
  }
  r.stay = r.steps.back().collapsed;
  return r;
}

FitResult fitted() {
  const auto file = std::filesystem::path{testing::TempDir()} / "busyhour-log-of-formulas.csv";
  {
    std::ofstream out{file};
    out << "time_s,duration_s,tokens_out,status\n";
    Chance chance;
    double now = 0;
    for (int i = 0; i < 1200; ++i) {
      now += 90 * chance.exponential();
      const double tokens = std::round(40 + 160 * chance.exponential());
      out << fmt::format("{:.3f},{:.3f},{},200\n", now, 0.4 + 0.02 * tokens + 0.3 * chance.exponential(), tokens);
    }
  }
  FitOptions options;
  options.bootstrap = 20;
  FitResult fit = fit_log(file.string(), options);
  std::filesystem::remove(file);
  fit.log.file = "access.csv", fit.version = "0.1.0";
  return fit;
}

HysteresisResult hostile_ramp() {
  HysteresisResult r = ramp();
  r.scenario = hostile().scenario;
  r.workload = r.rule = r.version = bad();
  return r;
}

FitResult hostile_fitted() {
  FitResult fit = fitted();
  fit.log.file = fit.version = bad();
  for (FittedQuantity& q : fit.quantities) q.name = bad();
  for (FittedLine& line : fit.lines) line.value = line.of = bad();
  fit.warnings = {bad()};
  return fit;
}

}  // namespace busyhour::example
