#include <gtest/gtest.h>

#include <random>

#include "files_for_test.hpp"

namespace busyhour {
namespace {

/// There is no scenario, and a reason that names the fault.
void refused(const std::string& text, const std::string& because) {
  const Loaded l = load_text(text);
  EXPECT_FALSE(l.scenario) << text.substr(0, 80);
  EXPECT_NE(said(l).find(because), std::string::npos) << said(l).substr(0, 500);
  EXPECT_FALSE(render(l.diagnostics, l.sources).empty());
}

TEST(Hostile, WhatIsNotAScenarioFileAtAll) {
  refused("", "there is nothing in it");
  refused("# only a comment\n", "there is nothing in it");
  refused("just a word\n", "a map of keys");
  refused("- a\n- b\n", "a map of keys");
  refused(std::string("version: 1\0", 11), "byte 0x00");
  refused("version: \xFF\n", "byte 0xff");
  refused("\xFE\xFFv", "not a text file");
  refused("a: \"x\n", "never closed");
  refused(small + "---\n" + small, "a second document");
  refused(std::string(9U << 20U, '#'), "larger than 8 MiB");
}

TEST(Hostile, AByteOrderMarkAndWindowsLineEndsAreText) {
  std::string windows;
  for (const char c : small) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_TRUE(load_text("\xEF\xBB\xBF" + windows).scenario);
}

TEST(Hostile, Depth) {
  refused(std::string(5000, '['), "levels deep");
  refused("a: " + std::string(5000, '{'), "levels deep");
  std::string blocks;
  for (std::size_t i = 0; i < 2000; ++i) blocks += std::string(i, ' ') + "a:\n";
  refused(blocks, "levels deep");
  std::string dashes;
  for (int i = 0; i < 5000; ++i) dashes += "- ";
  refused(dashes, "levels deep");
  std::string path = "a";
  for (int i = 0; i < 5000; ++i) path += ".a";
  EXPECT_FALSE(load_text(small, {path + "=1"}).scenario);
}

TEST(Hostile, AliasBombsAndAliasesOfThemselves) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) bomb += (k ? ", *a" : "*a") + std::to_string(i - 1);
    bomb += "]\n";
  }
  refused(bomb, "aliases counted as often as they stand");
  refused("a: &x [*x]\n", "stands inside what it stands for");
  refused("a: *nothing\n", "anchor");
  EXPECT_TRUE(load_text(with(with(small, "mean: 2.5 s", "mean: &m 2.5 s"), "mean: 7.5 s", "mean: *m")).scenario);
}

TEST(Hostile, YamlThatIsTooClever) {
  refused(small + "run: {seed: 2}\n", "'run' is written twice");
  refused(with(small, "cap: 4", "cap: 4, cap: 5"), "'cap' is written twice");
  refused("<<: {a: 1}\n" + small, "'<<' is not merged");
  refused(with(small, "count: 8", "count: !!int 8"), "tags are not used");
  refused(with(small, "count: 8", "count:"), "nothing is written after 'count'");
  refused(with(small, "    kind", "\tkind"), "not YAML");
  refused("? [a, b]\n: 1\n" + small, "a key is a single word");
}

TEST(Hostile, ATextOfAFlowMapMayHoldACommaButAKeyNeedsAValue) {
  const std::string claim =
      "claims: {c: {quote: x, source: {title: Waves API, Concurrency and Limits, read: 2026-11-21}, "
      "expect: [given_up <= 5%]}}\n";
  const Loaded l = load_text(small + claim);
  ASSERT_TRUE(l.scenario) << said(l);
  EXPECT_EQ(l.scenario->claims[0].second.source.title, "Waves API, Concurrency and Limits");
  refused(with(small, "cap: 4", "cap: 4, key"), "nothing is written after 'key'");
}

TEST(Hostile, NumbersThatWouldTakeAllMemoryOrNeverEnd) {
  for (const char* n :
       {"1e18", "999999999999999999999999", "1e999", "-1", "0", "nan", "inf", "0x10", ".5", "1_", "1.5"})
    EXPECT_FALSE(load_text(with(small, "count: 8", std::string("count: ") + n)).scenario) << n;
  for (const char* d : {"0 s", "-1 s", "1e300 h", "inf s", "0.1 ns", "9999 d 1", "1 fortnight", "10"})
    EXPECT_FALSE(load_text(with(small, "duration: 10 h", std::string("duration: ") + d)).scenario) << d;
  EXPECT_FALSE(load_text(with(small, "replications: 30", "replications: 1e15")).scenario);
}

/// Any file loads or is refused with a reason; it never crashes (run under AddressSanitizer too).
void survives(const std::string& text) {
  const Loaded l = load_text(text);
  ASSERT_TRUE(l.scenario || any_error(l.diagnostics)) << text;
  (void)render(l.diagnostics, l.sources);
}

TEST(Hostile, EveryByteLostOrDoubled) {
  for (std::size_t i = 0; i < small.size(); ++i) {
    survives(small.substr(0, i) + small.substr(i + 1));
    survives(small.substr(0, i) + small[i] + small.substr(i));
  }
  for (std::size_t i = 0; i < small.size(); i += 3) survives(small.substr(0, i));
}

TEST(Hostile, BytesExchangedAtRandom) {
  const std::string whole = small + R"(slo: [given_up <= 1%, "p95(added_delay) <= 300 ms", calls.added_delay.p95 <= 1 s]
sweep: {vary: {workloads.calls.count: {from: 1, to: 5, step: 1}}, where: workloads.calls.count <= 4}
solve: {largest: workloads.calls.count, within: 1..9, such_that: slo, for_each: {provider.limits.requests.cap: [1, 5]}}
claims: {c: {quote: x, set: {workloads.calls.count: 2 * provider.limits.requests.cap}, expect: [given_up <= 5%]}}
)";
  ASSERT_TRUE(load_text(whole).scenario) << said(load_text(whole));
  std::mt19937 random{20261122};
  constexpr std::string_view marks = "{}[]:,-#&*!|>'\"%@$ \n\t0179.eE()<>=/~x\xC3\xA9";
  for (int round = 0; round < 600; ++round) {
    std::string text = whole;
    for (int k = 0; k < 3; ++k) text[random() % text.size()] = marks[random() % marks.size()];
    survives(text);
  }
}

}  // namespace
}  // namespace busyhour
