#pragma once
/// What every story can see: the calendar, the door, who listens, and what its workload's stories share.
#include <deque>
#include <string>
#include <vector>

#include "busyhour/kernel/story.hpp"
#include "busyhour/model/accounts/wallet.hpp"
#include "busyhour/model/clients/pace.hpp"
#include "busyhour/model/clients/pause.hpp"
#include "busyhour/model/clients/waiting_line.hpp"
#include "busyhour/model/door.hpp"
#include "busyhour/model/metrics/all.hpp"
#include "busyhour/model/provider.hpp"
#include "busyhour/model/purpose.hpp"
#include "busyhour/model/series.hpp"
#include "busyhour/model/workloads/demand.hpp"

namespace busyhour {

/// Everything that was said, in order: for tests and for the worst minute.
struct Recorder {
  std::vector<RequestDone> requests;
  std::vector<TurnDone> turns;
  std::vector<PlaybackGap> gaps;
  std::vector<Movement> movements;
};

/// How the counted requests ended.
struct Ended {
  std::uint64_t requests = 0, at_once = 0, after_queue = 0, after_retry = 0, given_up = 0, failed = 0;
};

/// A class of a workload as its stories see it: what of the endpoint, the demand and the priority is its own.
struct OwnClass {
  EndpointConfig endpoint;
  const Demands* demand = nullptr;  ///< the workload's, if null
  std::int64_t priority = 1;
  std::uint32_t index = 0;  ///< among all that metrics are kept of
  double up_to = 1;         ///< the shares of the classes before it, and its own
};

/// What the stories of one workload share in one replication.
struct Caller {
  Caller(Calendar& calendar, std::uint32_t place, const ClientConfig& config)
      : index{place},
        client{&config},
        budget{config.retry},
        bound{calendar, config.in_flight ? std::optional{config.in_flight->at_most} : std::nullopt} {
    if (Pace::is_kept(config)) pace.emplace(calendar, config);
  }
  std::uint32_t index = 0;
  const ClientConfig* client = nullptr;
  const EndpointConfig* endpoint = nullptr;
  std::int64_t priority = 1;
  std::vector<OwnClass> classes;  ///< empty: all alike
  std::uint64_t seed = 0;
  Route requests;      ///< what a request is asked
  Route kept_already;  ///< the same for one whose connection or call holds slots already
  Route call_kept;     ///< the same for one whose connection was lost: its call holds slots still
  Route connection;    ///< what a connection for a whole conversation is asked
  Route reconnection;  ///< the same for one whose call goes on
  Route further;       ///< what the second and the further tasks of one submission are asked
  Route polls;         ///< what a poll is asked, where polls cost
  BudgetLeft budget;
  WaitingLine line;             ///< of `on_release`
  OwnBound bound;               ///< of `in_flight`
  std::optional<Pace> pace;     ///< of `adapt`, `rate_guard`, `breaker`
  std::int64_t unresolved = 0;  ///< of a finite workload
  std::uint32_t next_task = 0;  ///< of a batch done by workers
  bool holds_longer = false;    ///< some of a request's slots are held until the connection or the call ends
  bool apart = false;           ///< the provider's work is a story of its own: polls cost, or it queues again
  bool finite = false;          ///< the run may wait for its end
};

/// One who draws: a conversation, or a request that comes alone.
struct Drawer {
  Place at;
  const OwnClass* own = nullptr;
  std::uint32_t retries = 0, connection_retries = 0, journeys = 0;
  [[nodiscard]] Who who(const Caller& caller) const { return {caller.index, at.entity, own ? own->index : 0}; }
  [[nodiscard]] const EndpointConfig& endpoint(const Caller& caller) const {
    return own ? own->endpoint : *caller.endpoint;
  }
  [[nodiscard]] std::int64_t priority(const Caller& caller) const { return own ? own->priority : caller.priority; }
  [[nodiscard]] Draw draw(Purpose purpose, std::uint32_t number) const { return Draw{at, purpose, number}; }
  [[nodiscard]] Duration duration(const Distribution& law, Purpose purpose, std::uint32_t number) const {
    Draw d{at, purpose, number};
    return draw_duration(law, d);
  }
  [[nodiscard]] double value(const Distribution& law, Purpose purpose, std::uint32_t number) const {
    Draw d{at, purpose, number};
    return law(d);
  }
};

/// Hears what stories say and hands it to the metrics of their workload, if it belongs to the counted time.
class Observed {
 public:
  Observed(Window counted, std::vector<Observing> plans);

  void say(const RequestDone& r) {
    if (recorder) recorder->requests.push_back(r);
    if (series) series->hear(r);
    if (counted_.holds(r.first_attempt)) tell(r.who, r), count(r), --open_;
  }
  void say(const TurnDone& t) {
    if (recorder) recorder->turns.push_back(t);
    if (counted_.holds(t.belongs)) tell(t.who, t), --open_;
  }
  void say(const PlaybackGap& g) {
    if (recorder) recorder->gaps.push_back(g);
    if (counted_.holds(g.belongs)) tell(g.who, g);
  }
  void say(const ConversationBegun& c) {
    if (counted_.holds(c.arrived)) tell(c.who, c), --open_;
  }
  void say(const Who& who, const InFlightChange& c) {
    if (series) series->hear(c);
    tell(who, c);
  }
  void say(std::uint32_t workload, const UnconnectedChange& c) { tell(Who{workload}, c); }
  /// Something that belongs to `t` has begun and will be said when it is over.
  void begun(TimePoint t) { open_ += counted_.holds(t) ? 1 : 0; }
  /// How much of the counted time is still open.
  [[nodiscard]] std::int64_t open() const { return open_; }
  /// The counted time is over at the latest: levels are read off, and nothing that begins from now on is counted.
  void finish(TimePoint now);

  [[nodiscard]] const Window& counted() const { return counted_; }
  [[nodiscard]] const std::vector<WorkloadMetrics>& metrics() const { return metrics_; }
  [[nodiscard]] const Ended& ended() const { return ended_; }
  Recorder* recorder = nullptr;
  Series* series = nullptr;

 private:
  template <class Observation>
  void tell(const Who& who, const Observation& it) {
    tell_one(who.workload, it);
    if (who.of_class != 0) [[unlikely]]
      tell_one(who.of_class, it);
  }
  template <class Observation>
  void tell_one(std::uint32_t index, const Observation& it) {
    std::apply([&](auto&... metric) { (hear(metric, it), ...); }, metrics_[index]);
  }
  static void hear(auto& metric, const auto& it) {
    if constexpr (requires { metric.hear(it); }) metric.hear(it);
  }
  void count(const RequestDone& r) {
    ++ended_.requests;
    if (r.outcome == Outcome::given_up)
      ++ended_.given_up;
    else if (r.outcome == Outcome::failed)
      ++ended_.failed;
    else if (r.rejected > 0)
      ++ended_.after_retry;
    else if (r.queued > Duration{0})
      ++ended_.after_queue;
    else
      ++ended_.at_once;
  }
  Window counted_;
  std::int64_t open_ = 0;
  Ended ended_;
  std::vector<WorkloadMetrics> metrics_;
};

struct World {
  Calendar& calendar;
  Door& door;
  Observed& observed;
  const ProviderConfig& provider;
  std::uint32_t replication = 0;
  bool travels = false;  ///< the network takes time
  bool until_done =
      false;  ///< the run lasts until finite workloads are resolved: each of their requests counts, begun or not
  Stories* stories = nullptr;
  std::int64_t pending = 0;   ///< requests of finite workloads not yet resolved
  TimePoint last_resolved{};  ///< of finite workloads, if there are any, else of all
  bool any_given_up = false;  ///< among them
  std::deque<Caller> callers = {};
  std::optional<Wallet> wallet = {};

  [[nodiscard]] Drawer drawer(const Caller& caller, std::uint32_t entity) const {
    Drawer made{Place{caller.seed, replication, entity}};
    if (!caller.classes.empty()) made.own = &class_of(caller, made);
    return made;
  }
  /// Drawn once for each entity.
  [[nodiscard]] static const OwnClass& class_of(const Caller& caller, const Drawer& me);
  [[nodiscard]] Duration journey(Drawer& me) const {
    return travels ? me.duration(provider.network, purpose::network, me.journeys++) : Duration{0};
  }
};

}  // namespace busyhour
