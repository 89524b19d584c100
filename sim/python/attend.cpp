#include "attend.hpp"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

namespace busyhour::python {

namespace nb = nanobind;

namespace {

constexpr std::chrono::milliseconds between_looks{50};

/// What the thread that works and the one that listens tell each other.
class Desk {
 public:
  explicit Desk(std::size_t jobs) {
    how_.jobs = jobs;
    how_.interrupted = &stop_;
    how_.progress = [this](std::int64_t done, std::int64_t of) {
      const std::lock_guard lock{guard_};
      done_ = done, of_ = of;
    };
  }

  void work(const std::function<void(const RunOptions&)>& task) {
    try {
      task(how_);
    } catch (...) {
      failure_ = std::current_exception();
    }
    const std::lock_guard lock{guard_};
    over_ = true;
    ended_.notify_one();
  }

  /// Waits a little. Answers whether the work is over.
  bool wait() {
    const nb::gil_scoped_release others_may_run;
    std::unique_lock lock{guard_};
    return ended_.wait_for(lock, between_looks, [this] { return over_; });
  }

  /// Throws what Python has to say.
  void listen(const nb::object& progress) {
    if (PyErr_CheckSignals() != 0) throw nb::python_error{};
    std::unique_lock lock{guard_};
    const auto done = done_, of = of_;
    lock.unlock();
    if (progress.is_none() || done == told_) return;
    told_ = done;
    progress(done, of);
  }

  void stop() { stop_ = true; }
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  RunOptions how_;
  std::atomic<bool> stop_{false};
  std::mutex guard_;
  std::condition_variable ended_;
  std::exception_ptr failure_;
  std::int64_t done_ = 0, of_ = 0, told_ = 0;
  bool over_ = false;
};

}  // namespace

nb::object attend(std::size_t jobs, const nb::object& progress, const std::function<void(const RunOptions&)>& work) {
  Desk desk{jobs};
  nb::object thrown = nb::none();
  const std::jthread worker{[&] { desk.work(work); }};
  while (!desk.wait()) {
    if (!thrown.is_none()) continue;
    try {
      desk.listen(progress);
    } catch (const nb::python_error& error) {
      thrown = nb::borrow(error.value());
      desk.stop();
    }
  }
  desk.rethrow();
  return thrown;
}

}  // namespace busyhour::python
