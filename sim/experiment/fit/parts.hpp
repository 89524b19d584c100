#pragma once
/// The parts of a fit: each makes one piece of the result from the rows.
#include <string>
#include <vector>

#include "gather.hpp"

namespace busyhour::fitting {

/// What a quantity is made of: values seen whole and values cut off, 0 or more.
struct Values {
  std::vector<double> seen, cut_off;
};

/// Whether a distance is judged by a bootstrap or, where there are many quantities, by the 5% point for two parameters
/// that were estimated, 0.886 / sqrt(n) (Lilliefors, JASA 62(318), 1967).
enum class Judged : std::uint8_t { by_bootstrap, by_table };

/// Fits every family. `seed` is of the bootstrap. Nothing if there is no value.
[[nodiscard]] std::optional<FittedQuantity> fit_quantity(std::string name, const Dimension& dimension, Values values,
                                                         std::uint64_t seed, Judged judged = Judged::by_bootstrap);
/// Values as families are fitted to them: zeros as half a grain.
[[nodiscard]] Values above_zero(Values values, double grain);

/// The model of arrivals; the fit of the gaps is added to `quantities`.
[[nodiscard]] FittedArrivals fit_arrivals(const ArrivalSummary& summary, std::vector<double> instants,
                                          std::uint64_t seed, std::vector<FittedQuantity>& quantities,
                                          std::vector<std::string>& warnings);

/// All of it.
[[nodiscard]] FitResult fit_gathered(Gathered gathered, const FitOptions& options);
/// Durations, sizes, waits and lines of independent requests.
void fit_requests(const Gathered& gathered, const FitOptions& options, FitResult& into);
/// Conversations: who speaks how long, the gaps between.
void fit_turns(const Gathered& gathered, const FitOptions& options, FitResult& into);

}  // namespace busyhour::fitting
