#pragma once
/// How long a client waits after a refusal, or that it does not try again: plain functions, one for each retry rule.
#include <algorithm>
#include <cmath>
#include <optional>

#include "busyhour/model/clients/client.hpp"
#include "busyhour/model/door.hpp"
#include "busyhour/random/uniform.hpp"

namespace busyhour {

/// What a request remembers between its attempts.
struct RetryMemory {
  int attempt = 1;       ///< the one that was refused
  TimePoint first_sent;  ///< when the client sent the first one
  Duration before{};     ///< the pause before this attempt, for decorrelated jitter
  int grown_to = 1;      ///< for which attempt's pause the next is known
  double grown = 0;      ///< before jitter, if not the first [s]
};

template <class Engine>
[[nodiscard]] Duration next_pause(const ConstantRetry& r, RetryMemory&, Engine& draw) {
  return draw_duration(r.pause, draw);
}

template <class Engine>
[[nodiscard]] Duration next_pause(const ExponentialRetry& r, RetryMemory& m, Engine& draw) {
  const double first = in_seconds(r.first), cap = in_seconds(r.cap);
  if (r.jitter == Jitter::decorrelated) {
    const double before = m.attempt == 1 ? first : in_seconds(m.before);
    return seconds(std::min(cap, first + (3 * before - first) * uniform01(draw)));
  }
  double x = m.grown_to == 1 ? first : m.grown;  // multiplied up, not raised to a power: the same digits everywhere
  for (; m.grown_to < m.attempt && x < cap; ++m.grown_to) x *= *r.factor;
  m.grown = x;
  x = std::min(cap, x);
  switch (r.jitter) {
    case Jitter::none:
      return seconds(x);
    case Jitter::full: {
      const double least = r.least ? in_seconds(*r.least) : 0;
      return seconds(least + (x - least) * uniform01(draw));
    }
    case Jitter::equal:
      return seconds(x / 2 + x / 2 * uniform01(draw));
    case Jitter::proportional:
      return seconds(x * (1 - *r.spread + 2 * *r.spread * uniform01(draw)));
    case Jitter::subtractive:
      return seconds(x * (1 - *r.spread * uniform01(draw)));
    case Jitter::decorrelated:
      break;
  }
  return r.cap;
}

/// Retries saved up by a client, in millionths: exact, whatever the order of requests.
class BudgetLeft {
 public:
  explicit BudgetLeft(const Retry& retry) {
    std::visit(
        [&](const auto& r) {
          if constexpr (requires { r.budget; })
            if (r.budget) open(*r.budget);
        },
        retry);
  }
  void request_begins() { left_ = std::min(burst_, left_ + earned_); }
  /// Spends one retry if there is one.
  [[nodiscard]] bool spend() {
    if (!bounded_) return true;
    if (left_ < one) return false;
    left_ -= one;
    return true;
  }

 private:
  static constexpr std::int64_t one = 1'000'000;
  void open(const RetryBudget& b) {
    bounded_ = true;
    burst_ = left_ = std::llround(b.burst * static_cast<double>(one));
    earned_ = std::llround(b.ratio * static_cast<double>(one));
  }
  bool bounded_ = false;
  std::int64_t left_ = 0, burst_ = 0, earned_ = 0;
};

/// Whether this client takes the refusal for one: `retry_on: [status 429, status 5xx, code 96, timeout]`; an empty list
/// takes every refusal, and no timeout.
[[nodiscard]] inline bool recognises(const ClientConfig& client, const Refusal& no) {
  if (!no.may_retry) return false;
  if (client.retry_on.empty()) return !no.timed_out;
  return std::any_of(client.retry_on.begin(), client.retry_on.end(), [&](const std::string& word) {
    if (no.timed_out) return word == "timeout";
    return word == "status " + std::to_string(no.status) || (no.code && word == "code " + std::to_string(*no.code)) ||
           word == "status " + std::to_string(no.status / 100) + "xx";
  });
}

/// What becomes of a pause when the refusal asks for one of its own; nothing: that is too long, the request is given
/// up.
[[nodiscard]] inline std::optional<Duration> asked_for(const RetryBounds& rule, Duration retry_after, Duration own) {
  if (!rule.longest_retry_after || retry_after <= *rule.longest_retry_after) return retry_after;
  if (rule.longer_retry_after == LongRetryAfter::gives_up) return std::nullopt;
  return rule.longer_retry_after == LongRetryAfter::ignored ? own : *rule.longest_retry_after;
}

/// A rule that says how long to wait.
template <class R>
concept Paced = requires(const R& rule, RetryMemory& memory, Draw& draw) {
  next_pause(rule, memory, draw);
};

/// The pause after a refusal at `now`, or nothing: the request is given up. `draw()` makes the engine of one draw.
template <class MakeDraw>
[[nodiscard]] std::optional<Duration> pause_after(const ClientConfig& client, const Refusal& no, RetryMemory& memory,
                                                  TimePoint now, BudgetLeft& budget, MakeDraw&& draw) {
  return std::visit(
      [&](const auto& rule) -> std::optional<Duration> {
        if constexpr (Paced<std::remove_cvref_t<decltype(rule)>>) {
          if (!rule.attempts.allows(memory.attempt + 1) || !recognises(client, no)) return std::nullopt;
          auto engine = draw();
          Duration pause = next_pause(rule, memory, engine);
          if (rule.honours_retry_after && no.retry_after) {
            const auto asked = asked_for(rule, *no.retry_after, pause);
            if (!asked) return std::nullopt;
            pause = *asked;
          }
          if (rule.deadline && now + pause > memory.first_sent + *rule.deadline) return std::nullopt;
          if (!budget.spend()) return std::nullopt;
          memory.before = pause;
          return pause;
        } else {
          return std::nullopt;
        }
      },
      client.retry);
}

}  // namespace busyhour
