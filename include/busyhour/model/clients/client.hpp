#pragma once
/// What a caller does: what it takes for a refusal, when it tries again, how soon it goes on. The register of retry
/// rules.
#include <string>
#include <variant>
#include <vector>

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

struct ClientConfig {
  static constexpr std::string_view kind = "client", about = "What the caller does with answers and refusals.";
  Retry retry = NoRetry{};
  std::vector<std::string> retry_on;  ///< "status 429", "code 96"; empty: every refusal
  Distribution turnaround;            ///< [s]
  Completion completion;
  std::optional<InFlightBound> in_flight;
  static constexpr auto fields() {
    using C = ClientConfig;
    return std::tuple{
        optional("retry", &C::retry, "what happens after a refusal")
            .by_default("none")
            .such_as("{kind: exponential, first: 250 ms, factor: 2x, cap: 8 s, jitter: full, attempts: 6}"),
        optional("retry_on", &C::retry_on, "what this client recognises as a refusal that may be retried")
            .by_default("every refusal")
            .such_as("[status 429, code 96]"),
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
        later("adapt", "sending as the remaining slots allow"),
        later("preset", "the defaults of a known SDK"),
        later("resubmit_failed", "resubmission of failed tasks")};
  }
};

}  // namespace busyhour
