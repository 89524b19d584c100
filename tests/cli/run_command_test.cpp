/// What the command promises: one JSON document, the same bytes for any number of jobs, exit codes, Ctrl-C.
#include <gtest/gtest.h>

#include <regex>

#include "program.hpp"

namespace busyhour::cli {
namespace {

std::string without_folder(const std::string& json) {
  return std::regex_replace(json, std::regex{"\"result_dir\": *\"[^\"]*\""}, "");
}

TEST(RunCommand, PrintsTheSameJsonForAnyNumberOfJobs) {
  const Folder folder;
  folder.write("s.yaml", good);
  const Said one = start(folder, "run s.yaml --json --jobs 1 -o a");
  ASSERT_EQ(one.exit, 0) << one.err;
  for (const char* jobs : {"2", "7"}) {
    const Said other = start(folder, std::string{"run s.yaml --json --jobs "} + jobs + " -o b");
    EXPECT_EQ(without_folder(one.out), without_folder(other.out));
  }
  for (const char* file : {"points.csv", "replications.csv", "percentiles.csv"})
    EXPECT_EQ(content(folder.path() / "a" / file), content(folder.path() / "b" / file)) << file;
}

TEST(RunCommand, ExitsAsItsRulesSay) {
  const Folder folder;
  folder.write("s.yaml", good);
  EXPECT_EQ(start(folder, "run s.yaml --set 'slo=[first_attempt_rejected <= 50%]' -o r").exit, 0);
  EXPECT_EQ(start(folder, "run s.yaml --set 'slo=[first_attempt_rejected <= 0.1%]' -o r").exit, 1);
  const std::string json = start(folder, "run s.yaml --json -o r").out;
  std::smatch found;
  ASSERT_TRUE(
      std::regex_search(json, found, std::regex{"\"first_attempt_rejected\": *\\{\\s*\"estimate\": *([0-9.e-]+)"}))
      << json;
  const std::string percent = std::to_string(std::stod(found[1]) * 100);
  EXPECT_EQ(start(folder, "run s.yaml --set 'slo=[first_attempt_rejected <= " + percent + "%]' -o r").exit, 3);
}

TEST(RunCommand, LeavesAFolderThatTellsEverything) {
  const Folder folder;
  folder.write("s.yaml", good);
  ASSERT_EQ(start(folder, "run s.yaml -o r --html page.html --quiet").exit, 0);
  for (const char* file :
       {"manifest.json", "scenario.resolved.yaml", "points.csv", "replications.csv", "percentiles.csv", "report.html"})
    EXPECT_GT(fs::file_size(folder.path() / "r" / file), 0U) << file;
  const std::string page = content(folder.path() / "page.html"), kept = content(folder.path() / "r/report.html");
  EXPECT_EQ(page.substr(0, page.find("<style>")), kept.substr(0, kept.find("<style>")));  // it has pictures beside
  const std::string first = content(folder.path() / "r/points.csv");
  ASSERT_EQ(start(folder, "run r/scenario.resolved.yaml -o again --quiet").exit, 0);
  EXPECT_EQ(first, content(folder.path() / "again/points.csv"));
}

TEST(RunCommand, WithoutAFolderItNamesOneItself) {
  const Folder folder;
  folder.write("s.yaml", good);
  ASSERT_EQ(start(folder, "run s.yaml --quiet").exit, 0);
  ASSERT_EQ(start(folder, "run s.yaml --quiet").exit, 0);
  EXPECT_EQ(std::distance(fs::directory_iterator{folder.path() / "runs"}, fs::directory_iterator{}), 2);
}

TEST(RunCommand, InterruptedOnceItWritesWhatIsFinished) {
  const Folder folder;
  folder.write("s.yaml", with(good, "duration: 10 min", "duration: 200 h"));
  const Said said = start(
      folder, "run s.yaml --replications 100000 --json --jobs 1 -o r & pid=$!; sleep 3; kill -INT $pid; wait $pid");
  EXPECT_EQ(said.exit, 130) << said.err;
  const std::string manifest = content(folder.path() / "r/manifest.json");
  EXPECT_NE(manifest.find("\"partial\": true"), std::string::npos) << said.err;
}

}  // namespace
}  // namespace busyhour::cli
