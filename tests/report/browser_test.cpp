/// Opens pages in Chromium when it is installed: light, dark, 388 px wide, scripts off (browser.py says what it looks
/// for).
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "busyhour/report/report.hpp"
#include "example.hpp"
#include "support/where.hpp"

namespace busyhour {
namespace {

namespace fs = std::filesystem;

fs::path write(const fs::path& folder, const std::string& name, const RunResult& run) {
  const fs::path page = folder / (name + ".html");
  std::ofstream{page} << html_report(run);
  return page;
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
  for (const auto& [name, run] : {std::pair{"voice", example::voice()}, std::pair{"queue", example::queue()},
                                  std::pair{"hostile", example::hostile()}})
    command += " '" + write(folder, name, run).string() + "'";
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
