#include "claim_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "numbers.hpp"
#include "phrases.hpp"

namespace busyhour {
namespace detail {
namespace {

std::string joined(const std::vector<std::string>& all, std::string_view between) {
  std::string text;
  for (const std::string& one : all) text += (text.empty() ? std::string{} : std::string{between}) + one;
  return text;
}

/// How far the estimate is from its bound, as a factor: above 1 the rule is broken.
double used(const RuleResult& rule) {
  const bool upper = rule.relation == Relation::at_most || rule.relation == Relation::below;
  const double value = rule.estimate.value, bound = rule.compared_bound;
  if (std::isnan(value)) return 0;
  return upper ? value / std::max(bound, 1e-12) : bound / std::max(value, 1e-12);
}

const RuleResult* decisive(const ClaimPoint& point) {
  const auto at = std::ranges::max_element(point.expect, {}, &used);
  return at == point.expect.end() ? nullptr : &*at;
}

const ClaimPoint* worst_of(const ClaimResult& claim) {
  const ClaimPoint* worst = nullptr;
  for (const ClaimPoint& point : claim.points)
    if (point.verdict == Verdict::fails && (!worst || used(*decisive(point)) > used(*decisive(*worst)))) worst = &point;
  return worst;
}

std::string place_of(const ClaimPoint& point) {
  std::string text;
  for (const auto& [path, value] : point.across) text += (text.empty() ? "" : ", ") + short_path(path) + " = " + value;
  return text;
}

std::string measured(const RuleResult& rule) {
  const Shown number = shown(rule.measured, rule.subject.about, rule.subject.statistic);
  return std::isinf(rule.measured.value) ? sentence_of(rule.subject, "infinite")
                                         : sentence_of(rule.subject, number.value);
}

void add_new(std::vector<std::string>& to, const std::string& one) {
  if (std::ranges::find(to, one) == to.end()) to.push_back(one);
}

}  // namespace

ClaimWord badge_of(ClaimVerdict verdict) {
  switch (verdict) {
    case ClaimVerdict::holds:
      return {"HOLDS", "✓", "good"};
    case ClaimVerdict::fails:
      return {"FAILS", "✗", "bad"};
    case ClaimVerdict::holds_only_if:
      return {"HOLDS ONLY IF", "◐", "care"};
    case ClaimVerdict::undecided:
      break;
  }
  return {"UNDECIDED", "?", "unsure"};
}

std::string short_path(const std::string& path) {
  for (const std::string_view head : {"provider.limits.", "provider.endpoints.", "workloads.", "provider."})
    if (path.starts_with(head)) return path.substr(head.size());
  return path;
}

std::string sentence_of(const ClaimResult& claim) {
  const std::string under = ", under your acceptance of " + joined(claim.expect, " and ");
  const auto open = std::ranges::count(claim.points, Verdict::undecided, &ClaimPoint::verdict);
  std::string text;
  switch (claim.verdict) {
    case ClaimVerdict::holds:
      return claim.points.size() == 1 ? "It holds" + under + "." : "It holds at every point" + under + ".";
    case ClaimVerdict::fails:
      text = claim.points.size() == 1 ? "It fails" + under : "It fails at every point" + under;
      break;
    case ClaimVerdict::holds_only_if:
      text = "It holds only if " + claim.condition + under;
      break;
    case ClaimVerdict::undecided:
      text = fmt::format("{} of {} points are undecided{}", open, claim.points.size(), under);
      if (!claim.condition.empty()) text += "; what is decided passes only if " + claim.condition;
      break;
  }
  if (const ClaimPoint* worst = worst_of(claim)) {
    const std::string place = place_of(*worst);
    text += ". Worst" + (place.empty() ? std::string{} : ", at " + place) + ": " + measured(*decisive(*worst));
  }
  return text + ".";
}

std::string source_of(const ClaimResult& claim) {
  std::string text = claim.source.title;
  if (!claim.source.url.empty()) text += (text.empty() ? "" : ", ") + claim.source.url;
  if (!claim.source.read.empty()) text += (text.empty() ? "read " : ", read ") + claim.source.read;
  return text;
}

std::string measured_at(const ClaimPoint& point) {
  const RuleResult* rule = decisive(point);
  return rule ? shown(rule->measured, rule->subject.about, rule->subject.statistic).value : "";
}

std::vector<ClaimMap> maps_of(const ClaimResult& claim) {
  std::vector<ClaimMap> maps;
  const std::size_t n = claim.axes.size();
  for (const ClaimPoint& point : claim.points) {
    std::string title;
    for (std::size_t a = 0; a + 2 < n; ++a)
      title += (title.empty() ? "" : ", ") + short_path(claim.axes[a]) + " = " + point.across[a].second;
    auto map = std::ranges::find(maps, title, &ClaimMap::title);
    if (map == maps.end()) {
      const std::string down = n > 0 ? short_path(claim.axes[n - 1]) : "";
      const std::string over = n > 1 ? " \\ " + short_path(claim.axes[n - 2]) : "";
      map = maps.insert(maps.end(), ClaimMap{title, down + over, {}, {}, {}});
    }
    const std::string row = n > 0 ? point.across[n - 1].second : "", column = n > 1 ? point.across[n - 2].second : "";
    add_new(map->columns, column);
    add_new(map->rows, row);
    map->cells.resize(map->rows.size());
    const auto r = static_cast<std::size_t>(std::ranges::find(map->rows, row) - map->rows.begin());
    const auto c = static_cast<std::size_t>(std::ranges::find(map->columns, column) - map->columns.begin());
    for (auto& cells : map->cells) cells.resize(map->columns.size(), nullptr);
    map->cells[r][c] = &point;
  }
  return maps;
}

}  // namespace detail

std::string_view word_of(ClaimVerdict verdict) {
  switch (verdict) {
    case ClaimVerdict::holds:
      return "holds";
    case ClaimVerdict::fails:
      return "fails";
    case ClaimVerdict::holds_only_if:
      return "holds_only_if";
    case ClaimVerdict::undecided:
      break;
  }
  return "undecided";
}

int exit_code(const std::vector<ClaimResult>& claims) {
  const auto any = [&](ClaimVerdict v) {
    return std::ranges::any_of(claims, [v](const auto& c) { return c.verdict == v; });
  };
  if (any(ClaimVerdict::fails) || any(ClaimVerdict::holds_only_if)) return 1;
  return any(ClaimVerdict::undecided) ? 3 : 0;
}

}  // namespace busyhour
