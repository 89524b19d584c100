#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "busyhour/experiment/folder.hpp"
#include "busyhour/report/fit_report.hpp"
#include "busyhour/scenario/load.hpp"
#include "options.hpp"
#include "pictures.hpp"
#include "terminal.hpp"

namespace busyhour {

namespace {

FitOptions fit_options(const Options& options) {
  FitOptions o;
  o.log.columns = options.columns;
  o.log.only = options.only_rows;
  o.agent = options.agent;
  o.cap = options.cap;
  if (options.seed) o.seed = static_cast<std::uint64_t>(*options.seed);
  return o;
}

/// The name that files beside the scenario begin with: letters that need no quotes.
std::string stem_of(const std::string& file) {
  std::string stem = std::filesystem::path{file}.stem().string();
  for (char& c : stem)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_')) c = '-';
  return stem.empty() || stem.front() == '-' ? "log" + stem : stem;
}

/// Whether the file is there and says something else: what a user has filled in is not lost to a second fit.
bool is_taken(const std::string& file, const std::string& content) {
  if (!std::filesystem::is_regular_file(file)) return false;
  std::ifstream in{file, std::ios::binary};
  return std::string{std::istreambuf_iterator<char>{in}, {}} != content;
}

/// The scenario and what it refers to; then it is read back, since what cannot be read must not be left.
Exit keep(const WrittenFit& made, const std::string& file) {
  if (is_taken(file, made.scenario))
    return say(file + ": is there already and says something else; name another file, or remove it"), Exit::bad_input;
  const auto folder = std::filesystem::path{file}.parent_path();
  for (const auto& [name, content] : made.files) write_file(folder / name, content);
  write_file(file, made.scenario);
  if (!std::filesystem::is_regular_file(file)) return Exit::passes;
  const Loaded loaded = load(file);
  if (!loaded.diagnostics.empty()) say(render(loaded.diagnostics, loaded.sources));
  if (loaded.scenario) return Exit::passes;
  std::error_code ignored;
  for (const auto& [name, content] : made.files) std::filesystem::remove(folder / name, ignored);
  std::filesystem::remove(file, ignored);
  say(file + ": was not kept: what this log says makes no scenario");
  return Exit::bad_input;
}

/// A folder for files on the way, gone afterwards.
class Workshop {
 public:
  Workshop() : path_{(std::filesystem::temp_directory_path() / "busyhour-XXXXXX").string()} {
    if (!::mkdtemp(path_.data())) throw std::runtime_error{"no temporary folder can be made"};
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  ~Workshop() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

Exit check(const Options& options) {
  const Workshop workshop;
  const CheckResult result = check_fit(options.file, fit_options(options), *options.part / 100, workshop.path());
  if (options.json)
    print(json_check(result));
  else if (!options.quiet)
    print(terminal_check(result, style_of(1, options.color)));
  return Exit::passes;
}

}  // namespace

Exit fit_command(const Options& options) {
  require_writable(options.html);
  require_writable(options.folder);
  require_pictures(options);
  try {
    if (options.part) return check(options);
    const FitOptions how = fit_options(options);
    const FitResult fit = fit_log(options.file, how);
    const WrittenFit made = written(fit, options.folder.empty() ? std::string{} : stem_of(options.folder), how);
    const Exit exit = options.folder.empty() ? Exit::passes : keep(made, options.folder);
    if (!options.html.empty()) write_file(options.html, html_fit(fit, made, make_renderer().get()));
    draw_pictures(chart_specs(fit), options);
    if (options.json)
      print(json_fit(fit, made));
    else if (!options.quiet)
      print(terminal_fit(fit, made.fragments, style_of(1, options.color)));
    return exit;
  } catch (const LogRefused& e) {
    say(e.what());
    return Exit::bad_input;
  }
}

}  // namespace busyhour
