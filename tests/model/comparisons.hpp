#pragma once
/// Simulated ratios and means against exact values.
///
/// Each comparison is a t test of the ratio of sums over replications (delta method) against the exact value. A family
/// of m comparisons raises a false alarm with probability 0.1 % at most: each is held to 0.1 % / m (Bonferroni). Seeds
/// are fixed.
#include <string>
#include <string_view>
#include <vector>

#include "busyhour/model/replication.hpp"
#include "tell.hpp"

namespace busyhour::testing {

inline constexpr double family_alarm = 1e-3;
inline constexpr std::uint32_t comparison_replications = 20;

/// One comparison: by how many standard errors the estimate misses the exact value, and how often chance alone misses
/// it as far.
struct Comparison {
  std::string what;
  double exact, estimate, t, chance;
};

/// A scene told in twenty replications.
class Simulated {
 public:
  /// `longer` is the bound of the share of delays above it.
  Simulated(std::string name, const Scene& scene, Duration longer = Duration{});
  [[nodiscard]] Comparison ratio(std::string_view metric, double exact) const;
  [[nodiscard]] Comparison mean(std::string_view metric, double exact) const;
  [[nodiscard]] Comparison longer(double exact) const;

 private:
  template <class Read>
  [[nodiscard]] Comparison test(std::string_view metric, double exact, Read&& read) const;
  std::string name_;
  std::vector<ReplicationResult> results_;
};

/// No single comparison is out of bounds, and the runs do not lean to one side: the first comparison of each run
/// counts, `each` make a run (Stouffer's sum; a t with 19 degrees of freedom has variance 19/17; 3.3 of a normal law:
/// 0.1 %).
void expect_agreement(const std::vector<Comparison>& family, std::size_t each);

}  // namespace busyhour::testing
