#include "plain_rate.hpp"

#include <algorithm>

namespace busyhour::plain {
namespace {

std::int64_t whole_cap(const Formula& cap) { return static_cast<std::int64_t>(cap.expression.constant() + 1e-9); }

/// Which window of the clock an instant lies in; before the phase it is the one before the first.
std::int64_t window_of(TimePoint t, Duration per, Duration phase) {
  const std::int64_t from = (t.time_since_epoch() - phase).count();
  return from >= 0 ? from / per.count() : -((-from + per.count() - 1) / per.count());
}

}  // namespace

std::int64_t Rate::since(TimePoint from, TimePoint now) const {
  std::int64_t sum = 0;
  for (const Passed& p : passed_)
    if (p.at > from && p.at <= now) sum += p.amount;
  return sum;
}

std::int64_t Rate::in_window(std::int64_t number, Duration per, Duration phase) const {
  std::int64_t sum = 0;
  for (const Passed& p : passed_)
    if (window_of(p.at, per, phase) == number) sum += p.amount;
  return sum;
}

SignedWide Rate::level(std::int64_t burst, std::int64_t cap, Duration per, TimePoint now) const {
  const SignedWide full = SignedWide{burst} * per.count();
  if (!has_level_) return full;
  return std::min(full, level_ + SignedWide{(now - level_at_).count()} * cap);
}

bool Rate::refuses(std::int64_t amount, TimePoint now) const {
  if (const auto* fixed = std::get_if<FixedWindow>(config_)) {
    const Duration phase = fixed->phase.value_or(Duration{0});
    return in_window(window_of(now, fixed->per, phase), fixed->per, phase) + amount > whole_cap(fixed->cap);
  }
  if (const auto* log = std::get_if<SlidingLog>(config_))
    return since(now - log->per, now) + amount > whole_cap(log->cap);
  if (const auto* counter = std::get_if<SlidingCounter>(config_)) {
    const std::int64_t window = window_of(now, counter->per, Duration{0}), per = counter->per.count();
    const std::int64_t left = per - (now.time_since_epoch().count() - window * per);
    const SignedWide before = SignedWide{in_window(window - 1, counter->per, Duration{0})} * left;
    const SignedWide here = SignedWide{in_window(window, counter->per, Duration{0}) + amount} * per;
    return before + here > SignedWide{whole_cap(counter->cap)} * per;
  }
  // A bucket; GCRA agrees with it request by request.
  const auto* bucket = std::get_if<TokenBucket>(config_);
  const auto* gcra = std::get_if<Gcra>(config_);
  const std::int64_t burst = bucket ? bucket->burst : gcra->burst;
  const std::int64_t cap = whole_cap(bucket ? bucket->cap : gcra->cap);
  const Duration per = bucket ? bucket->per : gcra->per;
  return level(burst, cap, per, now) < SignedWide{amount} * per.count();
}

void Rate::take(std::int64_t amount, TimePoint now) {
  passed_.push_back({now, amount});
  const auto* bucket = std::get_if<TokenBucket>(config_);
  const auto* gcra = std::get_if<Gcra>(config_);
  if (!bucket && !gcra) return;
  const std::int64_t burst = bucket ? bucket->burst : gcra->burst;
  const std::int64_t cap = whole_cap(bucket ? bucket->cap : gcra->cap);
  const Duration per = bucket ? bucket->per : gcra->per;
  level_ = level(burst, cap, per, now) - SignedWide{amount} * per.count();
  level_at_ = now;
  has_level_ = true;
}

}  // namespace busyhour::plain
