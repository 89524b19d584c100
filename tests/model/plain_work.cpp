/// What the provider is going to do with a request: its tries, its slots, its price, and until when the client waits.
#include <algorithm>
#include <cmath>

#include "plain_world.hpp"

namespace busyhour::plain {

const ClassConfig* World::class_of(const Caller& caller) const {
  return caller.of_class ? &classes_of(workloads_[caller.workload].second)[*caller.of_class].second : nullptr;
}

/// Which sentence (or turn, or independent request: 0) the draws of the request's work are for.
std::uint32_t World::request_number(const Caller& caller) const {
  if (!caller.talk) return 0;
  return caller.talk->say ? caller.sentence : caller.turn;
}

const Demands* World::demand_of(const Caller& caller) const {
  const WorkloadConfig& config = workloads_[caller.workload].second;
  const ClassConfig* own = class_of(caller);
  if (own && own->demand) return &*own->demand;
  if (const auto* arrivals = std::get_if<ArrivalsConfig>(&config)) return &arrivals->demand;
  if (const auto* trace = std::get_if<TraceConfig>(&config)) return &trace->demand;
  return nullptr;
}

/// How much the request asks for: tokens in or out, or characters.
double World::size(const Caller& caller, Purpose what) const {
  if (caller.talk) return what == purpose::characters ? caller.characters : 0;
  const auto* trace = std::get_if<TraceConfig>(&workloads_[caller.workload].second);
  const TraceRow* row = trace ? &(*trace->rows)[caller.entity] : nullptr;
  if (row && what == purpose::tokens_in && trace->columns.tokens_in) return row->tokens_in;
  if (row && what == purpose::tokens_out && trace->columns.tokens_out) return row->tokens_out;
  if (row && what == purpose::characters && trace->columns.characters) return row->characters;
  const Demands* demand = demand_of(caller);
  const auto& law = what == purpose::tokens_in    ? demand->tokens_in
                    : what == purpose::tokens_out ? demand->tokens_out
                                                  : demand->characters;
  return law ? value(caller, *law, what, 0) : 0;
}

World::Try World::in_stages(const Caller& caller, std::uint32_t n) const {
  const EndpointConfig& config = endpoint(caller.workload);
  const auto* held = std::get_if<HeldByStages>(&config.slot_held);
  Try t;
  for (std::size_t i = 0; i < config.stages.size(); ++i) {
    if (config.stages[i].first == "service") t.starts = t.ends;
    t.ends += time(caller, config.stages[i].second, purpose::stage(i), n);
    if (held && held->to == config.stages[i].first) t.released = t.ends;
  }
  t.first_byte = t.ends;
  if (!held) t.released = t.ends;
  return t;
}

World::Try World::in_one(const Caller& caller, const Service& service, std::uint32_t n) const {
  Try t;
  if (const auto* timed = std::get_if<TimedService>(&service)) {
    t.first_byte = t.ends = time(caller, timed->time, purpose::service, n);
  } else if (const auto* speech = std::get_if<SpeechService>(&service)) {
    t.first_byte = time(caller, speech->first_byte, purpose::service, n);
    const double audio =
        caller.talk ? caller.audio : size(caller, purpose::characters) / *demand_of(caller)->speaking_rate;
    t.ends = t.first_byte + seconds(audio / speech->generation_speed);
  } else {
    const auto& tokens = std::get<TokenService>(service);
    t.first_byte = time(caller, tokens.first_token, purpose::service, n);
    const double each = value(caller, tokens.per_token, purpose::service_rest, n);
    t.ends = t.first_byte + seconds(each * std::max(0.0, size(caller, purpose::tokens_out) - 1));
  }
  t.released = t.ends;
  return t;
}

World::Try World::one_try(const Caller& caller, std::uint32_t nth) const {
  const EndpointConfig& config = endpoint(caller.workload);
  const ClassConfig* own = class_of(caller);
  std::uint32_t n = request_number(caller);
  if (nth > 0) n = 0x80000000U | ((n * 1024 + nth) & 0x7fffffffU);
  const auto* trace = std::get_if<TraceConfig>(&workloads_[caller.workload].second);
  Try t;
  if (trace && trace->columns.service)
    t.first_byte = t.released = t.ends = (*trace->rows)[caller.entity].service;
  else if (!config.stages.empty() && !(own && own->service))
    t = in_stages(caller, n);
  else
    t = in_one(caller, own && own->service ? *own->service : config.service, n);
  t.fails = config.fails && uniform(caller, purpose::fails, n) < config.fails->share;
  return t;
}

/// One try after the other on one slot, where the provider does so.
World::Try World::all_tries(const Caller& caller) const {
  Try all = one_try(caller, 0);
  const auto& retries = endpoint(caller.workload).retries;
  if (!retries || retries->between == BetweenTries::queues_again) return all;
  for (std::uint32_t n = 1; all.fails && n < retries->attempts; ++n) {
    if (retries->within && all.ends > *retries->within) break;
    const Try next = one_try(caller, n);
    all.first_byte = all.ends + next.first_byte;
    all.released = all.ends + next.released;
    all.ends += next.ends;
    all.fails = next.fails;
  }
  return all;
}

Money World::price(const Caller& caller, Duration service, const Surcharge* dearer) const {
  const EndpointConfig& e = endpoint(caller.workload);
  const ClassConfig* own = class_of(caller);
  const auto said = [&](const auto& of_class, const auto& of_endpoint) {
    return own && of_class ? of_class : of_endpoint;
  };
  const ClassConfig none;
  const ClassConfig& c = own ? *own : none;
  const double time = in_seconds(service);
  const double sizes =
      said(c.price_per_second, e.price_per_second).value_or(0) * time +
      said(c.price_per_token, e.price_per_token).value_or(0) * size(caller, purpose::tokens_out) +
      said(c.price_per_token_in, e.price_per_token_in).value_or(0) * size(caller, purpose::tokens_in) +
      said(c.price_per_character, e.price_per_character).value_or(0) * size(caller, purpose::characters);
  Money all = said(c.price, e.price).value_or(Money{});
  all.nano += std::llround(sizes * 1e9);
  if (!dearer) return all;
  const double more =
      (dearer->price - 1) * (static_cast<double>(all.nano) / 1e9) + dearer->adds_per_second.value_or(0) * time;
  all.nano += dearer->adds.value_or(Money{}).nano + std::llround(more * 1e9);
  return all;
}

/// What the conversation goes on holding, and what goes back with the request.
void World::keep(Caller& caller, Job& job, const Taken& taken) const {
  for (const std::size_t counter : taken.counters) {
    const std::size_t limit = door_.limit_of(counter);
    const Counts counts = door_.counts_of(limit);
    const SlotHeld until = door_.slot_held(limit, job.endpoint);
    const bool of_requests = counts != Counts::connections && counts != Counts::calls;
    const bool kept = (counts == Counts::calls && caller.talk) ||
                      (of_requests && ((until == SlotHeld::whole_call && caller.talk) ||
                                       (until == SlotHeld::whole_connection && caller.own_connection)));
    if (kept)
      caller.for_good.emplace_back(limit, counter);
    else
      job.taken.push_back(counter);
  }
}

void World::serve(std::size_t c, const Taken& taken) {
  Caller& caller = callers_[c];
  Job job{.caller = c, .workload = caller.workload, .endpoint = endpoint_of(caller.workload)};
  job.back = trip(caller);
  job.wants = wants_of(caller);
  job.admitted = now_;
  const Try work = all_tries(caller);
  job.starts = now_ + work.starts;
  job.first_byte = now_ + work.first_byte;
  job.released = now_ + work.released;
  job.ends = now_ + work.ends;
  job.fails = work.fails;
  job.price = price(caller, work.ends - work.starts, taken.dearer);
  TimePoint known = known_by_polls(caller, now_, job.ends) + job.back;
  cut_short(caller, job, known, taken.dearer);
  keep(caller, job, taken);
  for (const auto& [limit, counter] : caller.for_good) job.wants.keeps.insert(limit);  // no further try asks for them
  if (caller.talk) job.wants.call = false;
  caller.served = true;
  caller.counted = caller.talk != nullptr;
  caller.request.admitted = now_;
  caller.request.first_byte = job.first_byte + job.back;
  caller.request.last_byte =
      caller.interrupted_at == known ? std::min(job.ends + job.back, known) : job.ends + job.back;
  charge_if(ChargeWhen::on_submit, job);
  jobs_.push_back(job);
  caller.job = jobs_.size() - 1;
  schedule(jobs_.size() - 1);
}

/// The client leaves, or the user interrupts, before the end is known.
void World::cut_short(Caller& caller, Job& job, TimePoint& known, const Surcharge* dearer) {
  std::optional<TimePoint> interrupts = caller.interrupted_at;
  if (caller.interrupts_after && !interrupts) interrupts = job.first_byte + job.back + *caller.interrupts_after;
  if (!job.fails && interrupts && *interrupts < std::min(known, caller.leaves)) {
    caller.interrupted_at = interrupts;
    return interrupt_service(caller, job, known);
  }
  if (!costly_polls(job.workload) && caller.leaves < known) {
    known = caller.leaves;
    job.is_awaited = false;
    later(known, What::abandons, job.caller);
    const TimePoint stop = std::max(now_, known + job.back);
    if (stop >= job.ends || !can_be_stopped(caller, stop - now_)) return;
    job.stopped = true;
    job.ends = stop;
    job.released = std::min(job.released, stop);
    job.starts = std::min(job.starts, stop);
    job.price = price(caller, job.ends - job.starts, dearer);
    return;
  }
  if (!job.fails) caller.interrupted_at = interrupts;
}

/// The user interrupts before the end is known: the turn's first sound has made known when.
void World::interrupt_service(Caller& caller, Job& job, TimePoint& known) {
  known = *caller.interrupted_at;
  job.is_awaited = false;
  later(known, What::learns_end, job.caller);
  if (caller.talk->barge_in->frees_slot == FreesSlot::at_end) return;
  job.ends = std::min(job.ends, std::max(now_, known + job.back));
  job.released = std::min(job.released, job.ends);
  job.starts = std::min(job.starts, job.ends);
}

bool World::can_be_stopped(const Caller& caller, Duration since) const {
  const EndpointConfig& config = endpoint(caller.workload);
  if (!config.abandoned || !config.abandoned->stops) return false;
  if (config.abandoned->in.empty()) return true;
  const ClassConfig* own = class_of(caller);
  if (own && own->service) return false;  // it goes through no stages
  Duration at{};
  for (std::size_t i = 0; i < config.stages.size(); ++i) {
    at += time(caller, config.stages[i].second, purpose::stage(i), request_number(caller));
    if (since < at)
      return std::ranges::find(config.abandoned->in, config.stages[i].first) != config.abandoned->in.end();
  }
  return false;
}

/// Polls that cost nothing: the first one at which the end is known.
TimePoint World::known_by_polls(const Caller& caller, TimePoint admitted, TimePoint ends) const {
  const auto* polling = std::get_if<ByPolling>(&client_of(caller.workload).completion);
  if (!polling) return ends;
  double wait = in_seconds(polling->first);
  TimePoint poll = admitted + polling->first;
  while (poll < ends) {
    wait *= polling->factor;
    if (polling->cap) wait = std::min(wait, in_seconds(*polling->cap));
    poll += seconds(wait);
  }
  return poll;
}

}  // namespace busyhour::plain
