#pragma once
/// Finished replications, kept on disk so that nothing is done twice: a run that was killed goes on, shards share a
/// sweep, `extend` adds to a stored result.
///
/// The unit is a block of consecutive replications of one scenario, a file `blocks/<id>/<first>`; once all are there
/// they are one file `pools/<id>`. The id names what decides the replications, the canonical scenario without how many
/// there are, and the version of the program; no file says who wrote it. A file is written under another name and
/// renamed, and begins with its hash: one that was cut off counts as not there.
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace busyhour {

/// Replications in a block; the last one of a run may have fewer.
inline constexpr std::int64_t block_replications = 16;

class Kept {
 public:
  /// Reads from all, writes to the first.
  explicit Kept(std::vector<std::filesystem::path> folders) : folders_{std::move(folders)} {}

  [[nodiscard]] const std::filesystem::path& folder() const { return folders_.front(); }
  /// What was written; empty if there is none that is whole.
  [[nodiscard]] std::string pool(const std::string& id) const;
  [[nodiscard]] std::string block(const std::string& id, std::int64_t first) const;
  /// Throw WritingFailed. A pool takes the place of its blocks.
  void write_pool(const std::string& id, const std::string& bytes) const;
  void write_block(const std::string& id, std::int64_t first, const std::string& bytes) const;
  /// Copies the pools of another folder to the first.
  void take_pools(const std::filesystem::path& from) const;

 private:
  [[nodiscard]] std::string read(const std::filesystem::path& name) const;
  void write(const std::filesystem::path& name, const std::string& bytes) const;
  std::vector<std::filesystem::path> folders_;
};

}  // namespace busyhour
