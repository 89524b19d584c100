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
#include "busyhour/report/overlay_report.hpp"
#include "busyhour/report/solve_report.hpp"
#include "busyhour/report/sweep_report.hpp"
#include "example_kinds.hpp"
#include "support/where.hpp"

namespace busyhour {
namespace {

namespace fs = std::filesystem;

std::vector<std::pair<std::string, std::string>> pages() {
  using namespace example;
  return {{"run", html_report(voice())},
          {"queue", html_report(queue())},
          {"sweep", html_report(sweep())},
          {"solve", html_report(solved())},
          {"compare", html_report(compared())},
          {"claims", html_report(judged())},
          {"overlay", html_overlay({voice(), queue()}, "0.1.0")},
          {"hostile-run", html_report(hostile())},
          {"hostile-sweep", html_report(hostile_sweep())},
          {"hostile-solve", html_report(hostile_solved())},
          {"hostile-compare", html_report(hostile_compared())},
          {"hostile-claims", html_report(hostile_judged())}};
}

std::string read(const fs::path& file) {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

TEST(Browser, PagesDrawThemselves) {
  constexpr int skipped = 77;
  const fs::path folder = fs::path{testing::TempDir()} / "busyhour-pages";
  fs::remove_all(folder);
  fs::create_directories(folder);
  std::string command = std::string{"python3 '"} + test::source_dir() + "/tests/report/browser.py'";
  for (const auto& [name, html] : pages()) {
    const fs::path page = folder / (name + ".html");
    std::ofstream{page} << html;
    command += " '" + page.string() + "'";
  }
  command += " > '" + (folder / "said.txt").string() + "' 2>&1";
  const int status = std::system(command.c_str());
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  const std::string said = read(folder / "said.txt");
  fs::remove_all(folder);
  if (code == skipped || code == 127) GTEST_SKIP() << (said.empty() ? "python3 is not installed" : said);
  EXPECT_EQ(code, 0) << said;
}

}  // namespace
}  // namespace busyhour
