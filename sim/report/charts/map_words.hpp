#pragma once
/// The words and the table beside a map.
#include "map.hpp"

namespace busyhour::detail {

/// A border on the map: of where the rule passes, or of where the end of the interval is within a bound.
struct Contour {
  std::string style;            ///< of the mark
  std::optional<double> bound;  ///< base units; none: the rule's verdict
  std::string words;            ///< "at most 5 %"
};
/// Solid: the rule, or 1 % of a share without one. Dashed: 5 % of a share, or 1 % where the rule says 5 %.
[[nodiscard]] std::vector<Contour> contours_of(const Subject&);

/// Whether what is measured rises along the vertical axis.
[[nodiscard]] bool rises(const Map&);
[[nodiscard]] std::string summary_of(const Map&);
[[nodiscard]] std::string reading_of(const Map&, const std::vector<Contour>&, bool has_base);
[[nodiscard]] DataTable table_of(const Map&);

}  // namespace busyhour::detail
