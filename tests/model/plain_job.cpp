/// The provider's work while it goes on: slots that come back, money, further tries, polls.
#include <algorithm>

#include "plain_world.hpp"

namespace busyhour::plain {
namespace {

/// Jobs that queue again stand in the same queues as callers, under numbers of their own.
constexpr std::size_t job_in_queue = std::size_t{1} << 40U;
constexpr std::size_t poll_in_queue = std::size_t{1} << 41U;  // so do their polls, while they are asked

}  // namespace

void World::schedule(std::size_t j) {
  jobs_[j].holds = true;
  ++serving_[jobs_[j].workload];
  const Job& job = jobs_[j];
  const bool pays_later = account_.exists() && account_.when() == ChargeWhen::on_start && job.starts > now_;
  if (pays_later) at(job.starts, Phase::arrival, {What::starts, j});
  if (job.released < job.ends) at(job.released, Phase::release, {What::releases, j});
  at(job.ends, Phase::release, {What::ends, j});
  const ByPolling* polls = costly_polls(job.workload);
  if (polls && job.tries == 1) {
    jobs_[j].poll_wait = in_seconds(polls->first);
    at(now_ + polls->first, Phase::arrival, {What::polls, j});
  }
  if (!pays_later) start(j);
}

void World::start(std::size_t j) { charge_if(ChargeWhen::on_start, jobs_[j]); }

void World::release(std::size_t j) {
  if (!std::exchange(jobs_[j].holds, false)) return;
  --serving_[jobs_[j].workload];
  for (const std::size_t counter : jobs_[j].taken) door_.give_back(counter, jobs_[j].workload);
  jobs_[j].taken.clear();
}

void World::end(std::size_t j) {
  settle(jobs_[j]);
  release(j);
  dispatch();
  if (!try_again(j)) finish(j);
}

void World::finish(std::size_t j) {
  Job& job = jobs_[j];
  job.over = true;
  if (!job.is_awaited || costly_polls(job.workload)) return;
  Caller& caller = callers_[job.caller];
  caller.request.first_byte = job.first_byte + job.back;
  caller.request.last_byte = now_ + job.back;
  const TimePoint known =
      known_by_polls(caller, job.tries > 1 ? caller.request.admitted : job.admitted, now_) + job.back;
  if (known == now_) return learn_end(job.caller);
  later(known, What::learns_end, job.caller);
}

void World::charge_if(ChargeWhen moment, const Job& job) {
  if (!account_.exists() || account_.when() != moment) return;
  account_.charge(job.price, now_);
  balance_changed();
}

void World::settle(const Job& job) {
  if (!account_.exists()) return;
  const EndpointConfig& config = endpoint(job.workload);
  bool costs = true;
  if (job.fails) costs = config.fails->charged;
  if (job.stopped) costs = config.abandoned->charged;
  const bool taken = account_.when() == ChargeWhen::on_submit || account_.when() == ChargeWhen::on_start;
  if (taken && !costs) {
    account_.refund(job.price, now_);
    balance_changed();
  }
  if (costs) charge_if(ChargeWhen::on_end, job);
  if (costs && (job.stopped || !job.fails)) charge_if(ChargeWhen::on_success, job);
}

/// A provider that lets what has failed queue again; one that is refused then has failed.
bool World::try_again(std::size_t j) {
  Job& job = jobs_[j];
  const auto& retries = endpoint(job.workload).retries;
  if (!retries || retries->between != BetweenTries::queues_again || !job.fails || job.stopped) return false;
  if (job.tries >= retries->attempts) return false;
  if (retries->within && now_ - callers_[job.caller].request.admitted > *retries->within) return false;
  const Answer answer = door_.ask(job.wants, job_in_queue + j, now_);
  if (std::holds_alternative<Refusal>(answer)) return false;
  if (const auto* taken = std::get_if<Taken>(&answer)) {
    let_in_again(j, *taken);
    return true;
  }
  job.waits = true;
  const auto& patience = std::get<Queued>(answer).patience;
  if (patience) at(now_ + *patience, Phase::observe, {What::job_loses_patience, j, job.tries});
  return true;
}

void World::lose_patience_again(std::size_t j, std::uint64_t tries) {
  if (!jobs_[j].waits || jobs_[j].tries != tries) return;
  door_.leave_queue(job_in_queue + j);
  dispatch();
  finish(j);
}

void World::let_in_again(std::size_t j, const Taken& taken) {
  const Caller& caller = callers_[jobs_[j].caller];
  const Try work = one_try(caller, jobs_[j].tries);
  Job& job = jobs_[j];
  ++job.tries;
  job.waits = false;
  job.taken = taken.counters;
  job.admitted = now_;
  job.starts = now_ + work.starts;
  job.first_byte = now_ + work.first_byte;
  job.released = now_ + work.released;
  job.ends = now_ + work.ends;
  job.fails = work.fails;
  job.price = price(caller, work.ends - work.starts, taken.dearer);
  charge_if(ChargeWhen::on_submit, job);
  schedule(j);
}

/// Lets in whoever waits and has room. Where caps follow what they pay, each goes and pays before the next is judged.
void World::dispatch() {
  const bool pay_at_once = account_.exists() && account_.when() <= ChargeWhen::on_start;
  const bool one_at_a_time = pay_at_once && door_.follows_balance();
  std::vector<std::pair<std::size_t, Taken>> all;
  do {
    all.clear();
    while (const auto next = door_.next_admitted()) {
      all.push_back(*next);
      if (one_at_a_time) break;
    }
    for (const auto& [who, taken] : all) leave_queue(who, taken);
  } while (one_at_a_time && !all.empty());
}

void World::leave_queue(std::size_t who, const Taken& taken) {
  if (who >= job_in_queue) return let_in_again(who - job_in_queue, taken);
  Caller& caller = callers_[who];
  caller.queued = false;
  if (!caller.connecting) caller.request.queued += now_ - caller.queued_since;
  admit(who, taken);
}

/// A poll that costs: an attempt at its own endpoint, which holds nothing. Refused, it tells nothing.
void World::poll(std::size_t j) {
  Job& job = jobs_[j];
  const ByPolling& polls = *costly_polls(job.workload);
  Wants wants{.workload = job.workload, .endpoint = endpoint_named(polls.endpoint), .request = true, .is_poll = true};
  wants.priority = job.wants.priority;
  const Answer answer = door_.ask(wants, poll_in_queue + j, now_);
  if (std::holds_alternative<Queued>(answer)) door_.leave_queue(poll_in_queue + j);
  const auto* taken = std::get_if<Taken>(&answer);
  if (taken)
    for (const std::size_t counter : taken->counters) door_.give_back(counter, job.workload);
  if (taken && job.over) {
    Caller& caller = callers_[job.caller];
    caller.request.first_byte = job.first_byte + job.back;
    caller.request.last_byte = job.ends + job.back;
    if (job.back == Duration{}) return learn_end(job.caller);
    return later(now_ + job.back, What::learns_end, job.caller);
  }
  job.poll_wait *= polls.factor;
  if (polls.cap) job.poll_wait = std::min(job.poll_wait, in_seconds(*polls.cap));
  at(now_ + seconds(job.poll_wait), Phase::arrival, {What::polls, j});
}

}  // namespace busyhour::plain
