#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "busyhour/experiment/sweep.hpp"
#include "part.hpp"

namespace busyhour {

namespace fs = std::filesystem;

namespace {

std::optional<std::string> content(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  if (!in) return std::nullopt;
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

fs::path file_of(const fs::path& folder, const Point& point) { return folder / "parts" / (point.part + ".json"); }

std::string manifest_of(const PlannedSweep& plan) {
  const nlohmann::ordered_json manifest{
      {"format", 1}, {"kind", "sweep parts"}, {"key", plan.key}, {"points", plan.points.size()}};
  return manifest.dump(2) + "\n";
}

}  // namespace

void Parts::begin_same(const PlannedSweep& plan) const {
  if (content(folder_ / "manifest.json") != manifest_of(plan))
    throw FolderRefused{folder_.string() + ": holds no parts of this sweep"};
}

void Parts::begin(const PlannedSweep& plan, const std::string& resolved) const {
  std::error_code e;
  fs::create_directories(folder_ / "parts", e);
  if (e) throw WritingFailed{(folder_ / "parts").string() + ": cannot be made: " + e.message()};
  const std::string text = manifest_of(plan);
  if (const auto before = content(folder_ / "manifest.json"); before && *before != text)
    throw FolderRefused{folder_.string() + ": holds parts of something else; give -o another folder"};
  write_file(folder_ / "scenario.resolved.yaml", resolved);
  write_file(folder_ / "manifest.json", text);
}

bool Parts::has(const Point& point) const { return read(point, Rows::left_out).has_value(); }

std::optional<RunResult> Parts::read(const Point& point, Rows rows) const {
  const auto text = content(file_of(folder_, point));
  if (!text) return std::nullopt;
  try {
    return part_read(*text, point.scenario, rows == Rows::read);
  } catch (const std::exception&) {
    return std::nullopt;  // cut off or of another make: it is done again
  }
}

void Parts::write(const Point& point, const RunResult& result) const {
  std::error_code e;
  fs::create_directories(folder_ / "parts", e);
  write_file(file_of(folder_, point), part_text(result));
}

void Parts::remove_all() const {
  std::error_code e;
  fs::remove_all(folder_, e);
}

}  // namespace busyhour
