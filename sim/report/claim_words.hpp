#pragma once
/// Claims in words: what terminal and page say alike.
#include <string>
#include <vector>

#include "busyhour/report/claims_report.hpp"

namespace busyhour::detail {

/// "HOLDS ONLY IF" with its symbol and the style of its badge.
struct ClaimWord {
  std::string_view capital, symbol, style;
};
[[nodiscard]] ClaimWord badge_of(ClaimVerdict);
/// "holds only if slots.cap ≥ 10, under your acceptance of turn_rejected <= 5%; at slots.cap = 1 ... 44 % ..."
[[nodiscard]] std::string sentence_of(const ClaimResult&);
[[nodiscard]] std::string source_of(const ClaimResult&);
/// `provider.limits.requests.cap` -> `requests.cap`.
[[nodiscard]] std::string short_path(const std::string& path);
/// The rule of a point that decides it, and what was measured: "34.9 %".
[[nodiscard]] std::string measured_at(const ClaimPoint&);

/// The map of a claim over one or two axes: the last axis goes down, the one before across. Further axes make further
/// maps, each with the values it stands for.
struct ClaimMap {
  std::string title, corner;
  std::vector<std::string> columns, rows;
  std::vector<std::vector<const ClaimPoint*>> cells;  ///< [row][column]; null: no such point
};
[[nodiscard]] std::vector<ClaimMap> maps_of(const ClaimResult&);

}  // namespace busyhour::detail
