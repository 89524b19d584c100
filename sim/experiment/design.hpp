#pragma once
/// Points that are drawn, not listed.
#include "busyhour/scenario/plans.hpp"

namespace busyhour {

/// The points of a sweep of any design, in order; those of lhs and sobol drawn by the plan's seed. `where` is not
/// applied to drawn points.
///
/// Latin hypercube: each axis is cut into as many layers as there are points, each used once, in an order of its own
/// (McKay, Beckman and Conover, Technometrics 21, 1979). Sobol: the sequence of Boost.Random (directions of Joe and
/// Kuo, 2008) with a random digital shift.
[[nodiscard]] std::vector<Assignments> drawn_points(const SweepPlan& plan);

}  // namespace busyhour
