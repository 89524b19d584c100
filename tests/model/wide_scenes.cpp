/// What a wide scene's workloads have more: calls, classes, clients that leave, users who interrupt.
#include <algorithm>

#include "widener.hpp"

namespace busyhour::testing {

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
        if (again || (!all_ && holds_longer()) || (polls && !polls->endpoint.empty()) || !chance(50)) return;
        w.client.timeout = span(700, 6000);
        if (chance(60)) w.client.retry_on = {"status 429", "timeout"};
      },
      workload);
}

void Widener::interruptions() {
  if (!all_ && holds_longer()) return;
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

Scene made_up_widely(std::uint64_t number, Mixtures mixtures) {
  Scene scene = made_up(number + (mixtures == Mixtures::all ? 1'100'000 : 100'000), Ties::rare);
  Widener{number + (mixtures == Mixtures::all ? 1'000'000 : 0), mixtures, scene}.widen();
  return scene;
}

}  // namespace busyhour::testing
