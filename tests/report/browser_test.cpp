/// Opens pages in Chromium when it is installed: light, dark, 388 px wide, scripts off (browser.py says what it looks
/// for).
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "busyhour/report/claims_report.hpp"
#include "busyhour/report/compare_report.hpp"
#include "busyhour/report/drawing.hpp"
#include "busyhour/report/fit_report.hpp"
#include "busyhour/report/hysteresis_report.hpp"
#include "busyhour/report/overlay_report.hpp"
#include "busyhour/report/solve_report.hpp"
#include "busyhour/report/sweep_report.hpp"
#include "example_kinds.hpp"
#include "grids.hpp"
#include "support/where.hpp"

namespace busyhour {
namespace {

namespace fs = std::filesystem;

using Pages = std::vector<std::pair<std::string, std::string>>;

/// One page of each kind, and each again with texts that would break it.
Pages pages_of_kinds(ChartRenderer* painter) {
  using namespace example;
  return {{"run", html_report(voice(), painter)},
          {"queue", html_report(queue(), painter)},
          {"prepaid", html_report(prepaid(), painter)},
          {"sweep", html_report(sweep(), painter)},
          {"solve", html_report(solved(), painter)},
          {"compare", html_report(compared(), painter)},
          {"claims", html_report(judged(), painter)},
          {"hysteresis", html_report(ramp(), painter)},
          {"overlay", html_overlay({voice(), queue()}, "0.1.0", painter)},
          {"fit", html_fit(fitted(), {}, painter)},
          {"hostile-run", html_report(hostile(), painter)},
          {"hostile-sweep", html_report(hostile_sweep(), painter)},
          {"hostile-solve", html_report(hostile_solved(), painter)},
          {"hostile-compare", html_report(hostile_compared(), painter)},
          {"hostile-claims", html_report(hostile_judged(), painter)},
          {"hostile-hysteresis", html_report(hostile_ramp(), painter)},
          {"hostile-overlay", html_overlay({hostile(), hostile()}, "0.1.0", painter)},
          {"hostile-fit", html_fit(hostile_fitted(), {}, painter)}};
}

/// The charts that depend on the shape of a sweep, a search or a claim.
Pages pages_of_shapes() {
  using namespace example;
  return {{"line-sweep", html_report(line_sweep())},
          {"word-sweep", html_report(word_sweep())},
          {"map-sweep", html_report(map_sweep())},
          {"facet-sweep", html_report(facet_sweep())},
          {"drawn-sweep", html_report(drawn_sweep())},
          {"tornado-sweep", html_report(one_at_a_time_sweep())},
          {"search", html_report(search())},
          {"one-search", html_report(one_search())},
          {"comparison", html_report(comparison())},
          {"claim-maps", html_report(ClaimsResult{{claim(), claim_on_a_line()}, "", "0.1.0"})}};
}

Pages pages() {
  const auto renderer = make_renderer();
  Pages all = pages_of_kinds(renderer.get());
  for (auto& page : pages_of_shapes()) all.push_back(std::move(page));
  return all;
}

std::string read(const fs::path& file) {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

TEST(Browser, PagesDrawThemselves) {
  constexpr int skipped = 77;
  const char* const kept = std::getenv("BUSYHOUR_SHOTS");  // pages and pictures of them stay there, to be looked at
  const fs::path folder = kept ? fs::path{kept} : fs::path{testing::TempDir()} / "busyhour-pages";
  if (!kept) fs::remove_all(folder);
  fs::create_directories(folder);
  std::string command = std::string{"python3 '"} + test::source_dir() + "/tests/report/browser.py'";
  if (kept) command += " --shots '" + folder.string() + "'";
  for (const auto& [name, html] : pages()) {
    const fs::path page = folder / (name + ".html");
    std::ofstream{page} << html;
    command += " '" + page.string() + "'";
  }
  command += " > '" + (folder / "said.txt").string() + "' 2>&1";
  const int status = std::system(command.c_str());
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  const std::string said = read(folder / "said.txt");
  if (!kept) fs::remove_all(folder);
  if (code == skipped || code == 127) GTEST_SKIP() << (said.empty() ? "python3 is not installed" : said);
  EXPECT_EQ(code, 0) << said;
}

}  // namespace
}  // namespace busyhour
