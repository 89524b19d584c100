#pragma once
/// M/M/1 at a load of 0.9: a process that arrives, a process that serves, a queue between them. And churn: every
/// customer a process of its own, on 60 slots at 50 Erlang.
#include <cstdint>
#include <vector>

#include "busyhour/kernel/gate.hpp"
#include "conversations.hpp"

namespace busyhour::bench {

/// A line of waiting things: a ring that grows and never shrinks.
template <class T>
class Line {
 public:
  [[nodiscard]] bool empty() const { return head_ == tail_; }
  void push(T x) {
    if (tail_ - head_ == ring_.size()) grow();
    ring_[tail_++ & (ring_.size() - 1)] = x;
  }
  [[nodiscard]] T pop() { return ring_[head_++ & (ring_.size() - 1)]; }

 private:
  void grow() {
    std::vector<T> more(2 * ring_.size());
    std::size_t n = 0;
    while (!empty()) more[n++] = pop();
    ring_ = std::move(more);
    head_ = 0;
    tail_ = n;
  }
  std::vector<T> ring_ = std::vector<T>(64);
  std::size_t head_ = 0, tail_ = 0;
};

struct Shop {
  Calendar& calendar;
  std::uint32_t replication = 0;
  Gate bell{calendar};
  Line<TimePoint> line{};
  Lasts gap{Purpose{1}, exponential(1.0 / 0.9)}, service{Purpose{2}, exponential(1.0)};
  Tally time_in_system{};
  TimeAverage inside{};
};

inline Process arrivals(Shop& shop) {
  const Place me{1, shop.replication, 0};
  StreamAhead gaps{me, shop.gap.why};
  for (;;) {
    co_await shop.calendar.delay(shop.gap.next(gaps, me));
    shop.line.push(shop.calendar.now());
    shop.inside.change(shop.calendar.now(), +1);
    if (shop.bell.anyone_waits()) shop.bell.let_one_through();
  }
}
inline Process server(Shop& shop) {
  const Place me{1, shop.replication, 1};
  StreamAhead services{me, shop.service.why};
  for (;;) {
    while (shop.line.empty()) (void)co_await shop.bell.opens();
    const TimePoint came = shop.line.pop();
    co_await shop.calendar.delay(shop.service.next(services, me), Phase::release);
    shop.time_in_system.add(shop.calendar.now() - came);
    shop.inside.change(shop.calendar.now(), -1);
  }
}
struct Queue {
  Calendar calendar;
  Shop shop;
  Stories stories{calendar};
  explicit Queue(std::uint32_t replication = 0) : shop{calendar, replication} {
    stories.spawn(server(shop));
    stories.spawn(arrivals(shop));
  }
};

struct Counter {
  Calendar& calendar;
  Account& account;
  Stories* stories = nullptr;
  Lasts gap{Purpose{1}, exponential(1.0 / 50.0)};
  Distribution stay = exponential(1.0);
  Ratio lost{};
  std::uint32_t came = 0;
};
inline Process customer(Counter& counter, std::uint32_t who) {
  auto verdict = counter.account.ask();
  const bool refused = std::holds_alternative<Refusal>(verdict);
  counter.lost.add(refused);
  if (refused) co_return;
  Draw draw{Place{1, 0, who}, Purpose{2}, 0};
  co_await counter.calendar.delay(draw_duration(counter.stay, draw), Phase::release);
}
inline Process source(Counter& counter) {
  const Place me{1, 0, 0};
  StreamAhead gaps{me, counter.gap.why};
  for (;;) {
    co_await counter.calendar.delay(counter.gap.next(gaps, me));
    counter.stories->spawn(customer(counter, counter.came++));
  }
}
struct Churn {
  Calendar calendar;
  Account account{calendar, {Slots{60}}};
  Counter counter{calendar, account};
  Stories stories{calendar};
  Churn() {
    counter.stories = &stories;
    stories.spawn(source(counter));
  }
};

}  // namespace busyhour::bench
