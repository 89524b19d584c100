#include "busyhour/experiment/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace busyhour {

std::size_t threads_here() { return std::max(1U, std::thread::hardware_concurrency()); }

void in_parallel(std::size_t n, std::size_t jobs, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::mutex guard;
  std::exception_ptr failure;
  const auto take_and_do = [&] {
    for (std::size_t i = next++; i < n; i = next++) {
      try {
        work(i);
      } catch (...) {
        const std::lock_guard lock{guard};
        if (!failure) failure = std::current_exception();
        next = n;
      }
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t t = 1; t < std::min(jobs, n); ++t) others.emplace_back(take_and_do);
  take_and_do();
  others.clear();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace busyhour
