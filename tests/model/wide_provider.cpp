/// What a wide scene's provider has more: money, rates, slots that are kept or sold beyond the cap, stages, failures.
#include <algorithm>
#include <array>

#include "widener.hpp"

namespace busyhour::testing {

Formula Widener::over_balance(const std::string& text) {
  return {text, Expression::read(text, [](std::string_view name) {
            return name == "balance" ? std::optional{dimension::money} : std::nullopt;
          })};
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
  auto& limits = scene_.provider.limits;
  limits.emplace(limits.begin(), "funds", LimitConfig{});
  auto& funds = std::get<ConcurrencyLimit>(limits.front().second);
  funds.counts = Counts::balance;
  funds.at_least = cents(50, 300);
  funds.when_full = Reject{};
}

template <class RateLimitOf>
void Widener::add_rate(RateLimitOf one) {
  const bool apart = std::ranges::any_of(scene_.workloads, [&](const auto& w) {
    return std::visit(
        [&](const auto& config) {
          const auto& retries = endpoint_of(config.endpoint).retries;
          return config.client.timeout || (retries && retries->between == BetweenTries::queues_again);
        },
        w.second);
  });
  const std::array what{Counts::requests,   Counts::requests,   Counts::connections,
                        Counts::characters, Counts::tokens_out, apart && !all_ ? Counts::requests : Counts::calls};
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
      if (chance(50) && (all_ || !holds_longer())) retries.between = BetweenTries::queues_again;
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

}  // namespace busyhour::testing
