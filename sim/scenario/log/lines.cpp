#include "lines.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "busyhour/scenario/log.hpp"

namespace busyhour::logs {
namespace {

constexpr std::size_t buffer_bytes = 1U << 18U, longest_line = 1U << 20U;

}  // namespace

Lines::Lines(const std::string& file) : name_{file}, buffer_(buffer_bytes) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) throw LogRefused{file + ": is a folder"};
  errno = 0;
  file_.reset(gzopen(file.c_str(), "rb"));
  if (!file_) throw LogRefused{file + ": cannot be read: " + std::strerror(errno ? errno : ENOMEM)};
  gzbuffer(file_.get(), buffer_bytes);
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (refill() && filled_ >= mark.size() && std::string_view{buffer_.data(), mark.size()} == mark) at_ = mark.size();
  compressed_ = gzdirect(file_.get()) == 0;
}

bool Lines::refill() {
  at_ = 0;
  const int got = gzread(file_.get(), buffer_.data(), static_cast<unsigned>(buffer_.size()));
  int error = Z_OK;
  const char* says = gzerror(file_.get(), &error);
  if (got < 0 || (got == 0 && error == Z_BUF_ERROR))
    throw LogRefused{name_ + ": cannot be read to its end: " +
                     (error == Z_ERRNO       ? std::strerror(errno)
                      : error == Z_BUF_ERROR ? "the gzip data stop too early"
                                             : says)};
  filled_ = static_cast<std::size_t>(got);
  if (std::memchr(buffer_.data(), 0, filled_)) throw LogRefused{name_ + ": is not a text file"};
  return filled_ > 0;
}

void Lines::keep(std::string_view part) {
  if (split_.size() + part.size() > longest_line) too_long_ = true, part = part.substr(0, longest_line - split_.size());
  split_ += part;
}

std::string_view Lines::ended(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

bool Lines::next(std::string_view& line) {
  split_.clear();
  too_long_ = false;
  ++number_;
  for (bool any = false;; any = true) {
    if (at_ == filled_ && !refill()) {
      line = ended(split_);
      return any && (!split_.empty() || too_long_);
    }
    const char* begin = buffer_.data() + at_;
    const auto* end = static_cast<const char*>(std::memchr(begin, '\n', filled_ - at_));
    const std::string_view part{begin, end ? static_cast<std::size_t>(end - begin) : filled_ - at_};
    at_ += part.size() + (end ? 1U : 0U);
    if (end && split_.empty() && part.size() <= longest_line) return line = ended(part), true;
    keep(part);
    if (end) return line = ended(split_), true;
  }
}

}  // namespace busyhour::logs
