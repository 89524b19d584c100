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
      door_{provider, endpoints()},
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

std::vector<std::size_t> World::endpoints() const {
  std::vector<std::size_t> all;
  for (std::size_t w = 0; w < workloads_.size(); ++w) all.push_back(endpoint_of(w));
  return all;
}

std::size_t World::endpoint_of(std::size_t workload) const {
  const std::string& name =
      std::visit([](const auto& w) -> const std::string& { return w.endpoint; }, workloads_[workload].second);
  for (std::size_t e = 0; e < provider_.endpoints.size(); ++e) {
    if (provider_.endpoints[e].first == name || (name.empty() && provider_.endpoints.size() == 1)) return e;
  }
  throw std::invalid_argument{"no endpoint " + name};
}

// --- the event list ---

void World::at(TimePoint when, Phase phase, const Event& event) {
  if (when < now_) throw std::logic_error{"an event in the past"};
  events_.emplace(std::tuple{when, phase, order_++}, event);
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
    case What::begins:
      return begin_conversation(event.of);
    case What::speaks:
      return speak(event.of);
    case What::sends:
      return send(event.of);
    case What::asks:
      return ask(event.of);
    case What::loses_patience:
      return lose_patience(event.of, event.ticket);
    case What::learns_refusal:
      return learn_refusal(event.of);
    case What::connected:
      return begin_turn(event.of);
    case What::last_byte:
      return last_byte(event.of);
    case What::learns_end:
      return learn_end(event.of);
    case What::goes_on:
      return begin_turn(event.of);
  }
}

void World::pass_to(TimePoint when) {
  const TimePoint a = std::clamp(now_, from_, to_), b = std::clamp(when, from_, to_);
  now_ = when;
  if (a == b) return;
  door_.count(b - a);
  for (std::size_t w = 0; w < serving_.size(); ++w) records_.in_flight[w] += serving_[w] * (b - a);
  for (const Caller& caller : callers_) {
    if (!caller.conversation) break;  // conversations come first
    if (caller.conversation->connection == ConnectionUse::per_request) continue;
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

double World::value(const Caller& caller, const Distribution& law, Purpose purpose, std::uint32_t number) const {
  Draw draw = place(caller, purpose, number);
  return law(draw);
}

Duration World::time(const Caller& caller, const Distribution& law, Purpose purpose, std::uint32_t number) const {
  return seconds(value(caller, law, purpose, number));
}

Duration World::trip(Caller& caller) { return time(caller, provider_.network, purpose::network, caller.trips++); }

// --- workloads ---

void World::begin(std::size_t workload) {
  const WorkloadConfig& config = workloads_[workload].second;
  if (const auto* conversations = std::get_if<ConversationsConfig>(&config)) return begin(workload, *conversations);
  if (const auto* trace = std::get_if<TraceConfig>(&config)) arrivals_[workload].open = trace->rows->size();
  schedule_arrival(workload);
}

/// The mean length of a cycle that meets no refusal [s].
static double mean_cycle(const TurnConfig& turn, const Service& service) {
  const auto mean = [](const std::optional<Distribution>& d) { return d ? d->mean() : 0.0; };
  double sum = mean(turn.pause) + mean(turn.user_speaks) + mean(turn.gap);
  for (const auto& [name, part] : turn.think) sum += part.mean();
  if (turn.pause) return sum + std::get<TimedService>(service).time.mean();
  if (!turn.say) return sum;
  const double audio = turn.say->sentences.mean() * turn.say->characters.mean() / turn.say->speaking_rate;
  const auto* speech = std::get_if<SpeechService>(&service);
  return sum + audio + (speech ? speech->first_byte.mean() : std::get<TimedService>(service).time.mean());
}

void World::begin(std::size_t workload, const ConversationsConfig& config) {
  const Service& service = provider_.endpoints[endpoint_of(workload)].second.service;
  const double over = config.start ? in_seconds(config.start->over) : mean_cycle(config.turn, service);
  for (std::int64_t i = 0; i < config.count; ++i) {
    Caller caller;
    caller.workload = workload;
    caller.entity = static_cast<std::uint32_t>(i);
    caller.conversation = &config;
    Draw draw = place(caller, purpose::start, 0);
    const TimePoint when{seconds(over * detail::uniform(draw))};
    callers_.push_back(caller);
    at(when, Phase::arrival, {What::begins, callers_.size() - 1});
  }
}

void World::schedule_arrival(std::size_t workload) {
  const std::uint32_t number = arrivals_[workload].number;
  const WorkloadConfig& config = workloads_[workload].second;
  if (const auto* trace = std::get_if<TraceConfig>(&config)) {
    if (number >= trace->rows->size()) return;
    const TimePoint written = (*trace->rows)[number].arrives;
    const TimePoint when{
        Duration{std::llround(static_cast<double>(written.time_since_epoch().count()) / trace->scale)}};
    return at(when, Phase::arrival, {What::arrives, workload});
  }
  const auto& arrive = std::get<ArrivalsConfig>(config).arrive;
  Caller source;
  source.workload = workload;  // entity 0
  const auto* poisson = std::get_if<PoissonArrivals>(&arrive);
  const Distribution law =
      poisson ? Distribution{detail::Exponential{1 / poisson->rate}} : std::get<RenewalArrivals>(arrive).gap;
  at(now_ + time(source, law, purpose::arrival, number), Phase::arrival, {What::arrives, workload});
}

void World::arrive(std::size_t workload) {
  Caller caller;
  caller.workload = workload;
  caller.entity = arrivals_[workload].number++;
  callers_.push_back(caller);
  schedule_arrival(workload);
  new_request(callers_.size() - 1);
  at(now_, Phase::arrival, {What::sends, callers_.size() - 1});
}

// --- the end ---

bool World::counts(TimePoint belongs) const {
  return from_ <= belongs && (run_.duration ? belongs < to_ : belongs <= to_);
}

bool World::all_resolved() const {
  return std::ranges::none_of(callers_, [this](const Caller& caller) {
    const bool request =
        caller.in_request && !caller.connecting && caller.request.attempts > 0 && counts(caller.request.first_attempt);
    return request || (caller.in_turn && caller.belongs && counts(caller.told.belongs));
  });
}

/// What is not resolved by now is given up.
void World::cut() {
  for (Caller& caller : callers_) {
    if (caller.in_request && !caller.connecting && caller.request.attempts > 0) {
      RequestDone& request = caller.request;
      request.outcome = Outcome::given_up;
      request.admitted = request.first_byte = request.last_byte = {};
      request.known = now_;
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
