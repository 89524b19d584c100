#include "busyhour/theory/work.hpp"

#include "shape.hpp"

namespace busyhour {
namespace recognition {
namespace {

bool waits_for_the_end(const ClientConfig& client) {
  return !has_manners(client) && !client.in_flight &&
         (std::holds_alternative<ByResponse>(client.completion) ||
          std::holds_alternative<ByWebsocket>(client.completion));
}

const Demands* demand_of(const ArrivalsConfig& config) { return &config.demand; }
const Demands* demand_of(const ConversationsConfig&) { return nullptr; }
bool is_plain(const ArrivalsConfig&) { return true; }
bool is_plain(const ConversationsConfig& config) { return config.turn.pause.has_value(); }

template <class Config>
std::optional<double> mean_of(const Scenario& scenario, const WorkloadConfig& workload) {
  const auto* config = std::get_if<Config>(&workload);
  if (!config || !is_plain(*config) || has_classes(workload) || !waits_for_the_end(config->client)) return std::nullopt;
  const EndpointConfig& endpoint = endpoint_of(scenario.provider, config->endpoint);
  const Work work = work_of(endpoint, demand_of(*config));
  if (!work.odd.empty() || endpoint.retries || endpoint.idle_timeout) return std::nullopt;
  return work.hold.mean + work.rest.mean + scenario.provider.network.mean();
}

}  // namespace
}  // namespace recognition

std::optional<double> mean_work(const Scenario& scenario, std::size_t workload) {
  const WorkloadConfig& config = scenario.workloads.at(workload).second;
  if (scenario.provider.endpoints.empty()) return std::nullopt;
  if (const auto mean = recognition::mean_of<ArrivalsConfig>(scenario, config)) return mean;
  return recognition::mean_of<ConversationsConfig>(scenario, config);
}

}  // namespace busyhour
