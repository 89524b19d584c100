/// Pages of sweeps, searches, comparisons, claims and overlays; what machines read of them; results stored and read.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "busyhour/report/checks.hpp"
#include "busyhour/report/claims_report.hpp"
#include "busyhour/report/compare_report.hpp"
#include "busyhour/report/overlay_report.hpp"
#include "busyhour/report/solve_report.hpp"
#include "busyhour/report/sweep_report.hpp"
#include "busyhour/report/trace.hpp"
#include "example_kinds.hpp"

namespace busyhour {
namespace {

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

void expect_in_order(const std::string& page, const std::vector<std::string>& parts) {
  std::size_t at = 0;
  for (const std::string& part : parts) {
    const auto next = page.find(part, at);
    ASSERT_NE(next, page.npos) << part << "\nis not after\n" << page.substr(at, 400);
    at = next;
  }
}

/// What every page has, whatever its kind: one file, one policy, the sections in their order.
void expect_frame(const std::string& page, bool of_plain_words = true) {
  expect_in_order(page, {"<!doctype html>", "Content-Security-Policy", "connect-src 'none'", "<title>", "<main>",
                         "<h1>", "class=\"card verdict ", "<h2>Reproduce", "<h2>Environment", "<h2>Data",
                         "href=\"data:text/csv", "<h2>How to read", "</main>", "</html>"});
  if (!of_plain_words) return;
  const std::string own = page.substr(0, page.find("<script>"));
  for (const char* link : {"src=", "<link", "url(", "@import"}) EXPECT_EQ(count(own, link), 0u) << link;
}

TEST(Pages, OfASweep) {
  const std::string page = html_report(example::sweep());
  expect_frame(page);
  expect_in_order(page, {"<title>1 OF 15 POINTS PASS: Waves TTS", "The rules pass at 1 of 15 points", "Key numbers",
                         "<h2>Rules", "turn_rejected &lt;= 5%", "<h2>Points", "exact ", "z -0.6",
                         "--set provider.limits.requests.cap=1 --set workloads.calls.count=2", "<h2>Assumptions",
                         "provider.network", "busyhour sweep scenarios/waves/four-conversations.yaml"});
  EXPECT_EQ(count(page, "<tr id=\"point-"), 15u);
}

// At most 1.5 MB for 300 points, and made well within the second in which it is to be drawn.
TEST(Pages, ASweepOfThreeHundredPointsStaysSmall) {
  const std::string page = html_report(example::sweep(15, 20));
  EXPECT_EQ(count(page, "<tr id=\"point-"), 300u);
  EXPECT_LT(page.size(), 1'500'000u);
}

TEST(Pages, OfASearch) {
  const std::string page = html_report(example::solved());
  expect_frame(page);
  expect_in_order(page,
                  {"<title>3 OF 3 FOUND: Waves TTS", "Key numbers", "2.00 per cap", "3 fails",
                   "<h2>Rules", "this one binds", "<h2>Answers", "Per cap", "By theory", "<h2>What was tried",
                   "busyhour solve scenarios/waves/four-conversations.yaml"});
  SolveResult one = example::solved();
  one.paths.clear();
  one.answers.resize(1);
  one.answers[0].given.clear();
  EXPECT_NE(html_report(one).find("<title>AT MOST 2: Waves TTS"), std::string::npos);
}

TEST(Pages, OfAComparison) {
  const std::string page = html_report(example::compared());
  expect_frame(page);
  expect_in_order(
      page, {"<title>B BETTER ON", "B is better on", "the runs are not equally long", "Key numbers", "<h2>Rules",
             "<h2>What differs", "workloads.calls.count", "<h2>Differences", "B − A", "class=\"zone\"", "All metrics",
             "busyhour compare ", "--set-a ", "--set-b "});
}

TEST(Pages, OfClaims) {
  const std::string page = html_report(example::judged());
  expect_frame(page);
  expect_in_order(page, {"<title>0 OF 2 HOLD: vendors", "<h2>Claims", "href=\"#claim-four-per-slot\"",
                         "id=\"claim-four-per-slot\"", "◐ HOLDS ONLY IF", "“approximately 4x", "read 2026-11-21",
                         "id=\"claim-async-handles-it\"", "✗ FAILS", "busyhour claims scenarios/claims/"});
}

TEST(Pages, OfRunsLaidOverEachOther) {
  const std::string page = html_overlay({example::voice(), example::queue()}, "0.1.0");
  expect_frame(page);
  expect_in_order(page, {"<title>1 OF 2 PASS: Waves TTS", "The rules pass with Provider with a waiting line",
                         "Key numbers", "<h2>Rules", "<h2>Charts", "id=\"overlay-added-delay\"", "<h2>Percentiles"});
}

TEST(Pages, HostileTextChangesNothing) {
  const std::pair<std::string, std::string> pages[] = {
      {html_report(example::hostile_sweep()), html_report(example::sweep())},
      {html_report(example::hostile_solved()), html_report(example::solved())},
      {html_report(example::hostile_compared()), html_report(example::compared())},
      {html_report(example::hostile_judged()), html_report(example::judged())},
      {html_overlay({example::hostile(), example::voice()}, "0.1.0"),
       html_overlay({example::queue(), example::voice()}, "0.1.0")}};
  for (const auto& [hostile, good] : pages) {
    const std::string body = hostile.substr(hostile.find("<main>"), hostile.find("</main>") - hostile.find("<main>"));
    for (const char* evil : {"<img", "<script", "<!--", "\u202E", "\033"}) EXPECT_EQ(count(body, evil), 0u) << evil;
    EXPECT_EQ(count(hostile, "<script>"), count(good, "<script>"));
    EXPECT_EQ(count(hostile, "</script>"), count(hostile, "<script"));
    expect_frame(hostile, false);
  }
}

TEST(Pages, LongNamesAreCut) {
  SweepResult s = example::sweep();
  const std::size_t before = html_report(s).size();
  s.scenario.name = s.scenario.about = s.scenario.file = std::string(10000, 'x');
  s.points[0].set[0].second = std::string(10000, 'y');
  EXPECT_LT(html_report(s).size(), before + 60'000u);  // the file's name is in commands, whole
}

template <class Result>
void expect_read_back(const Result& result, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::ofstream{folder / "result.json", std::ios::binary} << stored_text(result);
  const AnyResult again = read_stored(folder.string());
  ASSERT_TRUE(std::holds_alternative<Result>(again));
  EXPECT_EQ(stored_text(std::get<Result>(again)), stored_text(result));
  EXPECT_EQ(std::get<Result>(again).result_dir, folder.string());
}

TEST(Stored, EveryKindReadsBackTheSame) {
  const std::filesystem::path folder = std::filesystem::path{testing::TempDir()} / "busyhour-stored";
  expect_read_back(example::voice(), folder);
  expect_read_back(example::bare(), folder);
  expect_read_back(example::sweep(), folder);
  expect_read_back(example::solved(), folder);
  expect_read_back(example::compared(), folder);
  expect_read_back(example::judged(), folder);
  expect_read_back(example::ramp(), folder);
  std::filesystem::remove_all(folder);
}

TEST(Stored, WhatIsNoResultIsSaid) {
  const std::filesystem::path folder = std::filesystem::path{testing::TempDir()} / "busyhour-not-stored";
  std::filesystem::create_directories(folder);
  EXPECT_THROW((void)read_stored(folder.string()), NotStored);
  std::string good = stored_text(example::voice());
  for (const std::string& text :
       {std::string{"{"}, std::string{"[]"}, std::regex_replace(good, std::regex{"\"format\":1"}, "\"format\":7"),
        std::regex_replace(good, std::regex{"\"kind\":\"run\""}, "\"kind\":\"x\""),
        std::regex_replace(good, std::regex{"\"verdict\":1"}, "\"verdict\":9"),
        std::regex_replace(good, std::regex{"\"metric\":\"turn_rejected\""}, "\"metric\":\"none\"")}) {
    std::ofstream{folder / "result.json", std::ios::binary} << text;
    EXPECT_THROW((void)read_stored(folder.string()), NotStored) << text.substr(0, 40);
  }
  std::filesystem::remove_all(folder);
}

TEST(Checks, JunitHasOneTestcaseARule) {
  const std::string xml = junit_xml(summary_of(example::voice()));
  EXPECT_NE(xml.find("<testsuites tests=\"3\" failures=\"1\" errors=\"1\">"), xml.npos) << xml;
  EXPECT_EQ(count(xml, "<testcase "), 3u);
  EXPECT_NE(xml.find("<failure type=\"fails\" message=\"measured 34.9 % (34.4–35.4 %), accepted at most 5 %\""),
            xml.npos)
      << xml;
  EXPECT_NE(xml.find("<error type=\"undecided\""), xml.npos);
  EXPECT_EQ(count(junit_xml(summary_of(example::sweep())), "<testcase "), 45u);
  EXPECT_EQ(count(junit_xml(summary_of(example::solved())), "<testcase "), 3u);
  EXPECT_EQ(count(junit_xml(summary_of(example::judged())), "<failure "), 2u);
  const std::string hostile = junit_xml(summary_of(example::hostile()));
  EXPECT_EQ(count(hostile, "<testcase "), 4u);
  EXPECT_EQ(count(hostile, "<img"), 0u);
  EXPECT_EQ(count(hostile, "\033"), 0u);
}

TEST(Checks, GithubSeesWhatDoesNotPass) {
  const std::string lines = github_annotations(summary_of(example::voice()));
  EXPECT_NE(
      lines.find("::error file=scenarios/waves/four-conversations.yaml,title=fails%3A turn_rejected <= 5%25::measured"
                 " 34.9 %25"),
      lines.npos)
      << lines;
  EXPECT_EQ(count(lines, "::warning file="), 1u);
  EXPECT_EQ(count(lines, "::notice title=FAIL"), 1u);
  const std::string many = github_annotations(summary_of(example::sweep()));
  EXPECT_EQ(count(many, "::error "), 10u);
  // Nothing can begin a command of its own.
  const std::string hostile = github_annotations(summary_of(example::hostile()));
  for (std::size_t at = 0; at < hostile.size(); at = hostile.find('\n', at) + 1) EXPECT_EQ(hostile.substr(at, 2), "::");
}

TEST(Checks, MarkdownSummarisesAndEscapes) {
  const std::string text = markdown_summary(summary_of(example::voice()));
  expect_in_order(text, {"### FAIL: Waves TTS", "1 of 3 rules fails", "| ✗ fails | turn\\_rejected &lt;= 5% |",
                         "```\nbusyhour run"});
  const std::string hostile = markdown_summary(summary_of(example::hostile()));
  EXPECT_EQ(count(hostile.substr(0, hostile.find("```")), "<img"), 0u);
}

TEST(Trace, OpensAsATrace) {
  const auto trace = nlohmann::json::parse(chrome_trace(example::voice()));
  std::set<std::string> phases;
  std::map<std::pair<int, int>, double> free_at;
  std::size_t refused = 0;
  for (const auto& event : trace["traceEvents"]) {
    const std::string phase = event["ph"];
    phases.insert(phase);
    refused += phase == "i" ? 1U : 0U;
    if (phase != "X" || event["cat"] != "slot") continue;
    // In a lane nobody holds a slot before the one before has given it back.
    double& free = free_at[{event["pid"].get<int>(), event["tid"].get<int>()}];
    EXPECT_GE(event["ts"].get<double>(), free - 1e-3);
    EXPECT_GE(event["dur"].get<double>(), 0);
    free = event["ts"].get<double>() + event["dur"].get<double>();
  }
  EXPECT_EQ(phases, (std::set<std::string>{"C", "M", "X", "i"}));
  EXPECT_EQ(refused, example::voice().timelines[0].rejects.size());
  EXPECT_TRUE(nlohmann::json::accept(chrome_trace(example::hostile())));
  EXPECT_TRUE(nlohmann::json::accept(chrome_trace(example::bare())));
}

}  // namespace
}  // namespace busyhour
