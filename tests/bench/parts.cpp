/// What the parts cost: draws, the calendar's timers, stories that begin and end, tasks, gates. One number each.
#include <benchmark/benchmark.h>

#include <boost/random/exponential_distribution.hpp>
#include <cstdint>
#include <memory>
#include <random>
#include <vector>

#include "busyhour/kernel/gate.hpp"
#include "busyhour/kernel/story.hpp"
#include "busyhour/random/distribution.hpp"
#include "busyhour/random/draw.hpp"

namespace busyhour::bench {
namespace {

constexpr Purpose service{1};

void uniform_by_place(benchmark::State& state) {
  const Place me{1, 2, 3};
  Stream stream;
  std::uint64_t sum = 0;
  for (auto _ : state) sum += stream.next(me, service)();
  benchmark::DoNotOptimize(sum);
}
BENCHMARK(uniform_by_place);

void uniform_by_place_made_ahead(benchmark::State& state) {
  const Place me{1, 2, 3};
  StreamAhead stream{me, service};
  std::uint64_t sum = 0;
  for (auto _ : state) sum += stream.next(me, service)();
  benchmark::DoNotOptimize(sum);
}
BENCHMARK(uniform_by_place_made_ahead);

template <class Law>
void draws(benchmark::State& state, Law law) {
  const Place me{1, 2, 3};
  StreamAhead stream{me, service};
  double sum = 0;
  for (auto _ : state) {
    Draw draw = stream.next(me, service);
    sum += law(draw);
  }
  benchmark::DoNotOptimize(sum);
}
BENCHMARK_CAPTURE(draws, exponential_of_boost, boost::random::exponential_distribution<>{1.0});
BENCHMARK_CAPTURE(draws, exponential, fitted({"exponential", {{"mean", 1.0}}, {}, {}}));
BENCHMARK_CAPTURE(draws, lognormal, fitted({"lognormal", {{"mean", 1.0}, {"cv", 1.0}}, {}, {}}));

/// N timers that have fired at random instants, Exp(1 s) apart.
class Ticking {
 public:
  explicit Ticking(std::int64_t n) {
    for (std::int64_t i = 0; i < n; ++i) timers.set(timers.open(), in(TimePoint{}));
  }
  Timers::Moment in(TimePoint now) { return {now + delays_[i_++ % delays_.size()], Phase::arrival}; }
  Slot any() { return static_cast<Slot>(random_() % timers.slots()); }
  Timers timers;

 private:
  static std::vector<Duration> exponentials() {
    std::mt19937_64 random{1};
    boost::random::exponential_distribution<> unit{1.0};
    std::vector<Duration> delays(1 << 16);
    for (Duration& d : delays) d = seconds(unit(random));
    return delays;
  }
  std::vector<Duration> delays_ = exponentials();
  std::size_t i_ = 0;
  std::minstd_rand random_{1};
};

void timer_hold(benchmark::State& state) {
  Ticking t{state.range(0)};
  for (auto _ : state) {
    const Timers::Key due = t.timers.top();
    t.timers.set(due.slot(), t.in(due.when()));
  }
}
BENCHMARK(timer_hold)->Arg(2)->Arg(64)->Arg(1024)->Arg(16384)->Arg(65536);

/// Fires and sets one anew; cancels and sets another.
void timer_hold_and_cancel(benchmark::State& state) {
  Ticking t{state.range(0)};
  for (auto _ : state) {
    const Timers::Key due = t.timers.top();
    t.timers.set(due.slot(), t.in(due.when()));
    const Slot other = t.any();
    t.timers.cancel(other);
    t.timers.set(other, t.in(due.when()));
  }
}
BENCHMARK(timer_hold_and_cancel)->Arg(16)->Arg(1024)->Arg(65536);

struct World {
  Calendar& calendar;
};
Process sleeps_once(World& world) { co_await world.calendar.delay(Duration{1}); }
void story_begins_sleeps_ends(benchmark::State& state) {
  Calendar calendar;
  World world{calendar};
  Stories stories{calendar};
  for (auto _ : state) {
    stories.spawn(sleeps_once(world));
    while (calendar.tell_next(end_of_time)) {
    }
  }
}
BENCHMARK(story_begins_sleeps_ends);

void story_is_spawned_and_cancelled(benchmark::State& state) {
  Calendar calendar;
  World world{calendar};
  Stories stories{calendar};
  for (auto _ : state) stories.cancel(stories.spawn(sleeps_once(world)));
}
BENCHMARK(story_is_spawned_and_cancelled);

Process sleeps(World& world) {
  for (;;) co_await world.calendar.delay(Duration{1});
}
void story_sleeps(benchmark::State& state) {
  Calendar calendar;
  World world{calendar};
  Stories stories{calendar};
  stories.spawn(sleeps(world));
  for (auto _ : state) (void)calendar.tell_next(end_of_time);
}
BENCHMARK(story_sleeps);

Task<int> sleeps_within(World& world) {
  co_await world.calendar.delay(Duration{1});
  co_return 1;
}
Process asks(World& world) {
  for (;;) {
    const int one = co_await sleeps_within(world);
    benchmark::DoNotOptimize(one);
  }
}
void story_sleeps_within_a_task(benchmark::State& state) {
  Calendar calendar;
  World world{calendar};
  Stories stories{calendar};
  stories.spawn(asks(world));
  for (auto _ : state) (void)calendar.tell_next(end_of_time);
}
BENCHMARK(story_sleeps_within_a_task);

Process passes(Gate& gate) {
  for (;;) (void)co_await gate.opens();
}
void gate_lets_one_through(benchmark::State& state) {
  Calendar calendar;
  Gate gate{calendar};
  Stories stories{calendar};
  for (int i = 0; i < 8; ++i) stories.spawn(passes(gate));
  while (calendar.tell_next(end_of_time)) {
  }
  for (auto _ : state) {
    gate.let_one_through();
    (void)calendar.tell_next(end_of_time);
  }
}
BENCHMARK(gate_lets_one_through);

}  // namespace
}  // namespace busyhour::bench

BENCHMARK_MAIN();
