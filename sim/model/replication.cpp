#include "busyhour/model/replication.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>

#include "busyhour/model/door_trace.hpp"
#include "busyhour/random/uniform.hpp"
#include "run.hpp"

namespace busyhour {

namespace {

/// Asks now and then whether to stop, and sees when nobody looks any more.
class Cut {
 public:
  Cut(const Calendar& calendar, const std::function<bool()>& cut, std::optional<TimePoint> until)
      : calendar_{calendar}, cut_{cut}, until_{until.value_or(TimePoint::max())} {}
  [[nodiscard]] bool now() {
    if (++asked_ % events_a_look == 0) look();
    if (calendar_.now() > until_) cut_short_ = true;
    return cut_short_;
  }
  [[nodiscard]] bool cut_short() const { return cut_short_; }

 private:
  static constexpr std::uint32_t events_a_look = 4096;  ///< few, since each may go through a long line of waiters
  static constexpr int longest_instant = 65'536;        ///< [looks]: a batch of ten million begins well within it
  void look() {
    stands_still_ = calendar_.now() == last_ ? stands_still_ + 1 : 0;
    last_ = calendar_.now();
    if (stands_still_ == longest_instant)
      throw std::runtime_error{
          "time stands still at " + std::to_string(in_seconds(last_.time_since_epoch())) +
          " s: something happens again and again at this instant, such as retries without a pause"};
    if (cut_ && cut_()) cut_short_ = true;
  }
  const Calendar& calendar_;
  const std::function<bool()>& cut_;
  TimePoint until_, last_{};
  int stands_still_ = 0;
  bool cut_short_ = false;
  std::uint32_t asked_ = 0;
};

/// The world runs on until what is counted is resolved, at most as long again.
void run_on(Run& run, TimePoint end, Cut& cut) {
  const TimePoint latest = end + (end - TimePoint{});
  while (run.observed.open() > 0 && !cut.now() && run.calendar.tell_next(latest)) {
  }
  if (run.observed.open() > 0 && !cut.cut_short() && latest <= end_of_time) run.calendar.run_until(latest);
}

/// A run of given length. Answers whether it came to its end.
bool tell_for(Run& run, Duration duration, Cut& cut) {
  const TimePoint end{duration};
  while (run.calendar.tell_next(end))
    if (cut.now()) return false;
  run.calendar.run_until(end);
  run.observed.finish(end);
  return true;
}

/// A run until every finite workload is resolved. Answers whether it was.
bool tell_until_done(Run& run, TimePoint latest, Cut& cut) {
  while (run.world.pending > 0 && run.calendar.tell_next(latest))
    if (cut.now()) return false;
  while (run.calendar.tell_next(run.calendar.now() + Duration{1}))  // the instant is told to its end
    (void)cut.now();
  if (run.world.pending > 0 && latest < end_of_time) run.calendar.run_until(latest);
  run.observed.finish(run.calendar.now());
  return run.world.pending == 0;
}

// --- reading off ---

void add_limits(Run& run, TimePoint end, std::vector<Measured>& out,
                std::vector<std::pair<std::uint32_t, WindowLoad>>& worst) {
  const auto& limits = run.plan.provider->limits;
  for (std::uint32_t i = 0; i < limits.size(); ++i) {
    if (!concurrency(limits[i].second) || concurrency(limits[i].second)->counts == Counts::balance) continue;
    Ratio use{0, 0, RatioKind::part}, full{0, 0, RatioKind::part};
    WindowLoad load;
    for (Counter& counter : run.door.counters()) {
      if (counter.limit != i) continue;
      CapUse& slots = std::get<Slots>(counter.state).use();
      slots.finish(end);
      use.merge(slots.slot_use());
      full.merge(slots.full_time());
      if (counter.busy.worst().worse_than(load)) load = counter.busy.worst();
    }
    const auto at = static_cast<std::int32_t>(i);
    out.push_back({detail::slot_use.name, -1, at, use});
    out.push_back({detail::full_time.name, -1, at, full});
    if (counts_requests(common(limits[i].second).counts)) worst.emplace_back(i, load);
  }
}

/// The next workload's value beside what the others make together. A level or a rate of the whole is the sum of theirs
/// over one time.
template <class Metric>
void add_up(Measured& to, const Metric& metric) {
  auto& sum = std::get<decltype(metric.value)>(to.value);
  if constexpr (requires { metric.add_to(sum); })
    metric.add_to(sum);
  else if constexpr (requires { Metric::adds_up; })
    sum.numerator += metric.value.numerator;
  else
    sum.merge(metric.value);
}

/// Each metric summed over the workloads, then each workload's own, then each class's.
void add_workloads(const Run& run, std::vector<Measured>& out) {
  const auto& metrics = run.observed.metrics();
  for (std::int32_t w = -1; w < static_cast<std::int32_t>(metrics.size()); ++w) {
    const auto& first = metrics[static_cast<std::size_t>(std::max(w, 0))];
    const std::size_t begins = out.size();
    std::apply([&](const auto&... m) { (out.push_back({m.about.name, w, -1, m.value}), ...); }, first);
    if (w >= 0) continue;
    for (std::size_t other = 1; other < run.plan.workloads->size(); ++other) {
      std::size_t at = begins;
      std::apply([&](const auto&... m) { (add_up(out[at++], m), ...); }, metrics[other]);
    }
  }
}

void add_run(const Run& run, bool stopped, std::vector<Measured>& out) {
  constexpr double never = std::numeric_limits<double>::infinity();
  const auto add = [&](const MetricAbout& about, double value) { out.push_back({about.name, -1, -1, value}); };
  if (run.world.wallet) {
    const AccountState& account = run.world.wallet->state();
    add(detail::spend, in_dollars(account.spend()));
    add(detail::balance_min, in_dollars(account.lowest()));
    add(detail::balance_end, in_dollars(account.balance()));
    add(detail::time_to_empty, account.emptied() ? in_seconds(account.emptied()->time_since_epoch()) : never);
  }
  if (run.plan.duration) return;
  const double last = in_seconds(run.world.last_resolved.time_since_epoch());
  add(detail::makespan, stopped || run.world.any_given_up ? never : last);
  add(detail::last_resolved, last);
}

/// What is left of finite workloads when `stop_after` strikes and has not even begun counts as given up.
void give_up_the_rest(Run& run) {
  for (Caller& caller : run.world.callers)
    for (; caller.unresolved > 0; --caller.unresolved) {
      RequestDone never_begun;
      never_begun.who = {caller.index, 0};
      never_begun.outcome = Outcome::given_up;
      run.observed.begun(never_begun.first_attempt);
      run.observed.say(never_begun);
    }
}

std::vector<Observing> observing(const ReplicationPlan& plan, const Window& counted) {
  std::vector<Observing> all;
  for (const auto& [name, workload] : *plan.workloads) {
    Observing one;
    one.counted = counted;
    one.thresholds = plan.thresholds;
    if (const auto* c = std::get_if<ConversationsConfig>(&workload);
        c && c->connection == ConnectionUse::per_conversation)
      one.population = c->count;
    const auto* calls = std::get_if<CallsConfig>(&workload);
    one.conversations_come = calls && calls->connection == ConnectionUse::per_conversation;
    one.has_line = std::visit(
        [](const auto& w) { return w.client.in_flight || std::holds_alternative<OnRelease>(w.client.retry); },
        workload);
    all.push_back(std::move(one));
  }
  for (std::size_t w = 0; w < plan.workloads->size(); ++w) {
    Observing one = all[w];
    one.population = 0;  // which class has no connection is not kept
    all.insert(all.end(), classes_of((*plan.workloads)[w].second).size(), one);
  }
  return all;
}

}  // namespace

Observed::Observed(Window counted, std::vector<Observing> plans) : counted_{counted} {
  for (const Observing& plan : plans)
    metrics_.push_back([&]<class... M>(std::type_identity<std::tuple<M...>>) {
      return std::tuple<M...>{M{plan}...};
    }(std::type_identity<WorkloadMetrics>{}));
}

void Observed::finish(TimePoint now) {
  const Finished it{now, now - std::min(counted_.from, now)};
  if (counted_.to > now) counted_.to = now + Duration{1};  // nobody has set the end: its instant belongs to the run
  for (std::uint32_t w = 0; w < metrics_.size(); ++w) tell_one(w, it);
}

const OwnClass& World::class_of(const Caller& caller, const Drawer& me) {
  Draw draw = me.draw(purpose::of_class, 0);
  const double u = uniform01(draw);
  const auto found =
      std::find_if(caller.classes.begin(), caller.classes.end(), [&](const OwnClass& c) { return u < c.up_to; });
  return found == caller.classes.end() ? caller.classes.back() : *found;
}

ReplicationResult replicate(const ReplicationPlan& plan, const Listeners& listeners) {
  const Window counted{TimePoint{plan.warm_up}, plan.duration ? TimePoint{*plan.duration} : TimePoint::max()};
  Run run{plan, counted, observing(plan, counted)};
  run.observed.recorder = listeners.recorder;
  run.observed.series = listeners.series;
  run.door.trace(listeners.trace);
  begin_all(run);
  if (run.world.wallet && listeners.trace) run.world.wallet->ledger(&listeners.trace->movements);
  if (run.world.wallet && listeners.recorder) run.world.wallet->ledger(&listeners.recorder->movements);
  Cut cut{run.calendar, plan.cut, listeners.until};
  ReplicationResult result;
  result.number = plan.replication;
  const TimePoint latest = plan.stop_after ? TimePoint{*plan.stop_after} : end_of_time;
  const bool done = plan.duration ? tell_for(run, *plan.duration, cut) : tell_until_done(run, latest, cut);
  const TimePoint end = run.calendar.now();
  add_limits(run, end, result.measured, result.worst);
  if (listeners.trace) listeners.trace->finish(end);
  if (done) run_on(run, end, cut);
  result.complete = !cut.cut_short();
  result.stopped = !done;
  run.door.close();
  run.stories.reset();  // what is still open is given up, and what it held given back
  run.door.trace(nullptr);
  if (!plan.duration) give_up_the_rest(run);
  add_workloads(run, result.measured);
  add_run(run, result.stopped, result.measured);
  result.events = run.calendar.events();
  result.counted = end - counted.from;
  result.ended = run.observed.ended();
  return result;
}

}  // namespace busyhour
