#include "region.hpp"

namespace busyhour::detail {
namespace {

using Inside = std::function<std::optional<bool>(int, int)>;

bool differ(const std::optional<bool>& a, const std::optional<bool>& b) { return a && b && *a != *b; }

void add(std::vector<Segment>& to, const Segment& s) {
  if (!to.empty()) {
    Segment& last = to.back();
    const bool level = s.y == s.y2 && last.y == last.y2 && last.y == s.y && last.x2 == s.x;
    const bool upright = s.x == s.x2 && last.x == last.x2 && last.x == s.x && last.y2 == s.y;
    if (level) return void(last.x2 = s.x2);
    if (upright) return void(last.y2 = s.y2);
  }
  to.push_back(s);
}

}  // namespace

std::vector<Segment> border_of(int columns, int rows, const Inside& inside) {
  std::vector<Segment> all;
  for (int r = 0; r + 1 < rows; ++r)
    for (int c = 0; c < columns; ++c)
      if (differ(inside(c, r), inside(c, r + 1))) add(all, {c - 0.5, c + 0.5, r + 0.5, r + 0.5});
  for (int c = 0; c + 1 < columns; ++c)
    for (int r = 0; r < rows; ++r)
      if (differ(inside(c, r), inside(c + 1, r))) add(all, {c + 0.5, c + 0.5, r - 0.5, r + 0.5});
  return all;
}

}  // namespace busyhour::detail
