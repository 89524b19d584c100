#pragma once
/// One replication while it is told: what it is made of, and the building of it.
#include <optional>
#include <utility>
#include <vector>

#include "busyhour/model/replication.hpp"

namespace busyhour {

inline const ConcurrencyLimit* concurrency(const LimitConfig& limit) { return std::get_if<ConcurrencyLimit>(&limit); }

/// What every limit says, of whatever kind.
struct Common {
  Counts counts;
  const Formula& cap;
  const WhenFull& when_full;
  LimitKey key;
  const std::vector<std::string>& endpoints;
  bool counts_rejected;
};
inline Common common(const LimitConfig& limit) {
  return std::visit(
      [](const auto& l) { return Common{l.counts, l.cap, l.when_full, l.key, l.endpoints, l.counts_rejected}; }, limit);
}

inline bool counts_requests(Counts counts) {
  return counts == Counts::requests || counts == Counts::tasks || counts == Counts::contexts;
}

/// A cap at a balance; one below nothing lets nothing pass. Throws std::domain_error if it is no finite number.
[[nodiscard]] std::int64_t cap_at(const std::string& limit, const Expression& cap, Money balance);

struct Run;

/// The caps that move: with the balance, or at given times.
class Caps {
 public:
  /// Once the counters are there.
  void begin(Run& run);
  /// They follow the balance, and who waits may go when one rises.
  void follow_balance(Run& run) const;

 private:
  static Process change(Run& run);
  void set(Run& run, Counter& counter) const;
  std::vector<const Formula*> formulas_;  ///< of each limit, as they stand now
  bool any_follows_ = false;
};

/// Everything that lives as long as the replication: time first, things second, stories last.
struct Run {
  Run(const ReplicationPlan& p, Window window, std::vector<Observing> observing)
      : plan{p},
        counted{window},
        observed{window, std::move(observing)},
        world{calendar, door, observed, *p.provider, p.replication} {}
  const ReplicationPlan& plan;
  Window counted;
  Calendar calendar;
  Door door{calendar};
  Observed observed;
  World world;
  Caps caps;
  std::optional<Stories> stories{std::in_place, calendar};
};

/// Opens the account, makes the counters and routes, and begins every workload's stories.
void begin_all(Run& run);

}  // namespace busyhour
