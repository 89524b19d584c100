#pragma once
/// The scenario of a log's first part, simulated as long as the second part lasted.
#include <string>
#include <vector>

#include "scenario_text.hpp"
#include "seen.hpp"

namespace busyhour::fitting {

/// Of 79 replications and one more number like theirs the latter lies between the second smallest and the second
/// largest of them with probability 1 - 2 x 2 / 80 = 95%.
inline constexpr std::size_t forecast_replications = 79, forecast_left_out = 1;

/// What is simulated.
struct Forecast {
  FitResult fit;                   ///< of the first part
  std::optional<SeenLimit> limit;  ///< against which; else what follows is taken as independent of the load
  double refused = 0;              ///< share of the first part's requests
  bool waits = false;              ///< requests waited, by the law of the first part's waits
  double phase = 0;                ///< [s] of the second part's begin in the arrivals' profile
  double span = 0;                 ///< [s] of the second part
  std::size_t records = 0;         ///< of the first part
  std::uint64_t seed = 1;
  std::string folder;  ///< for files on the way
};

/// One ToldNumbers a replication.
[[nodiscard]] std::vector<ToldNumbers> forecast(const Forecast& what, const FitOptions& options);
/// The same service and limit met by given arrivals [s], in order, of which the last `span` seconds are measured.
[[nodiscard]] std::vector<ToldNumbers> replayed(const Forecast& what, const std::vector<double>& instants);

}  // namespace busyhour::fitting
