#include "busyhour/model/door.hpp"

#include <algorithm>

#include "busyhour/model/door_trace.hpp"
#include "on_arrival.hpp"

namespace busyhour {

namespace {

Refusal turned_away(std::uint32_t limit, const WhenFull& when_full) {
  if (const auto* reject = std::get_if<Reject>(&when_full))
    return {limit, reject->status, reject->code, reject->retry_after, reject->retry == Retriable::allowed};
  if (const auto* dearer = std::get_if<Surcharge>(&when_full))
    return {limit, dearer->status, dearer->code, dearer->retry_after, true};
  return {limit, std::get<Queue>(when_full).status, std::nullopt, std::nullopt, true};
}

/// The surcharge under which a full limit still admits.
const Surcharge* dearer(const Route::Stop& stop, const Demand& demand) {
  const auto* surcharge = std::get_if<Surcharge>(stop.when_full);
  return surcharge && stop.counter->held() + demand.amount(stop.counts) <= stop.second_cap ? surcharge : nullptr;
}

/// Which line of a counter a demand joins: the first is served first; without a word on priority, the last.
std::ptrdiff_t rank_of(const Queue& queue, const Demand& demand) {
  constexpr auto last = static_cast<std::ptrdiff_t>(Counter::ranks) - 1;
  return queue.discipline == Discipline::priority ? last - static_cast<std::ptrdiff_t>(demand.priority) : last;
}

}  // namespace

bool Door::is_full(const Route::Stop& stop, const Demand& demand) const {
  const std::int64_t amount = demand.amount(stop.counts);
  if (stop.counter->refuses(amount, calendar_.now())) return true;
  if (!stop.share) [[likely]]
    return false;
  return stop.share->refuses(amount, std::get<Slots>(stop.counter->state).cap());
}

/// Whether a stop lets the demand pass now. It does not overtake those who wait there and would be served before it.
bool Door::agrees(const Route::Stop& stop, const Demand& demand) const {
  if (is_full(stop, demand)) return false;
  const auto* queue = std::get_if<Queue>(stop.when_full);
  if (stop.counter->waiting == 0 || !queue) return true;
  if (stop.share && stop.share->has_own(demand.amount(stop.counts))) return true;  // others wait for what is shared
  const auto own = stop.counter->lines.begin() + rank_of(*queue, demand);
  return std::all_of(stop.counter->lines.begin(), own + 1, [](const Counter::Link& line) { return line.alone(); });
}

Answer Door::ask(const Route& route, const Demand& demand) {
  const Route::Stop* line = nullptr;
  const Surcharge* surcharge = nullptr;
  for (const Route::Stop& stop : route.stops) {
    const bool passes = agrees(stop, demand);
    if (stop.counts_rejected) stop.counter->take(demand.amount(stop.counts), calendar_.now());
    if (passes) continue;
    if (const Surcharge* more = dearer(stop, demand)) {
      surcharge = more;
      continue;
    }
    const auto* queue = std::get_if<Queue>(stop.when_full);
    if (!queue || !queue->capacity.allows(stop.counter->waiting + 1)) return refuse(stop, demand);
    if (!line) line = &stop;
  }
  if (line) return line_up(route, *line, std::get<Queue>(*line->when_full), demand);
  take(route, demand);
  return Permit{*this, route, demand, surcharge};
}

Refusal Door::refuse(const Route::Stop& stop, const Demand& demand) {
  note(*stop.counter, 1);
  if (trace_) trace_->refused(calendar_.now(), *stop.counter, demand);
  return turned_away(stop.counter->limit, *stop.when_full);
}

/// A level has changed, or an attempt was refused.
void Door::note(Counter& counter, std::uint64_t rejected) {
  counter.busy.note(calendar_.now(), counter.held(), counter.waiting, rejected);
  if (trace_) trace_->level(calendar_.now(), counter, rejected);
}

void Door::take(const Route::Stop& stop, const Demand& demand) {
  if (!stop.counts_rejected) stop.counter->take(demand.amount(stop.counts), calendar_.now());
  if (stop.share) stop.share->take(demand.amount(stop.counts));
  note(*stop.counter);
  if (trace_) trace_->begins(calendar_.now(), *stop.counter, demand, false);
}

void Door::take(const Route& route, const Demand& demand) {
  for (const Route::Stop& stop : route.stops) take(stop, demand);
}

Ticket Door::line_up(const Route& route, const Route::Stop& full, const Queue& queue, const Demand& demand) {
  if (free_places_.empty()) free_places_.push_back(&places_.emplace_back());
  Ticket::Place& place = *free_places_.back();
  free_places_.pop_back();
  place.wakeup.emplace(calendar_);
  place.route = &route;
  place.demand = demand;
  place.counter = full.counter;
  place.queue = &queue;
  place.waiting = true;
  place.granted = false;
  place.dearer = nullptr;
  place.grantee = {};
  place.join(full.counter->lines[static_cast<std::size_t>(rank_of(queue, demand))]);
  ++full.counter->waiting;
  ++waiting_;
  note(*full.counter);
  if (trace_) trace_->begins(calendar_.now(), *full.counter, demand, true);
  for (const Route::Stop& stop : route.stops)  // who waits uses up rates on arrival, and slots when its turn comes
    if (on_arrival(stop, *full.counter)) take(stop, demand);
  watch(*full.counter);
  return Ticket{*this, place};
}

void Door::give_back(const Route& route, const Demand& demand, Hold from, std::optional<Hold> below) {
  for (const Route::Stop& stop : route.stops) {
    if (stop.hold < from || (below && stop.hold >= *below)) continue;
    if (!std::holds_alternative<Slots>(stop.counter->state)) continue;  // a rate gives nothing back
    stop.counter->complete(demand.amount(stop.counts), calendar_.now());
    if (stop.share) stop.share->complete(demand.amount(stop.counts));
    note(*stop.counter);
    if (trace_) trace_->ends(calendar_.now(), *stop.counter, demand, false);
  }
  if (waiting_ > 0) dispatch();
}

/// A head that another limit still refuses holds up those behind it, but for those who wait for slots of their own.
void Door::dispatch_once() {
  for (Counter& counter : counters_) {
    for (std::size_t i = 0; i < counter.lines.size() && counter.waiting > 0;) {
      if (counter.lines[i].alone())
        ++i;
      else if (!admit(static_cast<Ticket::Place&>(*counter.lines[i].after)))
        break;
    }
    while (counter.reserve && counter.waiting > 0 && admit_by_reserve(counter)) {
    }
    if (counter.waiting > 0) watch(counter);
  }
}

void Door::dispatch() {
  again_ = true;
  if (std::exchange(dispatches_, true)) return;
  while (std::exchange(again_, false)) dispatch_once();
  dispatches_ = false;
}

/// Who waits at a rate is served when it lets them pass, with nobody's help.
void Door::watch(Counter& counter) {
  if (std::holds_alternative<Slots>(counter.state) || counter.is_watched || !stories_) return;
  counter.is_watched = true;
  stories_->spawn(serve_as_it_opens(*this, counter));
}

Process Door::serve_as_it_opens(Door& door, Counter& counter) {
  while (counter.waiting > 0) {
    const auto line =
        std::find_if_not(counter.lines.begin(), counter.lines.end(), [](const Counter::Link& l) { return l.alone(); });
    const auto& head = static_cast<const Ticket::Place&>(*line->after);
    const auto mine = std::find_if(head.route->stops.begin(), head.route->stops.end(),
                                   [&](const Route::Stop& stop) { return stop.counter == &counter; });
    const auto opens = counter.opens(head.demand.amount(mine->counts), door.calendar_.now());
    if (!opens || *opens == door.calendar_.now()) break;  // another limit holds the head up: it dispatches in its time
    co_await door.calendar_.until(*opens, Phase::reset);
    door.dispatch();
  }
  counter.is_watched = false;
}

Headers Door::headers(const Route& route) const {
  Headers said;
  const auto least = [](std::optional<std::int64_t>& of, std::int64_t x) { of = of ? std::min(*of, x) : x; };
  for (const Route::Stop& stop : route.stops)
    std::visit(
        [&](const auto& state) {
          if constexpr (requires { state.left(calendar_.now()); })
            least(said.requests, state.left(calendar_.now()));
          else if constexpr (requires { state.held(); })
            if (state.cap()) least(said.slots, std::max<std::int64_t>(0, *state.cap() - state.held()));
        },
        stop.counter->state);
  return said;
}

/// The first in line whose workload has a slot of its own here.
bool Door::admit_by_reserve(Counter& counter) {
  const auto has_own = [&](const Ticket::Place& place) {
    return std::any_of(place.route->stops.begin(), place.route->stops.end(), [&](const Route::Stop& stop) {
      return stop.counter == &counter && stop.share && stop.share->has_own(place.demand.amount(stop.counts));
    });
  };
  for (Counter::Link& line : counter.lines)
    for (Counter::Link* at = line.after; at != &line; at = at->after) {
      auto& place = static_cast<Ticket::Place&>(*at);
      if (has_own(place) && admit(place)) return true;
    }
  return false;
}

bool Door::admit(Ticket::Place& place) {
  const Surcharge* surcharge = nullptr;
  for (const Route::Stop& stop : place.route->stops) {
    if (on_arrival(stop, *place.counter) || !is_full(stop, place.demand)) continue;
    surcharge = dearer(stop, place.demand);
    if (!surcharge) return false;
  }
  Counter& waited = *place.counter;
  leave(place);
  place.granted = true;
  place.dearer = surcharge;
  for (const Route::Stop& stop : place.route->stops)
    if (!on_arrival(stop, waited)) take(stop, place.demand);
  place.grantee.granted(surcharge);
  place.wakeup->fire(Phase::release);
  return true;
}

void Door::leave(Ticket::Place& place) {
  place.Counter::Link::leave();
  place.waiting = false;
  --place.counter->waiting;
  --waiting_;
  if (trace_) trace_->ends(calendar_.now(), *place.counter, place.demand, true);
}

void Door::recycle(Ticket::Place& place) { free_places_.push_back(&place); }

void Permit::give_back_below(Hold kept) {
  if (!door_ || holds_ >= kept) return;
  door_->give_back(*route_, demand_, std::exchange(holds_, kept), std::min(kept, below_.value_or(kept)));
}

void Permit::release() {
  if (Door* door = std::exchange(door_, nullptr)) door->give_back(*route_, demand_, holds_, below_);
}

Permit Permit::split() {
  Permit rest{*door_, *route_, demand_, dearer_};
  rest.holds_ = Hold::until_closed;
  rest.below_ = std::exchange(below_, Hold::until_closed);
  return rest;
}

Ticket::~Ticket() {
  if (!place_) return;
  if (place_->waiting) {
    door_->leave(*place_);
    door_->note(*place_->counter);
    if (door_->waiting_ > 0) door_->dispatch();  // who stood behind a head held up by another limit may go now
  } else if (place_->granted) {
    door_->give_back(*place_->route, place_->demand, Hold::until_last_byte);
  }
  door_->recycle(*place_);
}

Refusal Ticket::refusal() const {
  return {place_->counter->limit, place_->queue->status, std::nullopt, std::nullopt, true};
}

namespace {
/// The earlier of the queue's patience and that of who waits.
std::optional<TimePoint> patience_ends(const Queue& queue, const Calendar& calendar,
                                       const std::optional<TimePoint>& until) {
  if (!queue.patience) return until;
  const TimePoint own = calendar.after(*queue.patience);
  return until ? std::min(own, *until) : own;
}
}  // namespace

Ticket::Admitted::Admitted(Ticket& ticket, const std::optional<TimePoint>& until, Grantee grantee)
    : ticket_{ticket},
      wait_{*ticket.place_->wakeup, patience_ends(*ticket.place_->queue, ticket.door_->calendar_, until)} {
  ticket.place_->grantee = grantee;
}

std::optional<Permit> Ticket::Admitted::await_resume() {
  (void)wait_.await_resume();
  Place& place = *ticket_.place_;
  if (!std::exchange(place.granted, false)) {
    ticket_.door_->leave(place);
    ticket_.door_->note(*place.counter);
    if (ticket_.door_->waiting_ > 0) ticket_.door_->dispatch();
    return std::nullopt;
  }
  return Permit{*ticket_.door_, *place.route, place.demand, place.dearer};
}

}  // namespace busyhour
