#pragma once
/// What a percentile chart shows: which curves and bounds, how far, and the words beside them.
#include <string>
#include <vector>

#include "../numbers.hpp"
#include "busyhour/experiment/results.hpp"
#include "chart.hpp"

namespace busyhour::detail {

/// What a rule accepts at one share of cases.
struct CurveBound {
  double x;        ///< 1 / (1 - p)
  double seconds;  ///< what is accepted there
  std::string label;
};

struct Picture {
  std::vector<const PercentileCurve*> curves;
  std::vector<CurveBound> bounds;
  std::size_t left_out = 0;
  std::string remarks;           ///< sentences on curves that are not drawn
  double top = 0, right = 1000;  ///< the longest finite time [s]; the end of the axis, 1 / (1 - p)
  Unit unit;
};

enum class Times { added, whole };
/// The delays that limits and queues add, or the times that something takes in all. Curves that are 0 throughout or the
/// same as another one are named and not drawn.
[[nodiscard]] Picture picture_of(const RunResult&, Times);
[[nodiscard]] std::string name_of(const PercentileCurve&);
/// 1 / (1 - p); a place on the axis if it is finite and at most `right`.
[[nodiscard]] bool in_sight(const Picture&, double p);

/// Estimates of the run at 50, 90, 95, 99, 99.9 %.
[[nodiscard]] DataTable table_of(const RunResult&, const Picture&);
[[nodiscard]] std::string summary_of(const RunResult&, const Picture&);
[[nodiscard]] std::string reading_of(const Picture&);

}  // namespace busyhour::detail
