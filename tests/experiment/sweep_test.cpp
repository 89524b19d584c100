/// Sweeps: which points there are, that parts read back to the bit, that shards and cut-off runs give the same bytes as
/// one run.
#include "busyhour/experiment/sweep.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <bit>
#include <cmath>
#include <fstream>
#include <set>
#include <stdexcept>
#include "support/where.hpp"

namespace busyhour {
namespace {

namespace fs = std::filesystem;

class Sweep : public ::testing::Test {
 protected:
  Sweep() { fs::create_directories(folder_); }
  ~Sweep() override { fs::remove_all(folder_); }
  [[nodiscard]] fs::path in_folder(const std::string& name) const { return folder_ / name; }

 private:
  fs::path folder_ = fs::temp_directory_path() / ("busyhour-sweep-" + std::to_string(::getpid()));
};

/// Eight callers on one slot for a minute, with a block `sweep`.
Loaded loaded(const std::string& sweep) {
  const std::vector<std::string> sets{"run.duration=60 s", "run.warm_up=5 s", "run.replications=4",
                                      "slo=[first_attempt_rejected <= 20%]", "sweep=" + sweep};
  Loaded l = load(test::source_dir() + "/scenarios/theory/retry.yaml", sets);
  if (!l.scenario) throw std::runtime_error{render(l.diagnostics, l.sources)};
  return l;
}

PlannedSweep planned(const std::string& sweep) { return plan_sweep(loaded(sweep), "test"); }

RunOptions on(std::size_t jobs) {
  RunOptions options;
  options.jobs = jobs;
  return options;
}

constexpr const char* grid =
    "{vary: {workloads.callers.count: [4, 8, 12], provider.limits.slots.cap: {from: 1, to: 4, step: 1}}, "
    "where: workloads.callers.count <= 4 * provider.limits.slots.cap}";

TEST_F(Sweep, AGridHasItsPointsInOrder) {
  const PlannedSweep plan = planned(grid);
  EXPECT_EQ(plan.paths, (std::vector<std::string>{"workloads.callers.count", "provider.limits.slots.cap"}));
  std::vector<std::pair<std::string, std::string>> values;
  for (const Point& p : plan.points) values.emplace_back(p.set[0].second, p.set[1].second);
  const std::vector<std::pair<std::string, std::string>> expected{
      {"4", "1"}, {"4", "2"}, {"4", "3"}, {"4", "4"}, {"8", "2"}, {"8", "3"}, {"8", "4"}, {"12", "3"}, {"12", "4"}};
  EXPECT_EQ(values, expected);
  std::set<std::string> names;
  for (const Point& p : plan.points) names.insert(p.part);
  EXPECT_EQ(names.size(), plan.points.size());
}

// Eight layers of 1..8 seconds: each is hit once, on both axes.
TEST_F(Sweep, ALatinHypercubeUsesEveryLayerOnce) {
  const PlannedSweep plan = planned(
      "{design: {kind: lhs, points: 8, seed: 3}, vary: {provider.limits.slots.cap: {from: 1, to: 8}, "
      "workloads.callers.count: {from: 1, to: 8}}}");
  ASSERT_EQ(plan.points.size(), 8U);
  for (const std::size_t axis : {0U, 1U}) {
    std::set<std::string> hit;
    for (const Point& p : plan.points) hit.insert(p.set[axis].second);
    EXPECT_EQ(hit.size(), 8U) << axis;
  }
}

// The first 2^k points of a digitally shifted Sobol sequence fall one into each of 2^k equal parts of each axis.
TEST_F(Sweep, SobolPointsAreEven) {
  const PlannedSweep plan = planned(
      "{design: {kind: sobol, points: 16, seed: 5}, vary: {provider.limits.slots.cap: {from: 1, to: 16}, "
      "workloads.callers.count: {from: 1, to: 16}}}");
  ASSERT_EQ(plan.points.size(), 16U);
  for (const std::size_t axis : {0U, 1U}) {
    std::set<std::string> hit;
    for (const Point& p : plan.points) hit.insert(p.set[axis].second);
    EXPECT_GE(hit.size(), 15U) << axis;  // Boost leaves out the first point of the sequence, the origin
  }
}

TEST_F(Sweep, APointThatCannotBeIsAnError) {
  const Loaded l = loaded("{vary: {workloads.callers.count: [4]}}");
  Diagnostics out;
  Assignments set(1);
  set[0].path = "provider.limits.slots.cap";
  set[0].value = {"0", scalar_node("0"), 0.0};
  EXPECT_FALSE(point_at(l, set, "test", out));
  ASSERT_FALSE(out.empty());
  EXPECT_NE(out.front().says.find("provider.limits.slots.cap = 0"), std::string::npos) << out.front().says;
}

std::string content(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}
/// A part as it stands in its file.
std::string text_of(const Parts& parts, const Point& point, const RunResult& result) {
  parts.write(point, result);
  return content(parts.folder() / "parts" / (point.part + ".json"));
}

/// The same bits, or neither a number.
void expect_same(double a, double b, const std::string& of) {
  EXPECT_TRUE(std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (std::isnan(a) && std::isnan(b)))
      << of << ": " << a << ", " << b;
}
void expect_same(const Estimate& a, const Estimate& b, const std::string& of) {
  for (const auto field : {&Estimate::value, &Estimate::low, &Estimate::high, &Estimate::standard_error, &Estimate::df})
    expect_same(a.*field, b.*field, of);
  EXPECT_EQ(std::tuple(a.n, a.replications, a.quality), std::tuple(b.n, b.replications, b.quality)) << of;
}
void expect_same(const std::optional<TheoryValue>& a, const std::optional<TheoryValue>& b, const std::string& of) {
  ASSERT_EQ(a.has_value(), b.has_value()) << of;
  if (!a) return;
  EXPECT_EQ(a->model, b->model) << of;
  expect_same(a->value, b->value, of);
  expect_same(a->z, b->z, of);
}
void expect_same(const RuleResult& a, const RuleResult& b) {
  EXPECT_EQ(std::tuple(a.rule, a.subject.key, a.relation, a.verdict),
            std::tuple(b.rule, b.subject.key, b.relation, b.verdict));
  for (const auto field : {&RuleResult::bound, &RuleResult::compared_bound, &RuleResult::p})
    expect_same(a.*field, b.*field, a.rule);
  expect_same(a.estimate, b.estimate, a.rule);
  expect_same(a.measured, b.measured, a.rule);
  expect_same(a.theory, b.theory, a.rule);
}
void expect_same_metrics(const RunResult& a, const RunResult& b) {
  ASSERT_EQ(a.metrics.size(), b.metrics.size());
  for (std::size_t i = 0; i < a.metrics.size(); ++i) {
    const MetricResult &x = a.metrics[i], &y = b.metrics[i];
    EXPECT_EQ(std::tuple(x.key, x.about.name, x.statistic), std::tuple(y.key, y.about.name, y.statistic));
    expect_same(x.estimate, y.estimate, x.key);
    expect_same(x.theory, y.theory, x.key);
  }
  ASSERT_EQ(a.slo.size(), b.slo.size());
  for (std::size_t i = 0; i < a.slo.size(); ++i) expect_same(a.slo[i], b.slo[i]);
}
void expect_same_rest(const RunResult& a, const RunResult& b) {
  EXPECT_EQ(std::tuple(a.scenario.name, a.scenario.about, a.scenario.file, a.scenario.sha256, a.warnings),
            std::tuple(b.scenario.name, b.scenario.about, b.scenario.file, b.scenario.sha256, b.warnings));
  EXPECT_EQ(
      std::tuple(a.seed, a.replications, a.asked_replications, a.warm_up_found, a.converged, a.partial, a.events),
      std::tuple(b.seed, b.replications, b.asked_replications, b.warm_up_found, b.converged, b.partial, b.events));
  expect_same(a.duration_s, b.duration_s, "duration");
  expect_same(a.warm_up_s, b.warm_up_s, "warm-up");
  const auto counts = [](const OutcomeCounts& o) {
    return std::tuple(o.requests, o.at_once, o.after_queue, o.after_retry, o.given_up, o.failed);
  };
  EXPECT_EQ(counts(a.outcomes), counts(b.outcomes));
  std::vector<NamedBytes> tables_a = result_files(a), tables_b = result_files(b);  // replications and percentiles
  EXPECT_EQ(tables_a, tables_b);
}

// A part has each number that a run has, to the bit.
TEST_F(Sweep, APartReadsBackToTheBit) {
  const PlannedSweep plan = planned(grid);
  const Parts parts{in_folder("parts")};
  const Point &point = plan.points.front(), &other = plan.points.back();
  RunOptions options = on(1);
  options.timelines = false;
  const RunResult told = run(point.scenario, options);
  ASSERT_TRUE(told.metrics.front().theory);  // the retrial chain: that it is kept is seen
  parts.write(point, told);
  const std::optional<RunResult> read = parts.read(point);
  ASSERT_TRUE(read);
  expect_same_metrics(told, *read);
  expect_same_rest(told, *read);
  fs::copy_file(parts.folder() / "parts" / (point.part + ".json"), parts.folder() / "parts" / (other.part + ".json"));
  EXPECT_FALSE(parts.read(other));  // a part of another scenario
}

std::vector<NamedBytes> tables(const PlannedSweep& plan, const std::vector<Parts>& parts) {
  const SweepResult sweep = gather(plan, parts);
  std::vector<NamedBytes> files = result_files(sweep);
  for (const NamedPieces& file : long_files(sweep)) {
    files.emplace_back(file.name, "");
    file.pieces([&](const std::string& piece) { files.back().second += piece; });
  }
  std::erase_if(files, [](const NamedBytes& f) { return !f.first.ends_with(".csv"); });
  return files;
}

TEST_F(Sweep, ShardsInAnyOrderGiveTheSameBytes) {
  const PlannedSweep plan = planned(grid);
  const Parts whole{in_folder("whole")};
  whole.begin(plan, "");
  EXPECT_EQ(run_points(plan, whole, {}, on(2)).done, plan.points.size());
  const auto expected = tables(plan, {whole});
  for (const std::size_t n : {2U, 7U}) {
    std::vector<Parts> parts;
    for (std::size_t i = n; i-- > 0;) {
      parts.emplace_back(in_folder(std::to_string(n) + "-" + std::to_string(i)));
      parts.back().begin(plan, "");
      (void)run_points(plan, parts.back(), {i, n}, on(1));
    }
    EXPECT_EQ(tables(plan, parts), expected) << n;
  }
}

// A part that was cut off in the middle is done again, the others are not.
TEST_F(Sweep, GoesOnWhereItWas) {
  const PlannedSweep plan = planned(grid);
  const Parts parts{in_folder("parts")};
  parts.begin(plan, "");
  (void)run_points(plan, parts, {}, on(2));
  const auto expected = tables(plan, {parts});
  const fs::path torn = parts.folder() / "parts" / (plan.points[3].part + ".json");
  fs::resize_file(torn, fs::file_size(torn) / 2);
  fs::remove(parts.folder() / "parts" / (plan.points[5].part + ".json"));
  for (const std::size_t i : {3U, 5U}) fs::remove(parts.folder() / "pools" / plan.points[i].id);
  EXPECT_EQ(gather(plan, {parts}).points.size(), plan.points.size() - 2);
  EXPECT_TRUE(gather(plan, {parts}).partial);
  std::int64_t told = 0;
  RunOptions options = on(2);
  options.progress = [&](std::int64_t, std::int64_t) { ++told; };
  EXPECT_EQ(run_points(plan, parts, {}, options).done, plan.points.size());
  EXPECT_EQ(told, 2);
  EXPECT_EQ(tables(plan, {parts}), expected);
}

TEST_F(Sweep, APointIsWhatRunSays) {
  const PlannedSweep plan = planned(grid);
  const Parts parts{in_folder("parts")}, alone{in_folder("alone")};
  parts.begin(plan, "");
  (void)run_points(plan, parts, {}, on(2));
  const Point& point = plan.points[4];
  RunOptions options = on(2);
  options.timelines = false;
  EXPECT_EQ(text_of(alone, point, run(point.scenario, options)),
            content(parts.folder() / "parts" / (point.part + ".json")));
}

TEST_F(Sweep, PartsOfAnotherSweepAreRefused) {
  const Parts parts{in_folder("parts")};
  parts.begin(planned(grid), "");
  EXPECT_THROW(parts.begin(planned("{vary: {workloads.callers.count: [4, 5]}}"), ""), FolderRefused);
  EXPECT_THROW(parts.begin_same(planned("{vary: {workloads.callers.count: [4, 5]}}")), FolderRefused);
}

}  // namespace
}  // namespace busyhour
