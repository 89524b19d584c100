#pragma once
/// A profile as a function of time that can be integrated and inverted: what turns a unit of work into an instant.
///
/// `area` counts seconds at factor 1: a step of 10 s at 0.5x has area 5 s. Exact but for rounding of doubles within one
/// period; whole periods are counted in integers.
#include <vector>

#include "busyhour/model/workloads/profile.hpp"

namespace busyhour {

class RateProfile {
 public:
  explicit RateProfile(const Profile& profile);

  /// The factor at an instant.
  [[nodiscard]] double at(TimePoint t) const;
  /// The integral of the factor from `a` to `b` [s].
  [[nodiscard]] double area(TimePoint a, TimePoint b) const;
  /// The first instant until which so much area has gathered since `t`.
  [[nodiscard]] TimePoint after(TimePoint t, double area) const;

 private:
  /// A stretch of the period on which the factor is a straight line.
  struct Piece {
    double from, area, level, slope;  ///< [s] begin; area before it; factor at its begin; [1/s]
  };
  [[nodiscard]] double phase(TimePoint t) const;       ///< [s] since the period's begin
  [[nodiscard]] double area_to(double phase) const;    ///< since the period's begin
  [[nodiscard]] double phase_of(double area) const;    ///< its inverse
  [[nodiscard]] double wave_area(double phase) const;  ///< of a sine
  [[nodiscard]] double wave_phase(double area) const;  ///< its inverse

  Duration period_{};
  double length_ = 0, whole_ = 0;  ///< of a period: [s], area
  double swing_ = 0, peak_ = 0;    ///< of a sine; the peak in periods
  std::vector<Piece> pieces_;      ///< empty for a sine
};

}  // namespace busyhour
