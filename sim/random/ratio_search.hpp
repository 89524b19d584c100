#pragma once
/// The shape at which the ratio of two statistics of a scale family is the one asked for.
#include <optional>

#include "scale_family.hpp"

namespace busyhour::detail {

/// Works in y = ln(shape - floor), from the narrow end in steps, and so finds the root with the smallest cv. Near that
/// end laws are nearly normal and ratios hardly bend, so the steps there are long. A ratio that turns inside a step,
/// and so meets its aim twice there or not at all, is looked at closely.
class RatioSearch {
 public:
  RatioSearch(const ScaleFamily& family, const Known& a, const Known& b);

  /// The shape of the first root, if there is one.
  [[nodiscard]] std::optional<double> find();

  /// The smallest and the largest ratio a / b that `find` met.
  [[nodiscard]] double lowest_ratio() const;
  [[nodiscard]] double highest_ratio() const;

 private:
  struct Point {
    double y;
    double miss;  ///< ln of the ratio there over the one asked for
  };
  [[nodiscard]] double miss(double y) const;
  [[nodiscard]] double shape(double y) const;
  Point see(const Point& point);
  Point see_up_to(double finite, double there);
  Point turn_between(const Point& before, const Point& after);
  [[nodiscard]] double root(const Point& before, const Point& after) const;

  const ScaleFamily* family_;
  const Known* a_;
  const Known* b_;
  double aim_;
  double start_;  ///< y at the narrow end
  double span_;   ///< to the wide end
  double lowest_;
  double highest_;
};

}  // namespace busyhour::detail
