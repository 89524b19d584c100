/// `extend`, and SIGKILL at any moment: what is there is not run again, and the result is that of one run.
#include <gtest/gtest.h>
#include <signal.h>

#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "program.hpp"
#include "support/where.hpp"

namespace busyhour::cli {
namespace {

const std::string swept = good + "sweep: {vary: {workloads.calls.count: {from: 2, to: 5, step: 1}}}\n";
constexpr const char* tables[] = {"points.csv", "replications.csv", "percentiles.csv"};

void expect_same_files(const Folder& folder, const std::string& a, const std::string& b) {
  for (const auto& e : fs::recursive_directory_iterator{folder.path() / a}) {
    if (!e.is_regular_file() || e.path().filename() == "report.html") continue;  // it names its folder
    const fs::path name = fs::relative(e.path(), folder.path() / a);
    EXPECT_EQ(content(e.path()), content(folder.path() / b / name)) << name;
  }
}

TEST(ExtendCommand, GivesWhatOneRunWithAllOfThemGives) {
  const Folder folder;
  folder.write("s.yaml", good);
  ASSERT_LE(start(folder, "run s.yaml --replications 35 -q -o whole").exit, 3);
  ASSERT_LE(start(folder, "run s.yaml -q -o r").exit, 3);
  const Said said = start(folder, "extend r --replications +30 --json");
  ASSERT_LE(said.exit, 3) << said.err;
  EXPECT_EQ(nlohmann::json::parse(said.out)["run"]["replications"], 35);
  expect_same_files(folder, "whole", "r");
  // Nothing is left beside them.
  EXPECT_EQ(std::distance(fs::directory_iterator{folder.path()}, fs::directory_iterator{}), 3);
}

TEST(ExtendCommand, SweepsToo) {
  const Folder folder;
  folder.write("s.yaml", swept);
  ASSERT_LE(start(folder, "sweep s.yaml --replications 21 -q -o whole").exit, 3);
  ASSERT_LE(start(folder, "sweep s.yaml -q -o r").exit, 3);
  ASSERT_LE(start(folder, "extend r --replications 21 -q -o longer").exit, 3);
  expect_same_files(folder, "whole", "longer");
}

// The file has changed since: the copy in the folder says what was run.
TEST(ExtendCommand, GoesOnFromTheFolderIfTheFileIsAnother) {
  const Folder folder;
  folder.write("s.yaml", good);
  ASSERT_LE(start(folder, "run s.yaml --replications 35 -q -o whole").exit, 3);
  ASSERT_LE(start(folder, "run s.yaml -q -o r").exit, 3);
  folder.write("s.yaml", with(good, "count: 3", "count: 4"));
  ASSERT_LE(start(folder, "extend r --replications 35 -q").exit, 3);
  for (const char* file : tables)
    EXPECT_EQ(content(folder.path() / "whole" / file), content(folder.path() / "r" / file)) << file;
}

TEST(ExtendCommand, SaysWhatIsWrong) {
  const Folder folder;
  folder.write("s.yaml", good);
  folder.write("other/x", "");
  ASSERT_LE(start(folder, "run s.yaml -q -o r").exit, 3);
  for (const char* wrong : {"extend r", "extend r --replications x", "extend r --replications 3",
                            "extend other --replications +3", "extend missing --replications +3"}) {
    const Said said = start(folder, wrong);
    EXPECT_EQ(said.exit, 2) << wrong;
    EXPECT_FALSE(said.err.empty()) << wrong;
  }
}

/// Starts the command, and kills it after a random time, until it ends by itself. Answers how often it was killed.
int kill_until_done(const Folder& folder, const std::string& command, std::mt19937_64& random) {
  std::uniform_real_distribution<double> wait{0.02, 0.15};
  int killed = 0;
  for (int tries = 0; tries < 400; ++tries) {
    const double longest = wait(random) * (1 + tries / 10.0);  // so that it ends
    const std::string line = "cd '" + folder.path().string() + "' && timeout -s KILL " + std::to_string(longest) +
                             " '" + test::program() + "' " + command + " >/dev/null 2>&1";
    const int status = std::system(line.c_str());
    const int exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (exit <= 3) return killed;
    ++killed;
  }
  return -1;
}

TEST(Killed, AnyNumberOfTimesARunGivesTheSameBytes) {
  const Folder folder;
  folder.write("s.yaml", good);
  const std::string command = "run s.yaml --set 'run.duration=20 h' --replications 100 --jobs 1 -q -o ";
  ASSERT_LE(start(folder, command + "whole").exit, 3);
  std::mt19937_64 random{11};
  const int killed = kill_until_done(folder, command + "r", random);
  EXPECT_GE(killed, 1);
  expect_same_files(folder, "whole", "r");
}

TEST(Killed, AnyNumberOfTimesASweepGivesTheSameBytes) {
  const Folder folder;
  folder.write("s.yaml", swept);
  const std::string command = "sweep s.yaml --set 'run.duration=10 h' --replications 40 --jobs 2 -q -o ";
  ASSERT_LE(start(folder, command + "whole").exit, 3);
  std::mt19937_64 random{5};
  const int killed = kill_until_done(folder, command + "r", random);
  EXPECT_GE(killed, 1);
  expect_same_files(folder, "whole", "r");
}

TEST(Killed, AShardGoesOnAndMergesToTheSameBytes) {
  const Folder folder;
  folder.write("s.yaml", swept);
  const std::string command = "sweep s.yaml --set 'run.duration=5 h' --replications 40 -q ";
  ASSERT_LE(start(folder, command + "-o whole").exit, 3);
  std::mt19937_64 random{3};
  for (const char* shard : {"2/3", "0/3", "1/3"})
    EXPECT_GE(kill_until_done(folder, command + "--jobs 1 -o parts --shard " + shard, random), 0);
  ASSERT_LE(start(folder, "merge parts -q -o r").exit, 3);
  for (const char* file : tables)
    EXPECT_EQ(content(folder.path() / "whole" / file), content(folder.path() / "r" / file)) << file;
}

}  // namespace
}  // namespace busyhour::cli
