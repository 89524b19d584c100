#pragma once
/// How far a run has come: one moving line on a terminal, a plain line now and then elsewhere. Always stderr.
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace busyhour {

class Progress {
 public:
  enum class Kind : std::uint8_t { silent, lines, bar };
  /// A bar on a terminal outside CI; else lines at the start, every ten seconds and at the end.
  [[nodiscard]] static Kind kind_for(bool quiet, bool no_progress);

  explicit Progress(Kind kind, std::string what) : kind_{kind}, what_{std::move(what)} {}
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { clear(); }

  void show(std::int64_t done, std::int64_t of);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] std::string left(std::int64_t done, std::int64_t of) const;
  Kind kind_;
  std::string what_;
  std::mutex guard_;
  Clock::time_point began_ = Clock::now(), shown_{};
  bool visible_ = false;
};

}  // namespace busyhour
