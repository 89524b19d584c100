#include "plain_simulation.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "plain_world.hpp"

namespace busyhour::plain {

World::World(const ProviderConfig& provider, const Named<WorkloadConfig>& workloads, const Run& run)
    : provider_{provider},
      workloads_{workloads},
      run_{run},
      account_{provider.account},
      door_{provider, account_, workloads, ways()},
      arrivals_(workloads.size()),
      serving_(workloads.size()) {
  from_ = TimePoint{run.warm_up};
  travels_ = !provider.network.is_constant() || provider.network.mean() > 0;
  to_ = run.duration ? TimePoint{*run.duration} : end_of_time;
  records_.members.resize(workloads.size());
  records_.in_flight.resize(workloads.size());
  for (std::size_t w = 0; w < workloads.size(); ++w) clients_.emplace_back(client_of(w));
}

const ClientConfig& World::client_of(std::size_t workload) const {
  return std::visit([](const auto& w) -> const ClientConfig& { return w.client; }, workloads_[workload].second);
}

/// Which workload comes to which endpoint, to ask or to poll.
std::vector<std::pair<std::size_t, std::size_t>> World::ways() const {
  std::vector<std::pair<std::size_t, std::size_t>> all;
  for (std::size_t w = 0; w < workloads_.size(); ++w) {
    all.emplace_back(w, endpoint_of(w));
    if (const ByPolling* polls = costly_polls(w)) all.emplace_back(w, endpoint_named(polls->endpoint));
  }
  return all;
}

std::size_t World::endpoint_named(const std::string& name) const {
  for (std::size_t e = 0; e < provider_.endpoints.size(); ++e) {
    if (provider_.endpoints[e].first == name || (name.empty() && provider_.endpoints.size() == 1)) return e;
  }
  throw std::invalid_argument{"no endpoint " + name};
}

std::size_t World::endpoint_of(std::size_t workload) const {
  return endpoint_named(
      std::visit([](const auto& w) -> const std::string& { return w.endpoint; }, workloads_[workload].second));
}

const EndpointConfig& World::endpoint(std::size_t workload) const {
  return provider_.endpoints[endpoint_of(workload)].second;
}

const ByPolling* World::costly_polls(std::size_t workload) const {
  const auto* polls = std::get_if<ByPolling>(&client_of(workload).completion);
  return polls && !polls->endpoint.empty() ? polls : nullptr;
}

// --- the event list ---

void World::at(TimePoint when, Phase phase, const Event& event) {
  if (when < now_) throw std::logic_error{"an event in the past"};
  events_.emplace(std::tuple{when, phase, order_++}, event);
}

/// Of a caller; it does not happen if the caller has gone on to something else by then.
void World::later(TimePoint when, What what, std::size_t caller, Phase phase) {
  at(when, phase, {what, caller, callers_[caller].epoch});
}

bool World::tell_next(TimePoint end) {
  if (events_.empty() || std::get<TimePoint>(events_.begin()->first) >= end) return false;
  const auto first = events_.extract(events_.begin());
  pass_to(std::get<TimePoint>(first.key()));
  tell(first.mapped());
  return true;
}

void World::tell(const Event& event) {
  switch (event.what) {
    case What::arrives:
      return arrive(event.of);
    case What::loses_patience:
      return lose_patience(event.of, event.ticket);
    case What::idles_out:
      return idle_out(event.of, event.ticket);
    case What::starts:
    case What::releases:
    case What::ends:
    case What::job_loses_patience:
    case What::polls:
    case What::asks_for_money:
    case What::brings_money:
    case What::changes_cap:
      return tell_of_provider(event);
    default:
      if (callers_[event.of].epoch == event.ticket) tell_of_caller(event);
  }
}

void World::tell_of_caller(const Event& event) {
  switch (event.what) {
    case What::begins:
      return begin_conversation(event.of);
    case What::speaks:
      return speak(event.of);
    case What::says:
      return send_sentence(event.of);
    case What::sends:
      return send(event.of);
    case What::asks:
      return ask(event.of);
    case What::learns_refusal:
      return learn_refusal(event.of);
    case What::connected:
      return connected(event.of);
    case What::learns_end:
      return learn_end(event.of);
    case What::abandons:
      return abandon(event.of);
    case What::interrupts:
      return interrupt(event.of);
    case What::goes_on:
      return begin_turn(event.of);
    case What::hangs_up:
      return hang_up(event.of);
    default:
      throw std::logic_error{"no event of a caller"};
  }
}

void World::tell_of_provider(const Event& event) {
  switch (event.what) {
    case What::starts:
      return start(event.of);
    case What::releases:
      release(event.of);
      return dispatch();
    case What::ends:
      return end(event.of);
    case What::job_loses_patience:
      return lose_patience_again(event.of, event.ticket);
    case What::polls:
      return poll(event.of);
    case What::asks_for_money:
      return ask_for_money(event.of);
    case What::brings_money:
      return bring_money(event.of);
    case What::changes_cap:
      door_.set_cap(provider_.changes[event.of].limit, &provider_.changes[event.of].cap);
      return dispatch();
    default:
      throw std::logic_error{"no event of the provider"};
  }
}

void World::pass_to(TimePoint when) {
  const TimePoint a = std::clamp(now_, from_, to_), b = std::clamp(when, from_, to_);
  now_ = when;
  if (a == b) return;
  door_.count(b - a);
  for (std::size_t w = 0; w < serving_.size(); ++w) records_.in_flight[w] += serving_[w] * (b - a);
  for (const Caller& caller : callers_) {
    if (!caller.stays) break;  // the closed populations come first
    if (!caller.own_connection) continue;
    Members& members = records_.members[caller.workload];
    members.window += b - a;
    if (caller.connecting || caller.refused) members.unconnected += b - a;
  }
}

// --- draws ---

Draw World::place(const Caller& caller, Purpose purpose, std::uint32_t number) const {
  const std::uint64_t seed = seed_of(run_.seed, workloads_[caller.workload].first);
  return Draw{Place{seed, run_.replication, caller.entity}, purpose, number};
}

double World::uniform(const Caller& caller, Purpose purpose, std::uint32_t number) const {
  Draw draw = place(caller, purpose, number);
  return detail::uniform(draw);
}

double World::value(const Caller& caller, const Distribution& law, Purpose purpose, std::uint32_t number) const {
  Draw draw = place(caller, purpose, number);
  return law(draw);
}

Duration World::time(const Caller& caller, const Distribution& law, Purpose purpose, std::uint32_t number) const {
  return seconds(value(caller, law, purpose, number));
}

Duration World::trip(Caller& caller) { return time(caller, provider_.network, purpose::network, caller.trips++); }

// --- the end ---

bool World::counts(TimePoint belongs) const {
  return from_ <= belongs && (run_.duration ? belongs < to_ : belongs <= to_);
}

bool World::all_resolved() const {
  return std::ranges::none_of(callers_, [this](const Caller& caller) {
    const bool request = caller.in_request && caller.request.attempts > 0 && counts(caller.request.first_attempt);
    const bool turn = caller.in_turn && caller.belongs && counts(caller.told.belongs);
    return request || turn || (caller.connecting && !caller.stays && !caller.in_turn && counts(caller.begun));
  });
}

/// What is not resolved by now is given up.
void World::cut() {
  for (Caller& caller : callers_) {
    if (caller.in_request && caller.request.attempts > 0) {
      RequestDone& request = caller.request;
      request.outcome = Outcome::given_up;
      request.admitted = request.first_byte = request.last_byte = {};
      request.known = now_;
      if (caller.queued) request.queued += now_ - caller.queued_since;
      records_.requests.push_back(request);
    }
    if (caller.in_turn && caller.belongs) say(caller.told);
  }
}

void World::say(const TurnDone& turn) { records_.turns.push_back(turn); }

bool World::traces_resolved() const {
  return std::ranges::none_of(arrivals_, [](const Arrivals& a) { return a.open > 0; });
}

/// Tells the counted time. Answers whether it came to its end.
bool World::tell_counted() {
  if (run_.duration) {
    while (tell_next(to_)) {
    }
    pass_to(to_);
    return true;
  }
  const TimePoint latest = run_.stop_after ? TimePoint{*run_.stop_after} : end_of_time;
  while (!traces_resolved() && tell_next(latest)) {
  }
  const bool done = traces_resolved();
  while (done && tell_next(now_ + Duration{1})) {  // the instant is told to its end
  }
  if (!done) pass_to(latest);
  to_ = now_;
  return done;
}

Records World::run() {
  for (std::size_t w = 0; w < workloads_.size(); ++w) begin(w);
  for (std::size_t i = 0; i < provider_.changes.size(); ++i)
    at(provider_.changes[i].at, Phase::reset, {What::changes_cap, i});
  if (account_.top_up() && account_.top_up()->every)
    at(TimePoint{*account_.top_up()->every}, Phase::arrival, {What::asks_for_money, 1});
  balance_changed();
  const bool done = tell_counted();
  const TimePoint last = to_ + to_.time_since_epoch();
  while (done && !all_resolved()) {  // the world runs on, but not longer than it has lasted
    if (tell_next(last)) continue;
    pass_to(last);
    break;
  }
  cut();
  for (std::size_t w = 0; w < workloads_.size(); ++w) {
    const auto* trace = std::get_if<TraceConfig>(&workloads_[w].second);
    if (!trace || done) continue;
    const auto on_its_way = [w](const Caller& c) { return c.workload == w && c.in_request && c.request.attempts == 0; };
    records_.never_begun += trace->rows->size() - arrivals_[w].number;
    records_.never_begun += static_cast<std::size_t>(std::ranges::count_if(callers_, on_its_way));
  }
  for (const ConversationBegun& begun : records_.begun) {
    if (!counts(begun.arrived)) continue;
    records_.members[begun.who.workload].unconnected += Duration{begun.refused ? 1 : 0};
    records_.members[begun.who.workload].window += Duration{1};
  }
  records_.movements = account_.movements();
  records_.limits = door_.uses();
  records_.from = from_;
  records_.to = to_;
  records_.closed = !run_.duration;
  return records_;
}

Records simulate(const ProviderConfig& provider, const Named<WorkloadConfig>& workloads, const Run& run) {
  World world{provider, workloads, run};
  return world.run();
}

}  // namespace busyhour::plain
