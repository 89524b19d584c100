#pragma once
/// The border of a region of cells as straight lines along their edges.
#include <functional>
#include <optional>
#include <vector>

namespace busyhour::detail {

struct Segment {
  double x, x2, y, y2;
};

/// `inside(column, row)` says whether a cell belongs to it; nothing where there is no cell. The border runs between
/// cells that do and cells that do not, never along a hole; cells stand around whole numbers. Pieces on one line are
/// joined.
[[nodiscard]] std::vector<Segment> border_of(int columns, int rows,
                                             const std::function<std::optional<bool>(int, int)>& inside);

}  // namespace busyhour::detail
