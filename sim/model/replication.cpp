#include "busyhour/model/replication.hpp"

#include <algorithm>
#include <limits>

#include "busyhour/model/batch.hpp"
#include "busyhour/model/conversation.hpp"
#include "busyhour/model/open_workload.hpp"

namespace busyhour {

namespace {

const ConcurrencyLimit* concurrency(const LimitConfig& limit) { return std::get_if<ConcurrencyLimit>(&limit); }

/// What every limit says, of whatever kind.
struct Common {
  Counts counts;
  const Formula& cap;
  const WhenFull& when_full;
  LimitKey key;
  const std::vector<std::string>& endpoints;
  bool counts_rejected;
};
Common common(const LimitConfig& limit) {
  return std::visit([](const auto& l) { return Common{l.counts, l.cap, l.when_full, l.key, l.endpoints, l.counts_rejected}; }, limit);
}

bool counts_requests(Counts counts) { return counts == Counts::requests || counts == Counts::tasks || counts == Counts::contexts; }

/// Everything that lives as long as the replication: time first, things second, stories last.
struct Run {
  Run(const ReplicationPlan& p, Window window, std::vector<Observing> observing)
      : plan{p}, counted{window}, observed{window, std::move(observing)}, world{calendar, door, observed, *p.provider, p.replication} {}
  const ReplicationPlan& plan;
  Window counted;
  Calendar calendar;
  Door door{calendar};
  Observed observed;
  World world;
  std::optional<Stories> stories{std::in_place, calendar};
};

// --- building ---

/// Windows of a minute; of a tenth of the run if that is shorter.
Duration window_width(const Window& counted) {
  const Duration minute = std::chrono::minutes{1};
  return counted.to == TimePoint::max() ? minute : std::max(Duration{1}, std::min(minute, (counted.to - counted.from) / 10));
}

/// The counters of the limits: one a limit, or one for each of its endpoints or workloads.
class Counters {
 public:
  explicit Counters(Run& run) : run_{run} {}

  Counter& of(std::uint32_t limit, std::uint32_t endpoint, std::uint32_t workload) {
    const LimitConfig& config = run_.plan.provider->limits[limit].second;
    const LimitKey key = common(config).key;
    const std::uint32_t owner = key == LimitKey::endpoint ? endpoint : key == LimitKey::workload ? workload : 0;
    for (const auto& [at, counter] : made_)
      if (at == std::pair{limit, owner}) return *counter;
    Counter& counter = run_.door.add(limit, state_of(config), BusyWindow{run_.counted, window_width(run_.counted)});
    made_.push_back({{limit, owner}, &counter});
    return counter;
  }

 private:
  [[nodiscard]] LimitState state_of(const LimitConfig& config) const {
    return std::visit(
        [&](const auto& l) -> LimitState {
          if constexpr (requires { l.at_least; })
            if (l.at_least) return BalanceFloor{run_.world.wallet->state(), *l.at_least};
          const Money opening = run_.world.wallet ? run_.world.wallet->state().balance() : Money{};
          return l.state(static_cast<std::int64_t>(value_at(l.cap.expression, opening)), run_.counted);
        },
        config);
  }
  Run& run_;
  std::vector<std::pair<std::pair<std::uint32_t, std::uint32_t>, Counter*>> made_;
};

/// What one workload at one endpoint is asked: its place in the scenario, and how long its connections last.
struct Visitor {
  std::uint32_t workload = 0, endpoint = 0;
  ConnectionUse connection = ConnectionUse::per_request;
  bool converses = false;
};

const WhenFull& when_full_of(const EndpointConfig& endpoint, const std::string& name, const Common& limit) {
  for (const auto& [overridden, word] : endpoint.limits)
    if (overridden == name) return word.when_full;
  return limit.when_full;
}

bool concerns(const Common& limit, const std::string& endpoint) {
  return limit.endpoints.empty() || std::find(limit.endpoints.begin(), limit.endpoints.end(), endpoint) != limit.endpoints.end();
}

/// How long a request holds this limit. Who comes alone has no conversation: its connection ends with its last byte.
Hold hold_of(const LimitConfig& config, const EndpointConfig& endpoint, const Visitor& v) {
  const ConcurrencyLimit* limit = concurrency(config);
  if (!limit) return Hold::until_last_byte;  // a rate gives nothing back
  const SlotHeld held = limit->slot_held.value_or(word_of(endpoint.slot_held));
  const bool connection_lasts = v.connection == ConnectionUse::per_conversation;
  const bool longer = held == SlotHeld::whole_call || (held == SlotHeld::whole_connection && connection_lasts);
  return longer && v.converses ? Hold::until_closed : Hold::until_last_byte;
}

void lay_routes(Run& run, Counters& counters, Caller& caller, const Visitor& v) {
  const auto& [endpoint_name, endpoint] = run.plan.provider->endpoints[v.endpoint];
  const auto& limits = run.plan.provider->limits;
  for (std::uint32_t i = 0; i < limits.size(); ++i) {
    const auto& [name, config] = limits[i];
    const Common limit = common(config);
    if (!concerns(limit, endpoint_name)) continue;
    const bool lasting = limit.counts == Counts::connections && v.connection == ConnectionUse::per_conversation;
    const Hold hold = lasting ? Hold::until_closed : hold_of(config, endpoint, v);
    const Route::Stop stop{&counters.of(i, v.endpoint, v.workload), &when_full_of(endpoint, name, limit), hold, limit.counts, limit.counts_rejected};
    if (lasting) {
      caller.connection.stops.push_back(stop);
      continue;
    }
    caller.requests.stops.push_back(stop);
    if (hold == Hold::until_closed) caller.holds_longer = true;
    else caller.kept_already.stops.push_back(stop);
  }
}

std::uint32_t endpoint_of(const ProviderConfig& provider, const std::string& name) {
  for (std::uint32_t i = 0; i < provider.endpoints.size(); ++i)
    if (provider.endpoints[i].first == name) return i;
  return 0;  // the only one
}

void begin(Run& run, Caller& caller, const ConversationsConfig& config) {
  for (std::uint32_t member = 0; member < static_cast<std::uint32_t>(config.count); ++member)
    run.stories->spawn(converse(run.world, caller, config, member));
}
void begin(Run& run, Caller& caller, const ArrivalsConfig& config) { run.stories->spawn(arrive(run.world, caller, config)); }
/// The run may wait for so many requests.
void promise(Run& run, Caller& caller, std::int64_t requests) {
  caller.finite = true;
  caller.unresolved = requests;
  run.world.pending += requests;
}
void begin(Run& run, Caller& caller, const TraceConfig& config) {
  promise(run, caller, static_cast<std::int64_t>(config.rows->size()));
  run.stories->spawn(replay(run.world, caller, config));
}

void begin(Run& run, Caller& caller, const BatchConfig& config) {
  promise(run, caller, config.tasks);
  run.stories->spawn(submit_all(run.world, caller, config));
}
void begin(Run& run, Caller& caller, const WorkersConfig& config) {
  promise(run, caller, config.tasks);
  for (std::int64_t i = 0; i < std::min(config.workers, config.tasks); ++i) run.stories->spawn(work(run.world, caller, config));
}

/// The balance moves caps: they follow it, and who waits may go when one rises.
void follow_balance(Run& run) {
  const Money balance = run.world.wallet->state().balance();
  for (Counter& counter : run.door.counters()) {
    const ConcurrencyLimit* limit = concurrency(run.plan.provider->limits[counter.limit].second);
    auto* slots = std::get_if<Slots>(&counter.state);
    if (!limit || !slots) continue;
    const bool unlimited = limit->unlimited_when && value_at(limit->unlimited_when.expression, balance) != 0;
    const auto cap = static_cast<std::int64_t>(value_at(limit->cap.expression, balance));
    slots->set_cap(unlimited ? std::nullopt : std::optional{std::max<std::int64_t>(0, cap)}, run.calendar.now());
  }
  if (run.door.anyone_waits()) run.door.dispatch();
}

void open_wallet(Run& run) {
  if (!run.plan.provider->account) return;
  run.world.wallet.emplace(run.calendar, *run.plan.provider->account);
  run.world.wallet->on_change([&run] { follow_balance(run); });
}

void begin_all(Run& run) {
  Counters counters{run};
  const ReplicationPlan& plan = run.plan;
  open_wallet(run);
  const Distribution& network = plan.provider->network;
  run.world.travels = !(network.is_constant() && network.mean() == 0);
  run.world.stories = &*run.stories;
  for (std::uint32_t i = 0; i < plan.workloads->size(); ++i) {
    const auto& [name, workload] = (*plan.workloads)[i];
    std::visit(
        [&, &name = name]<class Config>(const Config& config) {  // Clang 14 does not capture bindings by itself
          Caller& caller = run.world.callers.emplace_back(run.calendar, i, config.client);
          Visitor v;
          v.workload = i;
          v.endpoint = endpoint_of(*plan.provider, config.endpoint);
          if constexpr (std::is_same_v<Config, ConversationsConfig>) v.connection = config.connection, v.converses = true;
          caller.endpoint = &plan.provider->endpoints[v.endpoint].second;
          caller.priority = config.priority;
          caller.seed = seed_of(plan.seed, name);
          lay_routes(run, counters, caller, v);
          begin(run, caller, config);
        },
        workload);
  }
  if (!run.world.wallet) return;
  follow_balance(run);
  run.world.wallet->begin(*run.stories);
}

// --- telling ---

/// Asks now and then whether to stop, and sees when nobody looks any more.
class Cut {
 public:
  Cut(const Calendar& calendar, const std::function<bool()>& cut, std::optional<TimePoint> until)
      : calendar_{calendar}, cut_{cut}, until_{until.value_or(TimePoint::max())} {}
  [[nodiscard]] bool now() {
    if (calendar_.now() > until_ || (cut_ && (++asked_ & 0xffffU) == 0 && cut_())) cut_short_ = true;
    return cut_short_;
  }
  [[nodiscard]] bool cut_short() const { return cut_short_; }

 private:
  const Calendar& calendar_;
  const std::function<bool()>& cut_;
  TimePoint until_;
  bool cut_short_ = false;
  std::uint32_t asked_ = 0;
};

/// The world runs on until what is counted is resolved, at most as long again.
void run_on(Run& run, TimePoint end, Cut& cut) {
  const TimePoint latest = end + (end - TimePoint{});
  while (run.observed.open() > 0 && !cut.now() && run.calendar.tell_next(latest)) {}
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
  if (run.world.pending > 0 && latest < end_of_time) run.calendar.run_until(latest);
  run.observed.finish(run.calendar.now());
  return run.world.pending == 0;
}

// --- reading off ---

void add_limits(Run& run, TimePoint end, std::vector<Measured>& out, std::vector<std::pair<std::uint32_t, WindowLoad>>& worst) {
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

template <class Value>
void add_value(Measured& to, const Value& value) {
  std::get<Value>(to.value).merge(value);
}

/// Each metric summed over the workloads, then each workload's own.
void add_workloads(const Run& run, std::vector<Measured>& out) {
  const auto& metrics = run.observed.metrics();
  for (std::int32_t w = -1; w < static_cast<std::int32_t>(metrics.size()); ++w) {
    const auto& first = metrics[static_cast<std::size_t>(std::max(w, 0))];
    const std::size_t begins = out.size();
    std::apply([&](const auto&... m) { (out.push_back({m.about.name, w, -1, m.value}), ...); }, first);
    if (w >= 0) continue;
    for (std::size_t other = 1; other < metrics.size(); ++other) {
      std::size_t at = begins;
      std::apply([&](const auto&... m) { (add_value(out[at++], m.value), ...); }, metrics[other]);
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
    if (const auto* c = std::get_if<ConversationsConfig>(&workload); c && c->connection == ConnectionUse::per_conversation) one.population = c->count;
    one.has_line = std::visit([](const auto& w) { return w.client.in_flight || std::holds_alternative<OnRelease>(w.client.retry); }, workload);
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace

Observed::Observed(Window counted, std::vector<Observing> plans) : counted_{counted} {
  for (const Observing& plan : plans)
    metrics_.push_back([&]<class... M>(std::type_identity<std::tuple<M...>>) { return std::tuple<M...>{M{plan}...}; }(std::type_identity<WorkloadMetrics>{}));
}

void Observed::finish(TimePoint now) {
  counted_.to = std::min(counted_.to, now);
  const Finished it{now, counted_.to - std::min(counted_.from, counted_.to)};
  for (std::uint32_t w = 0; w < metrics_.size(); ++w) tell(w, it);
}

ReplicationResult replicate(const ReplicationPlan& plan, const Listeners& listeners) {
  const Window counted{TimePoint{plan.warm_up}, plan.duration ? TimePoint{*plan.duration} : TimePoint::max()};
  Run run{plan, counted, observing(plan, counted)};
  run.observed.recorder = listeners.recorder;
  run.observed.series = listeners.series;
  run.door.trace(listeners.trace);
  begin_all(run);
  Cut cut{run.calendar, plan.cut, listeners.until};
  ReplicationResult result;
  result.number = plan.replication;
  const TimePoint latest = plan.stop_after ? TimePoint{*plan.stop_after} : end_of_time;
  const bool done = plan.duration ? tell_for(run, *plan.duration, cut) : tell_until_done(run, latest, cut);
  const TimePoint end = run.calendar.now();
  add_limits(run, end, result.measured, result.worst);
  if (done) run_on(run, end, cut);
  result.complete = !cut.cut_short();
  result.stopped = !done;
  run.stories.reset();  // what is still open is given up
  give_up_the_rest(run);
  add_workloads(run, result.measured);
  add_run(run, result.stopped, result.measured);
  result.events = run.calendar.events();
  result.counted = end - counted.from;
  result.ended = run.observed.ended();
  return result;
}

}  // namespace busyhour
