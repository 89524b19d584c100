/// A batch done on slots whose number may follow a balance: with exponential services the number of open tasks is a
/// pure death chain, so times are sums of exponential times. (The saturating client of balance.hpp is its case without
/// end.)
#include <algorithm>
#include <memory>

#include "busyhour/model/accounts/wallet.hpp"
#include "model.hpp"

namespace busyhour::recognition {
namespace {

constexpr std::int64_t most_tasks = 1'000'000;

/// A batch, or workers of whom each takes the next task at once.
struct Work {
  std::int64_t tasks = 0, at_once = 0;
  const ClientConfig* client = nullptr;
};
std::optional<Work> work_of(const Scenario& scenario) {
  if (scenario.workloads.size() != 1) return std::nullopt;
  const WorkloadConfig& only = scenario.workloads.front().second;
  if (const auto* batch = std::get_if<BatchConfig>(&only)) return Work{batch->tasks, batch->tasks, &batch->client};
  if (const auto* crew = std::get_if<WorkersConfig>(&only)) return Work{crew->tasks, crew->workers, &crew->client};
  return std::nullopt;
}

/// The chain: `running` tasks after so many have ended, at a balance that falls by `price` each time.
class Chain {
 public:
  Chain(const Scenario& scenario, const Door& door, const Work& work, double hold)
      : account_{scenario.provider.account},
        limit_{*door.slots()},
        hold_{hold},
        left_{work.tasks},
        at_once_{work.at_once} {
    const EndpointConfig& endpoint = scenario.provider.endpoints.front().second;
    if (account_) balance_ = account_->balance, price_ = endpoint.price.value_or(Money{});
    running_ = room();
  }
  [[nodiscard]] bool over() const { return left_ == 0; }
  void step() {
    time_ += hold_ / static_cast<double>(running_);
    --left_;
    balance_ = balance_ - price_;
    spent_ = spent_ + price_;
    if (!emptied_ && account_ && balance_ <= Money{}) emptied_ = time_;
    running_ = std::max(running_ - 1, room());
  }
  [[nodiscard]] double time() const { return time_; }
  [[nodiscard]] Money balance() const { return balance_; }
  [[nodiscard]] Money spent() const { return spent_; }
  [[nodiscard]] std::optional<double> emptied() const { return emptied_; }

 private:
  /// How many may run by the limit, the workers and the tasks that are left.
  [[nodiscard]] std::int64_t room() const {
    const std::int64_t most = std::min(left_, at_once_);
    const bool free = limit_.unlimited_when && value_at(limit_.unlimited_when.expression, balance_) != 0;
    return free ? most : std::min(most, static_cast<std::int64_t>(value_at(limit_.cap.expression, balance_)));
  }
  const std::optional<AccountConfig>& account_;
  const ConcurrencyLimit& limit_;
  double hold_, time_ = 0;
  std::int64_t left_, at_once_, running_ = 0;
  Money balance_{}, price_{}, spent_{};
  std::optional<double> emptied_;
};

/// What of the door, the account and the client the chain does not have.
void look(const Shape& s, const Door& door, const Work& work, const Law& hold, std::vector<std::string>& why_not) {
  ask_exponential(hold, "the service", why_not);
  const EndpointConfig& endpoint = s.scenario->provider.endpoints.front().second;
  if (endpoint.fails && endpoint.fails->share > 0 && !endpoint.fails->charged)
    why_not.push_back("some tasks fail and cost nothing");
  if (has_classes(s.scenario->workloads.front().second)) why_not.push_back("tasks differ by class");
  if (!s.journey.is_nothing()) why_not.push_back("a request travels");
  const auto* batch = std::get_if<BatchConfig>(&s.scenario->workloads.front().second);
  if (batch && batch->together > 1) why_not.push_back("tasks are submitted together");
  if (has_manners(*work.client)) why_not.push_back("the client does more than to wait for a release");
  if (endpoint.fails && endpoint.fails->share > 0 && endpoint.retries)
    why_not.push_back("the provider tries again by itself what has failed");
  if (work.client->in_flight) why_not.push_back("the client bounds its own requests");
  const bool crew = work.at_once < work.tasks;
  if (crew && !law_of(work.client->turnaround).is_nothing()) why_not.push_back("workers rest between tasks");
  const bool fixed = door.slots()->cap.expression.is_constant() && !door.slots()->unlimited_when;
  if (crew && door.reject() && (work.at_once > door.cap || !fixed)) why_not.push_back("workers may find no slot free");
  if (!std::holds_alternative<ByResponse>(work.client->completion) &&
      !std::holds_alternative<ByWebsocket>(work.client->completion))
    why_not.push_back("the client learns of a release later than it is");
  if (endpoint.price_per_second || endpoint.price_per_token || endpoint.price_per_token_in ||
      endpoint.price_per_character)
    why_not.push_back("tasks differ in price");
  if (!s.scenario->provider.changes.empty() || !door.slots()->reserve.empty())
    why_not.push_back("the limit is not the same for all");
  const auto& account = s.scenario->provider.account;
  if (account && account->top_up) why_not.push_back("the account is filled up");
  if (account && account->charge.when != ChargeWhen::on_success && account->charge.when != ChargeWhen::on_end)
    why_not.push_back("tasks are charged before they end");
  if (s.scenario->run.until != Until::workload_done) why_not.push_back("the run may end before its work");
  if (s.scenario->run.stop_after) why_not.push_back("the run may be stopped (stop_after)");
}

/// Whether every slot that goes back is taken at once while tasks are left.
bool goes_on(const Shape& s, const Door& door, const Work& work) {
  if (door.queue()) return door.queue()->capacity.allows(work.tasks) && !door.queue()->patience;
  if (work.at_once < work.tasks) return true;
  const auto* rule = std::get_if<OnRelease>(&work.client->retry);
  return rule && rule->attempts.unlimited && !rule->deadline && s.retries(door);
}

/// Doors beside this one: a least balance that is never reached does no harm.
bool others_are_silent(const Shape& s, const Door& door, Money last) {
  return std::ranges::all_of(s.doors, [&](const Door& other) {
    const ConcurrencyLimit* floor = other.slots();
    return &other == &door || (floor && floor->at_least && *floor->at_least <= last);
  });
}

}  // namespace

std::optional<Candidate> batch(const Shape& s, const Door& door) {
  const auto work = work_of(*s.scenario);
  if (!work || work->tasks > most_tasks || !door.slots() || !door.slots()->cap) return std::nullopt;
  if ((!door.reject() && !door.queue()) || !goes_on(s, door, *work)) return std::nullopt;
  const EndpointConfig& endpoint = s.scenario->provider.endpoints.front().second;
  Law hold;
  if (const auto* timed = std::get_if<TimedService>(&endpoint.service)) hold = law_of(timed->time);
  for (const auto& [name, law] : endpoint.stages) hold = hold + law_of(law);
  if (hold.mean <= 0) return std::nullopt;
  Candidate c;
  c.scope = Candidate::Scope::scenario;
  c.model = "death chain of " + std::to_string(work->tasks) + " tasks";
  c.assumes = {"as many tasks run as " + door.name + " allows (" + door.slots()->cap.text + "), " +
                   std::to_string(work->at_once) + " at most",
               "each takes " + seconds_in_words(hold.mean) + " on average, exponential"};
  look(s, door, *work, hold, c.why_not);
  auto chain = std::make_shared<Chain>(*s.scenario, door, *work, hold.mean);
  while (!chain->over()) chain->step();
  if (!others_are_silent(s, door, chain->balance())) c.why_not.push_back("there are further limits");
  c.fill = [&s, chain](Findings to) {
    to.mean("makespan", chain->time());
    to.mean("last_resolved", chain->time());
    if (!s.scenario->provider.account) return;
    to.mean("spend", in_dollars(chain->spent()));
    to.mean("balance.min", in_dollars(chain->balance()));
    to.mean("balance.end", in_dollars(chain->balance()));
    if (chain->emptied()) to.mean("time_to_empty", *chain->emptied());
  };
  return c;
}

}  // namespace busyhour::recognition
