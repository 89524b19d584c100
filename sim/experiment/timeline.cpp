#include "timeline.hpp"

#include <algorithm>
#include <tuple>

#include "busyhour/model/door_trace.hpp"
#include "plan.hpp"

namespace busyhour {

namespace {

double at(TimePoint t) { return in_seconds(t.time_since_epoch()); }

std::string name_of(const Scenario& scenario, const Who& who) {
  return scenario.workloads[who.workload].first + " #" + std::to_string(who.entity);
}

void add_steps(Timeline& line, const DoorTrace::Book& book) {
  for (const DoorTrace::Step& s : book.steps) {
    const double t = std::max(at(s.at), line.from);
    if (!line.steps.empty() && line.steps.back().t == t)
      line.steps.pop_back();  // only the last word of an instant is seen
    line.steps.push_back({t, s.held, s.waiting, s.cap});
  }
}

/// Those that reach into the window, in the order in which they began.
void add_stays(Timeline& line, const Scenario& scenario, const DoorTrace& trace, const DoorTrace::Book& book) {
  std::vector<DoorTrace::Stay> all = book.stays;
  all.insert(all.end(), book.open.begin(), book.open.end());
  std::ranges::sort(all, {}, &DoorTrace::Stay::order);
  for (const DoorTrace::Stay& s : all) {
    const bool goes_on = s.to > trace.window.to;
    line.stays.push_back({at(s.from), goes_on ? line.to : at(s.to), name_of(scenario, s.who), s.attempt,
                          s.waits ? TimelineStay::Kind::queued : TimelineStay::Kind::held, goes_on});
  }
}

void add_spans(Timeline& line, const LevelCourse& course) {
  line.span_s = in_seconds(course.width());
  for (const LevelCourse::Span& s : course.spans())
    line.spans.push_back({s.lowest, s.highest, s.waiting, s.cap, s.refused});
}

/// The account over the same spans, from the beginning to the last of them.
void add_balance(Timeline& line, const Scenario& scenario, const DoorTrace& trace, Duration width) {
  if (!scenario.provider.account) return;
  Money now = scenario.provider.account->balance;
  auto next = trace.movements.begin();
  for (std::size_t i = 0; i < line.spans.size(); ++i) {
    const TimePoint end{width * static_cast<std::int64_t>(i + 1)};
    Money lowest = now, highest = now;
    for (; next != trace.movements.end() && next->at < end; ++next) {
      now.nano += next->kind == Movement::Kind::charge ? -next->amount.nano : next->amount.nano;
      lowest.nano = std::min(lowest.nano, now.nano), highest.nano = std::max(highest.nano, now.nano);
    }
    line.balance.push_back({in_dollars(lowest), in_dollars(highest), in_dollars(now)});
  }
}

/// Of the limit's counters the one to look at: with the most refusals in the window, else the most that waits, else the
/// most that is held.
const DoorTrace::Book* worst_of(const DoorTrace& trace, std::uint32_t limit) {
  using Load = std::tuple<std::size_t, std::int64_t, std::int64_t>;
  const auto load = [](const DoorTrace::Book& b) {
    Load its{b.rejections.size(), 0, 0};
    for (const DoorTrace::Step& s : b.steps) {
      std::get<1>(its) = std::max(std::get<1>(its), s.waiting);
      std::get<2>(its) = std::max(std::get<2>(its), s.held);
    }
    return its;
  };
  const DoorTrace::Book* worst = nullptr;
  for (const DoorTrace::Book& b : trace.books)
    if (b.limit == limit && (!worst || load(b) > load(*worst))) worst = &b;
  return worst;
}

Timeline drawn(const Scenario& scenario, const Pool::Worst& worst, const DoorTrace& trace) {
  Timeline line;
  line.limit = scenario.provider.limits[worst.limit].first;
  line.replication = worst.replication;
  line.from = at(trace.window.from);
  line.to = at(trace.window.to);
  const DoorTrace::Book* const book = worst_of(trace, worst.limit);
  if (!book) return line;
  add_steps(line, *book);
  for (const DoorTrace::Rejection& r : book->rejections)
    line.rejects.push_back({at(r.at), name_of(scenario, r.who), r.attempt});
  add_stays(line, scenario, trace, *book);
  add_spans(line, book->course);
  add_balance(line, scenario, trace, book->course.width());
  return line;
}

DoorTrace told_again(const Scenario& scenario, Duration warm_up, std::uint32_t number, Window window) {
  const ReplicationPlan plan = plan_of(scenario, warm_up, number);
  DoorTrace trace;
  trace.window = window;
  trace.counted = {TimePoint{warm_up}, plan.duration ? TimePoint{*plan.duration} : TimePoint::max()};
  Listeners listeners;
  listeners.trace = &trace;
  (void)replicate(plan, listeners);
  return trace;
}

}  // namespace

std::vector<Timeline> worst_windows(const Scenario& scenario, Duration warm_up, const Pool& pool,
                                    const std::optional<Window>& given) {
  std::vector<Timeline> out;
  for (const Pool::Worst& worst : pool.worst()) {
    const Window window = given.value_or(Window{worst.load.from, worst.load.to});
    out.push_back(drawn(scenario, worst, told_again(scenario, warm_up, worst.replication, window)));
  }
  return out;
}

}  // namespace busyhour
