/// One workload in one process, timed by the processor time it used, set-up apart:
///   one mm1 CUSTOMERS | one conv N SLOTS SECONDS | one churn CUSTOMERS | one threads THREADS CUSTOMERS
/// prints: items, seconds, seconds of set-up, then what it found. `table.sh` runs it in turn with other simulators
/// that take and print the same. (`threads`: M/M/1, a replication a thread; its seconds are those of the clock.)
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

#include "conversations.hpp"
#include "queue.hpp"

namespace busyhour::bench {
namespace {

double used() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}
double resident_bytes() {
  long total = 0, resident = 0;
  if (std::FILE* f = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(f, "%ld %ld", &total, &resident) != 2) resident = 0;
    std::fclose(f);
  }
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

void serve(Queue& run, std::uint64_t customers) {
  while (run.shop.time_in_system.count() < customers)
    for (int i = 0; i < 1000; ++i) (void)run.calendar.tell_next(end_of_time);
}

void mm1(std::uint64_t customers) {
  const auto run = std::make_unique<Queue>();
  const double start = used();
  serve(*run, customers);
  const double took = used() - start;
  const auto n = run->shop.time_in_system.count();
  std::printf("%llu %.6f 0 time_in_system=%.3f events_a_customer=%.3f\n", static_cast<unsigned long long>(n), took,
              run->shop.time_in_system.mean(), static_cast<double>(run->calendar.events()) / static_cast<double>(n));
}

void conv(std::uint32_t n, std::int64_t slots, double until) {
  // The pages of code and the like that come with the first process are not those of each.
  std::make_unique<Conversations>(1, 1)->calendar.run_until(TimePoint{seconds(20.0)});
  const double bytes = resident_bytes(), begin = used();
  const auto run = std::make_unique<Conversations>(n, slots);
  run->calendar.run_until(TimePoint{seconds(20.0)});
  const double start = used(), each = (resident_bytes() - bytes) / n;
  const std::uint64_t before = run->calendar.events();
  run->calendar.run_until(TimePoint{seconds(until)});
  const double took = used() - start;
  const Metrics& m = run->metrics;
  std::printf(
      "%llu %.6f %.6f first_attempt_rejected=%.4f attempt_rejected=%.4f added_delay=%.4f bytes_a_process=%.0f\n",
      static_cast<unsigned long long>(run->calendar.events() - before), took, start - begin,
      m.first_attempt_rejected.value(), m.attempt_rejected.value(), m.added_delay.mean(), each);
}

void churn(std::uint32_t customers) {
  const auto run = std::make_unique<Churn>();
  while (run->counter.came < 1000) (void)run->calendar.tell_next(end_of_time);
  const double start = used();
  while (run->counter.came < customers) (void)run->calendar.tell_next(end_of_time);
  const double took = used() - start;
  std::printf("%u %.6f 0 lost=%.4f\n", run->counter.came - 1000, took, run->counter.lost.value());
}

void on_threads(std::uint32_t threads, std::uint64_t customers) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> running;
  for (std::uint32_t replication = 0; replication < threads; ++replication)
    running.emplace_back([=] { serve(*std::make_unique<Queue>(replication), customers); });
  for (std::thread& t : running) t.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf("%llu %.6f 0\n", static_cast<unsigned long long>(threads * customers), took.count());
}

std::uint64_t number(const char* text) { return std::strtoull(text, nullptr, 10); }

int main_of(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  if (what == "mm1" && argc == 3) {
    mm1(number(argv[2]));
  } else if (what == "churn" && argc == 3) {
    churn(static_cast<std::uint32_t>(number(argv[2])));
  } else if (what == "conv" && argc == 5) {
    conv(static_cast<std::uint32_t>(number(argv[2])), std::atoll(argv[3]), std::atof(argv[4]));
  } else if (what == "threads" && argc == 4) {
    on_threads(static_cast<std::uint32_t>(number(argv[2])), number(argv[3]));
  } else {
    std::fputs("usage: one mm1 CUSTOMERS | conv N SLOTS SECONDS | churn CUSTOMERS | threads THREADS CUSTOMERS\n",
               stderr);
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace busyhour::bench

int main(int argc, char** argv) { return busyhour::bench::main_of(argc, argv); }
