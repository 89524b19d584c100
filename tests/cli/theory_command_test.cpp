/// What `theory`, `claims` and `validate` promise: documents, exit codes, the same errors as `run`.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>

#include "program.hpp"

namespace busyhour::cli {
namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// Three sources on two slots with an idle load of 1/3: the others fill both with probability a^2 / (1 + a)^2 = 1/16.
TEST(TheoryCommand, AnswersWithoutSimulating) {
  const Folder folder;
  folder.write("s.yaml", good);
  const Said said = start(folder, "theory s.yaml");
  EXPECT_EQ(said.exit, 0) << said.err;
  EXPECT_TRUE(has(said.out, "Engset's loss system, 3 sources on 2 slots")) << said.out;
  EXPECT_TRUE(has(said.out, "6.25 %")) << said.out;
  const Said json = start(folder, "theory s.yaml --json");
  EXPECT_TRUE(has(json.out, "\"model\": \"Engset's loss system, 3 sources on 2 slots\"")) << json.out;
  EXPECT_NEAR(nlohmann::json::parse(json.out)["metrics"]["first_attempt_rejected"], 0.0625, 1e-12) << json.out;
  EXPECT_TRUE(
      has(start(folder, "theory s.yaml --json --set workloads.calls.count=2").out, "\"first_attempt_rejected\": 0,"));
}

// One slot and four sources: B = 3 a / (1 + 3 a), so B = 10 % at a = 1/27, a share of 1/28 = 3.57 %.
TEST(TheoryCommand, TellsTheLargestShareForSoManyPerSlot) {
  const Folder folder;
  const Said said = start(folder, "theory --per-slot 4");
  EXPECT_EQ(said.exit, 0) << said.err;
  EXPECT_TRUE(std::regex_search(said.out, std::regex{"\n *1 +0.336 % +1.72 % +3.57 %\n"})) << said.out;
  EXPECT_EQ(start(folder, "theory --per-slot 0").exit, 2);
}

TEST(TheoryCommand, SaysWhatStandsInTheWay) {
  const Folder folder;
  folder.write("s.yaml", good);
  const Said said = start(folder, "theory s.yaml --json --set workloads.calls.client.in_flight='{at_most: 1}'");
  EXPECT_EQ(said.exit, 0) << said.err;
  EXPECT_TRUE(has(said.out, "\"model\": null")) << said.out;
  EXPECT_TRUE(has(said.out, "\"why_not\": \"calls bounds its own requests (in_flight)\"")) << said.out;
  EXPECT_TRUE(has(said.out, "\"metrics\": {}")) << said.out;
  EXPECT_TRUE(has(said.out, "\"approximation\"")) << said.out;
}

TEST(TheoryCommand, RefusesBadFilesAsRunDoes) {
  const Folder folder;
  folder.write("s.yaml", with(good, "cap: 2", "cap: none"));
  folder.write("right.yaml", good);
  const Said run = start(folder, "run s.yaml"), theory = start(folder, "theory s.yaml right.yaml --json");
  EXPECT_EQ(theory.exit, 2);
  EXPECT_EQ(theory.err, run.err);
  EXPECT_TRUE(has(theory.out, "Engset")) << theory.out;
  EXPECT_EQ(start(folder, "theory").exit, 2);
}

TEST(TheoryCommand, RunCarriesTheExactAnswer) {
  const Folder folder;
  folder.write("s.yaml", good);
  const Said said = start(folder, "run s.yaml --json -o r");
  EXPECT_TRUE(has(said.out, "\"theory\": {\"model\": \"Engset's loss system, 3 sources on 2 slots\"")) << said.out;
  EXPECT_TRUE(has(start(folder, "run s.yaml -o r").out, "exact: Engset's loss system")) << said.out;
}

const std::string claim = good + R"(claims:
  two-per-slot:
    quote: two callers per slot
    set: {workloads.calls.count: 2 * provider.limits.slots.cap}
    expect: [first_attempt_rejected <= 12%]
    across: {provider.limits.slots.cap: [1, 8]}
)";

// Two sources on one slot: 25 %; sixteen on eight: 1.3 % (`theory`).
TEST(ClaimsCommand, JudgesAndWritesItsPage) {
  const Folder folder;
  folder.write("s.yaml", claim);
  const Said said = start(folder, "claims s.yaml --html page.html -o r");
  EXPECT_EQ(said.exit, 1) << said.err;
  EXPECT_TRUE(has(said.out, "HOLDS ONLY IF")) << said.out;
  EXPECT_TRUE(has(said.out, "slots.cap ≥ 8, under your acceptance of first_attempt_rejected <= 12%")) << said.out;
  EXPECT_TRUE(has(content(folder.path() / "page.html"), "two callers per slot"));
  const Said one = start(folder, "claims s.yaml --json --jobs 1 -o r"),
             other = start(folder, "claims s.yaml --json --jobs 3 -o r");
  EXPECT_EQ(one.out, other.out);
  EXPECT_TRUE(has(one.out, "\"verdict\": \"holds_only_if\"")) << one.out;
}

TEST(ClaimsCommand, WithoutClaimsThereIsNothingToJudge) {
  const Folder folder;
  folder.write("s.yaml", good);
  EXPECT_EQ(start(folder, "claims s.yaml").exit, 2);
  EXPECT_EQ(start(folder, "claims none.yaml").exit, 2);
}

TEST(ValidateCommand, ASampleOfCasesAgrees) {
  const Folder folder;
  const Said said = start(folder, "validate --every 40 --json --no-progress");
  EXPECT_EQ(said.exit, 0) << said.out;
  EXPECT_TRUE(has(said.out, "\"passes\": true")) << said.out;
}

}  // namespace
}  // namespace busyhour::cli
