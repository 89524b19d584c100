#include <gtest/gtest.h>

#include "files_for_test.hpp"

namespace busyhour {
namespace {

std::string name_of(const std::string& text) {
  const Loaded l = load_text(text);
  EXPECT_TRUE(l.scenario) << said(l);
  return l.scenario ? l.scenario->sha256 : "";
}

/// The resolved text loads to the same scenario, with and without origins.
void round_trip(const Loaded& l, const TestFolder& folder) {
  ASSERT_TRUE(l.scenario) << said(l);
  for (const bool origins : {true, false}) {
    const std::string text = resolved_yaml(l, origins);
    const Loaded again = load(folder.write("resolved.yaml", text));
    ASSERT_TRUE(again.scenario) << text << render(again.diagnostics, again.sources);
    EXPECT_EQ(again.scenario->sha256, l.scenario->sha256) << text;
    EXPECT_EQ(resolved_yaml(again, false), resolved_yaml(l, false));
  }
}

TEST(Resolved, LoadsToTheSameScenario) {
  const TestFolder folder;
  folder.write("base.yaml", small);
  folder.write("t.csv", "time_s\n0\n1\n");
  round_trip(
      load(folder.write("a.yaml", "extends: base.yaml\nname: 'a: b # c'\nslo: [given_up <= 1%]\n"), {"run.seed=9"}),
      folder);
  round_trip(load(folder.write(
                 "b.yaml",
                 with(small, "  calls:\n",
                      "  t: {kind: trace, file: t.csv, columns: {arrives: {column: time_s, unit: s}}}\n  calls:\n"))),
             folder);
}

TEST(Resolved, SaysWhereEachValueComesFromAndEchoesDefaults) {
  const TestFolder folder;
  folder.write("base.yaml", small);
  const Loaded l = load(folder.write("a.yaml", "extends: base.yaml\nrun: {replications: 40}\n"), {"run.seed=9"});
  const std::string text = resolved_yaml(l, true);
  EXPECT_NE(text.find("replications: 40  # "), std::string::npos) << text;
  EXPECT_NE(text.find("a.yaml:2\n"), std::string::npos) << text;
  EXPECT_NE(text.find("base.yaml:10\n"), std::string::npos) << text;
  EXPECT_NE(text.find("seed: 9  # --set\n"), std::string::npos) << text;
  EXPECT_NE(text.find("network: 0 s  # default\n"), std::string::npos) << text;
  EXPECT_NE(text.find("turnaround: 0 s  # default\n"), std::string::npos) << text;
}

TEST(Resolved, DataFilesAreNamedFromTheFolderItIsKeptIn) {
  const TestFolder folder;
  folder.write("data/t.csv", "time_s\n0\n1\n");
  const std::string text =
      "version: 1\nprovider: {endpoints: {api: {service: 1 s}}}\nworkloads: {t: {kind: trace, file: data/t.csv, "
      "columns: {arrives: {column: time_s, unit: s}}}}\nrun: {until: workload_done}\n";
  const std::string file = folder.write("s.yaml", text);
  const Loaded l = load(file);
  ASSERT_TRUE(l.scenario) << said(l);
  const std::string kept = (std::filesystem::path{file}.parent_path() / "runs/one").string();
  const Loaded again = load(folder.write("runs/one/scenario.resolved.yaml", resolved_yaml(l, true, kept)));
  ASSERT_TRUE(again.scenario) << said(again);
  EXPECT_EQ(again.scenario->sha256, l.scenario->sha256);
}

TEST(Sha, IsOfTheMeaningNotOfTheWriting) {
  const std::string name = name_of(small);
  EXPECT_EQ(name_of("# a comment\n" + small), name);
  EXPECT_EQ(name_of(with(small, "2.5 s", "2500 ms")), name);
  EXPECT_EQ(name_of(with(small, "cap: 4", "cap: 2 + 2")), name);
  EXPECT_EQ(name_of(with(small, "counts: requests, cap: 4", "cap: 4, counts: requests")), name);
  EXPECT_EQ(name_of(with(small, "status: 429", "status: 429, retry_after: null")), name);
  EXPECT_EQ(name_of(with(small, "    client: {retry: none}\n", "")), name);  // the default, not written
  EXPECT_EQ(name_of(with(small, "seed: 1", "seed: 1, until: duration")), name);
  EXPECT_NE(name_of(with(small, "seed: 1", "seed: 2")), name);
  EXPECT_NE(name_of(with(small, "cap: 4", "cap: 5")), name);
  EXPECT_NE(name_of(with(small, "status: 429", "status: 503")), name);
}

}  // namespace
}  // namespace busyhour
