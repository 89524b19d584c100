#include "seen.hpp"

#include <algorithm>
#include <cmath>
#include <queue>

namespace busyhour::fitting {
namespace {

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double x : values) sum += x;
  return sum / static_cast<double>(values.size());
}
/// The ceil(0.95 n)-th of n.
double p95_of(std::vector<double>& values) {
  const auto at = static_cast<std::ptrdiff_t>(std::ceil(0.95 * static_cast<double>(values.size()))) - 1;
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

double& at(ToldNumbers& numbers, Told what) { return numbers[static_cast<std::size_t>(what)]; }

void measure_requests(std::span<const SeenRequest> requests, double from, double to, ToldNumbers& out) {
  std::vector<double> waits, services;
  double n = 0, refused = 0;
  for (const SeenRequest& r : requests) {
    if (r.arrives < from || r.arrives > to) continue;
    ++n;
    if (r.refused) {
      ++refused;
    } else if (r.ended_well) {
      waits.push_back(r.wait);
      if (!std::isnan(r.service)) services.push_back(r.service);
    }
  }
  at(out, Told::rate) = n / (to - from);
  if (n > 0) at(out, Told::refused) = refused / n;
  if (!waits.empty()) at(out, Told::mean_wait) = mean_of(waits), at(out, Told::p95_wait) = p95_of(waits);
  if (!services.empty())
    at(out, Told::mean_duration) = mean_of(services), at(out, Told::p95_duration) = p95_of(services);
}

/// How many are in service changes; what ends at an instant ends before anything begins.
using Steps = std::vector<std::pair<double, int>>;
Steps steps_of(std::span<const SeenRequest> requests) {
  Steps steps;
  for (const SeenRequest& r : requests)
    if (!r.refused && r.holds > 0) steps.emplace_back(r.begins(), 1), steps.emplace_back(r.begins() + r.holds, -1);
  std::sort(steps.begin(), steps.end());
  return steps;
}

void measure_time(std::span<const SeenRequest> requests, double from, double to, ToldNumbers& out) {
  const Steps steps = steps_of(requests);
  if (steps.empty()) return;
  std::vector<double> time_at;  // [s] at each level
  double since = from, area = 0;
  std::size_t level = 0;
  const auto stay_until = [&](double t) {
    const double stay = std::clamp(t, from, to) - since;
    if (stay <= 0) return;
    if (time_at.size() <= level) time_at.resize(level + 1, 0);
    time_at[level] += stay, area += stay * static_cast<double>(level), since += stay;
  };
  for (const auto& [t, by] : steps) {
    stay_until(t);
    level = by > 0 ? level + 1 : level - 1;
  }
  stay_until(to);
  at(out, Told::mean_in_flight) = area / (to - from);
  at(out, Told::most_in_flight) = static_cast<double>(time_at.size()) - 1;
  double left = 0.05 * (to - from);
  std::size_t k = time_at.size() - 1;
  for (; k > 0 && time_at[k] < left; --k) left -= time_at[k];
  at(out, Told::p95_in_flight) = static_cast<double>(k);
}

/// How many are in service, and how many wait, just before each arrival.
struct Levels {
  std::vector<std::size_t> in_service, waiting;
};
Levels levels_at_arrivals(std::span<const SeenRequest> requests) {
  const Steps steps = steps_of(requests);
  Levels levels;
  std::priority_queue<double, std::vector<double>, std::greater<>> begins;  // of those that waited, to come
  std::size_t next = 0, level = 0;
  for (const SeenRequest& r : requests) {
    // Those that end at this instant have gone, those that begin at it have not come.
    for (; next < steps.size() && (steps[next].first < r.arrives || steps[next] == std::pair{r.arrives, -1}); ++next)
      level = steps[next].second > 0 ? level + 1 : level - 1;
    while (!begins.empty() && begins.top() <= r.arrives) begins.pop();
    levels.in_service.push_back(level), levels.waiting.push_back(begins.size());
    if (!r.refused && r.wait > 0) begins.push(r.begins());
  }
  return levels;
}

/// A log's times are rounded: of two that follow each other in one slot the first one may seem to end after the second
/// began, by half a step for each of five times. Nothing where the clock is too coarse to tell.
double slack_of(const std::vector<SeenRequest>& all) {
  std::vector<double> times;
  double sum = 0, n = 0;
  for (const SeenRequest& r : all) {
    if (r.service > 0) times.push_back(r.service), sum += r.service, ++n;
    if (r.wait > 0) times.push_back(r.wait);
  }
  const double grain = grain_of(times);
  return grain * n <= 0.01 * sum ? 3 * grain : 0;
}

/// The middle one, if nine in ten of at least 10 are within 2% of it.
std::optional<std::size_t> common(std::vector<std::size_t> values) {
  if (values.size() < 10) return std::nullopt;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values[values.size() / 2], by = middle / 50;
  const auto near =
      std::count_if(values.begin(), values.end(), [&](std::size_t x) { return x + by >= middle && x <= middle + by; });
  return static_cast<std::size_t>(near) * 10 >= values.size() * 9 ? std::optional{middle} : std::nullopt;
}

}  // namespace

ToldNumbers measured(std::span<const SeenRequest> requests, double from, double to) {
  ToldNumbers out;
  out.fill(std::numeric_limits<double>::quiet_NaN());
  measure_requests(requests, from, to, out);
  measure_time(requests, from, to, out);
  return out;
}

std::vector<SeenRequest> seen_in(const Gathered& log) {
  std::vector<SeenRequest> all;
  for (const KeptRow& row : log.rows) {
    if (std::isnan(row[LogRole::arrives])) continue;
    const Ended how = ended(log.statuses.at(row.status));
    const double wait = std::isnan(row[LogRole::wait]) ? 0 : row[LogRole::wait], service = row[LogRole::duration];
    all.push_back({row[LogRole::arrives], wait, service, service, how == Ended::refused, how == Ended::well});
  }
  const double slack = slack_of(all);
  for (SeenRequest& r : all) r.holds -= slack;
  std::stable_sort(all.begin(), all.end(),
                   [](const SeenRequest& a, const SeenRequest& b) { return a.arrives < b.arrives; });
  return all;
}

std::optional<SeenLimit> limit_in(std::span<const SeenRequest> requests) {
  if (std::none_of(requests.begin(), requests.end(), [](const SeenRequest& r) { return r.refused || r.wait > 0; }))
    return std::nullopt;
  const Levels levels = levels_at_arrivals(requests);
  std::vector<std::size_t> held_refused, queue_refused, held_waiting;
  for (std::size_t i = 0; i < requests.size(); ++i)
    if (requests[i].refused)
      held_refused.push_back(levels.in_service[i]), queue_refused.push_back(levels.waiting[i]);
    else if (requests[i].wait > 0)
      held_waiting.push_back(levels.in_service[i]);
  SeenLimit limit;
  limit.queues = held_waiting.size() >= 10;
  const auto cap = common(held_refused.size() >= 10 ? held_refused : held_waiting);
  if (!cap || *cap == 0) return std::nullopt;
  if (limit.queues && common(held_waiting) != cap) return std::nullopt;
  limit.cap = static_cast<std::int64_t>(*cap);
  limit.witnesses = held_refused.size() + held_waiting.size();
  if (const auto room = common(queue_refused); limit.queues && room) limit.room = static_cast<std::int64_t>(*room);
  return limit;
}

}  // namespace busyhour::fitting
