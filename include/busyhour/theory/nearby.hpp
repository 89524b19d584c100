#pragma once
/// A scenario beside one without an exact answer, that has one.
#include <optional>

#include "busyhour/scenario/scenario.hpp"
#include "busyhour/theory/recognise.hpp"

namespace busyhour {

struct NearbyModel {
  Scenario scenario;
  TheoryAnswer answer;  ///< exact
};

/// The same scenario where nobody tries again, if that is what keeps it from Erlang's, Engset's or a limiter's exact
/// answer. Told on the same draws it sees the same callers, so its error is much like that of the scenario itself.
[[nodiscard]] std::optional<NearbyModel> nearby_model(const Scenario& scenario);

}  // namespace busyhour
