/// Classes: who belongs to which is drawn by number, and what is a class's own is used and heard of by itself.
#include <boost/math/distributions/binomial.hpp>

#include <algorithm>

#include "stories.hpp"

namespace busyhour::testing {
namespace {

ClassConfig own(double share, Duration service) {
  ClassConfig c;
  c.share = share;
  c.service = TimedService{always(service)};
  return c;
}

/// A batch on one slot with a priority queue: 30 % take 3 s, the others 1 s.
Scene two_classes(std::int64_t tasks) {
  Scene scene;
  scene.provider.limits.emplace_back("slots", limit(Counts::requests, 1, queue()));
  EndpointConfig api = endpoint(TimedService{always(9s)});
  api.price = dollars(0.10);
  scene.provider.endpoints.emplace_back("api", api);
  BatchConfig batch;
  batch.tasks = tasks;
  batch.classes = {{"quick", own(0.7, 1s)}, {"slow", own(0.3, 3s)}};
  scene.workloads.emplace_back("batch", batch);
  return scene;
}
BatchConfig& batch(Scene& scene) { return std::get<BatchConfig>(scene.workloads[0].second); }

const std::vector<RequestDone> told(const Scene& scene) { return counted(tell(Teller::model, scene)).requests; }

double value(const ReplicationResult& result, std::string_view metric, std::int32_t workload) {
  for (const Measured& m : result.measured)
    if (m.metric == metric && m.workload == workload) {
      if (const auto* ratio = std::get_if<Ratio>(&m.value)) return ratio->value();
      if (const auto* tally = std::get_if<Tally>(&m.value)) return static_cast<double>(tally->count());
      return std::get<double>(m.value);
    }
  return -1;
}

// Of 2,000 tasks 30 % are slow: a binomial number, both tails together 0.1 %.
TEST(Classes, HaveTheirShares) {
  const auto all = told(two_classes(2000));
  ASSERT_EQ(all.size(), 2000U);
  const auto slow = std::ranges::count_if(all, [](const RequestDone& r) { return r.last_byte - r.admitted == 3s; });
  const boost::math::binomial law{2000, 0.3};
  EXPECT_GE(slow, quantile(law, 0.0005));
  EXPECT_LE(slow, quantile(complement(law, 0.0005)));
  for (const RequestDone& r : all) {
    EXPECT_EQ(r.who.of_class, r.last_byte - r.admitted == 3s ? 2U : 1U);  // behind the one workload
    EXPECT_TRUE(r.last_byte - r.admitted == 3s || r.last_byte - r.admitted == 1s);
  }
}

// Who belongs to which class does not depend on the others: with other services and more tasks they are the same.
TEST(Classes, AreDrawnByNumber) {
  Scene other = two_classes(80);
  batch(other).classes[0].second.service = TimedService{always(2s)};
  const auto some = told(two_classes(50)), more = told(other);
  for (const RequestDone& r : some)
    EXPECT_EQ(r.who.of_class,
              std::ranges::find(more, r.who.entity, [](const auto& o) { return o.who.entity; })->who.of_class);
}

// A class without a service of its own has the endpoint's; a class with a priority passes those of the workload's.
TEST(Classes, LeaveAsItIsWhatTheyDoNotSay) {
  Scene scene = two_classes(40);
  batch(scene).classes[1].second.service.reset();
  batch(scene).classes[1].second.priority = 10;
  Queue line = queue();
  line.discipline = Discipline::priority;
  limit_of(scene).when_full = line;
  const auto all = told(scene);
  TimePoint last_slow{}, first_quick = TimePoint::max();
  for (const RequestDone& r : all) {
    EXPECT_EQ(r.last_byte - r.admitted, r.who.of_class == 2 ? 9s : 1s);
    if (r.who.of_class == 2) last_slow = std::max(last_slow, r.admitted);
    if (r.who.of_class == 1 && r.queued > 0s) first_quick = std::min(first_quick, r.admitted);
  }
  EXPECT_LT(last_slow, first_quick);
}

// Metrics of the whole, of the workload and of its classes; the price of a class is its own.
TEST(Classes, AreHeardByThemselves) {
  Scene scene = two_classes(100);
  AccountConfig account;
  account.balance = dollars(1000);
  scene.provider.account = account;
  batch(scene).classes[1].second.price = dollars(0.50);
  const ReplicationResult result = replicate(plan_of(scene));
  const double quick = value(result, "added_delay", 1), slow = value(result, "added_delay", 2);
  EXPECT_EQ(quick + slow, 100);
  EXPECT_EQ(value(result, "added_delay", 0), 100);
  EXPECT_EQ(value(result, "added_delay", -1), 100);
  EXPECT_GT(slow, 0);
  EXPECT_NEAR(value(result, "spend", -1), 0.10 * quick + 0.50 * slow, 1e-9);
  EXPECT_NEAR(value(result, "in_flight", 1) + value(result, "in_flight", 2), value(result, "in_flight", 0), 1e-12);
  EXPECT_EQ(scopes_of(scene.workloads), (std::vector<std::string>{"batch", "batch.quick", "batch.slow"}));
}

// All requests of a conversation are of its class.
TEST(Classes, OfConversationsAreTheirsForGood) {
  Scene scene = conversations(20);
  scene.provider.limits.clear();
  voice(scene).classes = {{"a", own(0.5, 100ms)}, {"b", own(0.5, 200ms)}};
  scene.run.duration = 40s;
  const auto story = counted(tell(Teller::model, scene));
  std::vector<std::uint32_t> classes(20);
  for (const RequestDone& r : story.requests) {
    auto& known = classes[r.who.entity];
    EXPECT_TRUE(known == 0 || known == r.who.of_class);
    known = r.who.of_class;
    EXPECT_EQ(r.last_byte - r.admitted, known == 1 ? 100ms : 200ms);
  }
  for (const TurnDone& t : story.turns) EXPECT_EQ(t.who.of_class, classes[t.who.entity]);
}

}  // namespace
}  // namespace busyhour::testing
