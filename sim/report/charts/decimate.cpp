#include "decimate.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace busyhour::detail {

std::vector<TimelineStep> decimated(std::span<const TimelineStep> steps, std::size_t most) {
  if (steps.size() <= most || most < 4) return {steps.begin(), steps.end()};
  const double from = steps.front().t, span = std::max(steps.back().t - from, 1e-9);
  const auto buckets = static_cast<double>(most / 4);
  const auto bucket_of = [&](const TimelineStep& s) { return std::min((s.t - from) / span * buckets, buckets - 0.5); };
  const auto height = [](const TimelineStep& s) { return s.held + s.waiting; };
  std::vector<TimelineStep> kept;
  for (auto first = steps.begin(); first != steps.end();) {
    const double bucket = std::floor(bucket_of(*first));
    const auto end =
        std::find_if(first, steps.end(), [&](const TimelineStep& s) { return std::floor(bucket_of(s)) != bucket; });
    const auto by_height = [&](const TimelineStep& a, const TimelineStep& b) { return height(a) < height(b); };
    std::array chosen{first, std::min_element(first, end, by_height), std::max_element(first, end, by_height), end - 1};
    std::ranges::sort(chosen);
    for (std::size_t i = 0; i < chosen.size(); ++i)
      if (i == 0 || chosen[i] != chosen[i - 1]) kept.push_back(*chosen[i]);
    first = end;
  }
  return kept;
}

std::vector<TimelineSpan> pairs_of(const std::vector<TimelineSpan>& spans) {
  std::vector<TimelineSpan> out;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (i % 2 == 0) {
      out.push_back(spans[i]);
      continue;
    }
    TimelineSpan& to = out.back();
    to.lowest = std::min(to.lowest, spans[i].lowest), to.highest = std::max(to.highest, spans[i].highest);
    to.waiting = std::max(to.waiting, spans[i].waiting), to.cap = spans[i].cap, to.refused += spans[i].refused;
  }
  return out;
}

}  // namespace busyhour::detail
