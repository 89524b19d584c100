/// `sweep`, `merge`, `status`: one JSON document, shards merged to the same bytes, killed and gone on.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "program.hpp"
#include "support/where.hpp"

namespace busyhour::cli {
namespace {

const std::string swept = good + "sweep: {vary: {workloads.calls.count: {from: 2, to: 7, step: 1}}}\n";

TEST(SweepCommand, PrintsEveryPoint) {
  const Folder folder;
  folder.write("s.yaml", swept);
  const Said said = start(folder, "sweep s.yaml --json -o r");
  const auto json = nlohmann::json::parse(said.out);
  ASSERT_EQ(json["points"].size(), 6U) << said.err;
  EXPECT_EQ(json["points"][3]["set"]["workloads.calls.count"], 5);
  EXPECT_TRUE(json["points"][3]["metrics"]["first_attempt_rejected"]["estimate"].is_number());
  EXPECT_EQ(json["result_dir"], "r");
  for (const char* file :
       {"manifest.json", "scenario.resolved.yaml", "points.csv", "replications.csv", "percentiles.csv"})
    EXPECT_GT(fs::file_size(folder.path() / "r" / file), 0U) << file;
  // Nothing else is left.
  EXPECT_EQ(std::distance(fs::directory_iterator{folder.path()}, fs::directory_iterator{}), 2);
}

constexpr const char* tables[] = {"points.csv", "replications.csv", "percentiles.csv"};

void expect_same_tables(const fs::path& one, const fs::path& other) {
  for (const char* file : tables) EXPECT_EQ(content(one / file), content(other / file)) << other << ' ' << file;
}

TEST(SweepCommand, ShardsMergeToTheSameBytes) {
  const Folder folder;
  folder.write("s.yaml", swept);
  ASSERT_LE(start(folder, "sweep s.yaml -q -o whole").exit, 3);
  EXPECT_EQ(start(folder, "sweep s.yaml -q --shard 1/2 -o one").exit, 0);
  EXPECT_EQ(start(folder, "merge one -o both").exit, 2);  // half is missing
  EXPECT_EQ(start(folder, "status one").out, "3 of 6 points done\n");
  EXPECT_EQ(start(folder, "sweep s.yaml -q --shard 0/2 -o zero").exit, 0);
  ASSERT_LE(start(folder, "merge one zero -q -o both").exit, 3);
  expect_same_tables(folder.path() / "whole", folder.path() / "both");
}

// Each shard in a folder of its own, told in an order that is neither theirs nor its reverse, merged in another. One of
// them is killed after 5, 10, 20, ... ms, wherever it is by then, and goes on each time.
TEST(SweepCommand, ShardsInAnyOrderOneKilledAtAnyMoment) {
  const Folder folder;
  folder.write("s.yaml", swept);
  const std::string sweep = "sweep s.yaml -q --jobs 1 --set 'run.duration=30 h'";
  ASSERT_LE(start(folder, sweep + " -o whole").exit, 3);
  int killed = 0;
  for (const int n : {1, 2, 7}) {  // of seven one has no point
    std::string merged;
    for (int k = 0; k < n; ++k) {
      const int i = (3 * k + 1) % n, j = (5 * k + 2) % n;
      const auto name = [&](int which) { return "part" + std::to_string(n) + "_" + std::to_string(which); };
      const std::string shard = sweep + " --shard " + std::to_string(i) + "/" + std::to_string(n) + " -o " + name(i);
      const std::string limited = "cd '" + folder.path().string() + "' && timeout -s KILL ";
      for (int ms = 5; k == n / 2 && ms <= 640; ms *= 2) {
        const std::string limit = "0." + std::string(ms < 10 ? "00" : ms < 100 ? "0" : "") + std::to_string(ms);
        const int status = std::system((limited + limit + " '" + test::program() + "' " + shard).c_str());
        killed += WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : 1;
      }
      EXPECT_EQ(start(folder, shard).exit, 0) << shard;
      merged += " " + name(j);
    }
    const std::string result = "merged" + std::to_string(n);
    ASSERT_LE(start(folder, "merge -q -o " + result + merged).exit, 3) << merged;
    expect_same_tables(folder.path() / "whole", folder.path() / result);
  }
  EXPECT_GT(killed, 0);
}

TEST(SweepCommand, TheJobManagerMaySayWhichShard) {
  const Folder folder;
  folder.write("s.yaml", swept);
  const std::string command = "sweep s.yaml -q --shard auto -o parts";
  EXPECT_EQ(start(folder, command).exit, 2);
  ::setenv("SLURM_ARRAY_TASK_ID", "3", 1);  // an array of 1-3
  ::setenv("SLURM_ARRAY_TASK_MIN", "1", 1);
  ::setenv("SLURM_ARRAY_TASK_COUNT", "3", 1);
  EXPECT_EQ(start(folder, command).exit, 0);
  for (const char* name : {"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_COUNT"}) ::unsetenv(name);
  EXPECT_EQ(start(folder, "status parts").out, "2 of 6 points done\n");
}

// Killed, it has kept the points that were finished; the same command goes on and gives what it would have given.
TEST(SweepCommand, KilledItGoesOnWhereItWas) {
  const Folder folder;
  folder.write("s.yaml", swept);
  const std::string command = "sweep s.yaml --jobs 1 --set 'run.duration=30 h'";
  ASSERT_LE(start(folder, command + " -q -o whole").exit, 3);
  const std::string started = "cd '" + folder.path().string() + "' && { '" + test::program() + "' " + command +
                              " -q -o r & pid=$!; while kill -0 $pid && ! ls .sweep-*/parts/*.json; do sleep 0.01; "
                              "done >/dev/null 2>&1; kill -KILL $pid; wait $pid; }";
  EXPECT_EQ(WEXITSTATUS(std::system(started.c_str())), 137);
  EXPECT_FALSE(fs::exists(folder.path() / "r"));
  ASSERT_LE(start(folder, command + " -q -o r").exit, 3);
  expect_same_tables(folder.path() / "whole", folder.path() / "r");
}

TEST(SweepCommand, SaysWhatIsWrong) {
  const Folder folder;
  folder.write("plain.yaml", good);
  folder.write("s.yaml", swept);
  EXPECT_NE(start(folder, "sweep plain.yaml").err.find("no `sweep` block"), std::string::npos);
  EXPECT_EQ(start(folder, "sweep plain.yaml").exit, 2);
  for (const char* shard : {"2/2", "x", "1", "-1/2", "1/0", "1/2/3"})
    EXPECT_EQ(start(folder, std::string{"sweep s.yaml -o r --shard "} + shard).exit, 2) << shard;
  EXPECT_EQ(start(folder, "sweep s.yaml --shard 0/2").exit, 2);  // where to?
  EXPECT_EQ(start(folder, "merge nothing -o r").exit, 2);
  EXPECT_FALSE(fs::exists(folder.path() / "r"));
}

}  // namespace
}  // namespace busyhour::cli
