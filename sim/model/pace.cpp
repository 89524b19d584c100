#include "pace.hpp"

namespace busyhour {

Task<void> InBatch::begin(Calendar& calendar) {
  if (!pace_ || !pace_->config().adapt) co_return;
  WaitingLine::Place place{pace_->line, calendar};
  place.join();
  while (!place.is_head()) (void)co_await place.turn();
  while (!pace_->begins()) {
    const auto again = pace_->asks_again();
    const std::optional<Duration> wait = again ? std::optional{*again - calendar.now()} : std::nullopt;
    (void)co_await place.release(wait);
  }
  begun_ = true;
}

Task<bool> keep_pace(Calendar& calendar, Pace& pace) {
  while (calendar.now() < pace.guarded_until()) co_await calendar.until(pace.guarded_until());
  while (!pace.passes()) {
    if (pace.config().breaker->while_open == WhileOpen::give_up) co_return false;
    if (!pace.is_tried()) {
      co_await calendar.until(pace.open_until());
      continue;
    }
    WaitingLine::Place place{pace.tried, calendar};
    place.join();
    (void)co_await place.release(std::nullopt);
  }
  co_return true;
}

}  // namespace busyhour
