/// Replications are kept in blocks: nothing is done twice, and what is put together is what one run would have given.
#include "busyhour/experiment/kept.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <stdexcept>

#include "busyhour/experiment/folder.hpp"
#include "busyhour/experiment/sweep.hpp"
#include "support/where.hpp"

namespace busyhour {
namespace {

namespace fs = std::filesystem;

class Keeping : public ::testing::Test {
 protected:
  Keeping() { fs::create_directories(folder_); }
  ~Keeping() override { fs::remove_all(folder_); }

  struct Ran {
    std::vector<NamedBytes> files;
    std::int64_t told = 0;  ///< replications that were simulated
  };
  /// With what is kept below the folder; each with a warm-up of its own if none is given.
  [[nodiscard]] Ran run_with(const std::vector<std::string>& more, const Kept* kept, std::size_t jobs = 2) const {
    std::vector<std::string> sets{"run.duration=10 min", "run.warm_up=1 min", "slo=[p95(added_delay) <= 2 s]"};
    sets.insert(sets.end(), more.begin(), more.end());
    const Loaded l = load(test::source_dir() + "/scenarios/theory/retry.yaml", sets);
    if (!l.scenario) throw std::runtime_error{render(l.diagnostics, l.sources)};
    Ran ran;
    RunOptions options;
    options.jobs = jobs;
    options.kept = kept;
    options.id = replications_id(l.document, "test");
    options.progress = [&](std::int64_t, std::int64_t) { ++ran.told; };
    ran.files = result_files(run(*l.scenario, options));
    return ran;
  }
  [[nodiscard]] Kept kept(const std::string& name) const { return Kept{{folder_ / name}}; }
  [[nodiscard]] std::vector<fs::path> all_files(const std::string& name) const {
    std::vector<fs::path> all;
    for (const auto& e : fs::recursive_directory_iterator{folder_ / name})
      if (e.is_regular_file()) all.push_back(e.path());
    return all;
  }

 private:
  fs::path folder_ = fs::temp_directory_path() / ("busyhour-kept-" + std::to_string(::getpid()));
};

TEST_F(Keeping, AnExtendedRunIsOneRun) {
  const Kept place = kept("a");
  EXPECT_EQ(run_with({"run.replications=21"}, &place).told, 21);
  const Ran longer = run_with({"run.replications=70"}, &place), whole = run_with({"run.replications=70"}, nullptr);
  EXPECT_EQ(longer.told, 49);
  EXPECT_EQ(longer.files, whole.files);
  EXPECT_EQ(run_with({"run.replications=70"}, &place).told, 0);
}

// The groups of 256 replications and more come out the same, however they were reached.
TEST_F(Keeping, ExtendedBeyondTheGroups) {
  const Kept place = kept("a");
  const std::vector<std::string> few{"run.replications=250", "run.duration=2 min"};
  const std::vector<std::string> many{"run.replications=523", "run.duration=2 min"};
  EXPECT_EQ(run_with(few, &place).told, 250);
  const Ran longer = run_with(many, &place);
  EXPECT_EQ(longer.told, 273);
  EXPECT_EQ(longer.files, run_with(many, nullptr).files);
}

// The warm-up that ten pilots find is not that of three: all is done again.
TEST_F(Keeping, AnotherWarmUpIsAnotherRun) {
  const Kept place = kept("a");
  (void)run_with({"run.replications=3", "run.warm_up=null"}, &place);
  const Ran longer = run_with({"run.replications=12", "run.warm_up=null"}, &place);
  EXPECT_EQ(longer.files, run_with({"run.replications=12", "run.warm_up=null"}, nullptr).files);
}

TEST_F(Keeping, AnotherScenarioFindsNothing) {
  const Kept place = kept("a");
  (void)run_with({"run.replications=4"}, &place);
  EXPECT_EQ(run_with({"run.replications=4", "workloads.callers.count=7"}, &place).told, 4);
  EXPECT_EQ(run_with({"run.replications=4", "run.seed=7"}, &place).told, 4);
  EXPECT_EQ(run_with({"run.replications=4", "name=another"}, &place).told, 0);
}

TEST_F(Keeping, WhatWasTornIsDoneAgain) {
  const Kept place = kept("a");
  const Ran whole = run_with({"run.replications=20"}, &place);
  for (const fs::path& file : all_files("a")) fs::resize_file(file, fs::file_size(file) - 3);
  const Ran again = run_with({"run.replications=20"}, &place);
  EXPECT_EQ(again.told, 20);
  EXPECT_EQ(again.files, whole.files);
}

// Blocks that two others did, one of them the last, are put together with what is missing.
TEST_F(Keeping, BlocksOfSeveralHandsMakeOneRun) {
  const std::vector<std::string> sets{"run.duration=10 min", "run.warm_up=1 min", "run.replications=60",
                                      "slo=[p95(added_delay) <= 2 s]"};
  const Loaded l = load(test::source_dir() + "/scenarios/theory/retry.yaml", sets);
  ASSERT_TRUE(l.scenario);
  const Kept a = kept("a"), b = kept("b");
  RunOptions options;
  options.jobs = 1;
  options.id = replications_id(l.document, "test");
  options.kept = &a;
  EXPECT_TRUE(run_block(*l.scenario, 48, options));
  options.kept = &b;
  EXPECT_TRUE(run_block(*l.scenario, 16, options));
  const Kept both{{a.folder(), b.folder()}};
  const Ran ran = run_with({"run.replications=60"}, &both);
  EXPECT_EQ(ran.told, 32);
  EXPECT_EQ(ran.files, run_with({"run.replications=60"}, nullptr).files);
}

TEST_F(Keeping, APrecisionGoesOnWhereItWas) {
  const std::vector<std::string> precise{"run.precision={first_attempt_rejected: 5%}"};
  const Kept place = kept("a");
  const Ran whole = run_with(precise, nullptr);
  (void)run_with({"run.replications=20"}, &place);  // its first look
  const Ran ran = run_with(precise, &place);
  EXPECT_EQ(ran.told, whole.told - 20);
  EXPECT_EQ(ran.files, whole.files);
}

}  // namespace
}  // namespace busyhour
