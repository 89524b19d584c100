/// A request's way: sent, at the door, served, known; a connection's the same.
#include <algorithm>
#include <cmath>

#include "plain_world.hpp"

namespace busyhour::plain {

void World::new_request(std::size_t c) {
  Caller& caller = callers_[c];
  caller.request = {};
  caller.request.who = caller.told.who;
  caller.request.number = caller.talk ? request_number(caller) : caller.entity;
  caller.trying = {};
  caller.in_request = true;
}

void World::send(std::size_t c) {
  Caller& caller = callers_[c];
  if (caller.trying.attempts == 0) caller.trying.first_sent = now_;
  if (!caller.connecting) {
    const auto& timeout = client_of(caller.workload).timeout;
    caller.leaves = timeout ? now_ + *timeout : TimePoint::max();
    caller.under_way = true;
    message(c);
  }
  if (!travels_) return ask(c);
  later(now_ + trip(caller), What::asks, c);
}

Wants World::wants_of(const Caller& caller) const {
  Wants wants{.workload = caller.workload, .endpoint = endpoint_of(caller.workload)};
  wants.request = !caller.connecting;
  wants.connection = caller.connecting || !caller.own_connection;
  wants.call = wants.connection && !caller.counted;  // a conversation is counted once
  wants.priority = std::visit([](const auto& w) { return w.priority; }, workloads_[caller.workload].second);
  const ClassConfig* own = class_of(caller);
  if (own && own->priority) wants.priority = *own->priority;
  if (wants.request) {
    wants.tokens_in = static_cast<std::int64_t>(std::ceil(size(caller, purpose::tokens_in)));
    wants.tokens_out = static_cast<std::int64_t>(std::ceil(size(caller, purpose::tokens_out)));
    wants.characters = static_cast<std::int64_t>(std::ceil(size(caller, purpose::characters)));
  }
  for (const auto& [limit, counter] : caller.for_good) wants.keeps.insert(limit);
  for (const std::size_t counter : caller.connection) wants.keeps.insert(door_.limit_of(counter));
  return wants;
}

void World::count_attempt(Caller& caller) {
  ++caller.request.attempts;
  if (caller.request.attempts > 1) return;
  caller.request.first_attempt = now_;
  clients_[caller.workload].earn();
  if (!caller.talk || caller.belongs) return;
  caller.told.belongs = now_;
  caller.belongs = true;
}

void World::ask(std::size_t c) {
  Caller& caller = callers_[c];
  ++caller.trying.attempts;
  caller.leaves = std::max(caller.leaves, now_);  // not before it has come to the door
  if (!caller.connecting) count_attempt(caller);
  const Answer answer = door_.ask(wants_of(caller), c, now_);
  if (const auto* taken = std::get_if<Taken>(&answer)) return admit(c, *taken);
  if (const auto* refusal = std::get_if<Refusal>(&answer)) return refuse(c, *refusal);
  const auto& queued = std::get<Queued>(answer);
  caller.queued = true;
  caller.queued_since = now_;
  caller.queue_status = queued.status;
  ++caller.ticket;
  TimePoint until = caller.connecting ? TimePoint::max() : caller.leaves;
  if (queued.patience) until = std::min(until, now_ + *queued.patience);
  if (until != TimePoint::max()) at(until, Phase::observe, {What::loses_patience, c, caller.ticket});
}

void World::admit(std::size_t c, const Taken& taken) {
  Caller& caller = callers_[c];
  ++caller.ticket;
  if (!caller.connecting) return serve(c, taken);
  for (const std::size_t counter : taken.counters) caller.connection.push_back(counter);
  if (!travels_) return connected(c);
  later(now_ + trip(caller), What::connected, c);
}

void World::refuse(std::size_t c, const Refusal& refusal) {
  Caller& caller = callers_[c];
  caller.refusal = refusal;
  if (!caller.connecting && !refusal.timed_out) {
    ++caller.request.rejected;
    if (caller.request.attempts == 1) caller.request.first_rejected = true;
    caller.told.rejected = true;
  }
  if (!travels_ || refusal.timed_out) return learn_refusal(c);
  const TimePoint heard = now_ + trip(caller);
  const TimePoint leaves = caller.connecting ? TimePoint::max() : caller.leaves;
  caller.refusal.timed_out = heard > leaves;
  later(std::min(heard, leaves), What::learns_refusal, c);
}

void World::lose_patience(std::size_t c, std::uint64_t ticket) {
  Caller& caller = callers_[c];
  if (caller.ticket != ticket || !caller.queued) return;  // served in time, or gone
  caller.queued = false;
  door_.leave_queue(c);
  if (!caller.connecting) caller.request.queued += now_ - caller.queued_since;
  const bool left = !caller.connecting && now_ >= caller.leaves;
  refuse(c, {.status = caller.queue_status, .timed_out = left});
  dispatch();  // whoever stood behind may be let in
}

std::optional<Duration> World::pause_after(std::size_t c, const Refusal& refusal) {
  Caller& caller = callers_[c];
  const auto draw = [&]() -> Draw {
    if (caller.connecting) return place(caller, purpose::connection_retry, caller.connection_retries++);
    return place(caller, purpose::retry, caller.retries++);
  };
  return clients_[caller.workload].pause_after(refusal, caller.trying, now_, draw);
}

void World::learn_refusal(std::size_t c) {
  Caller& caller = callers_[c];
  if (const auto wait = pause_after(c, caller.refusal)) return later(now_ + *wait, What::sends, c);
  if (!caller.connecting) return resolve(c, Outcome::given_up);
  refuse_connection(c);
}

/// The client has waited long enough for the answer to a request that was admitted.
void World::abandon(std::size_t c) {
  callers_[c].served = false;
  if (const auto wait = pause_after(c, {.timed_out = true})) return later(now_ + *wait, What::sends, c);
  resolve(c, Outcome::failed);
}

void World::learn_end(std::size_t c) {
  const Job& job = jobs_[*callers_[c].job];
  resolve(c, job.fails ? Outcome::failed : Outcome::completed);
}

void World::resolve(std::size_t c, Outcome outcome) {
  Caller& caller = callers_[c];
  caller.request.outcome = outcome;
  caller.request.known = now_;
  caller.in_request = caller.under_way = caller.served = false;
  ++caller.epoch;
  records_.requests.push_back(caller.request);
  if (!caller.talk) {
    if (std::holds_alternative<TraceConfig>(workloads_[caller.workload].second)) --arrivals_[caller.workload].open;
    return;
  }
  const TurnConfig& turn = *caller.talk;
  if (turn.say) {
    if (outcome == Outcome::completed) hear(caller);
    ++caller.sentence;
  }
  const bool interrupted = caller.interrupted_at && *caller.interrupted_at <= now_;
  const bool drops_rest = outcome != Outcome::completed && turn.if_given_up != IfGivenUp::skip_sentence;
  if (interrupted || drops_rest) {
    if (turn.say) caller.sentence += static_cast<std::uint32_t>(caller.left);
    caller.left = 0;
    caller.ends_conversation = !interrupted && turn.if_given_up == IfGivenUp::end_conversation;
  }
  if (caller.overdue) close(caller, true);
  if (caller.left == 0) return end_turn(c);
  next_sentence(c);
}

}  // namespace busyhour::plain
