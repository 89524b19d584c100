#include "trial.hpp"

namespace busyhour {

Trial::Trial(const Scenario& scenario, const RunOptions& options)
    : scenario_{scenario}, options_{options}, warm_up_{warm_up_of(scenario, options, start_)} {
  start_.scenario.name = scenario.name;
  start_.scenario.about = scenario.about;
  start_.scenario.file = scenario.source;
  start_.scenario.sha256 = scenario.sha256;
  start_.seed = scenario.run.seed;
  start_.warm_up_s = in_seconds(warm_up_);
}

bool Trial::grow(std::uint32_t n) {
  if (n > size())
    for (ReplicationResult& r : replications(scenario_, warm_up_, size(), n, options_)) all_.push_back(std::move(r));
  return size() >= n;
}

RunResult Trial::concluded(double confidence) const {
  RunResult result = start_;
  result.asked_replications = result.replications = static_cast<std::int64_t>(all_.size());
  if (!all_.empty()) conclude(scenario_, all_, result, confidence);
  return result;
}

}  // namespace busyhour
