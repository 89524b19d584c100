#include "busyhour/scenario/document.hpp"

#include <gtest/gtest.h>

#include "files_for_test.hpp"

namespace busyhour {
namespace {

/// What `over` merged into `base` becomes, as one line of YAML.
std::string merge(const std::string& base, const std::string& over) {
  Document d;
  Diagnostics wrong;
  d.set("x", base, wrong);
  d.set("x", over, wrong);
  EXPECT_TRUE(wrong.empty());
  return flow_text(*d.find("x"));
}

TEST(Merging, MapsDeepListsAndScalarsReplace) {
  EXPECT_EQ(merge("{a: {b: 1, c: 2}}", "{a: {c: 3, d: 4}}"), "{a: {b: 1, c: 3, d: 4}}");
  EXPECT_EQ(merge("{a: [1, 2]}", "{a: [3]}"), "{a: [3]}");
  EXPECT_EQ(merge("{a: {b: 1}}", "{a: 5}"), "{a: 5}");
  EXPECT_EQ(merge("{retry: none}", "{retry: {kind: constant, pause: 1 s}}"), "{retry: {kind: constant, pause: 1 s}}");
}

TEST(Merging, NullRemoves) {
  EXPECT_EQ(merge("{a: 1, b: 2}", "{a: null}"), "{b: 2}");
  EXPECT_EQ(merge("{a: {b: 1, c: 2}}", "{a: {b: ~}}"), "{a: {c: 2}}");
}

TEST(Merging, AChoosingWordThatChangesReplacesTheMap) {
  for (const char* word : {"kind", "action", "dist", "by", "window"}) {
    const std::string w = word;
    EXPECT_EQ(merge("{" + w + ": one, p: 1}", "{" + w + ": two, q: 2}"), "{" + w + ": two, q: 2}");
    EXPECT_EQ(merge("{" + w + ": one, p: 1}", "{" + w + ": one, q: 2}"), "{" + w + ": one, p: 1, q: 2}");
    EXPECT_EQ(merge("{" + w + ": one, p: 1}", "{q: 2}"), "{" + w + ": one, p: 1, q: 2}");
    EXPECT_EQ(merge("{p: 1}", "{" + w + ": one, q: 2}"), "{" + w + ": one, q: 2}");  // absent is another word
  }
  EXPECT_EQ(merge("{kind: {a: 1}}", "{kind: {b: 2}}"), "{kind: {a: 1, b: 2}}");  // a name, not a word
}

// What is missing then stands in the file, in the block that was replaced: the message says why that does not count.
TEST(Merging, WhatAReplacedBlockSaidIsMissingAndSaidToBe) {
  const std::string text = R"(version: 1
provider:
  limits: {rate: {counts: requests, per: 1 s, cap: 2, window: fixed, when_full: {action: reject}}}
  endpoints: {api: {service: 10 ms}}
workloads: {a: {kind: batch, tasks: 2}}
run: {until: workload_done, stop_after: 1 h}
)";
  const Loaded loaded = load_text(text, std::vector<std::string>{"provider.limits.rate.window=sliding_log"});
  EXPECT_FALSE(loaded.scenario);
  EXPECT_NE(said(loaded).find("its 'window' is another than before, so this block"), std::string::npos);
}

TEST(Document, SettingCopiesOnlyThePath) {
  Document d;
  Diagnostics wrong;
  d.set("a.b", "1", wrong);
  d.set("a.c", "{x: 1}", wrong);
  const Document before = d;
  d.set("a.b", "2", wrong);
  EXPECT_EQ(d.find("a.b")->text, "2");
  EXPECT_EQ(before.find("a.b")->text, "1");
  EXPECT_EQ(before.find("a.c"), d.find("a.c"));  // shared
  EXPECT_EQ(d.find("a.nothing"), nullptr);
}

TEST(Document, FlowTextLoadsAgain) {
  for (const char* text :
       {"{a: 1, b: [x, 'y, z'], c: {d: \"q\\\"\\n\"}}", "'null'", "''", "\"#\"", "'a: b'", "'- a'", "\" a\""}) {
    Document d, again;
    Diagnostics wrong;
    d.set("x", text, wrong);
    const std::string flow = flow_text(*d.find("x"));
    again.set("x", flow, wrong);
    EXPECT_EQ(flow_text(*again.find("x")), flow);
    EXPECT_TRUE(wrong.empty()) << text;
  }
}

TEST(Extends, BuildsOnFilesRelativeToItself) {
  const TestFolder folder;
  folder.write("base/one.yaml", small);
  folder.write("base/two.yaml", "extends: one.yaml\nworkloads: {calls: {count: 9}}\n");
  const Loaded l = load(folder.write("top.yaml", "extends: base/two.yaml\nrun: {seed: 5}\n"));
  ASSERT_TRUE(l.scenario) << said(l);
  EXPECT_EQ(std::get<ConversationsConfig>(l.scenario->workloads[0].second).count, 9);
  EXPECT_EQ(l.scenario->run.seed, 5);
  EXPECT_EQ(l.document.where("workloads.calls.count").line, 2);
  EXPECT_NE(l.document.where("workloads.calls.count").source.find("two.yaml"), std::string::npos);
}

TEST(Extends, ALaterFileOfAListWins) {
  const TestFolder folder;
  folder.write("a.yaml", small);
  folder.write("b.yaml", "run: {seed: 2, replications: 40}\n");
  folder.write("c.yaml", "run: {seed: 3}\n");
  const Loaded l = load(folder.write("top.yaml", "extends: [a.yaml, b.yaml, c.yaml]\n"));
  ASSERT_TRUE(l.scenario) << said(l);
  EXPECT_EQ(l.scenario->run.seed, 3);
  EXPECT_EQ(l.scenario->run.replications, 40);
}

TEST(Extends, CirclesNameTheChain) {
  const TestFolder folder;
  folder.write("b.yaml", "extends: a.yaml\n");
  const Loaded l = load(folder.write("a.yaml", "extends: b.yaml\n"));
  EXPECT_FALSE(l.scenario);
  const std::string all = said(l);
  EXPECT_NE(all.find("in a circle: "), std::string::npos) << all;
  EXPECT_NE(all.find("a.yaml -> "), std::string::npos) << all;
  EXPECT_NE(all.find("b.yaml -> "), std::string::npos) << all;
}

TEST(Extends, AMissingFileIsNamedAtItsPlace) {
  const Loaded l = load_text("extends: nowhere.yaml\n" + small);
  EXPECT_EQ(said(l).substr(0, 12), "1:10 error: ");
  EXPECT_NE(said(l).find("nowhere.yaml' cannot be read"), std::string::npos);
  EXPECT_NE(said(load("/no/such/file.yaml")).find("cannot be read"), std::string::npos);
  EXPECT_NE(said(load("/")).find("cannot be read"), std::string::npos);
}

TEST(Extends, ManyPathsToOneFileAreReadOnce) {
  const TestFolder folder;  // each file extends the next one twice: 2^25 readings if it were read each time
  folder.write("f25.yaml", small);
  for (int i = 24; i >= 0; --i) {
    const std::string next = "f" + std::to_string(i + 1) + ".yaml";
    folder.write("f" + std::to_string(i) + ".yaml", "extends: [" + next + ", " + next + "]\n");
  }
  EXPECT_TRUE(load(folder.write("top.yaml", "extends: f0.yaml\n")).scenario);
}

}  // namespace
}  // namespace busyhour
