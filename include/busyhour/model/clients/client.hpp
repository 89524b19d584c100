#pragma once
/// What a caller does: what it takes for a refusal, when it tries again, how soon it goes on. The register of retry
/// rules.
#include <string>
#include <variant>
#include <vector>

#include "busyhour/model/clients/adapt.hpp"
#include "busyhour/model/clients/completion.hpp"
#include "busyhour/model/clients/constant_retry.hpp"
#include "busyhour/model/clients/exponential_retry.hpp"
#include "busyhour/model/clients/no_retry.hpp"
#include "busyhour/model/clients/on_release.hpp"

namespace busyhour {

using Retry = std::variant<NoRetry,           //
                           ConstantRetry,     //
                           ExponentialRetry,  //
                           OnRelease>;
template <>
struct Choice<Retry> {
  static constexpr std::string_view key = "kind", noun = "retry";
  static constexpr bool absent_means_first = false;
};

struct InFlightBound {
  static constexpr std::string_view
      kind = "in_flight",
      about = "The client's own bound: requests beyond it wait in order before their first attempt.";
  std::int64_t at_most = 1;
  static constexpr auto fields() {
    return std::tuple{required("at_most", &InFlightBound::at_most, "most requests begun and not known to have ended")
                          .at_least(1)
                          .such_as("20")};
  }
};

/// Client libraries whose defaults are known (sim/model/presets.cpp).
enum class Preset : std::uint8_t {
  openai_python,
  anthropic_python,
  cartesia_python,
  elevenlabs_python,
  smallestai_python,
  botocore_standard,
  elevenlabs_blog,
  smallest_electron,
  smallest_atoms,
  fal_client,
  cloro_sample,
  openai_guide
};
template <>
struct Words<Preset> {
  static constexpr std::array words{
      Word<Preset>{
          Preset::openai_python, "openai-python",
          "openai/openai-python e43b422: 3 attempts, 0.5 s doubling to 8 s less up to 25%, Retry-After to 120 s, "
          "beyond it gives up"},
      Word<Preset>{
          Preset::anthropic_python, "anthropic-python",
          "anthropics/anthropic-sdk-python 009b035: the same pauses, Retry-After to 60 s, a longer one ignored"},
      Word<Preset>{Preset::cartesia_python, "cartesia-python", "as anthropic-python"},
      Word<Preset>{Preset::elevenlabs_python, "elevenlabs-python",
                   "Fern: 3 attempts, 1 s doubling to 60 s +-10%, Retry-After shortened to 60 s"},
      Word<Preset>{Preset::smallestai_python, "smallestai-python",
                   "smallest-inc/smallest-python-sdk 86842be: as elevenlabs-python"},
      Word<Preset>{Preset::botocore_standard, "botocore-standard",
                   "botocore, mode standard: 3 attempts, U(0, 1) of 1 s doubling to 20 s; its quota of 500 tokens as a "
                   "budget of 100 retries, 20% earned by each request"},
      Word<Preset>{
          Preset::elevenlabs_blog, "elevenlabs-blog",
          "ElevenLabs, 26 June 2026: 5 attempts, U(0, x) of 1 s doubling to 20 s, Retry-After obeyed, a breaker "
          "of 5 failures and 10 s"},
      Word<Preset>{Preset::smallest_electron, "smallest-electron",
                   "Smallest AI, Electron: 5 attempts, 250 ms doubling to 8 s on 429, 502 and 503"},
      Word<Preset>{Preset::smallest_atoms, "smallest-atoms",
                   "Smallest AI, Atoms: 500 ms doubling to 30 s on 429, Retry-After obeyed; how often is not said "
                   "there: here 5 attempts"},
      Word<Preset>{Preset::fal_client, "fal-client",
                   "fal-ai/fal 0107387, Python: 10 attempts, 100 ms doubling to 30 s +-50% on 408, 409 and 429"},
      Word<Preset>{Preset::cloro_sample, "cloro-sample",
                   "cloro's older sample: 3 attempts, exponential, on 429; the pauses are not said: here 1 s and 2 s"},
      Word<Preset>{Preset::openai_guide, "openai-guide",
                   "OpenAI's guide, tenacity wait_random_exponential(1, 60): 6 attempts, U(0, x) of 1 s doubling to "
                   "60 s but at least 1 s, on 429"}};
};

struct ClientConfig {
  static constexpr std::string_view kind = "client", about = "What the caller does with answers and refusals.";
  Retry retry = NoRetry{};
  std::vector<std::string> retry_on;  ///< "status 429", "code 96"; empty: every refusal
  Distribution turnaround;            ///< [s]
  Completion completion;
  std::optional<InFlightBound> in_flight;
  std::optional<Duration> timeout;
  std::int64_t resubmit_failed = 0;
  std::optional<Adapt> adapt;
  std::optional<RateGuard> rate_guard;
  std::optional<BreakerConfig> breaker;
  std::optional<Preset> preset;
  static constexpr auto fields() {
    using C = ClientConfig;
    return std::tuple{
        optional("retry", &C::retry, "what happens after a refusal")
            .by_default("none")
            .such_as("{kind: exponential, first: 250 ms, factor: 2x, cap: 8 s, jitter: full, attempts: 6}"),
        optional("retry_on", &C::retry_on, "what this client recognises as a refusal that may be retried")
            .by_default("every refusal")
            .such_as("[status 429, status 5xx, code 96, timeout]"),
        optional("turnaround", &C::turnaround, "end of one request known to the next request; also after a giving-up")
            .of(dimension::time)
            .at_least(0)
            .by_default("0 s")
            .such_as("200 ms"),
        optional("completion", &C::completion, "how the client learns of a request's end")
            .by_default("the response")
            .such_as("{by: polling, first: 3 s, factor: 1.5x, cap: 30 s}"),
        optional("in_flight", &C::in_flight, "the client's own bound on its requests")
            .by_default("none")
            .such_as("{at_most: 20}"),
        optional("timeout", &C::timeout,
                 "longest wait from an attempt until its answer or its end is known, but not before it has come to the "
                 "provider; then the client abandons it. Not tried again unless retry_on names timeout")
            .of(dimension::time)
            .more_than(0)
            .by_default("none")
            .such_as("10 s"),
        optional("resubmit_failed", &C::resubmit_failed, "how often a request that failed is submitted again")
            .at_least(0)
            .by_default("0")
            .such_as("2"),
        optional("adapt", &C::adapt, "batches as large as the slots that remain")
            .by_default("none")
            .such_as("{by: remaining, at_most: 5}"),
        optional("rate_guard", &C::rate_guard, "a pause when little of a rate is left")
            .by_default("none")
            .such_as("{below: 50, pause: 1 s}"),
        optional("breaker", &C::breaker, "no attempts for a while after failures in a row")
            .by_default("none")
            .such_as("{failures: 5, open: 10 s}"),
        optional("preset", &C::preset,
                 "the defaults of a known client library, where retry, retry_on and breaker are not written")
            .by_default("none")
            .such_as("openai-python")};
  }
};

}  // namespace busyhour
