/// Every kind of chart: valid against Vega-Lite's schema, drawn without a warning, the same picture as before.
///
/// Golden pictures lie in tests/report/pictures/. After a change that is meant:
/// BUSYHOUR_WRITE_GOLDEN=1 build/dev/tests/report_test --gtest_filter='Pictures.*'; then look at each.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "../../sim/report/charts/chart.hpp"
#include "../../sim/report/charts/fit/fit_charts.hpp"
#include "../../sim/report/json_text.hpp"
#include "busyhour/report/drawing.hpp"
#include "example_kinds.hpp"
#include "grids.hpp"
#include "support/where.hpp"

namespace busyhour {
namespace {

namespace fs = std::filesystem;
using namespace detail;

std::string read(const fs::path& file) {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

void add(NamedSpecs& to, const std::string& name, const std::vector<Chart>& charts) {
  for (const Chart& c : charts) to.emplace_back(name + '-' + c.id, compact(standing_alone(c)));
}

/// One of each kind.
NamedSpecs all_specs() {
  NamedSpecs all;
  add(all, "run", charts_of(example::voice()));
  add(all, "queue", charts_of(example::queue()));
  add(all, "prepaid", charts_of(example::prepaid()));
  add(all, "line", charts_of(example::line_sweep()));
  add(all, "words", charts_of(example::word_sweep()));
  add(all, "map", charts_of(example::map_sweep()));
  add(all, "facets", charts_of(example::facet_sweep()));
  add(all, "drawn", charts_of(example::drawn_sweep()));
  add(all, "tornado", charts_of(example::one_at_a_time_sweep()));
  add(all, "solve", charts_of(example::search()));
  add(all, "solve-one", charts_of(example::one_search()));
  add(all, "compare", charts_of(example::comparison()));
  add(all, "claim", charts_of(example::claim()));
  add(all, "claim-line", charts_of(example::claim_on_a_line()));
  add(all, "ramp", charts_of(example::ramp()));
  add(all, "fit", charts_of(example::fitted()));
  return all;
}

/// Draws nothing; fails on what is called "bad".
class Fake : public ChartRenderer {
 public:
  std::string svg(const std::string& spec) override {
    if (spec == "bad") throw DrawingFailed{"no data"};
    return "<svg>" + spec + "</svg>";
  }
  std::string png(const std::string& svg) override { return "PNG of " + svg; }
};

TEST(Pictures, AreNamedAsTheirCharts) {
  Fake fake;
  EXPECT_EQ(pictures_of({{"a", "1"}}, Picture::svg, fake), (NamedSpecs{{"a.svg", "<svg>1</svg>"}}));
  EXPECT_EQ(pictures_of({{"a", "1"}}, Picture::png, fake), (NamedSpecs{{"a.png", "PNG of <svg>1</svg>"}}));
}

TEST(Pictures, AFailureNamesItsChart) {
  Fake fake;
  try {
    (void)pictures_of({{"a", "1"}, {"b", "bad"}}, Picture::svg, fake);
    FAIL();
  } catch (const DrawingFailed& e) {
    EXPECT_STREQ(e.what(), "chart b: no data");
  }
}

TEST(Pictures, WhyThereIsNoneSaysWhatToInstall) {
  EXPECT_NE(why_no_renderer().find("apt-get install libjavascriptcoregtk-4.1-dev librsvg2-dev"), std::string::npos);
}

TEST(Pictures, EveryKindOfChartIsThere) {
  const NamedSpecs all = all_specs();
  for (const char* start : {"run-in-flight",
                            "run-worst-minute",
                            "run-whole-run",
                            "prepaid-balance",
                            "queue-levels",
                            "run-percentiles",
                            "run-outcomes",
                            "run-replications",
                            "line-line-",
                            "words-line-",
                            "map-map-",
                            "facets-map-",
                            "drawn-sensitivity-",
                            "drawn-scatter-",
                            "tornado-tornado-",
                            "solve-answers",
                            "solve-answer-for-each",
                            "solve-tried-",
                            "solve-one-tried",
                            "compare-differences",
                            "compare-percentiles-",
                            "compare-difference-",
                            "claim-claim-",
                            "claim-line-claim-",
                            "ramp-collapsed",
                            "ramp-delay",
                            "fit-arrivals",
                            "fit-dispersion",
                            "fit-hours",
                            "fit-cdf-",
                            "fit-qq-",
                            "fit-line-"})
    EXPECT_TRUE(std::ranges::any_of(all, [&](const auto& one) { return one.first.starts_with(start); })) << start;
}

TEST(Pictures, SpecsAreValid) {
  const fs::path folder = fs::path{testing::TempDir()} / "busyhour-specs";
  fs::remove_all(folder);
  fs::create_directories(folder);
  const std::string source = test::source_dir();
  std::string command =
      "python3 '" + source + "/tests/report/spec_schema.py' '" + source + "/sim/report/vega/vega-lite-schema.json'";
  for (const auto& [name, spec] : all_specs()) {
    std::ofstream{folder / (name + ".json")} << spec;
    command += " '" + (folder / (name + ".json")).string() + "'";
  }
  const int status = std::system((command + " > '" + (folder / "said").string() + "' 2>&1").c_str());
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  const std::string said = read(folder / "said");
  fs::remove_all(folder);
  if (code == 77 || code == 127) GTEST_SKIP() << said;
  EXPECT_EQ(code, 0) << said;
}

TEST(Pictures, AreDrawnWithoutAWarningAndStayTheSame) {
  const auto renderer = make_renderer(), again = make_renderer();
  if (!renderer) GTEST_SKIP() << why_no_renderer();
  const fs::path golden = fs::path{test::source_dir()} / "tests/report/pictures";
  std::set<std::string> known;
  const bool write = std::getenv("BUSYHOUR_WRITE_GOLDEN") != nullptr;
  if (write) fs::create_directories(golden);
  for (const auto& one : all_specs()) {
    const auto drawn = pictures_of({one}, Picture::svg, *renderer).front();
    const fs::path file = golden / drawn.first;
    if (write) std::ofstream{file} << drawn.second;
    known.insert(drawn.first);
    if (!fs::exists(file))
      ADD_FAILURE() << drawn.first << ": has no golden picture; see the head of this test";
    else if (drawn.second != read(file))
      ADD_FAILURE() << drawn.first << ": not as it was; see the head of this test";
    EXPECT_EQ(drawn.second, pictures_of({one}, Picture::svg, *again).front().second) << drawn.first;
  }
  for (const auto& entry : fs::directory_iterator{golden})
    EXPECT_TRUE(known.contains(entry.path().filename().string())) << entry.path() << ": a picture of nothing";
}

TEST(Pictures, DarkOnesAreDrawnToo) {
  const auto renderer = make_renderer();
  if (!renderer) GTEST_SKIP() << why_no_renderer();
  for (const auto& [name, text] : all_specs()) {
    Json spec = Json::parse(text);
    spec["config"] = dark_theme();
    EXPECT_NE(pictures_of({{name, spec.dump()}}, Picture::svg, *renderer).front().second.find("<svg"),
              std::string::npos);
  }
}

TEST(Pictures, PixelsAreTheSameEachTime) {
  const auto renderer = make_renderer();
  if (!renderer) GTEST_SKIP() << why_no_renderer();
  const auto one = all_specs().front();
  const std::string png = pictures_of({one}, Picture::png, *renderer).front().second;
  EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1a\n");
  EXPECT_EQ(png, pictures_of({one}, Picture::png, *renderer).front().second);
}

TEST(Pictures, AWarningIsAFailure) {
  const auto renderer = make_renderer();
  if (!renderer) GTEST_SKIP() << why_no_renderer();
  const std::string odd =
      R"({"data":{"values":[{"a":1}]},"mark":"point","width":"container","encoding":{"x":{"field":"a","type":"quantitative","scale":{"type":"log","zero":true}}}})";
  EXPECT_THROW((void)renderer->svg(odd), DrawingFailed);
  EXPECT_THROW((void)renderer->svg("{"), DrawingFailed);
  EXPECT_THROW((void)renderer->png("no picture"), DrawingFailed);
}

}  // namespace
}  // namespace busyhour
