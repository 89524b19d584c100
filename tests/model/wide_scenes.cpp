#include <algorithm>
#include <array>
#include <random>

#include "scenes.hpp"

namespace busyhour::testing {
namespace {

/// Adds to a scene what the language's first part did not have.
class Widener {
 public:
  Widener(std::uint64_t number, Scene& scene) : engine_{number * 7919 + 1}, scene_{scene} {}
  void widen();

 private:
  std::int64_t between(std::int64_t a, std::int64_t b) {
    return a + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(b - a + 1));
  }
  bool chance(std::int64_t percent) { return between(1, 100) <= percent; }
  /// An odd number of milliseconds: few things happen at one instant.
  Duration span(std::int64_t low_ms, std::int64_t high_ms) {
    return std::chrono::milliseconds{between(low_ms, high_ms)} + std::chrono::microseconds{between(1, 999)};
  }
  Distribution spread(double mean) { return law(chance(50) ? "lognormal" : "gamma", mean, 0.6); }
  Money cents(std::int64_t low, std::int64_t high) { return Money{between(low, high) * 10'000'000 + between(0, 9999)}; }
  static Formula over_balance(const std::string& text);

  [[nodiscard]] bool holds_longer() const;
  [[nodiscard]] EndpointConfig& endpoint_of(const std::string& name);
  ConcurrencyLimit* slots();
  void money();
  void rate();
  void special_slots();
  void stages();
  void failures();
  void calls();
  void classes(WorkloadConfig&);
  void client(WorkloadConfig&);
  void interruptions();
  template <class RateLimitOf>
  void add_rate(RateLimitOf);

  std::mt19937_64 engine_;
  Scene& scene_;
};

Formula Widener::over_balance(const std::string& text) {
  return {text, Expression::read(text, [](std::string_view name) {
            return name == "balance" ? std::optional{dimension::money} : std::nullopt;
          })};
}

bool Widener::holds_longer() const {
  const auto longer = [](SlotHeld word) { return word == SlotHeld::whole_call || word == SlotHeld::whole_connection; };
  for (const auto& [name, e] : scene_.provider.endpoints)
    if (longer(word_of(e.slot_held))) return true;
  return std::ranges::any_of(scene_.provider.limits, [&](const auto& l) {
    const auto* limit = std::get_if<ConcurrencyLimit>(&l.second);
    return limit && limit->slot_held && longer(*limit->slot_held);
  });
}

EndpointConfig& Widener::endpoint_of(const std::string& name) {
  for (auto& [other, e] : scene_.provider.endpoints)
    if (other == name) return e;
  return scene_.provider.endpoints.front().second;
}

/// A limit on requests.
ConcurrencyLimit* Widener::slots() {
  for (auto& [name, l] : scene_.provider.limits) {
    auto* limit = std::get_if<ConcurrencyLimit>(&l);
    if (limit && limit->counts == Counts::requests && !limit->slot_held) return limit;
  }
  return nullptr;
}

void Widener::money() {
  if (!chance(60)) return;
  AccountConfig account;
  account.balance = cents(500, 4000);
  account.charge.when = static_cast<ChargeWhen>(between(0, 3));
  if (chance(50)) {
    TopUpConfig more;
    if (chance(60))
      more.when = over_balance("balance < $" + std::to_string(between(2, 20)));
    else
      more.every = span(5000, 20000);
    more.add = cents(200, 1500);
    more.takes = span(100, 4000);
    if (chance(40)) more.at_most = over_balance("$" + std::to_string(between(15, 30)) + " / 20 s");
    account.top_up = more;
  }
  scene_.provider.account = account;
  for (auto& [name, e] : scene_.provider.endpoints) {
    e.price = cents(1, 60);
    if (chance(40)) e.price_per_second = 0.0317;
    if (chance(30)) e.price_per_character = 0.00021;
    if (chance(30)) e.price_per_token = 0.0017;
  }
  ConcurrencyLimit* limit = slots();
  if (limit && chance(40)) {
    limit->cap = over_balance("max(1, floor(10% * balance / $1))");
    if (chance(40)) limit->unlimited_when = over_balance("balance > $" + std::to_string(between(20, 35)));
  }
  if (!chance(30)) return;
  ConcurrencyLimit funds;
  funds.counts = Counts::balance;
  funds.at_least = cents(50, 300);
  funds.when_full = Reject{};
  scene_.provider.limits.insert(scene_.provider.limits.begin(), {"funds", funds});
}

template <class RateLimitOf>
void Widener::add_rate(RateLimitOf one) {
  // A conversation whose request is told apart from it (abandoned, or queued again) is counted anew: not compared.
  const bool apart = std::ranges::any_of(scene_.workloads, [&](const auto& w) {
    return std::visit(
        [&](const auto& config) {
          const auto& retries = endpoint_of(config.endpoint).retries;
          return config.client.timeout || (retries && retries->between == BetweenTries::queues_again);
        },
        w.second);
  });
  const std::array what{Counts::requests,   Counts::requests,   Counts::connections,
                        Counts::characters, Counts::tokens_out, apart ? Counts::requests : Counts::calls};
  one.counts = what[static_cast<std::size_t>(between(0, what.size() - 1))];
  one.per = span(500, 3000);
  one.cap = cap(counts_size(one.counts) ? between(40, 200) : between(1, 5));
  one.counts_rejected = !counts_size(one.counts) && chance(40);
  one.when_full = Reject{};
  if (chance(20)) one.key = LimitKey::workload;
  auto& limits = scene_.provider.limits;
  limits.insert(chance(50) ? limits.begin() : limits.end(), {"rate", one});
}

void Widener::rate() {
  if (!chance(50)) return;
  FixedWindow fixed;
  if (chance(50)) fixed.phase = span(10, 900);
  TokenBucket bucket;
  Gcra gcra;
  bucket.burst = gcra.burst = between(1, 4);
  switch (between(0, 4)) {
    case 0:
      return add_rate(fixed);
    case 1:
      return add_rate(SlidingLog{});
    case 2:
      return add_rate(SlidingCounter{});
    case 3:
      bucket.burst = 200;  // sizes pass too
      return add_rate(bucket);
    default:
      gcra.burst = 200;
      return add_rate(gcra);
  }
}

/// Slots that are kept for some, or sold beyond the cap; a cap that changes.
void Widener::special_slots() {
  ConcurrencyLimit* limit = slots();
  if (!limit || !limit->cap.expression.is_constant()) return;
  const auto most = static_cast<std::int64_t>(limit->cap.expression.constant());
  if (chance(30)) {
    if (limit->key != LimitKey::workload) limit->reserve = {{"workload 0", between(1, most)}};
  } else if (chance(30)) {
    Surcharge more;
    more.cap = cap(most + between(1, 3));
    more.price = 2;
    if (chance(50)) more.adds = cents(1, 20);
    if (chance(50)) more.adds_per_second = 0.013;
    limit->when_full = more;
  } else if (chance(40)) {
    const auto at = std::ranges::find_if(
        scene_.provider.limits, [&](const auto& l) { return std::get_if<ConcurrencyLimit>(&l.second) == limit; });
    const auto number = static_cast<std::uint32_t>(at - scene_.provider.limits.begin());
    for (std::int64_t i = 1; i <= 3; ++i)
      scene_.provider.changes.push_back({TimePoint{span(i * 9000, i * 9000 + 8000)}, number, cap(between(1, 5))});
  }
}

void Widener::stages() {
  for (auto& [name, e] : scene_.provider.endpoints) {
    if (!chance(20)) continue;
    e.service = NoService{};
    e.stages = {{"queue", spread(0.3)}, {"service", spread(1)}, {"after", spread(0.4)}};
    if (chance(50)) e.slot_held = HeldByStages{"queue", "service"};
  }
}

void Widener::failures() {
  for (auto& [name, e] : scene_.provider.endpoints) {
    if (chance(40)) {
      Failures fails;
      fails.share = 0.3;
      fails.charged = chance(50);
      e.fails = fails;
    }
    if (e.fails && chance(60)) {
      ProviderRetries retries;
      retries.attempts = between(2, 4);
      if (chance(40)) retries.within = span(500, 3000);
      if (chance(50) && !holds_longer()) retries.between = BetweenTries::queues_again;
      e.retries = retries;
    }
    if (chance(60)) {
      Abandoned left;
      left.stops = chance(60);
      left.charged = chance(50);
      if (!e.stages.empty() && chance(50)) left.in = {"queue", "after"};
      e.abandoned = left;
    }
    if (chance(30)) e.idle_timeout = span(1000, 8000);
  }
}

/// Some of the conversations arrive and end.
void Widener::calls() {
  for (auto& [name, w] : scene_.workloads) {
    const auto* closed = std::get_if<ConversationsConfig>(&w);
    if (!closed || !chance(45)) continue;
    CallsConfig open;
    if (chance(50))
      open.arrive.emplace<PoissonArrivals>().rate = 0.3;
    else
      open.arrive.emplace<RenewalArrivals>().gap = spread(3);
    if (chance(50))
      open.lasts = LastsTime{spread(9)};
    else
      open.lasts = LastsTurns{always(static_cast<double>(between(1, 4)))};
    open.connection = closed->connection;
    open.endpoint = closed->endpoint;
    open.turn = closed->turn;
    open.priority = closed->priority;
    open.client = closed->client;
    w.emplace<CallsConfig>(std::move(open));
  }
}

void Widener::classes(WorkloadConfig& workload) {
  std::visit(
      [&]<class W>(W& w) {
        if constexpr (requires { w.classes; }) {
          if (!chance(40)) return;
          ClassConfig one, other;
          one.share = 0.3;
          other.share = 0.7;
          one.priority = between(1, 10);
          if (scene_.provider.account) one.price = cents(10, 90);
          if (chance(60)) one.service = TimedService{spread(1.5)};
          w.classes = {{"one", one}, {"other", other}};
        }
      },
      workload);
}

void Widener::client(WorkloadConfig& workload) {
  const bool talks =
      std::holds_alternative<ConversationsConfig>(workload) || std::holds_alternative<CallsConfig>(workload);
  std::visit(
      [&](auto& w) {
        const EndpointConfig& e = endpoint_of(w.endpoint);
        const bool again = e.retries && e.retries->between == BetweenTries::queues_again;
        if (!talks && chance(40)) {
          ByPolling polls{span(300, 2000), 1.5, {}, {}};
          if (chance(50)) polls.cap = span(2000, 4000);
          if (chance(60)) polls.endpoint = "status";
          w.client.completion = polls;
        }
        const auto* polls = std::get_if<ByPolling>(&w.client.completion);
        if (again || holds_longer() || (polls && !polls->endpoint.empty()) || !chance(50)) return;
        w.client.timeout = span(700, 6000);
        if (chance(60)) w.client.retry_on = {"status 429", "timeout"};
      },
      workload);
}

void Widener::interruptions() {
  if (holds_longer()) return;
  for (auto& [name, w] : scene_.workloads)
    std::visit(
        [&](auto& config) {
          if constexpr (requires { config.turn; }) {
            if (!config.turn.say || endpoint_of(config.endpoint).fails || !chance(60)) return;
            BargeInConfig users;
            users.share = 0.5;
            users.frees_slot = chance(50) ? FreesSlot::at_cancel : FreesSlot::at_end;
            if (chance(50)) users.after = spread(1.5);
            config.turn.barge_in = users;
          }
        },
        w);
}

void Widener::widen() {
  stages();
  failures();
  calls();
  for (auto& [name, w] : scene_.workloads) {
    classes(w);
    client(w);
  }
  money();
  rate();
  special_slots();
  interruptions();
  scene_.provider.endpoints.emplace_back("status", endpoint(TimedService{always(0.01)}));
}

}  // namespace

Scene made_up_widely(std::uint64_t number) {
  Scene scene = made_up(number + 100'000, Ties::rare);
  Widener{number, scene}.widen();
  return scene;
}

}  // namespace busyhour::testing
