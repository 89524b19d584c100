#include "busyhour/model/open_workload.hpp"

#include <algorithm>
#include <cmath>

#include "busyhour/model/arrival_times.hpp"
#include "busyhour/model/lone_request.hpp"
#include "busyhour/random/uniform.hpp"

namespace busyhour {

namespace {

Order order_of(const TraceConfig& config, const TraceRow& row, const Drawer& me) {
  Order order = order_of(config.demand, me);
  if (config.columns.tokens_in) order.tokens_in = row.tokens_in;
  if (config.columns.tokens_out) order.tokens_out = row.tokens_out;
  if (config.columns.characters) order.characters = row.characters;
  if (config.columns.service) order.measured = row.service;
  return order;
}

/// The rows that arrive in [first, second), later by so much.
void copy_rows(const std::vector<TraceRow>& rows, std::pair<Duration, Duration> span, Duration later,
               std::vector<TraceRow>& into) {
  const auto before = [](const TraceRow& row, Duration t) { return row.arrives.time_since_epoch() < t; };
  const auto end = std::lower_bound(rows.begin(), rows.end(), span.second, before);
  for (auto row = std::lower_bound(rows.begin(), rows.end(), span.first, before); row < end; ++row) {
    into.push_back(*row);
    into.back().arrives += later;
  }
}

}  // namespace

Process arrive(World& world, Caller& caller, const ArrivalsConfig& config) {
  ArrivalTimes times{config.arrive, world.drawer(caller, 0)};
  for (std::uint32_t n = 0;;) {
    const ArrivalTimes::Instant next = times.next();
    co_await world.calendar.until(next.at);
    for (std::int64_t i = 0; i < next.together; ++i, ++n) {
      const Drawer me = world.drawer(caller, n);
      world.stories->spawn(come(world, caller, order_of(config.demand, me), n));
    }
  }
}

std::shared_ptr<const std::vector<TraceRow>> rows_of(const TraceConfig& config, const Drawer& source) {
  if (!config.resample) return config.rows;
  const Duration length = config.rows->back().arrives.time_since_epoch() + Duration{1};
  auto made = std::make_shared<std::vector<TraceRow>>();
  std::uint32_t number = 0;
  for (Duration at{0}; at < length; at += config.resample->block) {
    Draw draw = source.draw(purpose::resample, number++);
    const Duration from{static_cast<Duration::rep>(uniform01(draw) * static_cast<double>(length.count()))};
    const Duration to = from + std::min(config.resample->block, length - at);
    copy_rows(*config.rows, {from, std::min(to, length)}, at - from, *made);
    if (to > length) copy_rows(*config.rows, {Duration{0}, to - length}, at - from + length, *made);
  }
  return made;
}

Process replay(World& world, Caller& caller, const TraceConfig& config,
               std::shared_ptr<const std::vector<TraceRow>> rows) {
  std::uint32_t n = 0;
  for (const TraceRow& row : *rows) {
    const auto since = static_cast<double>(row.arrives.time_since_epoch().count());
    const TimePoint arrives{Duration{std::llround(since / config.scale)}};
    co_await world.calendar.until(arrives);
    const Drawer me = world.drawer(caller, n);
    world.stories->spawn(come(world, caller, order_of(config, row, me), n));
    ++n;
  }
}

}  // namespace busyhour
