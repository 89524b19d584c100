#pragma once
/// A result folder: written under a temporary name beside its place, then renamed, so that it is there whole or not at
/// all.
#include <filesystem>
#include <functional>
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
/// Takes a piece of a file.
using Sink = std::function<void(const std::string&)>;
/// A file that is written piece by piece, because all of it need not fit into memory.
struct NamedPieces {
  std::string name;
  std::function<void(const Sink&)> pieces;
};

class ResultFolder {
 public:
  /// `asked` is what -o says; empty: `runs/<scenario>-<hash>-<stamp>` below the current folder. Checks that it can be
  /// made. A folder that holds results of this program is replaced; any other that is not empty is refused. Throws
  /// FolderRefused.
  ResultFolder(const std::string& asked, const std::string& scenario_name, const std::string& sha256);

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Writes all files and puts the folder in its place; the folder `pools`, if any, is moved into it. Throws
  /// WritingFailed.
  void write(const std::vector<NamedBytes>& files, const std::filesystem::path& pools = {},
             const std::vector<NamedPieces>& long_files = {}) const;
  /// A folder beside it, where a run keeps what it has finished. `what` is "run" or "sweep".
  [[nodiscard]] std::filesystem::path beside(const std::string& what, const std::string& id) const;

 private:
  std::string path_;
};

/// Writes one file whole or not at all; durable: not even a power cut undoes it. Throws WritingFailed.
enum class Durable : bool { no, yes };
void write_file(const std::filesystem::path& path, const std::string& bytes, Durable = Durable::yes);
void write_pieces(const std::filesystem::path& path, const std::function<void(const Sink&)>& pieces,
                  Durable = Durable::yes);

/// manifest.json, scenario.resolved.yaml, points.csv, replications.csv, percentiles.csv.
[[nodiscard]] std::vector<NamedBytes> result_files(const RunResult& result);

}  // namespace busyhour
