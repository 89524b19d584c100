#pragma once
/// Starts the program as a user would, in a folder of its own, and tells what came of it.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include "support/where.hpp"

namespace busyhour::cli {

namespace fs = std::filesystem;

[[nodiscard]] inline std::string content(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// A folder that is gone afterwards.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "busyhour-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error{"no temporary folder"};
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream{path_ / name, std::ios::binary} << text;
  }

 private:
  fs::path path_;
};

struct Said {
  int exit = -1;  ///< 128 + signal if it was killed
  std::string out, err;
};

/// `arguments` as a shell would read them; standard output goes to `to` if it is named.
[[nodiscard]] inline Said start(const Folder& folder, const std::string& arguments, const std::string& to = {}) {
  const fs::path out = folder.path() / ".out", err = folder.path() / ".err";
  const std::string command = "cd '" + folder.path().string() + "' && LC_ALL=C.UTF-8 '" + test::program() + "' " +
                              arguments + " >'" + (to.empty() ? out.string() : to) + "' 2>'" + err.string() + "'";
  const int status = std::system(command.c_str());
  Said said;
  said.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (to.empty()) said.out = content(out);
  said.err = content(err);
  fs::remove(out);
  fs::remove(err);
  return said;
}

/// A small scenario that is right; `{name}` places in it are where tests put something wrong.
inline const std::string good = R"(version: 1
name: small
provider:
  limits:
    slots: {counts: requests, cap: 2, when_full: {action: reject, status: 429}}
  endpoints:
    api: {service: {dist: exponential, mean: 1 s}}
workloads:
  calls:
    kind: conversations
    count: 3
    turn: {pause: {dist: exponential, mean: 3 s}}
run: {duration: 10 min, warm_up: 1 min, replications: 5, seed: 1}
)";

[[nodiscard]] inline std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::logic_error{"not in the text: " + from};
  return text.replace(at, from.size(), to);
}

}  // namespace busyhour::cli
