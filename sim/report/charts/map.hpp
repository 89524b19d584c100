#pragma once
/// A map over two paths, one for each value of a third: how a sweep and a claim are drawn alike.
#include <optional>
#include <string>
#include <vector>

#include "bands.hpp"
#include "scale.hpp"
#include "subject.hpp"

namespace busyhour::detail {

struct MapCell {
  std::size_t x = 0, y = 0, facet = 0;  ///< places on the scales
  Seen seen;
  const RunResult* run = nullptr;  ///< if there is one: whether it converged
};

struct Map {
  Scale x, y;
  std::optional<Scale> facet;
  Subject subject;
  std::vector<MapCell> cells;
  PointValues base;  ///< of the scenario as it stands; marked if it lies on the map
  bool has_slider = false;
};

constexpr std::size_t most_facets = 9;

/// The chart without its id and title.
[[nodiscard]] Chart chart_of(const Map&);

}  // namespace busyhour::detail
