#include "random_scenario.hpp"

#include <initializer_list>
#include <random>

namespace busyhour::testing {
namespace {

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : draw_{seed} {}
  std::string scenario();

 private:
  std::uint64_t below(std::uint64_t n) { return draw_() % n; }
  bool once_in(std::uint64_t n) { return below(n) == 0; }
  std::string number(std::uint64_t least, std::uint64_t most) {
    return std::to_string(least + below(most - least + 1));
  }
  std::string one_of(std::initializer_list<const char*> all) { return *(all.begin() + below(all.size())); }
  std::string maybe(std::uint64_t n, const std::string& text) { return once_in(n) ? text : ""; }

  std::string when_full(bool slots, const std::string& cap);
  std::string slots(const std::string& name);
  std::string rate(const std::string& name);
  std::string tokens();
  std::string endpoint(const std::string& name);
  std::string completion();
  std::string classes();
  std::string retry();
  std::string client(bool with_timeout);
  std::string workload(const std::string& name);
  std::mt19937_64 draw_;
};

std::string Maker::when_full(bool slots, const std::string& cap) {
  switch (below(slots ? 4 : 3)) {
    case 0:
      return "{action: queue, capacity: " + one_of({"1", "4", "unlimited"}) +
             ", discipline: " + one_of({"fifo", "priority"}) + maybe(2, ", patience: " + number(1, 20) + " s") + "}";
    case 3:
      return "{action: surcharge, cap: 2 * " + cap + ", price: 2x, adds: $0.001}";
    default:
      return "{action: reject" + maybe(3, ", retry_after: " + number(1, 5) + " s") + "}";
  }
}

std::string Maker::slots(const std::string& name) {
  const std::string cap = number(1, 5);
  return "    " + name + ": {counts: " + one_of({"requests", "tasks"}) + ", cap: " + cap + maybe(4, ", key: endpoint") +
         maybe(5, ", endpoints: [run]") + (cap != "1" ? maybe(4, ", reserve: {w0: 1}") : "") +
         ", when_full: " + when_full(true, cap) + "}\n";
}

std::string Maker::rate(const std::string& name) {
  const std::string window = one_of({"fixed", "fixed, phase: 300 ms", "sliding_log", "sliding_counter",
                                     "token_bucket, burst: 2", "gcra, burst: 3", "growth"});
  return "    " + name + ": {counts: requests, per: " + number(1, 3) + " s, cap: " + number(1, 6) +
         ", window: " + window + ", when_full: " + when_full(false, "") + "}\n";
}

/// Tokens of questions, of answers or of both, by the minute.
std::string Maker::tokens() {
  return "    tokens: {counts: " + one_of({"tokens", "tokens_in", "tokens_out"}) +
         ", per: 1 min, cap: 60000, window: token_bucket, burst: 4000, endpoints: [run], when_full: {action: "
         "reject}}\n";
}

std::string Maker::endpoint(const std::string& name) {
  const std::string service = once_in(3)
                                  ? "stages: {queue: 500 ms, service: {dist: exponential, mean: 2 s}, after: 1 s}, "
                                    "slot_held: {from: queue, to: service}"
                                  : "service: {dist: exponential, mean: 2 s}";
  const bool fails = once_in(2);
  return "    " + name + ": {" + service + ", price: $0.37, price_per_second: $0.0013 / s" +
         (fails ? ", fails: {share: 30%, charged: " + one_of({"true", "false"}) + "}" : "") +
         (fails && once_in(2) ? ", retries: {attempts: 3, between: " + one_of({"holds_slot", "queues_again"}) +
                                    maybe(3, ", within: 5 s") + "}"
                              : "") +
         maybe(3, ", price_per_token_in: $0.000003 per token, price_per_token: $0.000015 per token") +
         maybe(2,
               ", abandoned: {stops: " + one_of({"true", "false"}) + ", charged: " + one_of({"true", "false"}) + "}") +
         "}\n";
}

std::string Maker::retry() {
  switch (below(5)) {
    case 0:
      return "none";
    case 4:
      return "{kind: exponential, first: 1 s, least: 500 ms, factor: 2x, cap: 8 s, jitter: full, attempts: 4}";
    case 1:
      return "{kind: constant, pause: {dist: exponential, mean: 2 s}, attempts: " + one_of({"2", "5", "unlimited"}) +
             "}";
    case 2:
      return "{kind: exponential, first: 500 ms, factor: 2x, cap: 8 s, jitter: full, attempts: 6, "
             "honours_retry_after: " +
             one_of({"true", "false"}) + maybe(3, ", budget: {ratio: 20%, burst: 5}") + "}";
    default:
      return "{kind: on_release, fallback: 5 s, attempts: unlimited, dispatch: " + one_of({"line", "line", "each"}) +
             "}";
  }
}

std::string Maker::client(bool with_timeout) {
  return "{retry: " + retry() + maybe(3, ", in_flight: {at_most: " + number(1, 4) + "}") +
         maybe(5, ", adapt: {by: remaining, at_most: 3}") + maybe(6, ", rate_guard: {below: 2, pause: 1 s}") +
         maybe(6, ", breaker: {failures: 4, open: 3 s, while_open: " + one_of({"wait", "give_up"}) + "}") +
         maybe(4, ", resubmit_failed: 2") + (with_timeout ? maybe(3, ", timeout: " + number(1, 6) + " s") : "") +
         maybe(2, ", completion: " + completion()) + "}";
}

std::string Maker::completion() {
  if (once_in(4)) return "{by: webhook, fails: 20%, retry_first: 2 s, attempts: 30}";
  return "{by: polling, first: 1 s, factor: 1.5x" + maybe(2, ", endpoint: status") + "}";
}

std::string Maker::classes() {
  return ", classes: {urgent: {share: 25%, priority: 10, service: {dist: exponential, mean: 1 s}}, plain: {share: 75%, "
         "price: $0.11, demand: {tokens_in: 900 tokens, tokens_out: 100 tokens}}}";
}

std::string Maker::workload(const std::string& name) {
  const std::string kind = once_in(3) ? "kind: workers, workers: " + number(1, 4) + ", " : "kind: batch, ";
  return "  " + name + ": {" + kind + "tasks: " + number(1, 25) + ", endpoint: run, priority: " + number(1, 3) +
         ", demand: {tokens_in: {dist: exponential, mean: 800 tokens}, tokens_out: 200 tokens}" + maybe(3, classes()) +
         ", client: ";
}

std::string Maker::scenario() {
  const std::string run = endpoint("run");
  const bool may_leave = run.find("queues_again") == std::string::npos;
  std::string text = "version: 1\nprovider:\n  network: " + one_of({"0 s", "20 ms"}) + "\n  account: {balance: $" +
                     number(5, 60) + ", charge: {when: " + one_of({"on_submit", "on_start", "on_success", "on_end"}) +
                     "}" + maybe(2, ", top_up: {when: balance < $5, add: $7, takes: 3 s, at_most: $50 / h}") +
                     "}\n  limits:\n";
  if (once_in(3)) text += "    funds: {counts: balance, at_least: $0.50, when_full: {action: reject, retry: never}}\n";
  text += slots("slots");
  if (once_in(2)) text += rate("rate");
  if (once_in(3)) text += slots("more");
  if (once_in(3)) text += tokens();
  if (once_in(4))
    text +=
        "    follows: {counts: requests, cap: 'max(1, floor(10% * balance / $1))', unlimited_when: balance > $40, "
        "when_full: " +
        when_full(false, "") + "}\n";
  const bool endless = once_in(4);
  if (endless) text += "    lines: {counts: connections, cap: 2, endpoints: [talk], when_full: {action: reject}}\n";
  text += "  endpoints:\n" + run + "    status: {service: 1 ms}\n    talk: {service: 500 ms, idle_timeout: 2 s}\n";
  text += "workloads:\n";
  if (endless)
    text +=
        "  endless: {kind: calls, endpoint: talk, arrive: {dist: poisson, rate: 0.3 /s}, lasts: {dist: exponential, "
        "mean: 20 s}, connection: per_conversation, turn: {pause: {dist: exponential, mean: 3 s}}}\n";
  const std::uint64_t workloads = 1 + below(3);
  for (std::uint64_t w = 0; w < workloads; ++w) text += workload("w" + std::to_string(w)) + client(may_leave) + "}\n";
  if (once_in(3))
    text +=
        "changes: {upgrade: {at: 8 s, set: {provider.limits.slots.cap: 5}}, back: {at: 15 s, set: "
        "{provider.limits.slots.cap: 5}}}\n";
  return text + "run: {until: workload_done, stop_after: 1 h, seed: " + number(1, 1'000'000) + "}\n";
}

}  // namespace

std::string random_scenario(std::uint64_t seed) { return Maker{seed}.scenario(); }

}  // namespace busyhour::testing
