#pragma once
/// One scenario that is told again and again until its rules are decided.
#include <optional>

#include "busyhour/experiment/run.hpp"
#include "busyhour/model/replication.hpp"

namespace busyhour {

/// Replications first..last-1 that were finished, in their order.
[[nodiscard]] std::vector<ReplicationResult> replications(const Scenario&, Duration warm_up, std::uint32_t first,
                                                          std::uint32_t last, const RunOptions&);
/// The given warm-up, or the one found on the first replications; what it met goes to `result`.
[[nodiscard]] Duration warm_up_of(const Scenario&, const RunOptions&, RunResult& result);
/// Everything that is known from these replications, with intervals at `confidence`; without timelines.
void conclude(const Scenario&, const std::vector<ReplicationResult>&, RunResult& result, double confidence = 0.95);

class Trial {
 public:
  Trial(const Scenario& scenario, const RunOptions& options);
  /// Adds replications up to that many in all. Answers whether they are all there (else it was interrupted).
  bool grow(std::uint32_t replications);
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(all_.size()); }
  [[nodiscard]] RunResult concluded(double confidence) const;

 private:
  const Scenario& scenario_;
  const RunOptions& options_;
  RunResult start_;
  Duration warm_up_;
  std::vector<ReplicationResult> all_;
};

}  // namespace busyhour
