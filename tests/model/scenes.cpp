#include "scenes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>

namespace busyhour::testing {
namespace {

class Maker {
 public:
  Maker(std::uint64_t number, Ties ties) : engine_{number}, ties_{ties} {}
  Scene scene();

 private:
  // std::uniform_int_distribution differs between libraries: the scenes must not.
  std::int64_t between(std::int64_t a, std::int64_t b) {
    return a + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(b - a + 1));
  }
  bool chance(std::int64_t percent) { return between(1, 100) <= percent; }
  template <class T, std::size_t N>
  T one_of(const std::array<T, N>& all) {
    return all[static_cast<std::size_t>(between(0, N - 1))];
  }
  /// A mean between the two, in tenths [s].
  double mean(double low, double high) {
    return static_cast<double>(between(static_cast<std::int64_t>(low * 10), static_cast<std::int64_t>(high * 10))) / 10;
  }
  Duration constant(double low, double high) { return seconds(mean(low, high)); }
  Distribution time(double low, double high);
  Distribution count(std::int64_t low, std::int64_t high);

  WhenFull when_full();
  ConcurrencyLimit requests_limit();
  void limits(ProviderConfig&);
  Service service(bool voice);
  void endpoints(ProviderConfig&, bool voice);
  Retry retry();
  template <class Rule>
  Rule bounded(Rule);
  ClientConfig client();
  TurnConfig pause_turn();
  TurnConfig voice_turn();
  Demands demand();
  ConversationsConfig conversations(bool voice);
  ArrivalsConfig arrivals();
  TraceConfig trace_of_rows();
  WorkloadConfig workload(bool voice);

  std::mt19937_64 engine_;
  Ties ties_;
};

Distribution Maker::time(double low, double high) {
  const double m = mean(low, high);
  if (m == 0 || ties_ == Ties::common) return always(m);
  switch (between(0, 4)) {
    case 0:
      return exponential(m);
    case 1:
      return law("gamma", m, 0.7);
    case 2:
      return law("uniform", m, 0.5);
    default:
      return law("lognormal", m, 0.6);
  }
}

Distribution Maker::count(std::int64_t low, std::int64_t high) {
  DistributionSpec spec;
  spec.family = "discrete";
  const double share = 1.0 / static_cast<double>(high - low + 1);
  for (std::int64_t n = low; n <= high; ++n) spec.values.emplace_back(static_cast<double>(n), share);
  return fitted(spec);
}

WhenFull Maker::when_full() {
  if (chance(50)) {
    Reject reject;
    if (chance(30)) reject.code = between(90, 97);
    if (chance(30)) reject.retry_after = constant(0.1, 2);
    if (chance(20)) reject.status = 503;
    return reject;
  }
  Queue line = queue();
  if (chance(60)) line.capacity = at_most(between(1, 4));
  if (chance(40)) line.patience = constant(0.2, 3);
  if (chance(40)) line.discipline = Discipline::priority;
  return line;
}

ConcurrencyLimit Maker::requests_limit() {
  ConcurrencyLimit one = limit(Counts::requests, between(1, 4), when_full());
  if (chance(15)) one.key = LimitKey::endpoint;
  if (chance(15)) one.key = LimitKey::workload;
  if (chance(15)) one.endpoints = {"first"};
  if (chance(10))
    one.slot_held = one_of(std::array{SlotHeld::generation_only, SlotHeld::whole_connection, SlotHeld::whole_call});
  return one;
}

void Maker::limits(ProviderConfig& provider) {
  std::vector<std::pair<std::string, ConcurrencyLimit>> all;
  all.emplace_back("requests", requests_limit());
  if (chance(25)) all.emplace_back("also", requests_limit());
  if (chance(60)) all.emplace_back("connections", limit(Counts::connections, between(1, 6), when_full()));
  if (chance(30)) std::swap(all.front(), all.back());
  for (auto& [name, one] : all) provider.limits.emplace_back(name, one);
}

Service Maker::service(bool voice) {
  if (chance(25)) return TimedService{time(0.1, 3)};
  if (voice || chance(50)) return SpeechService{time(0.1, 0.5), one_of(std::array{0.5, 0.8, 1.0, 2.0, 3.3, 10.0})};
  return TokenService{time(0.1, 0.5), time(0.1, 0.1)};
}

void Maker::endpoints(ProviderConfig& provider, bool voice) {
  provider.endpoints.emplace_back("first", endpoint(service(voice)));
  if (chance(40)) provider.endpoints.emplace_back("second", endpoint(service(voice)));
  for (auto& [name, one] : provider.endpoints) {
    if (chance(10))
      one.slot_held =
          HeldByWord{one_of(std::array{SlotHeld::generation_only, SlotHeld::whole_connection, SlotHeld::whole_call})};
    if (chance(20)) one.limits.emplace_back(provider.limits.front().first, LimitOverride{when_full()});
  }
  if (chance(40)) provider.network = time(0, 0.3);
}

template <class Rule>
Rule Maker::bounded(Rule rule) {
  rule.attempts = chance(30) ? unlimited : at_most(between(1, 6));
  if (chance(25)) rule.deadline = constant(0.3, 6);
  rule.honours_retry_after = chance(40);
  if (chance(20))
    rule.budget = RetryBudget{static_cast<double>(between(1, 9)) / 10, static_cast<double>(between(1, 5))};
  return rule;
}

Retry Maker::retry() {
  const std::int64_t kind = between(0, 7);
  if (kind == 0) return NoRetry{};
  if (kind == 1) {
    ConstantRetry rule = bounded(ConstantRetry{});
    rule.pause = time(0.1, 2);
    return rule;
  }
  ExponentialRetry rule = bounded(ExponentialRetry{});
  rule.first = constant(0.1, 1);
  rule.cap = constant(1, 5);
  rule.jitter = static_cast<Jitter>(ties_ == Ties::common ? 0 : kind - 2);
  if (rule.jitter != Jitter::decorrelated) rule.factor = one_of(std::array{1.0, 1.5, 2.0, 3.0});
  if (rule.jitter == Jitter::proportional || rule.jitter == Jitter::subtractive) rule.spread = mean(0, 1);
  return rule;
}

ClientConfig Maker::client() {
  ClientConfig one;
  one.retry = retry();
  if (chance(15)) one.retry_on = {"status 429"};
  if (chance(10)) one.retry_on = {"status 503", "code 93"};
  if (chance(30)) one.turnaround = time(0.1, 0.5);
  return one;
}

TurnConfig Maker::pause_turn() {
  TurnConfig turn;
  turn.pause = time(0.5, 5);
  turn.if_given_up = static_cast<IfGivenUp>(between(0, 2));
  return turn;
}

TurnConfig Maker::voice_turn() {
  TurnConfig turn;
  turn.user_speaks = time(0.5, 4);  // or a member without a connection would spend no time at all
  for (std::int64_t parts = between(0, 3); parts > 0; --parts)
    turn.think.emplace_back("part " + std::to_string(parts), time(0.1, 1));
  Say say;
  say.sentences = count(between(0, 1), between(1, 4));
  say.characters = time(15, 90);  // a law of sizes is made as one of times is
  if (chance(30)) say.request_ahead = constant(0, 2);
  if (chance(30)) say.text_rate = 50;
  turn.say = say;
  if (chance(90)) turn.gap = time(0.2, 1);
  turn.if_given_up = static_cast<IfGivenUp>(between(0, 2));
  return turn;
}

Demands Maker::demand() {
  Demands one;
  one.tokens_out = time(1, 30);
  one.characters = time(10, 60);
  one.speaking_rate = 15;
  return one;
}

ConversationsConfig Maker::conversations(bool voice) {
  ConversationsConfig one;
  one.count = between(1, 8);
  one.start = StartConfig{Spread::uniform, ties_ == Ties::common ? Duration{} : constant(0, 10)};
  if (chance(50)) one.connection = ConnectionUse::per_conversation;
  one.turn = voice ? voice_turn() : pause_turn();
  return one;
}

ArrivalsConfig Maker::arrivals() {
  ArrivalsConfig one;
  if (ties_ == Ties::rare && chance(50))
    one.arrive = PoissonArrivals{mean(0.2, 2)};
  else
    one.arrive = RenewalArrivals{time(0.5, 3)};
  one.demand = demand();
  return one;
}

TraceConfig Maker::trace_of_rows() {
  std::vector<TraceRow> rows;
  TimePoint now{};
  for (std::int64_t n = between(5, 60); n > 0; --n) {
    TraceRow row;
    row.arrives = now += constant(0, 2);
    row.tokens_out = mean(1, 30);
    row.characters = mean(10, 60);
    row.service = constant(0.1, 2);
    rows.push_back(row);
  }
  TraceConfig one;
  if (chance(30)) one.columns.tokens_out = Column{"tokens", "tokens"};
  if (chance(30)) one.columns.characters = Column{"size", "chars"};
  if (chance(30)) one.columns.service = Column{"took", "s"};
  one.scale = one_of(std::array{0.5, 1.0, 2.0, 3.0});
  one.demand = demand();
  one.rows = std::make_shared<const std::vector<TraceRow>>(std::move(rows));
  return one;
}

WorkloadConfig Maker::workload(bool voice) {
  if (voice) return conversations(true);
  const std::int64_t kind = between(0, 2);
  if (kind == 0) return arrivals();
  if (kind == 1) return trace_of_rows();
  return conversations(false);
}

Scene Maker::scene() {
  Scene scene;
  const bool voice = chance(70);  // then every endpoint speaks
  limits(scene.provider);
  endpoints(scene.provider, voice);
  const std::int64_t n = between(1, 3);
  for (std::int64_t w = 0; w < n; ++w) {
    WorkloadConfig one = workload(voice && (w == 0 || chance(50)));
    const auto* closed = std::get_if<ConversationsConfig>(&one);
    const bool pauses = closed && closed->turn.pause;
    if (pauses) {  // a pause turn has no characters and no tokens: its endpoint must be a time
      for (auto& [name, e] : scene.provider.endpoints) e.service = TimedService{time(0.1, 3)};
    }
    std::visit(
        [&](auto& config) {
          config.endpoint = chance(50) ? scene.provider.endpoints.front().first : scene.provider.endpoints.back().first;
          config.client = client();
          config.priority = between(1, 10);
        },
        one);
    scene.workloads.emplace_back(fmt::format("workload {}", w), std::move(one));
  }
  const bool has_trace =
      std::ranges::any_of(scene.workloads, [](const auto& w) { return std::holds_alternative<TraceConfig>(w.second); });
  scene.run.seed = engine_();
  scene.run.replication = static_cast<std::uint32_t>(between(0, 3));
  if (!has_trace || chance(50)) {
    scene.run.duration = constant(30, 120);
    scene.run.warm_up = constant(0, 20);
  } else {
    scene.run.stop_after = constant(100, 200);  // a trace may wait for ever for slots that are held for ever
  }
  return scene;
}

}  // namespace

Scene made_up(std::uint64_t number, Ties ties) { return Maker{number, ties}.scene(); }

}  // namespace busyhour::testing
