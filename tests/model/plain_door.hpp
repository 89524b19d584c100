#pragma once
/// The provider's door, plainly: counters, queues, and what was held for how long.
#include <deque>
#include <map>
#include <set>
#include <variant>
#include <vector>

#include "busyhour/model/provider.hpp"
#include "plain_simulation.hpp"

namespace busyhour::plain {

/// What an attempt wants, and so which limits it is asked about.
struct Wants {
  std::size_t workload = 0, endpoint = 0;
  bool request = false, connection = false;
  std::int64_t priority = 1;
  std::set<std::size_t> keeps{};  ///< limits of which its conversation holds a slot for good: these are not asked again
};

struct Refusal {
  std::int64_t status = 429;
  std::optional<std::int64_t> code{};
  std::optional<Duration> retry_after{};
  bool may_retry = true;
};
using Taken = std::vector<std::size_t>;  ///< counters of which one slot was taken
struct Queued {
  std::optional<Duration> patience;
  std::int64_t status = 429;  ///< of the refusal when patience runs out
};
using Answer = std::variant<Taken, Queued, Refusal>;

class Door {
 public:
  /// `endpoint_of` each workload: a counter that none of them can reach does not exist.
  Door(const ProviderConfig&, const std::vector<std::size_t>& endpoint_of);

  Answer ask(const Wants&, std::size_t caller);
  void leave_queue(std::size_t caller);
  void give_back(std::size_t counter) { --counters_[counter].held; }
  /// The next one in the queues whom every limit lets in now, with what was taken for it.
  std::optional<std::pair<std::size_t, Taken>> next_admitted();

  [[nodiscard]] std::size_t limit_of(std::size_t counter) const { return counters_[counter].limit; }
  /// The limit's word on how long a slot is held, else the endpoint's.
  [[nodiscard]] SlotHeld slot_held(std::size_t limit, std::size_t endpoint) const;

  /// Adds `elapsed`, during which nothing changed, to the integrals.
  void count(Duration elapsed);
  [[nodiscard]] std::vector<Use> uses() const;

 private:
  struct Waiting {
    std::size_t caller;
    std::int64_t rank;
    std::vector<std::size_t> counters;
  };
  struct Counter {
    std::size_t limit;
    std::int64_t cap;
    std::int64_t held = 0;
    std::deque<Waiting> queue{};
    Use use{};
  };
  [[nodiscard]] std::vector<std::size_t> counters_for(const Wants&) const;
  [[nodiscard]] std::size_t owner(std::size_t limit, const Wants&) const;
  [[nodiscard]] bool concerns(std::size_t limit, const Wants&) const;
  [[nodiscard]] const WhenFull& when_full(std::size_t limit, std::size_t endpoint) const;
  [[nodiscard]] std::int64_t cap_of(std::size_t limit) const;
  void take(const std::vector<std::size_t>&);
  static void join(std::deque<Waiting>&, Waiting);

  const ProviderConfig& provider_;
  std::vector<Counter> counters_;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> counter_at_;  ///< by limit and whose it is
};

}  // namespace busyhour::plain
