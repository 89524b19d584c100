/// `fit` as a user calls it: text to paste, a scenario that runs, errors that say what to type.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "program.hpp"

namespace busyhour::cli {
namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Two requests a second, each a little longer than the one before.
std::string a_log(int n) {
  std::string text = "time_s,duration_s\n";
  for (int i = 0; i < n; ++i)
    text += std::to_string(i * 0.5 + (i * 7919 % 101) * 0.004) + "," + std::to_string(0.5 + (i * 104729 % 211) * 0.01) +
            "\n";
  return text;
}

TEST(FitCommand, PrintsYamlAndWritesAScenarioThatRuns) {
  const Folder folder;
  folder.write("log.csv", a_log(400));
  const Said printed = start(folder, "fit log.csv");
  EXPECT_EQ(printed.exit, 0) << printed.err;
  EXPECT_TRUE(printed.out.starts_with("# log.csv: CSV, 400 rows")) << printed.out;
  EXPECT_TRUE(has(printed.out, "\nprovider:\n  endpoints:\n    api:\n      service: ")) << printed.out;
  const Said made = start(folder, "fit log.csv -o s.yaml --html fit.html --json");
  EXPECT_EQ(made.exit, 0) << made.err;
  EXPECT_EQ(nlohmann::json::parse(made.out)["rows"], 400);
  EXPECT_TRUE(has(content(folder.path() / "s.yaml"), "FILL IN"));
  EXPECT_TRUE(has(content(folder.path() / "fit.html"), "qq-duration"));
  const Said run = start(folder, "run s.yaml --replications 10 -o out --set provider.limits.slots.cap=2");
  EXPECT_TRUE(run.exit == 0 || run.exit == 1 || run.exit == 3) << run.err;
  EXPECT_TRUE(has(run.out, "squared")) << run.out << run.err;  // the sentence is broken into lines
}

// Four slots that refuse: the log's own limit stands in the scenario; or one that is told.
TEST(FitCommand, HoldsTheLogAgainstItself) {
  const Folder folder;
  folder.write("log.csv", a_log(400));
  const Said said = start(folder, "fit log.csv --check --cap 3 --json");
  EXPECT_EQ(said.exit, 0) << said.err;
  const auto document = nlohmann::json::parse(said.out);
  EXPECT_EQ(document["first"], 280);
  EXPECT_GT(document["rows"]["refused"]["predicted"], 0);
  EXPECT_TRUE(document["rows"]["refused"]["observed"].is_null());
  EXPECT_TRUE(document["rows"]["refused"]["inside"].is_null());
  EXPECT_TRUE(document["rows"]["in flight, most"]["inside"].is_boolean());
  const Said table = start(folder, "fit log.csv --check 50");
  EXPECT_TRUE(has(table.out, "mean duration")) << table.out << table.err;
  EXPECT_EQ(start(folder, "fit log.csv --cap 7 -o s.yaml").exit, 0);
  EXPECT_TRUE(has(content(folder.path() / "s.yaml"), "cap: 7, ")) << content(folder.path() / "s.yaml");
  EXPECT_EQ(start(folder, "fit log.csv --cap 0").exit, 2);
}

// Each kind of broken file has its exit code and its sentence.
TEST(FitCommand, BrokenFilesGetAnErrorAndNoScenario) {
  const Folder folder;
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"", "there is nothing in this file"},
      {"time_s,duration_s\n", "no row below it"},
      {"time_s,duration_s\n1,-2\n2,-3\n", "'-2' is negative (duration_s)"},
      {"time_s,duration_s\nx\ny\n", "2 of 2 lines cannot be used"},
      {std::string("a\0b", 3), "is not a text file"},
      {"\x1f\x8b\x08 no gzip", "cannot be read to its end"}};
  for (const auto& [text, says] : wrong) {
    folder.write("log.csv", text);
    for (const char* command : {"fit log.csv -o s.yaml", "fit log.csv --check"}) {
      const Said said = start(folder, command);
      EXPECT_EQ(said.exit, 2) << command << text;
      EXPECT_TRUE(has(said.err, says)) << said.err;
      EXPECT_EQ(said.out, "");
    }
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "s.yaml"));
  }
  EXPECT_EQ(start(folder, "fit .").exit, 2);
}

TEST(FitCommand, SaysWhatToType) {
  const Folder folder;
  folder.write("log.csv", "time,latency\n1,2\n2,3\n");
  const Said said = start(folder, "fit log.csv");
  EXPECT_EQ(said.exit, 2);
  EXPECT_TRUE(has(said.err, "--column time=s")) << said.err;
  EXPECT_EQ(start(folder, "fit log.csv --column time=s --column latency=ms").exit, 0);
  EXPECT_EQ(start(folder, "fit nothing.csv").exit, 2);
  folder.write("empty.csv", "");
  EXPECT_TRUE(has(start(folder, "fit empty.csv").err, "there is nothing in this file"));
}

}  // namespace
}  // namespace busyhour::cli
