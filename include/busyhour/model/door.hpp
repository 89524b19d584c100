#pragma once
/// The provider's door: asks every limit that a demand concerns, in file order; all agree, or nothing is taken.
///
/// A limit says only whether it is full. What follows is the door's affair: a Refusal, or a Ticket in a waiting line,
/// which becomes a Permit when a slot is free. Whoever holds a Permit or a Ticket gives it back by dropping it, however
/// its story ends. Ties: a slot freed at t goes to the head of the line at t, before any arrival at t.
#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "busyhour/kernel/story.hpp"
#include "busyhour/kernel/wakeup.hpp"
#include "busyhour/model/asked.hpp"
#include "busyhour/model/busy_window.hpp"
#include "busyhour/model/limits/all.hpp"
#include "busyhour/model/limits/reserve.hpp"
#include "busyhour/model/observation.hpp"

namespace busyhour {

class Door;

/// One counter of one limit: its slots and those who wait for one.
struct Counter {
  struct Link {
    Link* before = this;
    Link* after = this;
    void leave() {
      before->after = after;
      after->before = before;
      before = after = this;
    }
    void join(Link& line) {
      before = line.before;
      after = &line;
      before->after = after->before = this;
    }
    [[nodiscard]] bool alone() const { return after == this; }
  };
  static constexpr std::size_t ranks = 11;  ///< priorities 10 to 1, then those without

  Counter(std::uint32_t of, LimitState s, BusyWindow b) : limit{of}, state{std::move(s)}, busy{b} {}
  std::uint32_t limit;
  LimitState state;
  BusyWindow busy;
  [[nodiscard]] bool refuses(std::int64_t amount, TimePoint now) const {
    if (const auto* slots = std::get_if<Slots>(&state)) [[likely]]
      return slots->refuses(amount, now);
    return std::visit([&](const auto& s) { return s.refuses(amount, now); }, state);
  }
  void take(std::int64_t amount, TimePoint now) {
    if (auto* slots = std::get_if<Slots>(&state)) [[likely]]
      return slots->take(amount, now);
    std::visit([&](auto& s) { s.take(amount, now); }, state);
  }
  void complete(std::int64_t amount, TimePoint now) {
    if (auto* slots = std::get_if<Slots>(&state)) [[likely]]
      slots->complete(amount, now);  // a rate gives nothing back
  }
  /// When a rate that nobody else uses lets this pass; nothing if that does not depend on time alone.
  [[nodiscard]] std::optional<TimePoint> opens(std::int64_t amount, TimePoint now) const {
    return std::visit(
        [&](const auto& s) -> std::optional<TimePoint> {
          if constexpr (requires { s.opens(amount, now); })
            return s.opens(amount, now);
          else if constexpr (requires { s.left(now); })
            return found_open(s, amount, now);
          else
            return std::nullopt;
        },
        state);
  }
  /// Of a concurrency limit; 0 of a rate.
  [[nodiscard]] std::int64_t held() const {
    const auto* slots = std::get_if<Slots>(&state);
    return slots ? slots->held() : 0;
  }
  [[nodiscard]] std::int64_t cap_or_none() const {
    const auto* slots = std::get_if<Slots>(&state);
    return slots && slots->cap() ? *slots->cap() : -1;
  }
  std::array<Link, ranks> lines;  ///< the highest priority first; who comes by a fifo word stands in the last
  std::int64_t waiting = 0;
  std::optional<Reserve> reserve;
  bool is_watched = false;  ///< of a rate: somebody serves those who wait when it lets them pass
};

/// Which counters a demand concerns, in file order, and what each does when full. Made once per workload.
struct Route {
  struct Stop {
    Counter* counter;
    const WhenFull* when_full;
    Hold hold;
    Counts counts = Counts::requests;
    bool counts_rejected = false;
    Reserve::Share* share = nullptr;  ///< of the workload's own, where slots are reserved
    std::int64_t second_cap = 0;      ///< of a surcharge
  };
  std::vector<Stop> stops;
};

/// Slots held. Gives them back when dropped.
class [[nodiscard]] Permit {
 public:
  Permit() = default;
  Permit(Permit&& o) noexcept
      : door_{std::exchange(o.door_, nullptr)},
        route_{o.route_},
        demand_{o.demand_},
        holds_{o.holds_},
        below_{o.below_},
        dearer_{o.dearer_} {}
  Permit& operator=(Permit&& o) noexcept {
    Permit taken{std::move(o)};
    std::swap(door_, taken.door_);
    std::swap(route_, taken.route_);
    std::swap(demand_, taken.demand_);
    std::swap(holds_, taken.holds_);
    std::swap(below_, taken.below_);
    std::swap(dearer_, taken.dearer_);
    return *this;
  }
  ~Permit() { release(); }
  [[nodiscard]] explicit operator bool() const { return door_ != nullptr; }
  /// Gives back what is held until the last byte; the rest stays.
  void last_byte() { give_back_below(Hold::until_closed); }
  /// Gives back all but what is held until the conversation is over.
  void connection_closed() { give_back_below(Hold::until_over); }
  [[nodiscard]] bool is_closed() const { return holds_ == Hold::until_over; }
  void release();
  /// Parts with what is held beyond the last byte, which the answer holds from now on.
  [[nodiscard]] Permit split();
  [[nodiscard]] const Who& who() const { return demand_.who; }
  /// What it was admitted by.
  [[nodiscard]] const Route* route() const { return route_; }
  /// Under which surcharge it was admitted, if any.
  [[nodiscard]] const Surcharge* dearer() const { return dearer_; }

 private:
  friend class Door;
  friend class Ticket;
  Permit(Door& door, const Route& route, const Demand& d, const Surcharge* dearer)
      : door_{&door}, route_{&route}, demand_{d}, dearer_{dearer} {}
  Door* door_ = nullptr;
  const Route* route_ = nullptr;
  Demand demand_;
  void give_back_below(Hold kept);
  Hold holds_ = Hold::until_last_byte;  ///< this and what is held longer
  std::optional<Hold> below_;           ///< but not so long
  const Surcharge* dearer_ = nullptr;
};

/// Hears that a place is let in before the next in line is judged: what it pays may move the cap. It outlives the
/// wait.
class Grantee {
 public:
  Grantee() = default;
  template <class Hearer>
  explicit Grantee(Hearer& hearer)
      : hearer_{&hearer},
        hears_{[](void* who, const Surcharge* dearer) { static_cast<Hearer*>(who)->granted(dearer); }} {}
  void granted(const Surcharge* dearer) const {
    if (hears_) hears_(hearer_, dearer);
  }

 private:
  void* hearer_ = nullptr;
  void (*hears_)(void* who, const Surcharge* dearer) = nullptr;
};

/// A place in a waiting line.
class [[nodiscard]] Ticket {
 public:
  Ticket(Ticket&& o) noexcept : place_{std::exchange(o.place_, nullptr)}, door_{o.door_} {}
  Ticket& operator=(Ticket&&) = delete;
  ~Ticket();

  /// `co_await ticket.admitted()` -> a Permit, or nothing if patience has run out; then `refusal()` says what the
  /// client hears.
  class [[nodiscard]] Admitted {
   public:
    Admitted(Ticket& ticket, const std::optional<TimePoint>& until, Grantee grantee);
    [[nodiscard]] bool await_ready() const noexcept { return wait_.await_ready(); }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> h) {
      wait_.await_suspend(h);
    }
    [[nodiscard]] std::optional<Permit> await_resume();

   private:
    Ticket& ticket_;
    Wakeup::Wait wait_;
  };
  /// Not longer than `until`, whatever the queue's patience.
  Admitted admitted(const std::optional<TimePoint>& until = std::nullopt, Grantee grantee = {}) {
    return Admitted{*this, until, grantee};
  }
  [[nodiscard]] Refusal refusal() const;

 private:
  friend class Door;
  struct Place : Counter::Link {
    std::optional<Wakeup> wakeup;
    const Route* route = nullptr;
    Demand demand;
    Counter* counter = nullptr;
    const Queue* queue = nullptr;
    const Surcharge* dearer = nullptr;
    Grantee grantee{};
    bool waiting = false, granted = false;
  };
  Ticket(Door& door, Place& place) : place_{&place}, door_{&door} {}
  Place* place_;
  Door* door_;
};

using Answer = std::variant<Permit, Ticket, Refusal>;

struct DoorTrace;

class Door {
 public:
  explicit Door(Calendar& calendar) : calendar_{calendar} {}
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;

  Counter& add(std::uint32_t limit, LimitState state, BusyWindow busy) {
    return counters_.emplace_back(limit, std::move(state), busy);
  }
  [[nodiscard]] std::deque<Counter>& counters() { return counters_; }
  void trace(DoorTrace* trace) { trace_ = trace; }
  /// Who tells the story of a rate that somebody waits at.
  void stories(Stories* stories) { stories_ = stories; }
  [[nodiscard]] Headers headers(const Route& route) const;

  [[nodiscard]] Answer ask(const Route& route, const Demand& demand);
  /// Several at once, the first by one route and the others by another: all are let in or queued, or all are refused.
  [[nodiscard]] std::vector<Answer> ask_together(const Route& first, const Route& further,
                                                 const std::vector<Demand>& demands);
  /// Serves every line as far as slots go: after a slot came back, a cap rose, or a rate refilled.
  void dispatch();
  [[nodiscard]] bool anyone_waits() const { return waiting_ > 0; }
  /// What `give_back` gives back comes back as one: those who wait are judged once, when all of it is there.
  template <class GiveBack>
  void as_one(GiveBack&& give_back) {
    const bool within = std::exchange(dispatches_, true);
    give_back();
    dispatches_ = within;
    if (!within && again_) dispatch();
  }
  /// The end: what is given back from now on serves nobody.
  void close() { dispatches_ = true; }

 private:
  friend class Permit;
  friend class Ticket;
  [[nodiscard]] Ticket line_up(const Route&, const Route::Stop& full, const Queue&, const Demand&);
  [[nodiscard]] bool is_full(const Route::Stop&, const Demand&) const;
  [[nodiscard]] bool agrees(const Route::Stop&, const Demand&) const;
  [[nodiscard]] const Route::Stop* stops_some(const Route& first, const Route& further,
                                              const std::vector<Demand>& demands) const;
  void take(const Route::Stop&, const Demand&);
  void take(const Route&, const Demand&);
  void give_back(const Route&, const Demand&, Hold from, std::optional<Hold> below = std::nullopt);
  void dispatch_once();
  [[nodiscard]] bool admit(Ticket::Place&);
  [[nodiscard]] bool admit_by_reserve(Counter&);
  void watch(Counter&);
  static Process serve_as_it_opens(Door& door, Counter& counter);
  void leave(Ticket::Place&);
  void recycle(Ticket::Place&);
  Refusal refuse(const Route::Stop&, const Demand&);
  void note(Counter&, std::uint64_t rejected = 0);

  Calendar& calendar_;
  std::deque<Counter> counters_;
  std::deque<Ticket::Place> places_;
  std::vector<Ticket::Place*> free_places_;
  std::int64_t waiting_ = 0;
  bool dispatches_ = false;  ///< who is let in may move caps, and whoever else may go then goes in the same round
  bool again_ = false;
  DoorTrace* trace_ = nullptr;
  Stories* stories_ = nullptr;
};

}  // namespace busyhour
