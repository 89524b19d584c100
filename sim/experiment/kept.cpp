#include "busyhour/experiment/kept.hpp"

#include <fstream>
#include <sstream>

#include "busyhour/base/sha256.hpp"
#include "busyhour/experiment/folder.hpp"

namespace busyhour {

namespace fs = std::filesystem;

namespace {

fs::path pool_name(const std::string& id) { return fs::path{"pools"} / id; }
fs::path block_name(const std::string& id, std::int64_t first) {
  return fs::path{"blocks"} / id / std::to_string(first);
}

}  // namespace

std::string Kept::read(const fs::path& name) const {
  for (const fs::path& folder : folders_) {
    std::ifstream in{folder / name, std::ios::binary};
    if (!in) continue;
    std::string hash;
    std::getline(in, hash);
    std::ostringstream rest;
    rest << in.rdbuf();
    std::string bytes = std::move(rest).str();
    if (!bytes.empty() && hash == sha256(bytes)) return bytes;
  }
  return {};
}

void Kept::write(const fs::path& name, const std::string& bytes) const {
  const fs::path path = folder() / name;
  const std::string content = sha256(bytes) + "\n" + bytes;
  std::error_code e;
  fs::create_directories(path.parent_path(), e);
  try {
    write_file(path, content, Durable::no);
  } catch (const WritingFailed&) {  // another run of the same scenario may have tidied up at this moment
    fs::create_directories(path.parent_path(), e);
    write_file(path, content, Durable::no);
  }
}

std::string Kept::pool(const std::string& id) const { return read(pool_name(id)); }
std::string Kept::block(const std::string& id, std::int64_t first) const { return read(block_name(id, first)); }

void Kept::write_pool(const std::string& id, const std::string& bytes) const {
  write(pool_name(id), bytes);
  std::error_code e;
  fs::remove_all(folder() / "blocks" / id, e);
}
void Kept::write_block(const std::string& id, std::int64_t first, const std::string& bytes) const {
  write(block_name(id, first), bytes);
}

void Kept::take_pools(const fs::path& from) const {
  std::error_code e;
  if (!fs::is_directory(from / "pools", e)) return;
  fs::create_directories(folder() / "pools", e);
  fs::copy(from / "pools", folder() / "pools", fs::copy_options::overwrite_existing, e);
  if (e) throw WritingFailed{(folder() / "pools").string() + ": cannot be written: " + e.message()};
}

}  // namespace busyhour
