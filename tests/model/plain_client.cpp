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

/// [s]
double jittered(const ExponentialRetry& rule, Client::Trying& trying, const std::function<Draw()>& draw) {
  const auto uniform = [&] {
    Draw one = draw();
    return detail::uniform(one);
  };
  const auto x = [&] { return backoff(rule, trying.attempts); };
  const double spread = rule.spread.value_or(0);
  switch (rule.jitter) {
    case Jitter::none:
      return x();
    case Jitter::full:
      return x() * uniform();
    case Jitter::equal:
      return x() / 2 + x() / 2 * uniform();
    case Jitter::proportional:
      return x() * (1 - spread + 2 * spread * uniform());
    case Jitter::subtractive:
      return x() * (1 - spread * uniform());
    case Jitter::decorrelated:
      break;
  }
  const double first = in_seconds(rule.first);
  const double before = trying.drawn_pause.value_or(first);
  trying.drawn_pause = std::min(in_seconds(rule.cap), first + (3 * before - first) * uniform());
  return *trying.drawn_pause;
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
  if (config_.retry_on.empty()) return true;
  return std::ranges::any_of(config_.retry_on, [&](const std::string& word) {
    if (word == "status " + std::to_string(refusal.status)) return true;
    return refusal.code && word == "code " + std::to_string(*refusal.code);
  });
}

Duration Client::pause(const Refusal& refusal, Trying& trying, const std::function<Draw()>& draw) const {
  if (bounds()->honours_retry_after && refusal.retry_after) return *refusal.retry_after;
  if (const auto* rule = std::get_if<ConstantRetry>(&config_.retry)) {
    Draw one = draw();
    return seconds(rule->pause(one));
  }
  return seconds(jittered(std::get<ExponentialRetry>(config_.retry), trying, draw));
}

std::optional<Duration> Client::pause_after(const Refusal& refusal, Trying& trying, TimePoint now, Duration trip,
                                            const std::function<Draw()>& draw) {
  const RetryBounds* b = bounds();
  if (!b || !recognises(refusal) || !b->attempts.allows(trying.attempts + 1)) return std::nullopt;
  const Duration wait = pause(refusal, trying, draw);
  if (b->deadline && now + wait + trip > trying.first_attempt + *b->deadline) return std::nullopt;
  if (!b->budget) return wait;
  if (saved_up_ + 1e-9 < 1) return std::nullopt;
  saved_up_ -= 1;
  return wait;
}

}  // namespace busyhour::plain
