#pragma once
/// A batch done by so many workers, each with one request at a time.
#include "busyhour/model/clients/client.hpp"
#include "busyhour/model/workloads/classes.hpp"
#include "busyhour/model/workloads/demand.hpp"
#include "busyhour/model/workloads/own_slots.hpp"

namespace busyhour {

struct WorkersConfig {
  static constexpr std::string_view
      kind = "workers",
      about = "A batch of tasks done by so many workers, each with one request at a time (a finite workload).";
  static constexpr bool is_finite = true;
  std::int64_t workers = 1, tasks = 1;
  std::string endpoint;
  Demands demand;
  std::int64_t priority = 1;
  std::optional<std::int64_t> reserve;
  Named<ClassConfig> classes;
  ClientConfig client;
  static constexpr auto fields() {
    using W = WorkersConfig;
    return std::tuple{
        required("workers", &W::workers, "how many work at once").at_least(1).at_most(1e6).such_as("25"),
        required("tasks", &W::tasks, "how many tasks there are").at_least(1).at_most(1e9).such_as("1000"),
        optional("endpoint", &W::endpoint, "which endpoint; needed when there is more than one"),
        optional("demand", &W::demand, "how much each task asks for, where the endpoint's service depends on it"),
        optional("priority", &W::priority, "place in a priority queue; higher first")
            .at_least(1)
            .at_most(10)
            .by_default("1"),
        reserve_field<W>(),
        optional("client", &W::client, "what the caller does with refusals").by_default("no retry"),
        classes_field<WorkersConfig>()};
  }
};

}  // namespace busyhour
