/// Where output goes: what is named stays what it is, and nothing that a user has made is written over.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "program.hpp"

namespace busyhour::cli {
namespace {

std::string log_of(int rows, const std::string& duration) {
  std::string text = "time_s,duration_s\n";
  for (int i = 0; i < rows; ++i) text += std::to_string(i) + "." + std::to_string(i * i % 7) + "," + duration + "\n";
  return text;
}

TEST(Outputs, AFullDeviceIsAnErrorAndStaysADevice) {
  const Folder folder;
  folder.write("s.yaml", good);
  fs::create_symlink("/dev/full", folder.path() / "full");
  const Said said = start(folder, "run s.yaml -q -o r --junit full");
  EXPECT_EQ(said.exit, 4);
  EXPECT_NE(said.err.find("cannot be written: No space left on device"), said.err.npos) << said.err;
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

TEST(Outputs, ALinkStaysALink) {
  const Folder folder;
  folder.write("s.yaml", good);
  folder.write("target.xml", "old");
  fs::create_symlink("target.xml", folder.path() / "link.xml");
  ASSERT_LE(start(folder, "run s.yaml -q -o r --junit link.xml").exit, 3);
  EXPECT_TRUE(fs::is_symlink(folder.path() / "link.xml"));
  EXPECT_NE(content(folder.path() / "target.xml").find("<testsuite"), std::string::npos);
}

TEST(Outputs, APipeGetsWhatIsWritten) {
  const Folder folder;
  folder.write("s.yaml", good);
  ASSERT_EQ(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
  ASSERT_EQ(std::system(("cat '" + (folder.path() / "pipe").string() + "' > '" + (folder.path() / "got").string() + "' &").c_str()), 0);
  ASSERT_LE(start(folder, "run s.yaml -q -o r --junit pipe").exit, 3);
  EXPECT_TRUE(fs::is_fifo(folder.path() / "pipe"));
  for (int i = 0; i < 500 && content(folder.path() / "got").find("</testsuite") == std::string::npos; ++i) ::usleep(10'000);
  EXPECT_NE(content(folder.path() / "got").find("</testsuite"), std::string::npos);
}

// What is filled in by hand is not lost to a second fit; the same fit again changes nothing.
TEST(Outputs, FitDoesNotWriteOverAnotherText) {
  const Folder folder;
  folder.write("log.csv", log_of(100, "0.5"));
  ASSERT_EQ(start(folder, "fit log.csv -q -o s.yaml").exit, 0);
  const std::string made = content(folder.path() / "s.yaml");
  EXPECT_EQ(start(folder, "fit log.csv -q -o s.yaml").exit, 0);
  folder.write("s.yaml", made + "# mine\n");
  const Said said = start(folder, "fit log.csv -q -o s.yaml");
  EXPECT_EQ(said.exit, 2);
  EXPECT_NE(said.err.find("s.yaml: is there already and says something else"), said.err.npos) << said.err;
  EXPECT_EQ(content(folder.path() / "s.yaml"), made + "# mine\n");
}

TEST(Outputs, FitLeavesNoScenarioThatCannotBeRead) {
  const Folder folder;
  folder.write("log.csv", log_of(100, "1e300"));
  EXPECT_EQ(start(folder, "fit log.csv -q -o s.yaml").exit, 2);
  EXPECT_EQ(std::distance(fs::directory_iterator{folder.path()}, fs::directory_iterator{}), 1);  // the log
  folder.write("zero.csv", log_of(100, "0"));
  EXPECT_EQ(start(folder, "fit zero.csv -q -o z.yaml").exit, 0);
  EXPECT_EQ(start(folder, "check z.yaml").exit, 0);
}

TEST(Outputs, FitRefusesLinesWithoutAnyKey) {
  const Folder folder;
  for (const char* text : {"{bad\n", "{}\n"}) {
    folder.write("log.jsonl", text);
    const Said said = start(folder, "fit log.jsonl");
    EXPECT_EQ(said.exit, 2);
    EXPECT_NE(said.err.find("log.jsonl: none of its columns is known"), said.err.npos) << said.err;
  }
}

TEST(Outputs, WhatCannotBeSetIsSaid) {
  const Folder folder;
  folder.write("s.yaml", good + "sweep: {vary: {workloads.calls.count: [2, 3]}}\n");
  const Said extends = start(folder, "check s.yaml --set extends=other.yaml");
  EXPECT_EQ(extends.exit, 2);
  EXPECT_NE(extends.err.find("a file's `extends` cannot be set"), extends.err.npos) << extends.err;
  EXPECT_EQ(start(folder, "sweep s.yaml --shard '' -o a").exit, 2);
  ::setenv("SLURM_ARRAY_TASK_ID", "x", 1), ::setenv("SLURM_ARRAY_TASK_COUNT", "2", 1);
  const Said shard = start(folder, "sweep s.yaml --shard auto -o a");
  ::unsetenv("SLURM_ARRAY_TASK_ID"), ::unsetenv("SLURM_ARRAY_TASK_COUNT");
  EXPECT_EQ(shard.exit, 2);
  EXPECT_NE(shard.err.find("SLURM_ARRAY_TASK_ID=x"), shard.err.npos) << shard.err;
  EXPECT_FALSE(fs::exists(folder.path() / "a"));
}

// A point that two shards share is whole in neither: `status` says what is there.
TEST(Outputs, StatusCountsTheBlocksOfAShard) {
  const Folder folder;
  folder.write("s.yaml", good + "sweep: {vary: {workloads.calls.count: [2, 3]}}\n");
  ASSERT_EQ(start(folder, "sweep s.yaml --replications 32 --shard 0/2 -q -o a").exit, 0);
  const Said said = start(folder, "status a");
  EXPECT_NE(said.out.find("2 blocks of replications are here"), said.out.npos) << said.out;
}

}  // namespace
}  // namespace busyhour::cli
