#include "validation_cases.hpp"

#include <fmt/format.h>

#include <cmath>

#include "small_worlds.hpp"

namespace busyhour::detail {
namespace {

constexpr std::int64_t replications = 20;
constexpr double requests_each = 6'000;  ///< counted in one replication

const std::vector<std::string> loss_metrics{"first_attempt_rejected", "slots.full_time", "slots.slot_use",
                                            "throughput"};
const std::vector<std::string> retry_metrics{"added_delay.mean", "first_attempt_rejected", "attempt_rejected",
                                             "slots.slot_use", "slots.full_time"};
const std::vector<std::string> queue_metrics{"added_delay.mean", "slots.slot_use", "slots.full_time", "throughput"};

Scenario closed(std::int64_t c, std::int64_t n, const NamedLaw& hold, const NamedLaw& think, WhenFull when_full,
                Retry retry = NoRetry{}) {
  Scenario s = closed_world(c, n, hold, think, std::move(when_full), std::move(retry));
  const double cycle = hold.law.mean() + think.law.mean();
  run_for(s, requests_each, static_cast<double>(n) / cycle, cycle);
  return s;
}

Scenario open(std::int64_t c, double rate, const NamedLaw& hold, WhenFull when_full, double effort = 1,
              Retry retry = NoRetry{}) {
  Scenario s = open_world(c, rate, hold, std::move(when_full), std::move(retry));
  run_for(s, requests_each * effort, rate, hold.law.mean());
  return s;
}

class Cases {
 public:
  std::vector<ValidationCase> all;
  void add(std::string family, std::string name, Scenario scenario, std::vector<std::string> metrics,
           std::string tail = {}) {
    if (scenario.run.until == Until::duration) scenario.run.replications = replications;
    scenario.run.seed = 20'261'122 + static_cast<std::int64_t>(all.size());  // no two cases share their luck
    all.push_back({std::move(family), std::move(name), std::move(scenario), std::move(metrics), std::move(tail)});
  }

  void closed_loss() {
    for (const std::int64_t c : {1, 2, 5, 12})
      for (const std::int64_t per_slot : {2, 4, 8})
        for (const double duty : {.05, .2, .4})
          for (const auto& [service, pause] : {std::pair{exponential(1), exponential(1)},
                                               {law("constant", 1, 0), law("lognormal", 1, .8)},
                                               {law("lognormal", 1, 2), law("uniform", 1, .5)}}) {
            if (static_cast<double>(per_slot) * duty < .4) continue;  // too rarely refused to be seen
            const NamedLaw think =
                law(pause.name.substr(0, pause.name.find(' ')), (1 - duty) / duty, std::sqrt(pause.law.variance()));
            add("closed loss (Engset)",
                fmt::format("{} on {}, duty {}, service {}, pause {}", c * per_slot, c, duty, service.name, think.name),
                closed(c, c * per_slot, service, think, Reject{}), loss_metrics);
          }
  }

  void open_loss() {
    for (const std::int64_t c : {1, 3, 10, 30})
      for (const double load : {.6, .8, 1.1})
        for (const NamedLaw& hold : {exponential(1), law("constant", 1, 0), law("lognormal", 1, 2)})
          add("open loss (Erlang B)",
              fmt::format("load {} on {}, service {}", load * static_cast<double>(c), c, hold.name),
              open(c, load * static_cast<double>(c), hold, Reject{}), loss_metrics);
  }

  void closed_retry() {
    for (const std::int64_t c : {1, 2, 4, 8})
      for (const std::int64_t per_slot : {2, 4})
        for (const double duty : {.1, .2})
          for (const double backoff : {.2, 1.}) {
            if (static_cast<double>(per_slot) * duty < .3) continue;
            add("closed retry (finite-source retrial)",
                fmt::format("{} on {}, duty {}, backoff {}", c * per_slot, c, duty, backoff),
                closed(c, c * per_slot, exponential(1), exponential((1 - duty) / duty), Reject{}, again(backoff)),
                retry_metrics, "added_delay");
          }
  }

  void closed_queue() {
    for (const std::int64_t c : {1, 2, 4, 8})
      for (const std::int64_t per_slot : {2, 4})
        for (const double duty : {.2, .3})
          for (const NamedLaw& pause : {exponential((1 - duty) / duty), law("constant", (1 - duty) / duty, 0)})
            add("closed queue (machine repair)",
                fmt::format("{} on {}, duty {}, pause {}", c * per_slot, c, duty, pause.name),
                closed(c, c * per_slot, exponential(1), pause, line()), queue_metrics, "added_delay");
    for (const std::int64_t c : {1, 3})
      for (const std::int64_t most : {1, 2, 5})
        add("closed queue (machine repair)", fmt::format("{} on {}, line of {}", 8 * c, c, most),
            closed(c, 8 * c, exponential(1), exponential(5), line(most)), queue_metrics);
  }

  void open_queue() {
    for (const double rho : {.5, .7, .8}) {
      for (const std::int64_t c : {1, 2, 5, 20}) {
        const double rate = rho * static_cast<double>(c);
        add("open queue (M/M/c)", fmt::format("M/M/{}, load {}", c, rate), open(c, rate, exponential(1), line(), 5),
            queue_metrics, c < 20 ? "added_delay" : "");
        for (const std::int64_t most : {1, 4})
          add("open bounded queue (M/M/c/K)", fmt::format("M/M/{}/{}, load {}", c, c + most, rate * 1.3),
              open(c, rate * 1.3, exponential(1), line(most)),
              {"first_attempt_rejected", "added_delay.mean", "slots.slot_use", "slots.full_time"});
      }
      add("one slot, any law (M/D/1, M/G/1)", fmt::format("M/D/1, load {}", rho),
          open(1, rho, law("constant", 1, 0), line(), 5), queue_metrics, "added_delay");
      for (const NamedLaw& hold : {law("uniform", 1, .5), law("gamma", 1, .5), law("gamma", 1, 1.5)})
        add("one slot, any law (M/D/1, M/G/1)", fmt::format("M/G/1, load {}, service {}", rho, hold.name),
            open(1, rho, hold, line(), 5), queue_metrics);
    }
  }

  void open_retry() {
    for (const double rho : {.3, .5, .7}) {
      for (const std::int64_t c : {1, 2, 5})
        for (const double backoff : {.2, 1.})
          add("open retry (retrial M/M/c)",
              fmt::format("{} slots, load {}, backoff {}", c, rho * static_cast<double>(c), backoff),
              open(c, rho * static_cast<double>(c), exponential(1), Reject{}, 3, again(backoff)), retry_metrics);
      for (const NamedLaw& hold : {law("constant", 1, 0), law("gamma", 1, .5)})
        add("open retry (retrial M/G/1)", fmt::format("load {}, service {}", rho, hold.name),
            open(1, rho, hold, Reject{}, 3, again(.5)), retry_metrics);
    }
  }

  template <class Limit>
  void limiter(const std::string& name, double load, std::int64_t cap, std::int64_t burst, bool counts_rejected) {
    Limit limit;
    limit.per = seconds(1);
    limit.cap = whole(cap);
    limit.when_full = Reject{};
    limit.counts_rejected = counts_rejected;
    if constexpr (requires { limit.burst; }) limit.burst = burst;
    ArrivalsConfig load_config;
    const double rate = load * static_cast<double>(cap);
    load_config.arrive = PoissonArrivals{rate};
    Scenario s = world(limit, "rate", Distribution::constant(.01), load_config);
    s.run.warm_up = seconds(100);
    s.run.duration = seconds(100 + std::ceil(requests_each / rate));  // whole windows
    add("rate limiter: " + name,
        fmt::format("{} per second, {} asked{}", cap, rate, burst > 0 ? fmt::format(", burst {}", burst) : ""),
        std::move(s), {"first_attempt_rejected", "throughput"});
  }

  void limiters() {
    for (const double load : {.8, 1., 1.3})
      for (const std::int64_t cap : {1, 4, 10, 25}) {
        limiter<FixedWindow>("fixed window", load, cap, 0, false);
        limiter<SlidingLog>("sliding log", load, cap, 0, false);
        limiter<SlidingCounter>("sliding counter", load, cap, 0, false);
        limiter<SlidingLog>("sliding log, attempts count", load, cap, 0, true);
        limiter<SlidingCounter>("sliding counter, attempts count", load, cap, 0, true);
        limiter<TokenBucket>("token bucket", load, 10, cap < 25 ? cap : 7, false);
        limiter<Gcra>("GCRA", load, 10, cap < 25 ? cap : 7, false);
      }
  }

  void batches() {
    for (const std::int64_t tasks : {20, 60})
      for (const std::int64_t price : {1, 3})
        for (const std::int64_t balance : {20, 60, 150}) {
          BatchConfig work;
          work.tasks = tasks;
          OnRelease wait;
          wait.attempts = {0, true};
          work.client.retry = wait;
          ConcurrencyLimit limit = slots(1, Reject{});
          limit.cap.text = "max(1, floor(10% * balance / $1))";
          limit.cap.expression =
              Expression::read(limit.cap.text, [](std::string_view) { return std::optional{dimension::money}; });
          Scenario s = world(limit, "slots", exponential(1).law, work);
          s.provider.account = AccountConfig{};
          s.provider.account->balance = dollars(static_cast<double>(balance));
          s.provider.endpoints.front().second.price = dollars(static_cast<double>(price));
          s.run.until = Until::workload_done;
          s.run.replications = 400;
          add("batch on a balance (death chain)", fmt::format("{} tasks at ${}, ${}", tasks, price, balance),
              std::move(s), {"makespan.mean", "time_to_empty.mean"});
        }
  }
};

}  // namespace

std::vector<ValidationCase> validation_cases() {
  Cases cases;
  cases.closed_loss();
  cases.open_loss();
  cases.closed_retry();
  cases.closed_queue();
  cases.open_queue();
  cases.open_retry();
  cases.limiters();
  cases.batches();
  return std::move(cases.all);
}

}  // namespace busyhour::detail
