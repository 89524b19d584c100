/// Bad input: a clear error naming the place, exit 2, nothing written, never a crash, never a repair.
#include <gtest/gtest.h>

#include "program.hpp"

namespace busyhour::cli {
namespace {

struct Case {
  const char* name;
  std::string text;
  const char* place;  ///< file:line
  const char* says;
};

class BadFile : public testing::TestWithParam<Case> {};

TEST_P(BadFile, IsRefusedWithItsPlace) {
  const Folder folder;
  folder.write("s.yaml", GetParam().text);
  folder.write("bad.csv", "time_s\n0\n1.5\nx\n");
  folder.write("back.csv", "time_s\n0\n2\n1\n");
  const Said said = start(folder, "run s.yaml");
  EXPECT_EQ(said.exit, 2) << said.err;
  EXPECT_NE(said.err.find(GetParam().place), std::string::npos) << said.err;
  EXPECT_NE(said.err.find(GetParam().says), std::string::npos) << said.err;
  EXPECT_TRUE(said.out.empty());
  EXPECT_FALSE(fs::exists(folder.path() / "runs"));
}

std::string trace(const std::string& file) {
  return with(with(good, "    kind: conversations\n    count: 3\n    turn: {pause: {dist: exponential, mean: 3 s}}\n",
                   "    kind: trace\n    file: " + file + "\n    columns: {arrives: {column: time_s, unit: s}}\n"),
              "run: {duration: 10 min, warm_up: 1 min,", "run: {until: workload_done,");
}

std::string bomb() {
  std::string text = good + "x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*x" + std::to_string(i - 1), name = "x" + std::to_string(i);
    text += name + ": &" + name + " [";
    for (int k = 0; k < 10; ++k) text += (k ? ", " : "") + before;
    text += "]\n";
  }
  return text;
}

INSTANTIATE_TEST_SUITE_P(
    All, BadFile,
    testing::Values(
        Case{"unknown_key", with(good, "count: 3", "cuont: 3"), "s.yaml:11:5", "did you mean 'count'"},
        Case{"duplicate_key", with(good, "    count: 3\n", "    count: 3\n    count: 4\n"), "s.yaml:12:5", "twice"},
        Case{"missing_unit", with(good, "duration: 10 min", "duration: 10"), "s.yaml:13", "unit"},
        Case{"wrong_unit", with(good, "mean: 1 s", "mean: 1 chars"), "s.yaml:7", "1 chars"},
        Case{"unknown_unit", with(good, "mean: 1 s", "mean: 1 secs"), "s.yaml:7", "secs"},
        Case{"negative_duration", with(good, "mean: 1 s", "mean: -1 s"), "s.yaml:7", "-1 s"},
        Case{"infinite_duration", with(good, "mean: 1 s", "mean: 1e400 s"), "s.yaml:7", "1e400"},
        Case{"zero_cap", with(good, "cap: 2", "cap: 0"), "s.yaml:5", "cap"},
        Case{"fractional_cap", with(good, "cap: 2", "cap: 2.5"), "s.yaml:5", "whole"},
        Case{"fractional_formula", with(good, "cap: 2", "cap: 5 / 2"), "s.yaml:5", "whole"},
        Case{"share_without_percent", with(good, "duration: 10 min", "duration: 10 min") + "slo: [given_up <= 0.25]\n",
             "s.yaml:14", "%"},
        Case{"unknown_metric", good + "slo: [givenup <= 1%]\n", "s.yaml:14", "given_up"},
        Case{"warm_up_past_the_end", with(good, "warm_up: 1 min", "warm_up: 10 min"), "s.yaml:13", "warm_up"},
        Case{"no_replications", with(good, "replications: 5", "replications: 0"), "s.yaml:13", "replications"},
        Case{"missing_trace", trace("none.csv"), "s.yaml:11", "none.csv"},
        Case{"malformed_trace", trace("bad.csv"), "bad.csv:4", "x"},
        Case{"trace_that_goes_back", trace("back.csv"), "back.csv:4", ""},
        Case{"extends_itself", "extends: s.yaml\n" + good, "s.yaml:1", "extends"},
        Case{"extends_nothing", "extends: other.yaml\n" + good, "s.yaml:1", "other.yaml"},
        Case{"alias_bomb", bomb(), "s.yaml", "alias"},
        Case{"five_thousand_deep", good + "x: " + std::string(5000, '[') + std::string(5000, ']') + "\n", "s.yaml:14",
             "deep"},
        Case{"empty", "", "s.yaml", "there is nothing in it"},
        Case{"binary",
             std::string("\x7f"
                         "ELF\x02\x01\x01\0\0\0\xff\xfe",
                         12),
             "s.yaml", ""},
        Case{"not_yaml", "version: [1\n", "s.yaml", ""},
        Case{"absolute_precision", with(good, "duration: 10 min", "precision: 1, duration: 10 min"), "s.yaml:13",
             "a precision is a part of the value"}),
    [](const auto& test) { return test.param.name; });

TEST(BadFiles, AllErrorsAreSaidAtOnce) {
  const Folder folder;
  folder.write("s.yaml", with(with(with(good, "cap: 2", "cap: 0"), "mean: 1 s", "mean: 1"), "count: 3", "cuont: 3"));
  const Said said = start(folder, "check s.yaml");
  EXPECT_EQ(said.exit, 2);
  for (const char* place : {"s.yaml:5:", "s.yaml:7:", "s.yaml:11:"})
    EXPECT_NE(said.err.find(place), std::string::npos) << said.err;
}

TEST(BadCommand, NamesWhatIsWrong) {
  const Folder folder;
  folder.write("s.yaml", good);
  const std::pair<const char*, const char*> cases[] = {{"", "--help"},
                                                       {"rum s.yaml", "did you mean 'run'"},
                                                       {"run", "FILE"},
                                                       {"run none.yaml", "none.yaml"},
                                                       {"run s.yaml --bogus", "--bogus"},
                                                       {"run s.yaml --set nonsense", "nonsense"},
                                                       {"run s.yaml --set run.sede=3", "seed"},
                                                       {"run s.yaml --replications 0", "replications"},
                                                       {"run s.yaml --jobs 0", "jobs"},
                                                       {"sweep s.yaml", "no `sweep` block"},
                                                       {"explain nonesuchword", "nonesuchword"}};
  for (const auto& [arguments, says] : cases) {
    const Said said = start(folder, arguments);
    EXPECT_EQ(said.exit, 2) << arguments;
    EXPECT_NE(said.err.find(says), std::string::npos) << arguments << '\n' << said.err;
    EXPECT_FALSE(fs::exists(folder.path() / "runs")) << arguments;
  }
}

TEST(BadFolder, IsRefusedBeforeAnythingRuns) {
  const Folder folder;
  folder.write("s.yaml", good);
  folder.write("full/other.txt", "mine");
  folder.write("file", "mine");
  for (const char* arguments :
       {"-o full", "-o file", "-o file/below", "--html nowhere/r.html", "--html full", "-o /proc/none"}) {
    const Said said = start(folder, std::string{"run s.yaml "} + arguments);
    EXPECT_EQ(said.exit, 2) << arguments << '\n' << said.err;
    EXPECT_FALSE(said.err.empty());
  }
  EXPECT_EQ(content(folder.path() / "full/other.txt"), "mine");
  EXPECT_EQ(content(folder.path() / "file"), "mine");
}

// What was finished is kept for the next try, as after an interruption; of the result there is nothing.
TEST(FullDisk, EndsWithFourAndLeavesNoResult) {
  const Folder folder;
  folder.write("s.yaml", good);
  EXPECT_EQ(start(folder, "run s.yaml --json -o r", "/dev/full").exit, 4);
  fs::create_directory(folder.path() / "disk");
  if (std::system(
          ("mount -t tmpfs -o size=128k tmpfs '" + (folder.path() / "disk").string() + "' 2>/dev/null").c_str()) != 0)
    GTEST_SKIP() << "no small disk can be mounted here";
  const Said said = start(folder, "run s.yaml -o disk/r");
  std::string left;
  for (const auto& entry : fs::directory_iterator{folder.path() / "disk"})
    if (!entry.path().filename().string().starts_with(".run-")) left += entry.path().filename().string() + ' ';
  (void)std::system(("umount '" + (folder.path() / "disk").string() + "'").c_str());
  EXPECT_EQ(said.exit, 4) << said.err;
  EXPECT_NE(said.err.find("No space left"), std::string::npos) << said.err;
  EXPECT_EQ(left, "");
}

}  // namespace
}  // namespace busyhour::cli
