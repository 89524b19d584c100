#include <algorithm>
#include <limits>

#include "model.hpp"

namespace busyhour::recognition {
namespace {

constexpr std::array<std::pair<double, const char*>, 5> orders{
    {{0.5, "p50"}, {0.9, "p90"}, {0.95, "p95"}, {0.99, "p99"}, {0.999, "p99.9"}}};

const MetricAbout& about_of(std::string_view metric) {
  const auto all = metrics();
  return *std::ranges::find(all, metric, &MetricAbout::name);
}

}  // namespace

void Findings::put(std::string_view metric, double value, const std::string& scope) {
  answer_.metrics.push_back(
      {(scope.empty() ? "" : scope + ".") + std::string(metric), about_of(metric), Statistic::none, value});
}

void Findings::mean(std::string_view metric, double seconds) {
  answer_.metrics.push_back({std::string(metric) + ".mean", about_of(metric), Statistic::mean, seconds});
}

void Findings::distribution(std::string_view metric, const std::function<double(double)>& quantile,
                            std::function<double(double)> above) {
  for (const auto& [q, name] : orders)
    answer_.metrics.push_back({std::string(metric) + "." + name, about_of(metric), Statistic::quantile, quantile(q)});
  answer_.tails.push_back({std::string(metric), std::move(above)});
}

void Findings::shares(double given_up, const Shape& shape) {
  put("given_up", given_up);
  put("completed", (1 - given_up) * shape.success);
  put("failed", (1 - given_up) * (1 - shape.success));
}

void Findings::refused_for_good(double share, const Shape& shape) {
  put("first_attempt_rejected", share);
  put("attempt_rejected", share);
  if (shape.closed) put("turn_rejected", share);
  shares(share, shape);
  put("attempts_per_request", 1);
  mean("added_delay", 0);
  distribution(
      "added_delay", [share](double q) { return q <= 1 - share ? 0 : std::numeric_limits<double>::infinity(); },
      [share](double) { return share; });
}

void Findings::all_admitted(const Shape& shape) { shares(0, shape); }

void Findings::carried(double admitted_per_second, const Shape& shape) {
  put("throughput", admitted_per_second * shape.success);
  put("in_flight", admitted_per_second * shape.hold.mean);
}

void Findings::use_of(const Door& door, double slot_use, double full_time) {
  put("slot_use", slot_use, door.name);
  put("full_time", full_time, door.name);
}

void Findings::waiting_line(const QueueFigures& f, const Shape& shape, const Door& door,
                            const std::function<double(double)>& quantile, const std::function<double(double)>& above) {
  const double lost = f.rejected;
  put("first_attempt_rejected", lost);
  put("attempt_rejected", lost);
  shares(lost, shape);
  put("attempts_per_request", 1);
  mean("added_delay", f.queue_wait);
  mean("queue_wait", (1 - lost) * f.queue_wait);  // the refused wait for nothing
  carried(f.throughput, shape);
  use_of(door, f.slot_use, f.full_time);
  response(f.queue_wait, shape);
  if (!quantile) return;
  const auto of_all = [&](double share) {
    return share > 1 - lost ? std::numeric_limits<double>::infinity() : quantile(share / (1 - lost));
  };
  const auto above_of_all = [=](double t) { return lost + (1 - lost) * above(t); };
  distribution("added_delay", of_all, above_of_all);
  distribution(
      "queue_wait", [&](double share) { return share <= lost ? 0 : quantile((share - lost) / (1 - lost)); },
      [=](double t) { return (1 - lost) * above(t); });
}

void Findings::response(double waited, const Shape& shape) {
  mean("response_time", waited + shape.hold.mean + shape.journey.mean);
}

}  // namespace busyhour::recognition
