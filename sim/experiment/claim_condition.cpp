#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "busyhour/experiment/claims.hpp"

namespace busyhour {

namespace {

/// `provider.limits.requests.cap` as people say it: `requests.cap`.
std::string short_name(const std::string& path) {
  for (const std::string_view head : {"provider.limits.", "provider.endpoints.", "workloads.", "provider."})
    if (path.starts_with(head)) return path.substr(head.size());
  return path;
}

/// The points in which all axes but one have the same values.
struct Line {
  std::string where;  ///< "generation_speed = 10x"
  std::vector<const ClaimPoint*> points;
};

std::vector<Line> lines(const std::vector<std::string>& axes, const std::vector<ClaimPoint>& points, std::size_t free) {
  std::vector<Line> all;
  for (const ClaimPoint& point : points) {
    std::string where;
    for (std::size_t a = 0; a < axes.size(); ++a)
      if (a != free) where += (where.empty() ? "" : " and ") + short_name(axes[a]) + " = " + point.across[a].second;
    auto at = std::ranges::find(all, where, &Line::where);
    if (at == all.end()) at = all.insert(all.end(), Line{where, {}});
    at->points.push_back(&point);
  }
  for (Line& line : all)
    std::ranges::stable_sort(line.points, {}, [free](const ClaimPoint* p) { return p->place[free]; });
  return all;
}

/// "≥ 10", "≤ 20 %", "always", "never"; nothing if passes and failures alternate.
std::optional<std::string> bound_on(const Line& line, std::size_t free) {
  const auto& p = line.points;
  const auto passes = [](const ClaimPoint* one) { return one->verdict == Verdict::passes; };
  const auto n = std::ranges::count_if(p, passes);
  if (n == 0) return "never";
  if (n == static_cast<std::ptrdiff_t>(p.size())) return "always";
  const auto k = static_cast<std::size_t>(n);
  if (std::all_of(p.begin(), p.begin() + n, passes)) return "≤ " + p[k - 1]->across[free].second;
  if (std::all_of(p.end() - n, p.end(), passes)) return "≥ " + p[p.size() - k]->across[free].second;
  return std::nullopt;
}

/// A bound on this axis: one for all the others, or one for each of their values. Nothing if it is none.
std::optional<std::string> condition_on(const std::vector<std::string>& axes, const std::vector<ClaimPoint>& points,
                                        std::size_t free, bool one_for_all) {
  const std::vector<Line> all = lines(axes, points, free);
  std::vector<std::string> bounds;
  for (const Line& line : all) {
    const auto bound = bound_on(line, free);
    if (!bound) return std::nullopt;
    bounds.push_back(*bound);
  }
  const std::set<std::string> different(bounds.begin(), bounds.end());
  if (different.size() == 1) return short_name(axes[free]) + " " + bounds.front();
  if (one_for_all) return std::nullopt;
  std::string text;
  for (std::size_t i = 0; i < all.size(); ++i) {
    text += (text.empty() ? "" : "; ") + all[i].where + ": ";
    text += bounds[i] == "never" || bounds[i] == "always" ? bounds[i] : short_name(axes[free]) + " " + bounds[i];
  }
  return text;
}

bool is_number(const std::vector<ClaimPoint>& points, std::size_t axis) {
  return std::ranges::none_of(points, [axis](const ClaimPoint& p) { return std::isnan(p.place[axis]); });
}

}  // namespace

std::string condition_of(const std::vector<std::string>& axes, const std::vector<ClaimPoint>& points) {
  const auto passing = std::ranges::count(points, Verdict::passes, &ClaimPoint::verdict);
  const auto failing = std::ranges::count(points, Verdict::fails, &ClaimPoint::verdict);
  if (passing == 0 || failing == 0) return {};
  for (const bool one_for_all : {true, false})
    for (std::size_t a = axes.size(); a-- > 0;)
      if (is_number(points, a))
        if (const auto condition = condition_on(axes, points, a, one_for_all)) return *condition;
  std::string text;
  for (const ClaimPoint& point : points)
    if (point.verdict == Verdict::passes) {
      text += text.empty() ? "" : "; ";
      for (std::size_t a = 0; a < axes.size(); ++a)
        text += (a > 0 ? " and " : "") + short_name(axes[a]) + " = " + point.across[a].second;
    }
  return text;
}

}  // namespace busyhour
