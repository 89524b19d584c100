#include "busyhour/experiment/folder.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>

namespace busyhour {

namespace fs = std::filesystem;

namespace {

std::string slug(const std::string& name) {
  std::string out;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (plain || lower != c)
      out += lower;
    else if (!out.empty() && out.back() != '-')
      out += '-';
    if (out.size() == 40) break;
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out.empty() ? "run" : out;
}

std::string stamp() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[32];
  (void)std::strftime(text, sizeof text, "%Y%m%d-%H%M%S", &utc);
  return text;
}

/// The first name that is not taken, counting up.
std::string fresh(const std::string& base) {
  std::error_code ignored;
  if (!fs::exists(base, ignored)) return base;
  for (int n = 2;; ++n)
    if (const std::string other = base + "-" + std::to_string(n); !fs::exists(other, ignored)) return other;
}

fs::path hidden(const fs::path& path, const char* what) {
  return path.parent_path() / ("." + path.filename().string() + "." + what + "-" + std::to_string(::getpid()));
}

[[noreturn]] void failed(const fs::path& path, int error) {
  throw WritingFailed{path.string() + ": cannot be written: " + std::strerror(error)};
}

void require_ours_or_empty(const fs::path& path) {
  std::error_code e;
  if (!fs::exists(path, e)) return;
  if (!fs::is_directory(path, e)) throw FolderRefused{path.string() + ": is a file; -o takes a folder"};
  if (fs::is_empty(path, e) || fs::exists(path / "manifest.json", e)) return;
  throw FolderRefused{path.string() + ": holds other files; give -o a new or empty folder"};
}

/// Makes the folder above and tries to write in it.
void require_writable(const fs::path& path) {
  const fs::path above = path.has_parent_path() ? path.parent_path() : fs::path{"."};
  std::error_code e;
  fs::create_directories(above, e);
  if (e) throw FolderRefused{above.string() + ": cannot be made: " + e.message()};
  const fs::path probe = hidden(path, "probe");
  if (!fs::create_directory(probe, e))
    throw FolderRefused{above.string() + ": cannot be written to: " + (e ? e.message() : "name taken")};
  fs::remove(probe, e);
}

}  // namespace

ResultFolder::ResultFolder(const std::string& asked, const std::string& scenario_name, const std::string& sha256)
    : path_{asked.empty() ? fresh("runs/" + slug(scenario_name) + "-" + sha256.substr(0, 8) + "-" + stamp()) : asked} {
  while (path_.size() > 1 && path_.back() == '/') path_.pop_back();
  require_ours_or_empty(path_);
  require_writable(path_);
}

void write_pieces(const fs::path& asked, const std::function<void(const Sink&)>& pieces, Durable durable) {
  std::error_code none;
  const fs::path path = fs::is_symlink(asked, none) ? fs::weakly_canonical(asked, none) : asked;
  // A device or a pipe takes what is written to it; a name that is moved over it would be its end.
  const bool is_stream = fs::exists(path, none) && !fs::is_regular_file(path, none) && !fs::is_directory(path, none);
  const fs::path part = is_stream ? path : hidden(path, "part");
  std::FILE* file = std::fopen(part.c_str(), "wb");
  if (!file) failed(path, errno);
  bool written = true;
  pieces([&](const std::string& bytes) {
    written = written && std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  });
  const bool forced = durable == Durable::yes && !is_stream;
  written = written && std::fflush(file) == 0 && (!forced || ::fsync(::fileno(file)) == 0);
  const int error = errno;
  const bool closed = std::fclose(file) == 0;
  std::error_code e;
  if (!written || !closed) {
    if (!is_stream) fs::remove(part, e);
    failed(path, written ? errno : error);
  }
  if (is_stream) return;
  fs::rename(part, path, e);
  if (!e) return;
  std::error_code ignored;
  fs::remove(part, ignored);
  failed(path, e.value());
}

void write_file(const fs::path& path, const std::string& bytes, Durable durable) {
  write_pieces(
      path, [&](const Sink& sink) { sink(bytes); }, durable);
}

namespace {
/// What is killed on the way leaves the pools where they were: the next one finds them there.
void link_or_copy(const fs::path& pools, const fs::path& to) {
  std::error_code e;
  fs::copy(pools, to, fs::copy_options::recursive | fs::copy_options::create_hard_links, e);
  if (e) fs::copy(pools, to, fs::copy_options::recursive | fs::copy_options::overwrite_existing, e);
  if (e) failed(to, e.value());
}
}  // namespace

void ResultFolder::write(const std::vector<NamedBytes>& files, const fs::path& pools,
                         const std::vector<NamedPieces>& long_files) const {
  const fs::path place{path_}, part = hidden(place, "part"), old = hidden(place, "old");
  std::error_code e;
  try {
    for (const auto& [name, bytes] : files) {
      fs::create_directories((part / name).parent_path(), e);
      if (e) failed(part, e.value());
      write_file(part / name, bytes);
    }
    for (const NamedPieces& file : long_files) write_pieces(part / file.name, file.pieces);
    if (fs::is_directory(pools, e)) link_or_copy(pools, part / "pools");
    e.clear();
    const bool replaces = fs::exists(place, e);
    if (replaces) fs::rename(place, old, e);
    if (e) failed(place, e.value());
    fs::rename(part, place, e);
    if (e) failed(place, e.value());
    if (replaces) fs::remove_all(old, e);
  } catch (...) {
    fs::remove_all(part, e);
    if (fs::exists(old, e) && !fs::exists(place, e)) fs::rename(old, place, e);
    throw;
  }
}

fs::path ResultFolder::beside(const std::string& what, const std::string& id) const {
  const fs::path place{path_};
  return (place.has_parent_path() ? place.parent_path() : fs::path{"."}) / ("." + what + "-" + id);
}

}  // namespace busyhour
