#include "progress.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#include "terminal.hpp"

namespace busyhour {

Progress::Kind Progress::kind_for(bool quiet, bool no_progress) {
  if (quiet || no_progress) return Kind::silent;
  return is_terminal(2) && !std::getenv("CI") ? Kind::bar : Kind::lines;
}

/// "12 s left", from the work done so far.
std::string Progress::left(std::int64_t done, std::int64_t of) const {
  if (done == 0 || done == of) return {};
  const double spent = std::chrono::duration<double>(Clock::now() - began_).count();
  return fmt::format(", {:.0f} s left", spent / static_cast<double>(done) * static_cast<double>(of - done));
}

void Progress::show(std::int64_t done, std::int64_t of) {
  if (kind_ == Kind::silent) return;
  const std::lock_guard lock{guard_};
  const auto now = Clock::now();
  const auto pause = kind_ == Kind::bar ? std::chrono::milliseconds{100} : std::chrono::milliseconds{10'000};
  const bool first = shown_ == Clock::time_point{};
  if (first && kind_ == Kind::lines) shown_ = now;  // a run of less than ten seconds says nothing
  if (now - shown_ < pause) return;
  shown_ = now;
  if (kind_ == Kind::lines) {
    say(fmt::format("{}: {} of {} replications{}", what_, done, of, left(done, of)));
    return;
  }
  constexpr std::int64_t width = 30;
  const std::int64_t full = of > 0 ? done * width / of : 0;
  std::fprintf(stderr, "\r\033[K%s [%s%s] %lld/%lld%s", what_.c_str(),
               std::string(static_cast<std::size_t>(full), '#').c_str(),
               std::string(static_cast<std::size_t>(width - full), '.').c_str(), static_cast<long long>(done),
               static_cast<long long>(of), left(done, of).c_str());
  std::fflush(stderr);
  visible_ = true;
}

void Progress::clear() {
  const std::lock_guard lock{guard_};
  if (!visible_) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  visible_ = false;
}

}  // namespace busyhour
