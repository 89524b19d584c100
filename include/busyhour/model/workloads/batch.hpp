#pragma once
/// So many tasks, all at once.
#include "busyhour/model/clients/client.hpp"
#include "busyhour/model/workloads/classes.hpp"
#include "busyhour/model/workloads/demand.hpp"
#include "busyhour/model/workloads/own_slots.hpp"

namespace busyhour {

struct BatchConfig {
  static constexpr std::string_view kind = "batch", about = "So many tasks, all at time 0 (a finite workload).";
  static constexpr bool is_finite = true;
  std::int64_t tasks = 1, together = 1;
  std::string endpoint;
  Demands demand;
  std::int64_t priority = 1;
  std::optional<std::int64_t> reserve;
  Named<ClassConfig> classes;
  ClientConfig client;
  static constexpr auto fields() {
    using W = BatchConfig;
    return std::tuple{
        required("tasks", &W::tasks, "how many").at_least(1).at_most(1e7).such_as("300"),
        optional("together", &W::together,
                 "tasks of one submission, which is one call: it uses up a rate over requests once, and its tasks are "
                 "let in or queued all, or refused all; the submissions are made at once")
            .at_least(1)
            .at_most(1e7)
            .by_default("1")
            .such_as("500"),
        optional("endpoint", &W::endpoint, "which endpoint; needed when there is more than one"),
        optional("demand", &W::demand, "how much each task asks for, where the endpoint's service depends on it"),
        optional("priority", &W::priority, "place in a priority queue; higher first")
            .at_least(1)
            .at_most(10)
            .by_default("1"),
        reserve_field<W>(),
        optional("client", &W::client, "what the caller does with refusals").by_default("no retry"),
        classes_field<BatchConfig>()};
  }
  [[nodiscard]] std::vector<FieldMistake> mistakes() const {
    const auto* paced = std::get_if<ExponentialRetry>(&client.retry);
    const auto* constant = std::get_if<ConstantRetry>(&client.retry);
    const bool budget = (paced && paced->budget) || (constant && constant->budget);
    if (together > 1 && (client.in_flight || client.adapt || client.rate_guard || client.breaker || client.timeout ||
                         client.preset || budget || std::holds_alternative<OnRelease>(client.retry)))
      return {{"together",
               "a submission goes out whole: its client has no in_flight, adapt, rate_guard, breaker, timeout, preset, "
               "budget and no on_release",
               "leave them out, or together"}};
    return {};
  }
};

}  // namespace busyhour
