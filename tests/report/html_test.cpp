#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <regex>

#include "../../sim/report/embedded.hpp"
#include "../../sim/report/text.hpp"
#include "busyhour/report/report.hpp"
#include "example.hpp"

namespace busyhour {
namespace {

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

/// The page without its scripts and its style: what this project wrote for this run.
std::string body_of(const std::string& page) {
  const auto from = page.find("<main>"), to = page.find("</main>");
  return page.substr(from, to - from);
}

TEST(Html, SaysWhereTheWidthComesFromIfInputsAreKnownOnlySoWell) {
  RunResult run = example::voice();
  EXPECT_EQ(html_report(run).find("Where the width"), std::string::npos);
  run.slo[0].input = InputPart{0.75, 400, 1800};
  run.slo[1].input = InputPart{0.1, 400, INFINITY};
  const std::string page = body_of(html_report(run));
  EXPECT_NE(page.find("log of 400 records"), std::string::npos);
  EXPECT_NE(page.find("<td class=\"n\">75 %</td><td class=\"n\">25 %</td><td class=\"n\">1,800</td>"),
            std::string::npos);
  EXPECT_NE(page.find("none would: replications, not records"), std::string::npos);
}

TEST(Html, SectionsInTheOrderOfTheQuestion) {
  const std::string page = html_report(example::voice());
  std::size_t at = 0;
  for (const char* part : {"<!doctype html>",
                           "<title>FAIL: Waves TTS, four",
                           "<main>",
                           "<h1>",
                           "class=\"card verdict bad\"",
                           "✗ FAIL",
                           "1 of 3 rules fails",
                           "Warning",
                           "Key numbers",
                           "First attempts refused",
                           "<h2>Rules",
                           "turn_rejected &lt;= 5%",
                           "<h2>Charts",
                           "id=\"in-flight-requests\"",
                           "id=\"worst-minute-requests\"",
                           "id=\"whole-run-requests\"",
                           "id=\"percentiles-of-delays\"",
                           "id=\"outcomes\"",
                           "id=\"replications\"",
                           "<h2>Percentiles",
                           "<h2>Assumptions",
                           "provider.network",
                           "<h2>Reproduce",
                           "busyhour run scenarios/waves/four-conversations.yaml --set workloads.calls.count=4 --seed "
                           "20261121 --replications 30",
                           "--replication 17 --trace-window 21:00..",
                           "<h2>Environment",
                           "<h2>Data",
                           "metrics.csv",
                           "<h2>How to read",
                           "</html>"}) {
    const auto next = page.find(part, at);
    ASSERT_NE(next, page.npos) << part << "\nis not after\n" << page.substr(at, 400);
    at = next;
  }
}

TEST(Html, IsOneFileOfAboutAMegabyte) {
  for (const RunResult& run : {example::voice(), example::queue()}) {
    const std::string page = html_report(run);
    EXPECT_LT(page.size(), 1'100'000u);
    const std::string own = page.substr(0, page.find("<script>"));
    EXPECT_EQ(count(own, "src="), 0u);
    EXPECT_EQ(count(own, "<link"), 0u);
    EXPECT_EQ(count(own, "url("), 0u);
    EXPECT_EQ(count(own, "@import"), 0u);
  }
}

TEST(Html, SameResultsSameBytes) { EXPECT_EQ(html_report(example::queue()), html_report(example::queue())); }

// Nothing may run but the two scripts whose hashes the policy names, and nothing may be fetched.
TEST(Html, PolicyForbidsTheNetwork) {
  const std::string page = html_report(example::voice());
  std::smatch policy;
  ASSERT_TRUE(std::regex_search(page, policy, std::regex{"Content-Security-Policy\" content=\"([^\"]*)\""}));
  const std::string text = policy[1];
  EXPECT_NE(text.find("default-src 'none'"), text.npos);
  EXPECT_NE(text.find("connect-src 'none'"), text.npos);
  EXPECT_EQ(text.find("unsafe-eval"), text.npos);
  EXPECT_EQ(text.find("script-src 'unsafe-inline'"), text.npos);
  EXPECT_NE(text.find("'sha256-" + detail::chart_library().integrity + "'"), text.npos);
  EXPECT_NE(text.find("'sha256-" + detail::page_script().integrity + "'"), text.npos);
  EXPECT_EQ(detail::chart_library().integrity.size(), 44u);
}

TEST(Html, EmbeddedFilesCannotEndTheirElement) {
  for (const auto& part : {detail::chart_library(), detail::page_script()}) {
    EXPECT_GT(part.text.size(), 1000u);
    EXPECT_EQ(part.text.find("</script"), part.text.npos);
    EXPECT_EQ(part.text.find("<!--"), part.text.npos);
  }
  EXPECT_EQ(detail::page_style().text.find("</style"), std::string_view::npos);
}

TEST(Html, HostileTextChangesNothing) {
  const std::string page = html_report(example::hostile()), good = html_report(example::voice());
  const std::string body = body_of(page);
  EXPECT_EQ(count(body, "<img"), 0u);
  EXPECT_EQ(count(body, "<script"), 0u);
  EXPECT_EQ(count(body, "<!--"), 0u);
  EXPECT_EQ(count(body, "\u202E"), 0u);
  EXPECT_EQ(count(body, "\033"), 0u);
  EXPECT_EQ(count(page, "<script>"), count(good, "<script>"));
  // One chart more than the good page: its curve of an unknown metric is a time, not a delay.
  EXPECT_EQ(count(page, "<script type="), count(good, "<script type=") + 1);
  EXPECT_EQ(count(page, "</script>"), count(good, "</script>") + 1);
}

TEST(Html, DataOfChartsIsJson) {
  const std::string page = html_report(example::hostile());
  std::size_t n = 0;
  const std::string opening = "<script type=\"application/json\"";
  for (auto at = page.find(opening); at != page.npos; at = page.find(opening, at + 1), ++n) {
    const auto from = page.find('>', at) + 1, to = page.find("</script>", from);
    EXPECT_TRUE(nlohmann::json::accept(page.substr(from, to - from)));
  }
  EXPECT_EQ(n, 8u);  // two themes in one, seven charts
}

TEST(Html, LongNamesAreCut) {
  RunResult run = example::voice();
  const std::size_t before = html_report(run).size();
  run.scenario.name = run.scenario.about = std::string(10000, 'x');
  run.slo[0].subject.scope = std::string(10000, 'y');
  const std::string page = html_report(run);
  EXPECT_LT(page.size(), before + 2000);
  EXPECT_NE(page.find("<title>FAIL: xxx"), page.npos);
}

TEST(Html, NothingToShow) {
  const std::string page = html_report(example::bare());
  EXPECT_NE(page.find("<title>DONE: Nothing yet</title>"), page.npos);
  EXPECT_NE(page.find("No rule is set (slo)"), page.npos);
  for (const char* section :
       {"<h2>Rules", "<h2>Charts", "<h2>Percentiles", "<h2>Data", "<h2>Key numbers", "<h2>Assumptions"})
    EXPECT_EQ(page.find(section), page.npos) << section;
}

TEST(Html, PartialRunsSaySo) {
  RunResult run = example::voice();
  run.partial = true;
  run.replications = 12;
  const std::string page = html_report(run);
  EXPECT_NE(page.find("Interrupted after 12 of 30 replications."), page.npos);
  EXPECT_NE(page.find("(interrupted: 30 were asked for)"), page.npos);
}

TEST(Html, RuleStripsStayInTheirFrame) {
  RunResult run = example::voice();
  run.slo[0].measured = {INFINITY, 0.2, INFINITY, 10, 30, Estimate::Quality::interval};
  run.slo[1].bound = 0;
  const std::string page = body_of(html_report(run));
  EXPECT_EQ(count(page, "class=\"strip"), 2u);  // a bound of 0 has no scale
  EXPECT_EQ(page.find("nan"), page.npos);
  EXPECT_EQ(page.find("width=\"inf"), page.npos);
}

TEST(Html, OneWorkloadIsListedOnce) {
  RunResult run = example::voice();
  const std::size_t before = count(body_of(html_report(run)), "<th scope=\"row\">");
  for (std::size_t i = 4; i < 7; ++i) {
    run.metrics.push_back(run.metrics[i]);
    run.metrics.back().key = "calls." + run.metrics[i].key;
  }
  EXPECT_EQ(count(body_of(html_report(run)), "<th scope=\"row\">"), before);
  run.metrics.back().estimate.value += 1;
  EXPECT_EQ(count(body_of(html_report(run)), "<th scope=\"row\">"), before + 1);
}

TEST(Html, DataLinksHoldTheCsv) {
  const std::string page = html_report(example::queue());
  std::smatch link;
  ASSERT_TRUE(std::regex_search(page, link,
                                std::regex{"download=\"metrics.csv\" href=\"data:text/csv;charset=utf-8,([^\"]*)\""}));
  const std::string csv =
      "metric,estimate,low,high,n,theory_model,theory_value,theory_z\n"
      "first_attempt_rejected,0,0,1.88e-06,1962114,,,\n"
      "given_up,0,0,1.88e-06,1962114,,,\n"
      "added_delay.p95,0.0824,0.0801,0.0849,1962114,M/M/20,0.0819,0.41\n"
      "requests.slot_use,0.9012,0.8994,0.903,30,M/M/20,0.9,\n";
  EXPECT_EQ(link[1], detail::percent_encoded(csv));
}

}  // namespace
}  // namespace busyhour
