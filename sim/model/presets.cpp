#include "busyhour/model/clients/presets.hpp"

namespace busyhour {

namespace {

using namespace std::chrono_literals;

ExponentialRetry doubling(Duration first, Duration cap, Jitter jitter, std::int64_t attempts) {
  ExponentialRetry rule;
  rule.first = first;
  rule.factor = 2;
  rule.cap = cap;
  rule.jitter = jitter;
  rule.attempts = {attempts, false};
  return rule;
}

ExponentialRetry obeying(ExponentialRetry rule, std::optional<Duration> longest, LongRetryAfter longer) {
  rule.honours_retry_after = true;
  rule.longest_retry_after = longest;
  rule.longer_retry_after = longer;
  return rule;
}

ExponentialRetry spread(ExponentialRetry rule, double width) {
  rule.spread = width;
  return rule;
}

/// Each call that succeeds at once gives one of 500 tokens back, each retry costs 5, a retry that succeeds its own.
ExponentialRetry botocore() {
  ExponentialRetry rule = doubling(1s, 20s, Jitter::full, 3);
  rule.budget = RetryBudget{0.2, 100};
  return rule;
}

/// wait_random_exponential(min=1, max=60): U(1, min(2^(n-1), 60)).
ExponentialRetry tenacity() {
  ExponentialRetry rule = doubling(1s, 60s, Jitter::full, 6);
  rule.least = 1s;
  return rule;
}

Retry retry_of(Preset preset) {
  const ExponentialRetry stainless = spread(doubling(500ms, 8s, Jitter::subtractive, 3), 0.25);
  switch (preset) {
    case Preset::openai_python:
      return obeying(stainless, 120s, LongRetryAfter::gives_up);
    case Preset::anthropic_python:
    case Preset::cartesia_python:
      return obeying(stainless, 60s, LongRetryAfter::ignored);
    case Preset::elevenlabs_python:
    case Preset::smallestai_python:
      return obeying(spread(doubling(1s, 60s, Jitter::proportional, 3), 0.1), 60s, LongRetryAfter::shortened);
    case Preset::botocore_standard:
      return botocore();
    case Preset::elevenlabs_blog:
      return obeying(doubling(1s, 20s, Jitter::full, 5), std::nullopt, LongRetryAfter::gives_up);
    case Preset::smallest_electron:
      return doubling(250ms, 8s, Jitter::none, 5);
    case Preset::smallest_atoms:
      return obeying(doubling(500ms, 30s, Jitter::none, 5), std::nullopt, LongRetryAfter::gives_up);
    case Preset::fal_client:
      return spread(doubling(100ms, 30s, Jitter::proportional, 10), 0.5);
    case Preset::cloro_sample:
      return doubling(1s, 2s, Jitter::none, 3);
    case Preset::openai_guide:
      return tenacity();
  }
  return NoRetry{};
}

std::vector<std::string> retry_on(Preset preset) {
  switch (preset) {
    case Preset::smallest_electron:
      return {"status 429", "status 502", "status 503"};
    case Preset::smallest_atoms:
    case Preset::cloro_sample:
    case Preset::openai_guide:
      return {"status 429"};
    case Preset::fal_client:
      return {"status 408", "status 409", "status 429", "timeout"};
    case Preset::elevenlabs_blog:
    case Preset::botocore_standard:
      return {"status 429", "status 5xx", "timeout"};
    default:
      return {"status 408", "status 409", "status 429", "status 5xx", "timeout"};
  }
}

}  // namespace

void apply_preset(ClientConfig& client, const WrittenByClient& written) {
  if (!client.preset) return;
  if (!written.retry) client.retry = retry_of(*client.preset);
  if (!written.retry_on) client.retry_on = retry_on(*client.preset);
  if (!written.breaker && *client.preset == Preset::elevenlabs_blog) client.breaker = BreakerConfig{5, 10s};
}

}  // namespace busyhour
