/// Who comes and when; and money that is put in.
#include <algorithm>
#include <cmath>

#include "plain_world.hpp"

namespace busyhour::plain {

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

Caller World::new_caller(std::size_t workload, std::uint32_t entity) const {
  Caller caller;
  caller.workload = workload;
  caller.entity = entity;
  caller.told.who = {static_cast<std::uint32_t>(workload), entity};
  const auto& classes = classes_of(workloads_[workload].second);
  if (classes.empty()) return caller;
  // Drawn once by shares; heard at a place of its own behind all workloads and the classes before it.
  const double u = uniform(caller, purpose::of_class, 0);
  double up_to = 0;
  std::size_t which = 0;
  for (; which + 1 < classes.size(); ++which)
    if (u < (up_to += classes[which].second.share)) break;
  caller.of_class = which;
  std::size_t before = workloads_.size();
  for (std::size_t w = 0; w < workload; ++w) before += classes_of(workloads_[w].second).size();
  caller.told.who.of_class = static_cast<std::uint32_t>(before + which);
  return caller;
}

void World::begin(std::size_t workload, const ConversationsConfig& config) {
  const Service& service = endpoint(workload).service;
  const double over = config.start ? in_seconds(config.start->over) : mean_cycle(config.turn, service);
  for (std::int64_t i = 0; i < config.count; ++i) {
    Caller caller = new_caller(workload, static_cast<std::uint32_t>(i));
    caller.talk = &config.turn;
    caller.stays = true;
    caller.own_connection = config.connection == ConnectionUse::per_conversation;
    const TimePoint when{seconds(over * uniform(caller, purpose::start, 0))};
    callers_.push_back(caller);
    later(when, What::begins, callers_.size() - 1);
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
  const auto* calls = std::get_if<CallsConfig>(&config);
  const Arrive& arrive = calls ? calls->arrive : std::get<ArrivalsConfig>(config).arrive;
  Caller source;
  source.workload = workload;  // entity 0
  const auto* poisson = std::get_if<PoissonArrivals>(&arrive);
  const Distribution law =
      poisson ? Distribution{detail::Exponential{1 / poisson->rate}} : std::get<RenewalArrivals>(arrive).gap;
  at(now_ + time(source, law, purpose::arrival, number), Phase::arrival, {What::arrives, workload});
}

void World::arrive(std::size_t workload) {
  const auto* call = std::get_if<CallsConfig>(&workloads_[workload].second);
  Caller caller = new_caller(workload, arrivals_[workload].number++);
  if (call) {
    caller.talk = &call->turn;
    caller.own_connection = call->connection == ConnectionUse::per_conversation;
  }
  callers_.push_back(caller);
  schedule_arrival(workload);
  const std::size_t c = callers_.size() - 1;
  if (call) return later(now_, What::begins, c);
  new_request(c);
  later(now_, What::sends, c);
}

// --- money ---

void World::balance_changed() {
  if (account_.is_low() && !account_.under_way) at(now_, Phase::arrival, {What::asks_for_money, 0});
}

/// 0: because the balance is low, one order at a time; n: the n-th of those that come by the clock.
void World::ask_for_money(std::size_t which) {
  if (which == 0 && (!account_.is_low() || account_.under_way)) return;
  const TimePoint may = account_.may_order(now_);
  if (may > now_) return at(may, Phase::arrival, {What::asks_for_money, which});  // if it is still wanted then
  account_.order(now_);
  if (which == 0) account_.under_way = true;
  at(now_ + account_.top_up()->takes, Phase::arrival, {What::brings_money, which});
}

void World::bring_money(std::size_t which) {
  const TopUpConfig& rule = *account_.top_up();
  if (which == 0) account_.under_way = false;
  account_.deposit(rule.add, now_);
  dispatch();
  if (which == 0) return balance_changed();
  const TimePoint next = TimePoint{*rule.every * static_cast<std::int64_t>(which + 1)};
  at(std::max(now_, next), Phase::arrival, {What::asks_for_money, which + 1});
}

}  // namespace busyhour::plain
