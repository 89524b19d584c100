#pragma once
/// Files of a test, in a folder of its own that is gone afterwards.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "busyhour/scenario/load.hpp"

namespace busyhour {

class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "busyhour-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no folder for the test"};
    path_ = name;
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  std::string write(const std::string& name, const std::string& text) const {
    const std::filesystem::path file = std::filesystem::path{path_} / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream{file, std::ios::binary} << text;
    return file.string();
  }

 private:
  std::string path_;
};

/// A small scenario that is right; tests change one thing in it.
inline const std::string small = R"(version: 1
provider:
  limits:
    requests: {counts: requests, cap: 4, when_full: {action: reject, status: 429}}
  endpoints:
    api: {service: {dist: exponential, mean: 2.5 s}}
workloads:
  calls:
    kind: conversations
    count: 8
    turn: {pause: {dist: exponential, mean: 7.5 s}}
    client: {retry: none}
run: {duration: 10 h, warm_up: 10 min, replications: 30, seed: 1}
)";

inline Loaded load_text(const std::string& text, const std::vector<std::string>& sets = {}) {
  const TestFolder folder;
  return load(folder.write("scenario.yaml", text), sets);
}

inline std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error{"the test's scenario has no '" + from + "'"};
  return text.replace(at, from.size(), to);
}

/// All that is said, one thing a line: "4:33 error: ..."
inline std::string said(const Loaded& loaded) {
  std::string s;
  for (const Diagnostic& d : loaded.diagnostics)
    s += std::to_string(d.where.line) + ":" + std::to_string(d.where.column) +
         (d.severity == Severity::error ? " error: " : " warning: ") + d.says + (d.help.empty() ? "" : " | " + d.help) +
         "\n";
  return s;
}

}  // namespace busyhour
