/// What holds in every scenario, whatever is in it: tried on scenarios made up at random.
#include <map>
#include <set>

#include "random_scenario.hpp"
#include "scenario/told.hpp"

namespace busyhour {
namespace {

constexpr std::uint64_t scenarios = 400;

/// Tells every scenario once; the text stands beside what fails.
template <class Check>
void in_every_scenario(Check&& check) {
  for (std::uint64_t seed = 1; seed <= scenarios; ++seed) {
    const std::string text = testing::random_scenario(seed);
    SCOPED_TRACE("scenario " + std::to_string(seed) + "\n" + text);
    const Told told{text};
    check(told);
    if (::testing::Test::HasFailure()) return;
  }
}

std::int64_t tasks_of(const WorkloadConfig& workload) {
  return std::visit(
      [](const auto& w) -> std::int64_t {
        if constexpr (requires { w.tasks; }) return w.tasks;
        return 0;
      },
      workload);
}

/// Workloads that go on until the others are done.
bool has_endless(const Told& t) {
  for (const auto& [name, workload] : t.scenario().workloads)
    if (std::holds_alternative<CallsConfig>(workload)) return true;
  return false;
}

const ClientConfig& client_of(const WorkloadConfig& workload) {
  return std::visit([](const auto& w) -> const ClientConfig& { return w.client; }, workload);
}

// Every charge and refund is in the balance, to the nano-dollar, and nothing else is.
TEST(InEveryScenario, TheAccountAddsUp) {
  in_every_scenario([](const Told& t) {
    Money balance = t.scenario().provider.account->balance, lowest = balance, spend;
    for (const Movement& m : t.movements()) {
      EXPECT_GT(m.amount.nano, 0);
      if (m.kind == Movement::Kind::charge) balance -= m.amount, spend += m.amount;
      if (m.kind == Movement::Kind::refund) balance += m.amount, spend -= m.amount;
      if (m.kind == Movement::Kind::deposit) balance += m.amount;
      lowest = std::min(lowest, balance);
    }
    EXPECT_EQ(in_dollars(balance), t.number("balance.end"));
    EXPECT_EQ(in_dollars(lowest), t.number("balance.min"));
    EXPECT_EQ(in_dollars(spend), t.number("spend"));
    EXPECT_GE(spend.nano, 0);
  });
}

TEST(InEveryScenario, EveryRequestEndsInExactlyOneOutcome) {
  in_every_scenario([](const Told& t) {
    std::map<std::uint32_t, std::set<std::uint32_t>> ended;
    for (const RequestDone& r : t.all())
      if (r.attempts > 0) {
        const bool talks = std::holds_alternative<CallsConfig>(t.scenario().workloads[r.who.workload].second);
        EXPECT_TRUE(ended[r.who.workload].insert(talks ? r.who.entity * 1000 + r.number : r.who.entity).second);
      }
    std::uint64_t all = 0;
    for (const auto& [name, workload] : t.scenario().workloads) all += static_cast<std::uint64_t>(tasks_of(workload));
    const Ended& e = t.result().ended;
    if (has_endless(t)) all = e.requests;
    EXPECT_EQ(e.requests, all);
    EXPECT_EQ(e.at_once + e.after_queue + e.after_retry + e.given_up + e.failed, all);
  });
}

/// The most that may be held of a limit: its cap, the second one of a surcharge, or the largest to which it changes.
std::int64_t most_of(const Told& t, std::uint32_t number, const ConcurrencyLimit& limit) {
  const auto* more = std::get_if<Surcharge>(&limit.when_full);
  std::int64_t most = static_cast<std::int64_t>((more ? more->cap : limit.cap).expression.constant());
  for (const CapChange& c : t.scenario().provider.changes)
    if (c.limit == number) most = std::max(most, static_cast<std::int64_t>(c.cap.expression.constant()));
  return most;
}

TEST(InEveryScenario, NoMoreIsHeldThanTheCapAndEverySlotIsGivenBack) {
  in_every_scenario([](const Told& t) {
    const auto& limits = t.scenario().provider.limits;
    std::map<std::uint32_t, DoorTrace::Step> last;
    for (const auto& s : t.door().steps) {
      EXPECT_GE(s.held, 0);
      EXPECT_GE(s.waiting, 0);
      const auto* slots = std::get_if<ConcurrencyLimit>(&limits[s.limit].second);
      if (!slots || !slots->cap) {
        EXPECT_EQ(s.held, 0);
      } else if (slots->cap.expression.is_constant()) {
        EXPECT_LE(s.held, most_of(t, s.limit, *slots));
      }
      last[s.limit] = s;
    }
    for (const auto& [limit, s] : last) {
      if (has_endless(t)) continue;  // it holds some still
      const auto* slots = std::get_if<ConcurrencyLimit>(&limits[limit].second);
      if (slots && slots->key == LimitKey::endpoint) continue;  // several counters in one list
      EXPECT_EQ(s.held, 0) << limits[limit].first;
      EXPECT_EQ(s.waiting, 0) << limits[limit].first;
    }
  });
}

/// The instants at which a rate let something pass: it is noted once for each, unless others wait at it.
std::vector<TimePoint> passed(const Told& t, std::uint32_t limit) {
  std::vector<TimePoint> all;
  for (const auto& s : t.door().steps)
    if (s.limit == limit) all.push_back(s.at);
  return all;
}

void expect_within(const FixedWindow& rate, std::int64_t cap, const std::vector<TimePoint>& all) {
  std::map<std::int64_t, std::int64_t> count;
  const Duration phase = rate.phase.value_or(Duration{0});
  for (const TimePoint t : all) EXPECT_LE(++count[(t.time_since_epoch() - phase + rate.per) / rate.per], cap);
}
void expect_within(const SlidingLog& rate, std::int64_t cap, const std::vector<TimePoint>& all) {
  for (std::size_t i = static_cast<std::size_t>(cap); i < all.size(); ++i)
    EXPECT_GE(all[i] - all[i - static_cast<std::size_t>(cap)], rate.per);
}
/// Of any stretch, no more than what was saved up and what flowed in.
template <class Bucket>
void expect_within(const Bucket& rate, std::int64_t cap, const std::vector<TimePoint>& all) {
  if constexpr (requires { rate.burst; }) {
    for (std::size_t i = 0; i < all.size(); ++i)
      for (std::size_t j = i; j < all.size(); ++j)
        EXPECT_LE(static_cast<double>(j - i + 1),
                  static_cast<double>(rate.burst) +
                      static_cast<double>(cap) * in_seconds(all[j] - all[i]) / in_seconds(rate.per) + 1e-6);
  }
}

TEST(InEveryScenario, NoMorePassesThanTheRate) {
  in_every_scenario([](const Told& t) {
    const auto& limits = t.scenario().provider.limits;
    for (std::uint32_t i = 0; i < limits.size(); ++i)
      std::visit(
          [&](const auto& rate) {
            if constexpr (requires { rate.per; })
              if (std::holds_alternative<Reject>(rate.when_full) && !counts_size(rate.counts))
                expect_within(rate, static_cast<std::int64_t>(rate.cap.expression.constant()), passed(t, i));
          },
          limits[i].second);
  });
}

/// Whether all of a client's tasks are bound to be admitted in the end: it waits in line for ever, and nothing refuses
/// for good.
bool waits_in_line(const Scenario& s, const WorkloadConfig& workload) {
  const ClientConfig& client = client_of(workload);
  const auto* rule = std::get_if<OnRelease>(&client.retry);
  return rule && rule->dispatch == Dispatch::line && !client.timeout && !client.breaker && !client.adapt &&
         client.resubmit_failed == 0 && s.provider.limits.front().first != "funds";
}

TEST(InEveryScenario, NobodyStarvesInTheLineAndItKeepsItsOrder) {
  std::size_t lines = 0;
  in_every_scenario([&](const Told& t) {
    const auto& workloads = t.scenario().workloads;
    for (std::uint32_t w = 0; w < workloads.size(); ++w) {
      if (!waits_in_line(t.scenario(), workloads[w].second)) continue;
      ++lines;
      std::map<std::uint32_t, const RequestDone*> in_order;
      for (const RequestDone& r : t.all())
        if (r.who.workload == w) in_order[r.who.entity] = &r;
      TimePoint before{};
      for (const auto& [entity, r] : in_order) {
        EXPECT_NE(r->outcome, Outcome::given_up) << "task " << entity;
        EXPECT_GE(r->first_attempt, before) << "task " << entity;
        before = r->first_attempt;
      }
    }
  });
  EXPECT_GT(lines, 20U);
}

// The same seed tells the same story.
TEST(InEveryScenario, ItIsToldTheSameAgain) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const std::string text = testing::random_scenario(seed);
    const Told one{text}, other{text};
    ASSERT_EQ(one.lines(), other.lines()) << text;
    ASSERT_EQ(one.result().events, other.result().events) << text;
  }
}

}  // namespace
}  // namespace busyhour
