#include "design.hpp"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <cmath>
#include <numeric>

#include "busyhour/random/draw.hpp"
#include "busyhour/random/uniform.hpp"

namespace busyhour {

namespace {

constexpr Purpose order_of_layers{1}, place_in_layer{2}, digital_shift{3};

Draw draw(const SweepPlan& plan, std::size_t axis, Purpose purpose, std::size_t number) {
  return Draw{Place{static_cast<std::uint64_t>(plan.seed), 0, static_cast<std::uint32_t>(axis)}, purpose,
              static_cast<std::uint32_t>(number)};
}

/// Numbers of 0..1 for one axis, one a point.
using Shares = std::vector<double>;

Shares layered(const SweepPlan& plan, std::size_t axis) {
  const auto n = static_cast<std::size_t>(plan.samples);
  std::vector<std::size_t> layers(n);
  std::iota(layers.begin(), layers.end(), std::size_t{0});
  for (std::size_t i = n; i > 1; --i) {
    Draw d = draw(plan, axis, order_of_layers, i);
    std::swap(layers[i - 1], layers[static_cast<std::size_t>(uniform01(d) * static_cast<double>(i))]);
  }
  Shares all(n);
  for (std::size_t i = 0; i < n; ++i) {
    Draw d = draw(plan, axis, place_in_layer, i);
    all[i] = (static_cast<double>(layers[i]) + uniform01(d)) / static_cast<double>(n);
  }
  return all;
}

std::vector<Shares> sobol(const SweepPlan& plan) {
  const std::size_t axes = plan.vary.size();
  std::vector<Shares> all(axes, Shares(static_cast<std::size_t>(plan.samples)));
  boost::random::sobol sequence{axes};
  for (std::size_t i = 0; i < all.front().size(); ++i)
    for (std::size_t a = 0; a < axes; ++a) {
      const std::uint64_t shifted = sequence() ^ draw(plan, a, digital_shift, 0)();
      all[a][i] = static_cast<double>(shifted >> 11) * 0x1p-53;
    }
  return all;
}

Setting value_at(const Axis& axis, double share) {
  if (!axis.range) return axis.values[static_cast<std::size_t>(share * static_cast<double>(axis.values.size()))];
  const Range& r = *axis.range;
  if (r.whole) return r.notation.write(std::min(r.to, r.from + std::floor(share * (r.to - r.from + 1))));
  return r.notation.write(r.logarithmic ? r.from * std::pow(r.to / r.from, share) : r.from + share * (r.to - r.from));
}

}  // namespace

std::vector<Assignments> drawn_points(const SweepPlan& plan) {
  std::vector<Shares> shares;
  if (plan.design == Design::sobol)
    shares = sobol(plan);
  else
    for (std::size_t a = 0; a < plan.vary.size(); ++a) shares.push_back(layered(plan, a));
  std::vector<Assignments> all(static_cast<std::size_t>(plan.samples));
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t a = 0; a < plan.vary.size(); ++a)
      all[i].push_back({plan.vary[a].path, value_at(plan.vary[a], shares[a][i]), {}, {}, plan.vary[a].where});
  return all;
}

}  // namespace busyhour
