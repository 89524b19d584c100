#include "tell.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace busyhour {

namespace {

namespace fs = std::filesystem;

void require_file(const std::string& file, const char* option) {
  if (file.empty()) return;
  const fs::path path{file};
  std::error_code e;
  if (fs::is_directory(path, e)) throw FolderRefused{file + ": is a folder; " + option + " takes a file"};
  const auto above = path.has_parent_path() ? path.parent_path() : fs::path{"."};
  if (!fs::is_directory(above, e)) throw FolderRefused{above.string() + ": there is no such folder"};
}

/// GitHub reads workflow commands from either stream; stdout holds the result alone.
void tell_github(const Summary& summary) {
  std::fputs(github_annotations(summary).c_str(), stderr);
  const char* const file = std::getenv("GITHUB_STEP_SUMMARY");
  if (!file || !*file) return say("busyhour: --github: GITHUB_STEP_SUMMARY is not set, so there is no summary");
  std::ofstream out{file, std::ios::binary | std::ios::app};
  if (!(out << markdown_summary(summary) << std::flush)) throw WritingFailed{std::string{file} + ": cannot be written"};
}

}  // namespace

void require_writable(const std::string& file) { require_file(file, "--html"); }

void require_writable(const Options& options) {
  require_file(options.html, "--html");
  require_file(options.junit, "--junit");
  require_file(options.trace_file, "--trace-file");
  require_pictures(options);
}

void tell_machines(const Summary& summary, const Options& options) {
  if (!options.junit.empty()) write_file(options.junit, junit_xml(summary));
  if (options.github) tell_github(summary);
}

}  // namespace busyhour
