#pragma once
/// A result folder: written under a temporary name beside its place, then renamed, so that it is there whole or not at
/// all.
#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "busyhour/experiment/results.hpp"

namespace busyhour {

/// The folder cannot be made where the user wants it: a usage error, found before anything runs.
struct FolderRefused : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// Writing failed on the way (disk full, permission lost): a run error. Nothing half-written is left.
struct WritingFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Name and content of a file in the folder; the name may have folders in it.
using NamedBytes = std::pair<std::string, std::string>;

class ResultFolder {
 public:
  /// `asked` is what -o says; empty: `runs/<scenario>-<hash>-<stamp>` below the current folder. Checks that it can be
  /// made. A folder that holds results of this program is replaced; any other that is not empty is refused. Throws
  /// FolderRefused.
  ResultFolder(const std::string& asked, const std::string& scenario_name, const std::string& sha256);

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Writes all files and puts the folder in its place. Throws WritingFailed.
  void write(const std::vector<NamedBytes>& files) const;

 private:
  std::string path_;
};

/// Writes one file whole or not at all. Throws WritingFailed.
void write_file(const std::filesystem::path& path, const std::string& bytes);

/// manifest.json, scenario.resolved.yaml, points.csv, replications.csv, percentiles.csv.
[[nodiscard]] std::vector<NamedBytes> result_files(const RunResult& result);

}  // namespace busyhour
