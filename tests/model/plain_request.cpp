/// A request's way: sent, at the door, served, known; a connection's the same.
#include <algorithm>

#include "plain_world.hpp"

namespace busyhour::plain {

void World::new_request(std::size_t c) {
  Caller& caller = callers_[c];
  caller.request = {};
  caller.request.who = {static_cast<std::uint32_t>(caller.workload), caller.entity};
  caller.request.number = caller.conversation ? request_number(caller) : caller.entity;
  caller.trying = {};
  caller.in_request = true;
}

void World::send(std::size_t c) {
  Caller& caller = callers_[c];
  if (caller.trying.attempts == 0) caller.trying.first_sent = now_;
  if (!travels_) return ask(c);
  at(now_ + trip(caller), Phase::arrival, {What::asks, c});
}

Wants World::wants_of(const Caller& caller) const {
  Wants wants{.workload = caller.workload, .endpoint = endpoint_of(caller.workload)};
  const bool own_connection = caller.conversation && caller.conversation->connection == ConnectionUse::per_conversation;
  wants.request = !caller.connecting;
  wants.connection = caller.connecting || !own_connection;
  wants.priority = std::visit([](const auto& w) { return w.priority; }, workloads_[caller.workload].second);
  for (const auto& [limit, counter] : caller.for_good) wants.keeps.insert(limit);
  return wants;
}

void World::ask(std::size_t c) {
  Caller& caller = callers_[c];
  ++caller.trying.attempts;
  if (!caller.connecting) {
    ++caller.request.attempts;
    if (caller.request.attempts == 1) {
      caller.request.first_attempt = now_;
      clients_[caller.workload].earn();
      if (caller.conversation && !caller.belongs) {
        caller.told.belongs = now_;
        caller.belongs = true;
      }
    }
  }
  const Answer answer = door_.ask(wants_of(caller), c);
  if (const auto* taken = std::get_if<Taken>(&answer)) return admit(c, *taken);
  if (const auto* refusal = std::get_if<Refusal>(&answer)) return refuse(c, *refusal);
  const auto& queued = std::get<Queued>(answer);
  caller.queued_since = now_;
  caller.queue_status = queued.status;
  ++caller.ticket;
  if (queued.patience) at(now_ + *queued.patience, Phase::observe, {What::loses_patience, c, caller.ticket});
}

void World::admit(std::size_t c, const Taken& taken) {
  Caller& caller = callers_[c];
  ++caller.ticket;
  caller.answer = trip(caller);
  if (!caller.connecting) return serve(c, taken);
  caller.connection = taken;
  if (!travels_) return begin_turn(c);
  at(now_ + caller.answer, Phase::arrival, {What::connected, c});
}

void World::serve(std::size_t c, const Taken& taken) {
  Caller& caller = callers_[c];
  const Work needed = work(caller);
  caller.request.admitted = now_;
  caller.request.first_byte = now_ + needed.first_byte + caller.answer;
  caller.request.last_byte = now_ + needed.last_byte + caller.answer;
  caller.taken.clear();
  ++serving_[caller.workload];
  const bool own_connection = caller.conversation && caller.conversation->connection == ConnectionUse::per_conversation;
  for (const std::size_t counter : taken) {
    const std::size_t limit = door_.limit_of(counter);
    const bool of_requests = std::get<ConcurrencyLimit>(provider_.limits[limit].second).counts == Counts::requests;
    const SlotHeld until = door_.slot_held(limit, endpoint_of(caller.workload));
    const bool kept = of_requests && ((until == SlotHeld::whole_call && caller.conversation) ||
                                      (until == SlotHeld::whole_connection && own_connection));
    if (kept)
      caller.for_good.emplace_back(limit, counter);
    else
      caller.taken.push_back(counter);
  }
  at(now_ + needed.last_byte, Phase::release, {What::last_byte, c});
}

/// Which sentence (or turn, or independent request: 0) the draws of the request's work are for.
std::uint32_t World::request_number(const Caller& caller) const {
  if (!caller.conversation) return 0;
  return caller.conversation->turn.say ? caller.sentence : caller.turn;
}

const Demands* World::demand_of(const Caller& caller) const {
  const WorkloadConfig& config = workloads_[caller.workload].second;
  if (const auto* arrivals = std::get_if<ArrivalsConfig>(&config)) return &arrivals->demand;
  if (const auto* trace = std::get_if<TraceConfig>(&config)) return &trace->demand;
  return nullptr;
}

Work World::work(Caller& caller) const {
  const Service& service = provider_.endpoints[endpoint_of(caller.workload)].second.service;
  const auto* trace = std::get_if<TraceConfig>(&workloads_[caller.workload].second);
  const TraceRow* row = trace ? &(*trace->rows)[caller.entity] : nullptr;
  const std::uint32_t n = request_number(caller);
  if (row && trace->columns.service) return {row->service, row->service};
  if (const auto* timed = std::get_if<TimedService>(&service)) {
    const Duration all = time(caller, timed->time, purpose::service, n);
    return {all, all};
  }
  const Demands* demand = demand_of(caller);
  if (const auto* speech_service = std::get_if<SpeechService>(&service)) {
    if (!demand) return speech(caller, *speech_service, caller.audio);
    const bool written = row && trace->columns.characters;
    const double characters = written ? row->characters : value(caller, *demand->characters, purpose::characters, 0);
    return speech(caller, *speech_service, characters / *demand->speaking_rate);
  }
  const auto& tokens = std::get<TokenService>(service);
  const bool written = row && trace->columns.tokens_out;
  const double out = written ? row->tokens_out : value(caller, *demand->tokens_out, purpose::tokens_out, 0);
  const Duration first = time(caller, tokens.first_token, purpose::service, n);
  const double each = value(caller, tokens.per_token, purpose::service_rest, n);
  return {first, first + seconds(each * std::max(0.0, out - 1))};
}

Work World::speech(Caller& caller, const SpeechService& service, double audio) const {
  const Duration first = time(caller, service.first_byte, purpose::service, request_number(caller));
  return {first, first + seconds(audio / service.generation_speed)};
}

void World::refuse(std::size_t c, const Refusal& refusal) {
  Caller& caller = callers_[c];
  caller.refusal = refusal;
  if (!caller.connecting) {
    ++caller.request.rejected;
    if (caller.request.attempts == 1) caller.request.first_rejected = true;
    caller.told.rejected = true;
  }
  if (!travels_) return learn_refusal(c);
  at(now_ + trip(caller), Phase::arrival, {What::learns_refusal, c});
}

void World::lose_patience(std::size_t c, std::uint64_t ticket) {
  Caller& caller = callers_[c];
  if (caller.ticket != ticket) return;  // served in time
  door_.leave_queue(c);
  if (!caller.connecting) caller.request.queued += now_ - caller.queued_since;
  refuse(c, {.status = caller.queue_status});
  dispatch();  // whoever stood behind may be let in
}

void World::learn_refusal(std::size_t c) {
  Caller& caller = callers_[c];
  const auto draw = [&]() -> Draw {
    if (caller.connecting) return place(caller, purpose::connection_retry, caller.connection_retries++);
    return place(caller, purpose::retry, caller.retries++);
  };
  if (const auto wait = clients_[caller.workload].pause_after(caller.refusal, caller.trying, now_, draw)) {
    return at(now_ + *wait, Phase::arrival, {What::sends, c});
  }
  if (!caller.connecting) return resolve(c, Outcome::given_up);
  caller.refused = true;
  begin_turn(c);
}

void World::last_byte(std::size_t c) {
  Caller& caller = callers_[c];
  --serving_[caller.workload];
  for (const std::size_t counter : caller.taken) door_.give_back(counter);
  caller.taken.clear();
  dispatch();
  if (!travels_) return resolve(c, Outcome::completed);
  at(now_ + callers_[c].answer, Phase::arrival, {What::learns_end, c});
}

/// Lets in whoever waits and has room.
void World::dispatch() {
  while (const auto next = door_.next_admitted()) {
    Caller& caller = callers_[next->first];
    if (!caller.connecting) caller.request.queued += now_ - caller.queued_since;
    admit(next->first, next->second);
  }
}

void World::learn_end(std::size_t c) { resolve(c, Outcome::completed); }

void World::resolve(std::size_t c, Outcome outcome) {
  Caller& caller = callers_[c];
  caller.request.outcome = outcome;
  caller.request.known = now_;
  caller.in_request = false;
  records_.requests.push_back(caller.request);
  if (!caller.conversation) {
    if (std::holds_alternative<TraceConfig>(workloads_[caller.workload].second)) --arrivals_[caller.workload].open;
    return;
  }
  const TurnConfig& turn = caller.conversation->turn;
  if (turn.say) {
    if (outcome == Outcome::completed) hear(caller);
    ++caller.sentence;
  }
  if (outcome == Outcome::given_up && turn.if_given_up != IfGivenUp::skip_sentence) {
    if (turn.say) caller.sentence += static_cast<std::uint32_t>(caller.left);
    caller.left = 0;
    caller.ends_conversation = turn.if_given_up == IfGivenUp::end_conversation;
  }
  if (caller.left == 0) return end_turn(c);
  next_sentence(c);
}

}  // namespace busyhour::plain
