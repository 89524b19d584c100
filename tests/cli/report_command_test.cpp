/// Pages: one in every result folder, the same again from what is stored, several runs in one; the worst minute told
/// again; what CI reads.
#include <gtest/gtest.h>
#include <algorithm>

#include <nlohmann/json.hpp>
#include <regex>

#include "program.hpp"

namespace busyhour::cli {
namespace {

const std::string crowded = with(with(good, "turn: {pause: {dist: exponential, mean: 3 s}}",
                                      "turn: {pause: {dist: exponential, mean: 3 s}}\n    client: {retry: {kind: "
                                      "constant, pause: 400 ms, attempts: 3}}"),
                                 "count: 3", "count: 6") +
                            "slo: [first_attempt_rejected <= 10%, given_up <= 90%]\n";
const std::string swept = crowded + "sweep: {vary: {workloads.calls.count: [2, 3, 4]}}\n";
const std::string solvable = crowded +
                             "solve: {largest: workloads.calls.count, within: 1..8, such_that: "
                             "[first_attempt_rejected <= 20%]}\n";
const std::string claimed = good + R"(claims:
  two-per-slot:
    quote: two callers per slot
    set: {workloads.calls.count: 2 * provider.limits.slots.cap}
    expect: [first_attempt_rejected <= 12%]
    across: {provider.limits.slots.cap: [1, 8]}
)";
const std::string ramped =
    with(with(good, "kind: conversations\n    count: 3", "kind: arrivals\n    arrive: {dist: poisson, rate: 1 /s}"),
         "    turn: {pause: {dist: exponential, mean: 3 s}}\n", "") +
    "sweep: {hysteresis: {workload: calls, levels: [1x, 5x], hold: 1 min, collapsed: first_attempt_rejected > 70%}}\n";

std::string page_in(const Folder& folder, const std::string& result) {
  return content(folder.path() / result / "report.html");
}

struct Made {
  const char* kind;
  std::string scenario, arguments, title;
};

TEST(ReportCommand, EveryKindLeavesItsPageAndMakesItAgain) {
  const Folder folder;
  for (const auto& [kind, scenario, arguments, title] :
       {Made{"run", crowded, "run s.yaml", "<title>FAIL: small</title>"},
        Made{"sweep", swept, "sweep s.yaml", "POINTS PASS: small</title>"},
        Made{"solve", solvable, "solve s.yaml", "<title>AT MOST "},
        Made{"compare", crowded, "compare s.yaml s.yaml --set-b workloads.calls.count=4", "<title>B BETTER ON "},
        Made{"claims", claimed, "claims s.yaml", "<title>HOLDS ONLY IF: two-per-slot</title>"},
        Made{"hysteresis", ramped, "sweep s.yaml", "<title>COMES BACK: small</title>"}}) {
    folder.write("s.yaml", scenario);
    const std::string place = std::string{"results/"} + kind;
    const Said said = start(folder, arguments + " -o " + place + " --html copy.html");
    ASSERT_LE(said.exit, 3) << kind << said.err;
    const std::string page = page_in(folder, place);
    EXPECT_NE(page.find(title), page.npos) << kind << page.substr(0, 900);
    const std::string copy = content(folder.path() / "copy.html");  // the same, and pictures of the charts
    EXPECT_NE(copy.find(title), copy.npos) << kind;
    // Elsewhere, and without the page: the same bytes.
    fs::rename(folder.path() / place, folder.path() / "moved");
    fs::remove(folder.path() / "moved/report.html");
    EXPECT_EQ(start(folder, "report moved --html again.html -q").exit, 0) << kind;
    EXPECT_EQ(page_in(folder, "moved"), page) << kind;
    EXPECT_EQ(content(folder.path() / "again.html"), copy) << kind;
    fs::remove_all(folder.path() / "moved");
  }
}

TEST(ReportCommand, SaysWhatTheCommandSaid) {
  const Folder folder;
  folder.write("s.yaml", crowded);
  const Said said = start(folder, "run s.yaml -o r");
  EXPECT_EQ(start(folder, "report r").out, said.out);
  EXPECT_EQ(start(folder, "report r --json").out, start(folder, "run s.yaml --json -o r").out);
}

TEST(ReportCommand, LaysRunsOverEachOther) {
  const Folder folder;
  folder.write("s.yaml", crowded);
  for (const char* n : {"3", "4", "6"})
    ASSERT_LE(start(folder, std::string{"run s.yaml -q -o r"} + n + " --set workloads.calls.count=" + n).exit, 3);
  const Said said = start(folder, "report r3 r4 r6 --html all.html");
  EXPECT_EQ(said.exit, 0) << said.err;
  EXPECT_NE(said.out.find("OF 3 PASS"), said.out.npos) << said.out;
  const std::string page = content(folder.path() / "all.html");
  EXPECT_NE(page.find("overlay-added-delay-spec"), page.npos);
  for (const char* name : {"r3", "r4", "r6"}) EXPECT_NE(page.find(std::string{">"} + name + "<"), page.npos);
  EXPECT_EQ(nlohmann::json::parse(start(folder, "report r3 r4 --json").out).size(), 2U);
}

TEST(ReportCommand, SaysWhatIsNoResult) {
  const Folder folder;
  folder.write("r/manifest.json", "{}");
  folder.write("s.yaml", swept);
  const Said said = start(folder, "report r");
  EXPECT_EQ(said.exit, 2);
  EXPECT_NE(said.err.find("r: holds no result.json"), said.err.npos) << said.err;
  ASSERT_LE(start(folder, "sweep s.yaml -q -o a").exit, 3);
  EXPECT_EQ(start(folder, "report a a --html both.html").exit, 2);
  EXPECT_FALSE(fs::exists(folder.path() / "both.html"));
  EXPECT_EQ(start(folder, "report a --html none/x.html").exit, 2);
}

// The page names the seed's replication and the window; told again alone it is the same, to the byte.
TEST(WorstMinute, IsToldAgainAlone) {
  const Folder folder;
  folder.write("s.yaml", crowded);
  ASSERT_LE(start(folder, "run s.yaml -q -o all --trace-file first.json").exit, 3);
  const std::string page = page_in(folder, "all");
  std::smatch command;
  ASSERT_TRUE(std::regex_search(page, command,
                                std::regex{"busyhour (run s.yaml --replication [0-9]+ --trace-window [0-9:.]+)"}));
  const Said said = start(folder, command[1].str() + " -o one --trace-file second.json");
  EXPECT_EQ(said.exit, 3) << said.err;  // one replication decides no rule
  const std::string first = content(folder.path() / "first.json");
  EXPECT_EQ(content(folder.path() / "second.json"), first);
  const auto trace = nlohmann::json::parse(first);
  std::size_t refused = 0;
  for (const auto& event : trace["traceEvents"]) refused += event["ph"] == "i" ? 1U : 0U;
  EXPECT_GT(refused, 0U);
  EXPECT_NE(said.out.find("replication "), said.out.npos) << said.out;
}

TEST(WorstMinute, SaysWhatIsWrongWithAWindow) {
  const Folder folder;
  folder.write("s.yaml", good);
  EXPECT_EQ(start(folder, "run s.yaml --trace-window 1:00..2:00").exit, 2);
  for (const char* window : {"1:00", "2:00..1:00", "1:00..1:00", "1:60..2:00", "x..y", "1 m..2 m", "1:00..", "1..2"}) {
    const Said said = start(folder, std::string{"run s.yaml -o r --replication 1 --trace-window '"} + window + "'");
    EXPECT_EQ(said.exit, 2) << window;
    EXPECT_NE(said.err.find("FROM..TO was due"), said.err.npos) << window << said.err;
  }
  for (const char* window : {"1:00..2:00", "60 s..2 min", "0:01:00..0:02:00.5"})
    EXPECT_LE(start(folder, std::string{"run s.yaml -q -o r --replication 1 --trace-window '"} + window + "'").exit, 3)
        << window;
  EXPECT_EQ(start(folder, "run s.yaml --replication -1").exit, 2);
}

TEST(Machines, JunitAndGithubHearTheVerdicts) {
  const Folder folder;
  folder.write("s.yaml", crowded);
  ::setenv("GITHUB_STEP_SUMMARY", (folder.path() / "summary.md").c_str(), 1);
  const Said said = start(folder, "run s.yaml --json -o r --junit tests.xml --github --no-progress");
  ::unsetenv("GITHUB_STEP_SUMMARY");
  EXPECT_EQ(said.exit, 1);
  EXPECT_TRUE(nlohmann::json::accept(said.out));
  EXPECT_NE(content(folder.path() / "tests.xml").find("tests=\"2\" failures=\"1\" errors=\"0\""), std::string::npos);
  const auto rule = 1 + std::count(crowded.begin(), crowded.begin() + static_cast<long>(crowded.find("slo:")), '\n');
  EXPECT_NE(said.err.find("::error file=s.yaml,line=" + std::to_string(rule) +
                          ",title=fails%3A first_attempt_rejected <= 10%25::"),
            said.err.npos)
      << said.err;
  EXPECT_NE(content(folder.path() / "summary.md").find("### FAIL: small"), std::string::npos);
}

}  // namespace
}  // namespace busyhour::cli
