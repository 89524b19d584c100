#include "ratio_search.hpp"

#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <cmath>

#include "root.hpp"

namespace busyhour::detail {
namespace {

constexpr int steps = 64;
/// An end of the range that meets the aim to this is taken for the root: the aim itself is rounded.
constexpr double rounding = 1e-11;

}  // namespace

RatioSearch::RatioSearch(const ScaleFamily& family, const Known& a, const Known& b)
    : family_{&family},
      a_{&a},
      b_{&b},
      aim_{portable_log(a.value / b.value)},
      start_{portable_log(family.narrow)},
      span_{portable_log(family.wide) - start_},
      lowest_{kInfinity},
      highest_{-kInfinity} {}

std::optional<double> RatioSearch::find() {
  Point before{start_, -kInfinity};
  Point here = see({start_, miss(start_)});
  if (std::abs(here.miss) < rounding) return shape(start_);
  for (int i = 0; i < steps; ++i) {
    const double aim = start_ + span_ * std::sqrt((i + 1.0) / steps);
    const Point after = see_up_to(here.y, aim);
    if (i > 0 && std::abs(here.miss) <= std::abs(before.miss) && std::abs(here.miss) <= std::abs(after.miss)) {
      const Point turn = turn_between(before, after);
      if ((turn.miss <= 0.0) != (before.miss <= 0.0)) return shape(root(before, turn));
    }
    if ((after.miss <= 0.0) != (here.miss <= 0.0)) return shape(root(here, after));
    if (after.y != aim) break;  // beyond, a statistic does not exist
    before = here;
    here = after;
  }
  return std::nullopt;
}

double RatioSearch::lowest_ratio() const { return portable_exp(lowest_ + aim_); }
double RatioSearch::highest_ratio() const { return portable_exp(highest_ + aim_); }

double RatioSearch::shape(double y) const { return family_->floor + portable_exp(y); }

double RatioSearch::miss(double y) const {
  return log_statistic(*family_, *a_, shape(y)) - log_statistic(*family_, *b_, shape(y)) - aim_;
}

RatioSearch::Point RatioSearch::see(const Point& point) {
  lowest_ = std::min(lowest_, point.miss);
  highest_ = std::max(highest_, point.miss);
  return point;
}

/// `there`, or the last place before it where both statistics exist; they do at `finite`.
RatioSearch::Point RatioSearch::see_up_to(double finite, double there) {
  const Point seen{there, miss(there)};
  if (std::isfinite(seen.miss)) return see(seen);
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (finite + there);
    (std::isfinite(miss(middle)) ? finite : there) = middle;
  }
  return see({finite, miss(finite)});
}

/// Where the ratio comes nearest to its aim, or beyond it, between two points on one side of it.
RatioSearch::Point RatioSearch::turn_between(const Point& before, const Point& after) {
  const double side = before.miss > 0.0 ? 1.0 : -1.0;
  const auto distance = [this, side](double y) { return side * miss(y); };
  constexpr int bits = 26;  // half of a double's: a minimum is no better known
  const auto [low, high] = std::minmax(before.y, after.y);
  const double y = boost::math::tools::brent_find_minima(distance, low, high, bits).first;
  return see({y, miss(y)});
}

double RatioSearch::root(const Point& before, const Point& after) const {
  return root_between([this](double y) { return miss(y); }, before.y, after.y, before.miss, after.miss);
}

}  // namespace busyhour::detail
