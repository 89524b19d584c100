#include "plain_door.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace busyhour::plain {

Door::Door(const ProviderConfig& provider, const std::vector<std::size_t>& endpoint_of) : provider_{provider} {
  for (std::size_t l = 0; l < provider.limits.size(); ++l) {
    for (std::size_t w = 0; w < endpoint_of.size(); ++w) {
      const Wants all{.workload = w, .endpoint = endpoint_of[w], .request = true, .connection = true};
      if (!concerns(l, all) || counter_at_.contains({l, owner(l, all)})) continue;
      counter_at_[{l, owner(l, all)}] = counters_.size();
      counters_.push_back({.limit = l, .cap = cap_of(l)});
    }
  }
}

/// Whose counter it is.
std::size_t Door::owner(std::size_t limit, const Wants& wants) const {
  const LimitKey key = std::get<ConcurrencyLimit>(provider_.limits[limit].second).key;
  if (key == LimitKey::endpoint) return wants.endpoint;
  return key == LimitKey::workload ? wants.workload : 0;
}

std::int64_t Door::cap_of(std::size_t limit) const {
  const auto& expression = std::get<ConcurrencyLimit>(provider_.limits[limit].second).cap.expression;
  const double cap = expression.value([&](std::size_t i) {
    const std::string& name = expression.names()[i];
    for (std::size_t l = 0; l < provider_.limits.size(); ++l) {
      if (name == "provider.limits." + provider_.limits[l].first + ".cap") return static_cast<double>(cap_of(l));
    }
    throw std::invalid_argument{"a cap refers to " + name};
  });
  return static_cast<std::int64_t>(std::floor(cap + 1e-9));
}

bool Door::concerns(std::size_t limit, const Wants& wants) const {
  const auto& config = std::get<ConcurrencyLimit>(provider_.limits[limit].second);
  const bool counts = config.counts == Counts::requests ? wants.request : wants.connection;
  if (!counts || wants.keeps.contains(limit)) return false;
  const std::string& here = provider_.endpoints[wants.endpoint].first;
  return config.endpoints.empty() || std::ranges::find(config.endpoints, here) != config.endpoints.end();
}

std::vector<std::size_t> Door::counters_for(const Wants& wants) const {
  std::vector<std::size_t> all;
  for (std::size_t l = 0; l < provider_.limits.size(); ++l) {
    if (concerns(l, wants)) all.push_back(counter_at_.at({l, owner(l, wants)}));
  }
  return all;
}

const WhenFull& Door::when_full(std::size_t limit, std::size_t endpoint) const {
  const auto& [name, config] = provider_.limits[limit];
  for (const auto& [overridden, word] : provider_.endpoints[endpoint].second.limits) {
    if (overridden == name) return word.when_full;
  }
  return std::get<ConcurrencyLimit>(config).when_full;
}

SlotHeld Door::slot_held(std::size_t limit, std::size_t endpoint) const {
  const auto& own = std::get<ConcurrencyLimit>(provider_.limits[limit].second).slot_held;
  return own ? *own : word_of(provider_.endpoints[endpoint].second.slot_held);
}

Answer Door::ask(const Wants& wants, std::size_t caller) {
  const auto asked = counters_for(wants);
  std::optional<std::size_t> wait_at;
  Queued queued;
  for (const std::size_t c : asked) {
    Counter& counter = counters_[c];
    const bool full = counter.held >= counter.cap;
    const WhenFull& word = when_full(counter.limit, wants.endpoint);
    if (const auto* reject = std::get_if<Reject>(&word)) {
      if (full) return Refusal{reject->status, reject->code, reject->retry_after, reject->retry == Retriable::allowed};
      continue;
    }
    const auto& queue = std::get<Queue>(word);
    const std::int64_t rank = queue.discipline == Discipline::priority ? wants.priority : 0;
    const bool others_first = !counter.queue.empty() && counter.queue.front().rank >= rank;
    if (!full && !others_first) continue;
    if (!queue.capacity.allows(static_cast<std::int64_t>(counter.queue.size()) + 1))
      return Refusal{.status = queue.status};
    if (wait_at) continue;
    wait_at = c;
    queued = {queue.patience, queue.status};
  }
  if (!wait_at) {
    take(asked);
    return asked;
  }
  Counter& counter = counters_[*wait_at];
  const bool by_priority = std::get<Queue>(when_full(counter.limit, wants.endpoint)).discipline == Discipline::priority;
  join(counter.queue, {caller, by_priority ? wants.priority : 0, asked});
  return queued;
}

void Door::join(std::deque<Waiting>& queue, Waiting one) {
  const auto behind = std::ranges::find_if(queue, [&](const Waiting& other) { return other.rank < one.rank; });
  queue.insert(behind, std::move(one));
}

void Door::take(const std::vector<std::size_t>& taken) {
  for (const std::size_t c : taken) ++counters_[c].held;
}

void Door::leave_queue(std::size_t caller) {
  for (Counter& counter : counters_) std::erase_if(counter.queue, [&](const Waiting& w) { return w.caller == caller; });
}

std::optional<std::pair<std::size_t, Taken>> Door::next_admitted() {
  for (Counter& counter : counters_) {
    if (counter.queue.empty()) continue;
    const Waiting head = counter.queue.front();
    const auto has_room = [&](std::size_t c) { return counters_[c].held < counters_[c].cap; };
    if (!std::ranges::all_of(head.counters, has_room)) continue;
    counter.queue.pop_front();
    take(head.counters);
    return std::pair{head.caller, head.counters};
  }
  return std::nullopt;
}

void Door::count(Duration elapsed) {
  for (Counter& counter : counters_) {
    counter.use.held += counter.held * elapsed;
    counter.use.cap += counter.cap * elapsed;
    if (counter.held >= counter.cap) counter.use.full += elapsed;
    counter.use.window += elapsed;
  }
}

std::vector<Use> Door::uses() const {
  std::vector<Use> all(provider_.limits.size());
  for (const Counter& counter : counters_) {
    Use& sum = all[counter.limit];
    sum.held += counter.use.held;
    sum.cap += counter.use.cap;
    sum.full += counter.use.full;
    sum.window += counter.use.window;
  }
  return all;
}

}  // namespace busyhour::plain
