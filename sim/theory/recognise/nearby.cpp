#include "busyhour/theory/nearby.hpp"

namespace busyhour {

std::optional<NearbyModel> nearby_model(const Scenario& scenario) {
  NearbyModel nearby{scenario, {}};
  bool any = false;
  for (auto& [name, workload] : nearby.scenario.workloads)
    std::visit(
        [&](auto& w) {
          any = any || !std::holds_alternative<NoRetry>(w.client.retry);
          w.client.retry = NoRetry{};
        },
        workload);
  if (!any) return std::nullopt;
  nearby.answer = recognise(nearby.scenario, Wanted::exact);
  return nearby.answer.is_exact() ? std::optional{std::move(nearby)} : std::nullopt;
}

}  // namespace busyhour
