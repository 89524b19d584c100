#include "plain_door.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace busyhour::plain {
namespace {

/// What every limit says, of whatever kind.
template <class Read>
auto said(const ProviderConfig& provider, std::size_t limit, Read&& read) {
  return std::visit(read, provider.limits[limit].second);
}

}  // namespace

Door::Door(const ProviderConfig& provider, const Account& account, const Named<WorkloadConfig>& workloads,
           const std::vector<std::pair<std::size_t, std::size_t>>& ways)
    : provider_{provider}, account_{account}, workloads_{workloads}, ways_{ways} {
  for (std::size_t l = 0; l < provider.limits.size(); ++l) {
    caps_.push_back(said(provider, l, [](const auto& c) { return &c.cap; }));
    for (const auto& [w, e] : ways) {
      const Wants all{.workload = w, .endpoint = e, .request = true, .connection = true, .call = true};
      if (!concerns(l, all) || counter_at_.contains({l, owner(l, w, e)})) continue;
      counter_at_[{l, owner(l, w, e)}] = counters_.size();
      counters_.push_back({.limit = l});
      if (!is_slots(l)) counters_.back().rate.emplace(provider.limits[l].second);
    }
  }
}

std::int64_t Door::Counter::all() const {
  std::int64_t sum = 0;
  for (const auto& [workload, n] : held) sum += n;
  return sum;
}

bool Door::is_slots(std::size_t limit) const {
  return std::holds_alternative<ConcurrencyLimit>(provider_.limits[limit].second);
}
const ConcurrencyLimit& Door::slots(std::size_t limit) const {
  return std::get<ConcurrencyLimit>(provider_.limits[limit].second);
}
Counts Door::counts_of(std::size_t limit) const {
  return said(provider_, limit, [](const auto& c) { return c.counts; });
}

/// Whose counter it is.
std::size_t Door::owner(std::size_t limit, std::size_t workload, std::size_t endpoint) const {
  const LimitKey key = said(provider_, limit, [](const auto& c) { return c.key; });
  if (key == LimitKey::endpoint) return endpoint;
  return key == LimitKey::workload ? workload : 0;
}

/// The cap of the moment; nothing while there is no limit.
std::optional<std::int64_t> Door::cap_of(std::size_t limit) const {
  const ConcurrencyLimit& config = slots(limit);
  if (config.unlimited_when && account_.holds(config.unlimited_when)) return std::nullopt;
  return std::max<std::int64_t>(0, static_cast<std::int64_t>(std::floor(account_.value(*caps_[limit]) + 1e-9)));
}

bool Door::follows_balance() const {
  const auto moves = [](const Formula& cap) { return cap && !cap.expression.is_constant(); };
  for (std::size_t l = 0; l < caps_.size(); ++l)
    if (moves(said(provider_, l, [](const auto& c) { return c.cap; })) || (is_slots(l) && slots(l).unlimited_when))
      return true;
  return std::ranges::any_of(provider_.changes, [&](const CapChange& c) { return moves(c.cap); });
}

bool Door::concerns(std::size_t limit, const Wants& wants) const {
  if (wants.keeps.contains(limit)) return false;
  const Counts counts = counts_of(limit);
  bool counted = wants.request && !(wants.is_poll && (counts_size(counts) || counts == Counts::balance));
  if (counts == Counts::connections) counted = wants.connection;
  if (counts == Counts::calls) counted = wants.call;
  if (!counted) return false;
  const std::string& here = provider_.endpoints[wants.endpoint].first;
  return said(provider_, limit, [&](const auto& c) {
    return c.endpoints.empty() || std::ranges::find(c.endpoints, here) != c.endpoints.end();
  });
}

std::vector<std::size_t> Door::counters_for(const Wants& wants) const {
  std::vector<std::size_t> all;
  for (std::size_t l = 0; l < provider_.limits.size(); ++l) {
    if (concerns(l, wants)) all.push_back(counter_at_.at({l, owner(l, wants.workload, wants.endpoint)}));
  }
  return all;
}

const WhenFull& Door::when_full(std::size_t limit, std::size_t endpoint) const {
  for (const auto& [overridden, word] : provider_.endpoints[endpoint].second.limits) {
    if (overridden == provider_.limits[limit].first) return word.when_full;
  }
  return *said(provider_, limit, [](const auto& c) { return &c.when_full; });
}

SlotHeld Door::slot_held(std::size_t limit, std::size_t endpoint) const {
  const auto& own = slots(limit).slot_held;
  return own ? *own : word_of(provider_.endpoints[endpoint].second.slot_held);
}

std::int64_t Door::amount(std::size_t limit, const Wants& wants) const {
  switch (counts_of(limit)) {
    case Counts::tokens:
      return wants.tokens_in + wants.tokens_out;
    case Counts::tokens_in:
      return wants.tokens_in;
    case Counts::tokens_out:
      return wants.tokens_out;
    case Counts::characters:
      return wants.characters;
    default:
      return 1;
  }
}

std::int64_t Door::kept_for(std::size_t limit, std::size_t workload) const {
  for (const auto& [name, n] : slots(limit).reserve)
    if (name == workloads_[workload].first) return n;
  return 0;
}

bool Door::has_own_slot(const Counter& counter, std::size_t workload) const {
  const auto held = counter.held.find(workload);
  return (held == counter.held.end() ? 0 : held->second) < kept_for(counter.limit, workload);
}

/// What a workload holds beyond what is kept for it is shared; the cap less all that is kept can be shared.
bool Door::is_full(const Counter& counter, std::size_t workload) const {
  if (counts_of(counter.limit) == Counts::balance) return account_.balance() < *slots(counter.limit).at_least;
  const auto cap = cap_of(counter.limit);
  if (!cap) return false;
  if (counter.all() >= *cap) return true;
  if (slots(counter.limit).reserve.empty() || has_own_slot(counter, workload)) return false;
  std::int64_t shared = 0, kept = 0;
  std::set<std::size_t> who;  // those who can come to this counter at all
  for (const auto& [w, e] : ways_) {
    if (!concerns(counter.limit, {.workload = w, .endpoint = e, .request = true})) continue;
    const auto own = counter_at_.find({counter.limit, owner(counter.limit, w, e)});
    if (own != counter_at_.end() && &counters_[own->second] == &counter) who.insert(w);
  }
  for (const std::size_t w : who) {
    kept += kept_for(counter.limit, w);
    const auto held = counter.held.find(w);
    if (held != counter.held.end()) shared += std::max<std::int64_t>(0, held->second - kept_for(counter.limit, w));
  }
  return shared >= *cap - kept;
}

/// The surcharge under which a full limit still admits.
const Surcharge* Door::dearer(const Counter& counter, std::size_t endpoint) const {
  const auto* surcharge = std::get_if<Surcharge>(&when_full(counter.limit, endpoint));
  return surcharge && counter.all() < static_cast<std::int64_t>(surcharge->cap.expression.constant()) ? surcharge
                                                                                                      : nullptr;
}

namespace {

Refusal refusal_of(const WhenFull& word) {
  if (const auto* reject = std::get_if<Reject>(&word))
    return {reject->status, reject->code, reject->retry_after, reject->retry == Retriable::allowed};
  if (const auto* beyond = std::get_if<Surcharge>(&word))
    return {beyond->status, beyond->code, beyond->retry_after, true};
  return {.status = std::get<Queue>(word).status};
}

std::int64_t rank_of(const Queue& queue, std::int64_t priority) {
  return queue.discipline == Discipline::priority ? priority : 0;
}

}  // namespace

Answer Door::ask(const Wants& wants, std::size_t caller, TimePoint now) {
  const auto asked = counters_for(wants);
  std::optional<std::size_t> wait_at;
  const Surcharge* surcharge = nullptr;
  for (const std::size_t c : asked) {
    Counter& counter = counters_[c];
    const WhenFull& word = when_full(counter.limit, wants.endpoint);
    const std::int64_t n = amount(counter.limit, wants);
    const bool full = counter.rate ? counter.rate->refuses(n, now) : is_full(counter, wants.workload);
    const bool counts_all = said(provider_, counter.limit, [](const auto& l) { return l.counts_rejected; });
    if (counts_all) counter.rate->take(n, now);
    const auto* queue = std::get_if<Queue>(&word);
    const bool others_first = queue && !counter.queue.empty() &&
                              counter.queue.front().rank >= rank_of(*queue, wants.priority) &&
                              (counter.rate || !has_own_slot(counter, wants.workload));
    if (!full && !others_first) continue;
    if (const Surcharge* more = counter.rate ? nullptr : dearer(counter, wants.endpoint)) {
      surcharge = more;
      continue;
    }
    if (!queue || !queue->capacity.allows(static_cast<std::int64_t>(counter.queue.size()) + 1)) return refusal_of(word);
    if (!wait_at) wait_at = c;
  }
  for (const std::size_t c : asked) {  // rates are used up on arrival, whether it waits or not
    const bool counted = said(provider_, counters_[c].limit, [](const auto& l) { return l.counts_rejected; });
    if (counters_[c].rate && !counted) counters_[c].rate->take(amount(counters_[c].limit, wants), now);
  }
  if (!wait_at) return take(asked, wants.workload, surcharge);
  Counter& counter = counters_[*wait_at];
  const auto& queue = std::get<Queue>(when_full(counter.limit, wants.endpoint));
  join(counter.queue, {caller, wants.workload, rank_of(queue, wants.priority), wants.endpoint, asked});
  return Queued{queue.patience, queue.status};
}

void Door::join(std::deque<Waiting>& queue, Waiting one) {
  const auto behind = std::ranges::find_if(queue, [&](const Waiting& other) { return other.rank < one.rank; });
  queue.insert(behind, std::move(one));
}

Taken Door::take(const std::vector<std::size_t>& asked, std::size_t workload, const Surcharge* surcharge) {
  Taken taken{{}, surcharge};
  for (const std::size_t c : asked) {
    if (counters_[c].rate || counts_of(counters_[c].limit) == Counts::balance) continue;
    ++counters_[c].held[workload];
    taken.counters.push_back(c);
  }
  return taken;
}

void Door::give_back(std::size_t counter, std::size_t workload) { --counters_[counter].held[workload]; }

void Door::leave_queue(std::size_t caller) {
  for (Counter& counter : counters_) std::erase_if(counter.queue, [&](const Waiting& w) { return w.caller == caller; });
}

/// Whether every limit on slots lets it in now.
std::optional<Taken> Door::room_for(const Waiting& one) const {
  Taken taken;
  for (const std::size_t c : one.counters) {
    const Counter& counter = counters_[c];
    const bool on_arrival = counter.rate || counts_of(counter.limit) == Counts::balance;  // asked when it came
    if (on_arrival || !is_full(counter, one.workload)) continue;
    taken.dearer = dearer(counter, one.endpoint);
    if (!taken.dearer) return std::nullopt;
  }
  return taken;
}

std::optional<std::pair<std::size_t, Taken>> Door::next_admitted() {
  for (Counter& counter : counters_) {
    for (std::size_t i = 0; i < counter.queue.size(); ++i) {
      const Waiting one = counter.queue[i];
      if (i > 0 && !has_own_slot(counter, one.workload)) continue;  // behind the head only who has a slot of its own
      const auto room = room_for(one);
      if (!room) continue;
      counter.queue.erase(counter.queue.begin() + static_cast<std::ptrdiff_t>(i));
      return std::pair{one.caller, take(one.counters, one.workload, room->dearer)};
    }
  }
  return std::nullopt;
}

void Door::count(Duration elapsed) {
  for (Counter& counter : counters_) {
    if (counter.rate || counts_of(counter.limit) == Counts::balance) continue;
    const auto cap = cap_of(counter.limit);
    if (!cap) continue;  // moments without a limit are left out
    const std::int64_t held = counter.all();
    counter.use.held += held * elapsed;
    counter.use.cap += *cap * elapsed;
    if (held >= *cap) counter.use.full += elapsed;
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
