#pragma once
/// The provider's door, plainly: counters, queues, and what was held for how long.
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <variant>
#include <vector>

#include "busyhour/model/provider.hpp"
#include "plain_account.hpp"
#include "plain_rate.hpp"
#include "plain_simulation.hpp"

namespace busyhour::plain {

/// What an attempt wants, and so which limits it is asked about.
struct Wants {
  std::size_t workload = 0, endpoint = 0;
  bool request = false, connection = false, call = false;
  bool is_poll = false;  ///< asked only where requests are counted one by one
  std::int64_t priority = 1;
  std::int64_t tokens_in = 0, tokens_out = 0, characters = 0;
  std::set<std::size_t> keeps{};  ///< limits of which its conversation holds a slot already: these are not asked again
};

struct Refusal {
  std::int64_t status = 429;
  std::optional<std::int64_t> code{};
  std::optional<Duration> retry_after{};
  bool may_retry = true;
  bool timed_out = false;  ///< nobody refused: the client has left
};
/// Counters of which one slot was taken, and under which surcharge.
struct Taken {
  std::vector<std::size_t> counters;
  const Surcharge* dearer = nullptr;
};
struct Queued {
  std::optional<Duration> patience;
  std::int64_t status = 429;  ///< of the refusal when patience runs out
};
using Answer = std::variant<Taken, Queued, Refusal>;

class Door {
 public:
  /// `endpoint_of` each workload: a counter that none of them can reach does not exist. Polls may reach others.
  Door(const ProviderConfig&, const Account&, const Named<WorkloadConfig>&,
       const std::vector<std::pair<std::size_t, std::size_t>>& ways);

  Answer ask(const Wants&, std::size_t caller, TimePoint now);
  void leave_queue(std::size_t caller);
  void give_back(std::size_t counter, std::size_t workload);
  /// The next one in the queues whom every limit lets in now, with what was taken for it.
  std::optional<std::pair<std::size_t, Taken>> next_admitted();

  [[nodiscard]] std::size_t limit_of(std::size_t counter) const { return counters_[counter].limit; }
  [[nodiscard]] Counts counts_of(std::size_t limit) const;
  /// The limit's word on how long a slot is held, else the endpoint's.
  [[nodiscard]] SlotHeld slot_held(std::size_t limit, std::size_t endpoint) const;
  /// The cap of a limit changes by the clock.
  void set_cap(std::size_t limit, const Formula* cap) { caps_[limit] = cap; }
  /// Whether any cap, now or later, is a formula over the balance.
  [[nodiscard]] bool follows_balance() const;

  /// Adds `elapsed`, during which nothing changed, to the integrals.
  void count(Duration elapsed);
  [[nodiscard]] std::vector<Use> uses() const;

 private:
  struct Waiting {
    std::size_t caller, workload;
    std::int64_t rank;
    std::size_t endpoint;
    std::vector<std::size_t> counters;
  };
  struct Counter {
    std::size_t limit;
    std::map<std::size_t, std::int64_t> held{};  ///< by workload
    std::optional<Rate> rate{};
    std::deque<Waiting> queue{};
    Use use{};
    [[nodiscard]] std::int64_t all() const;
  };
  [[nodiscard]] std::vector<std::size_t> counters_for(const Wants&) const;
  [[nodiscard]] std::size_t owner(std::size_t limit, std::size_t workload, std::size_t endpoint) const;
  [[nodiscard]] bool concerns(std::size_t limit, const Wants&) const;
  [[nodiscard]] const WhenFull& when_full(std::size_t limit, std::size_t endpoint) const;
  [[nodiscard]] std::optional<std::int64_t> cap_of(std::size_t limit) const;
  [[nodiscard]] std::int64_t amount(std::size_t limit, const Wants&) const;
  [[nodiscard]] bool is_slots(std::size_t limit) const;
  [[nodiscard]] const ConcurrencyLimit& slots(std::size_t limit) const;
  /// Slots that are kept for a workload by name.
  [[nodiscard]] std::int64_t kept_for(std::size_t limit, std::size_t workload) const;
  [[nodiscard]] bool has_own_slot(const Counter&, std::size_t workload) const;
  [[nodiscard]] bool is_full(const Counter&, std::size_t workload) const;
  [[nodiscard]] const Surcharge* dearer(const Counter&, std::size_t endpoint) const;
  [[nodiscard]] std::optional<Taken> room_for(const Waiting&) const;
  Taken take(const std::vector<std::size_t>&, std::size_t workload, const Surcharge*);
  static void join(std::deque<Waiting>&, Waiting);

  const ProviderConfig& provider_;
  const Account& account_;
  const Named<WorkloadConfig>& workloads_;
  std::vector<std::pair<std::size_t, std::size_t>> ways_;
  std::vector<const Formula*> caps_;
  std::vector<Counter> counters_;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> counter_at_;  ///< by limit and whose it is
};

}  // namespace busyhour::plain
