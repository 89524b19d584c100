#include "plain_client.hpp"

#include <algorithm>
#include <string>

namespace busyhour::plain {
namespace {

/// x = min(cap, first factor^(n-1)) [s].
double backoff(const ExponentialRetry& rule, std::int64_t n) {
  const double cap = in_seconds(rule.cap);
  double x = in_seconds(rule.first);
  for (std::int64_t i = 1; i < n && x < cap; ++i) {
    if (*rule.factor == 1) break;
    x *= *rule.factor;
  }
  return std::min(cap, x);
}

/// The n-th pause with its jitter [s].
double jittered(const ExponentialRetry& rule, std::int64_t n, Duration before, Draw draw) {
  const double first = in_seconds(rule.first);
  const double u = detail::uniform(draw);
  if (rule.jitter == Jitter::decorrelated) {
    const double last = n == 1 ? first : in_seconds(before);
    return std::min(in_seconds(rule.cap), first + (3 * last - first) * u);
  }
  const double x = backoff(rule, n);
  const double spread = rule.spread.value_or(0);
  switch (rule.jitter) {
    case Jitter::full: {
      const double least = rule.least ? in_seconds(*rule.least) : 0;
      return least + (x - least) * u;
    }
    case Jitter::equal:
      return x / 2 + x / 2 * u;
    case Jitter::proportional:
      return x * (1 - spread + 2 * spread * u);
    case Jitter::subtractive:
      return x * (1 - spread * u);
    default:
      return x;
  }
}

}  // namespace

Client::Client(const ClientConfig& config) : config_{config} {
  if (const auto* b = bounds(); b && b->budget) saved_up_ = b->budget->burst;
}

const RetryBounds* Client::bounds() const {
  if (const auto* rule = std::get_if<ConstantRetry>(&config_.retry)) return rule;
  return std::get_if<ExponentialRetry>(&config_.retry);
}

void Client::earn() {
  if (const auto* b = bounds(); b && b->budget) saved_up_ = std::min(b->budget->burst, saved_up_ + b->budget->ratio);
}

bool Client::recognises(const Refusal& refusal) const {
  if (!refusal.may_retry) return false;
  if (config_.retry_on.empty()) return !refusal.timed_out;
  return std::ranges::any_of(config_.retry_on, [&](const std::string& word) {
    if (refusal.timed_out) return word == "timeout";
    if (word == "status " + std::to_string(refusal.status)) return true;
    return refusal.code && word == "code " + std::to_string(*refusal.code);
  });
}

Duration Client::drawn_pause(const Trying& trying, Draw draw) const {
  if (const auto* rule = std::get_if<ConstantRetry>(&config_.retry)) return seconds(rule->pause(draw));
  return seconds(jittered(std::get<ExponentialRetry>(config_.retry), trying.attempts, trying.before, draw));
}

std::optional<Duration> Client::pause_after(const Refusal& refusal, Trying& trying, TimePoint now,
                                            const std::function<Draw()>& draw) {
  const RetryBounds* b = bounds();
  if (!b || !recognises(refusal) || !b->attempts.allows(trying.attempts + 1)) return std::nullopt;
  Duration wait = drawn_pause(trying, draw());
  if (b->honours_retry_after && refusal.retry_after) wait = *refusal.retry_after;
  if (b->deadline && now + wait > trying.first_sent + *b->deadline) return std::nullopt;
  if (b->budget) {
    if (saved_up_ + 1e-9 < 1) return std::nullopt;  // ten times 10 % are one
    saved_up_ -= 1;
  }
  trying.before = wait;
  return wait;
}

}  // namespace busyhour::plain
