#pragma once
/// Numbers from CSV files, read once for all the documents that share this. Safe to ask from several threads.
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "busyhour/base/diagnostic.hpp"

namespace busyhour {

/// A column to read: its name in the header, the size of its unit, and whether its numbers must not go back.
struct ColumnAsked {
  std::string name;
  double unit = 1;
  bool ascending = false;
  auto operator<=>(const ColumnAsked&) const = default;
};

/// What a file gave: one list of numbers for each column asked for, in base units, or what is wrong.
struct Columns {
  std::vector<std::string> header;
  std::vector<std::vector<double>> values;
  std::vector<std::size_t> not_there;  ///< which of the columns asked for the header does not name
  std::string unreadable;              ///< why the file cannot be opened
  Diagnostics wrong;                   ///< places in the file
};

class DataFiles {
 public:
  /// The same question is answered from memory.
  [[nodiscard]] std::shared_ptr<const Columns> columns(const std::string& file, const std::vector<ColumnAsked>& asked);
  /// SHA-256 of the file's bytes; empty if it cannot be read.
  [[nodiscard]] std::string digest(const std::string& file);
  /// Whatever `make` makes from a file's columns (a shared_ptr), kept under a name.
  template <class T, class Make>
  [[nodiscard]] std::shared_ptr<const T> kept(const std::string& name, const Make& make) {
    const std::lock_guard lock{mutex_};
    auto& slot = made_[name];
    if (!slot) slot = make();
    return std::static_pointer_cast<const T>(slot);
  }

 private:
  std::recursive_mutex mutex_;
  std::map<std::pair<std::string, std::vector<ColumnAsked>>, std::shared_ptr<const Columns>> columns_;
  std::map<std::string, std::string> digests_;
  std::map<std::string, std::shared_ptr<const void>> made_;
};

/// A path as it was written in `written_in`, made relative to where the program runs. Sources that are no files count
/// as `scenario`.
[[nodiscard]] std::string data_path(const std::string& path, std::string_view written_in, std::string_view scenario);

}  // namespace busyhour
