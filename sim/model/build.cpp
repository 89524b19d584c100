#include <algorithm>

#include "busyhour/model/batch.hpp"
#include "busyhour/model/conversation.hpp"
#include "busyhour/model/open_workload.hpp"
#include "run.hpp"

namespace busyhour {

namespace {

/// Windows of a minute; of a tenth of the run if that is shorter.
Duration window_width(const Window& counted) {
  const Duration minute = std::chrono::minutes{1};
  return counted.to == TimePoint::max() ? minute
                                        : std::max(Duration{1}, std::min(minute, (counted.to - counted.from) / 10));
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
    Counter& counter =
        run_.door.add(limit, state_of(limit, config), BusyWindow{run_.counted, window_width(run_.counted)});
    made_.push_back({{limit, owner}, &counter});
    return counter;
  }

 private:
  [[nodiscard]] LimitState state_of(std::uint32_t number, const LimitConfig& config) const {
    return std::visit(
        [&](const auto& l) -> LimitState {
          if constexpr (requires { l.at_least; })
            if (l.at_least) return BalanceFloor{run_.world.wallet->state(), *l.at_least};
          const Money opening = run_.world.wallet ? run_.world.wallet->state().balance() : Money{};
          const std::string& name = run_.plan.provider->limits[number].first;
          return l.state(cap_at(name, l.cap.expression, opening), run_.counted);
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
  return limit.endpoints.empty() ||
         std::find(limit.endpoints.begin(), limit.endpoints.end(), endpoint) != limit.endpoints.end();
}

/// How long a request holds this limit. Who comes alone has no conversation: its connection ends with its last byte.
Hold hold_of(const LimitConfig& config, const EndpointConfig& endpoint, const Visitor& v) {
  const ConcurrencyLimit* limit = concurrency(config);
  if (common(config).counts == Counts::calls) return v.converses ? Hold::until_over : Hold::until_last_byte;
  if (!limit || limit->counts == Counts::connections || limit->counts == Counts::balance)
    return Hold::until_last_byte;  // a rate gives nothing back, a connection ends with its request, money is not held
  const SlotHeld held = limit->slot_held.value_or(word_of(endpoint.slot_held));
  if (held == SlotHeld::whole_call && v.converses) return Hold::until_over;
  const bool connection_lasts = v.connection == ConnectionUse::per_conversation;
  return held == SlotHeld::whole_connection && connection_lasts ? Hold::until_closed : Hold::until_last_byte;
}

/// What is reserved of a limit: every workload has a share, if only of nothing.
Reserve::Share* share_of(const LimitConfig& config, Counter& counter, const std::string& workload) {
  const ConcurrencyLimit* limit = concurrency(config);
  if (!limit || limit->reserve.empty()) return nullptr;
  if (!counter.reserve) counter.reserve.emplace();
  std::int64_t kept = 0;
  for (const auto& [name, slots] : limit->reserve)
    if (name == workload) kept = slots;
  return &counter.reserve->add(kept);
}

/// What a limit is to a workload: a stop on its way to a request, to a connection, or none.
void lay_stop(Run& run, Counters& counters, std::uint32_t number, Caller& caller, const Visitor& v) {
  const auto& [endpoint_name, endpoint] = run.plan.provider->endpoints[v.endpoint];
  const auto& [name, config] = run.plan.provider->limits[number];
  const Common limit = common(config);
  if (!concerns(limit, endpoint_name)) return;
  const bool lasting = (limit.counts == Counts::connections || limit.counts == Counts::calls) &&
                       v.connection == ConnectionUse::per_conversation;
  const Hold open = limit.counts == Counts::calls ? Hold::until_over : Hold::until_closed;
  const Hold hold = lasting ? open : hold_of(config, endpoint, v);
  Counter& counter = counters.of(number, v.endpoint, v.workload);
  Route::Stop stop{&counter, &when_full_of(endpoint, name, limit), hold, limit.counts, limit.counts_rejected};
  if (const auto* more = std::get_if<Surcharge>(stop.when_full))
    stop.second_cap = static_cast<std::int64_t>(more->cap.expression.constant());
  stop.share = share_of(config, counter, (*run.plan.workloads)[v.workload].first);
  if (lasting) {
    caller.connection.stops.push_back(stop);
    if (hold == Hold::until_closed) caller.reconnection.stops.push_back(stop);
    return;
  }
  caller.requests.stops.push_back(stop);
  if (concurrency(config) || counts_size(limit.counts)) caller.further.stops.push_back(stop);
  caller.holds_longer |= hold != Hold::until_last_byte;
  if (hold == Hold::until_last_byte) caller.kept_already.stops.push_back(stop);
  if (hold != Hold::until_over) caller.call_kept.stops.push_back(stop);
}

std::uint32_t endpoint_of(const ProviderConfig& provider, const std::string& name) {
  for (std::uint32_t i = 0; i < provider.endpoints.size(); ++i)
    if (provider.endpoints[i].first == name) return i;
  return 0;  // the only one
}

/// Where the caller's polls are made, if they cost anything.
const std::string* polled_at(const Caller& caller) {
  const auto* polling = std::get_if<ByPolling>(&caller.client->completion);
  return polling && !polling->endpoint.empty() ? &polling->endpoint : nullptr;
}

/// A poll takes what a request at that endpoint takes, and gives slots back at once.
void lay_poll_stop(Run& run, Counters& counters, std::uint32_t number, Caller& caller, const Visitor& v) {
  const std::string* where = polled_at(caller);
  const auto& [name, config] = run.plan.provider->limits[number];
  const Common limit = common(config);
  if (!where || !concerns(limit, *where) || !counts_requests(limit.counts)) return;
  const std::uint32_t endpoint = endpoint_of(*run.plan.provider, *where);
  const WhenFull& when_full = when_full_of(run.plan.provider->endpoints[endpoint].second, name, limit);
  Counter& counter = counters.of(number, endpoint, v.workload);
  Route::Stop stop{&counter, &when_full, Hold::until_last_byte, limit.counts, limit.counts_rejected};
  if (const auto* more = std::get_if<Surcharge>(stop.when_full))
    stop.second_cap = static_cast<std::int64_t>(more->cap.expression.constant());
  const auto& own = caller.requests.stops;
  const auto same = std::find_if(own.begin(), own.end(), [&](const Route::Stop& s) { return s.counter == &counter; });
  stop.share = same != own.end() ? same->share : share_of(config, counter, (*run.plan.workloads)[v.workload].first);
  caller.polls.stops.push_back(stop);
}

void begin(Run& run, Caller& caller, const ConversationsConfig& config) {
  for (std::uint32_t member = 0; member < static_cast<std::uint32_t>(config.count); ++member)
    run.stories->spawn(converse(run.world, caller, config, member));
}
void begin(Run& run, Caller& caller, const CallsConfig& config) {
  run.stories->spawn(take_calls(run.world, caller, config));
}
void begin(Run& run, Caller& caller, const ArrivalsConfig& config) {
  run.stories->spawn(arrive(run.world, caller, config));
}
/// The run may wait for so many requests.
void promise(Run& run, Caller& caller, std::int64_t requests) {
  caller.finite = true;
  caller.unresolved = requests;
  run.world.pending += requests;
}
void begin(Run& run, Caller& caller, const TraceConfig& config) {
  auto rows = rows_of(config, run.world.drawer(caller, 0));
  promise(run, caller, static_cast<std::int64_t>(rows->size()));
  run.stories->spawn(replay(run.world, caller, config, std::move(rows)));
}

void begin(Run& run, Caller& caller, const BatchConfig& config) {
  promise(run, caller, config.tasks);
  run.stories->spawn(submit_all(run.world, caller, config));
}
void begin(Run& run, Caller& caller, const WorkersConfig& config) {
  promise(run, caller, config.tasks);
  for (std::int64_t i = 0; i < std::min(config.workers, config.tasks); ++i)
    run.stories->spawn(work(run.world, caller, config));
}

void open_wallet(Run& run) {
  if (!run.plan.provider->account) return;
  run.world.wallet.emplace(run.calendar, *run.plan.provider->account);
  run.world.wallet->on_change([&run] { run.caps.follow_balance(run); });
}

/// What is a class's own, beside what it leaves as it is.
void add_class(Caller& caller, const ClassConfig& config, std::uint32_t index) {
  OwnClass own{*caller.endpoint, config.demand ? &*config.demand : nullptr, config.priority.value_or(caller.priority),
               index, config.share + (caller.classes.empty() ? 0 : caller.classes.back().up_to)};
  if (config.service) own.endpoint.service = *config.service, own.endpoint.stages.clear();
  const auto price = [](const auto& said, auto& into) {
    if (said) into = said;
  };
  price(config.price, own.endpoint.price);
  price(config.price_per_second, own.endpoint.price_per_second);
  price(config.price_per_token, own.endpoint.price_per_token);
  price(config.price_per_token_in, own.endpoint.price_per_token_in);
  price(config.price_per_character, own.endpoint.price_per_character);
  caller.classes.push_back(std::move(own));
}

/// A workload's caller, without its way to the door yet. `classes` is where metrics of the next class are kept.
Visitor enter(Run& run, std::uint32_t number, std::uint32_t& classes) {
  const auto& [name, workload] = (*run.plan.workloads)[number];
  Visitor v;
  v.workload = number;
  std::visit(
      [&, &name = name]<class Config>(const Config& config) {  // Clang 14 does not capture bindings by itself
        Caller& caller = run.world.callers.emplace_back(run.calendar, number, config.client);
        v.endpoint = endpoint_of(*run.plan.provider, config.endpoint);
        if constexpr (requires { config.connection; }) v.connection = config.connection, v.converses = true;
        caller.endpoint = &run.plan.provider->endpoints[v.endpoint].second;
        caller.priority = config.priority;
        if constexpr (requires { config.classes; })
          for (const auto& [of, own] : config.classes) add_class(caller, own, classes++);
        const auto& retries = caller.endpoint->retries;
        caller.apart = polled_at(caller) || (retries && retries->between == BetweenTries::queues_again);
        caller.seed = seed_of(run.plan.seed, name);
      },
      workload);
  return v;
}

}  // namespace

void begin_all(Run& run) {
  const ReplicationPlan& plan = run.plan;
  open_wallet(run);
  const Distribution& network = plan.provider->network;
  run.world.until_done = !plan.duration;
  run.world.travels = !(network.is_constant() && network.mean() == 0);
  run.world.stories = &*run.stories;
  run.door.stories(&*run.stories);
  std::vector<Visitor> visitors;
  const auto workloads = static_cast<std::uint32_t>(plan.workloads->size());
  std::uint32_t classes = workloads;
  for (std::uint32_t i = 0; i < workloads; ++i) visitors.push_back(enter(run, i, classes));
  Counters counters{run};
  for (std::uint32_t limit = 0; limit < plan.provider->limits.size();
       ++limit)  // what waits at one goes before the next
    for (const Visitor& v : visitors) {
      lay_stop(run, counters, limit, run.world.callers[v.workload], v);
      lay_poll_stop(run, counters, limit, run.world.callers[v.workload], v);
    }
  for (const Visitor& v : visitors)
    std::visit([&](const auto& config) { begin(run, run.world.callers[v.workload], config); },
               (*plan.workloads)[v.workload].second);
  run.caps.begin(run);
  if (run.world.wallet) run.world.wallet->begin(*run.stories);
}

}  // namespace busyhour
