#pragma once
/// A client's pace while a run goes on: what `adapt`, `rate_guard` and `breaker` remember.
#include <algorithm>

#include "busyhour/model/clients/client.hpp"
#include "busyhour/model/clients/waiting_line.hpp"
#include "busyhour/model/door.hpp"

namespace busyhour {

/// Plain decisions; who waits is told by the stories (sim/model/pace.cpp).
class Pace {
 public:
  Pace(Calendar& calendar, const ClientConfig& config) : calendar_{calendar}, config_{config} {}
  [[nodiscard]] static bool is_kept(const ClientConfig& c) { return c.adapt || c.rate_guard || c.breaker; }
  [[nodiscard]] const ClientConfig& config() const { return config_; }

  // --- batches ---
  /// Whether the next request may begin now; if so it belongs to the batch. A new batch is as large as what remained.
  [[nodiscard]] bool begins() {
    if (inside_ == 0) left_ = next_batch();
    if (left_ == 0) return false;
    --left_;
    ++inside_;
    return true;
  }
  void ended() {
    if (--inside_ > 0) return;
    probe_ = calendar_.after(config_.adapt->probe);
    line.known_release();
  }
  /// When to ask again, if nothing but time can change the answer.
  [[nodiscard]] std::optional<TimePoint> asks_again() const {
    return inside_ == 0 ? std::optional{probe_} : std::nullopt;
  }

  // --- the guard and the breaker ---
  [[nodiscard]] TimePoint guarded_until() const { return guarded_until_; }
  /// Whether the breaker lets an attempt pass. The first one after it was open is the one that decides.
  [[nodiscard]] bool passes() {
    if (!config_.breaker || in_a_row_ < config_.breaker->failures) return true;
    if (calendar_.now() < open_until_ || trial_) return false;
    return trial_ = true;
  }
  [[nodiscard]] TimePoint open_until() const { return open_until_; }
  [[nodiscard]] bool is_tried() const { return trial_; }

  // --- what the client hears ---
  void heard(const Headers& said) {
    remaining_ = said.slots.value_or(config_.adapt ? config_.adapt->at_most : 0);
    if (config_.rate_guard && said.requests && *said.requests < config_.rate_guard->below)
      guarded_until_ = calendar_.after(config_.rate_guard->pause);
  }
  void succeeded() {
    in_a_row_ = 0;
    decided();
  }
  void failed() {
    remaining_ = 0;  // a refusal says that nothing remains
    if (!config_.breaker) return;
    if (trial_ || ++in_a_row_ == config_.breaker->failures) open_until_ = calendar_.after(config_.breaker->open);
    decided();
  }
  WaitingLine line;   ///< before a batch
  WaitingLine tried;  ///< those who wait for the attempt that decides

 private:
  [[nodiscard]] std::int64_t next_batch() const {
    if (!remaining_) return 1;
    const std::int64_t size = std::min(*remaining_, config_.adapt->at_most);
    return size == 0 && calendar_.now() >= probe_ ? 1 : size;
  }
  void decided() {
    if (std::exchange(trial_, false)) tried.known_release();
  }
  Calendar& calendar_;
  const ClientConfig& config_;
  std::optional<std::int64_t> remaining_;
  std::int64_t left_ = 0, inside_ = 0, in_a_row_ = 0;
  TimePoint probe_{}, guarded_until_{}, open_until_{};
  bool trial_ = false;
};

}  // namespace busyhour
