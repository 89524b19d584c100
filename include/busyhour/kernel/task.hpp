#pragma once
/// A part of a story that hands back a T, or throws: `co_await` it once, from a Process or another Task.
#include <exception>
#include <utility>
#include <variant>

#include "busyhour/kernel/calendar.hpp"
#include "busyhour/kernel/frame_pool.hpp"

namespace busyhour {
namespace detail {

template <class T>
struct Outcome {
  std::variant<std::monostate, T, std::exception_ptr> outcome;
  template <class U>
  void return_value(U&& v) {
    outcome.template emplace<1>(std::forward<U>(v));
  }
  void unhandled_exception() noexcept { outcome.template emplace<2>(std::current_exception()); }
  T result() {
    if (auto* e = std::get_if<2>(&outcome)) std::rethrow_exception(*e);
    return std::move(*std::get_if<1>(&outcome));
  }
};
template <>
struct Outcome<void> {
  std::exception_ptr error;
  void return_void() noexcept {}
  void unhandled_exception() noexcept { error = std::current_exception(); }
  void result() const {
    if (error) std::rethrow_exception(error);
  }
};

}  // namespace detail

template <class T>
class [[nodiscard]] Task {
 public:
  struct promise_type : Teller, PooledFrame, detail::Outcome<T> {
    std::coroutine_handle<> caller;
    promise_type() = default;
    promise_type(const promise_type&) = delete;
    Task get_return_object() { return Task{frame_of(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct Back {
      [[nodiscard]] bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<promise_type> h) const noexcept {
        h.promise().calendar->go_on_with(h.promise().caller);
      }
      void await_resume() const noexcept {}
    };
    Back final_suspend() noexcept { return {}; }
  };
  Task(Task&& o) noexcept : frame_{std::exchange(o.frame_, {})} {}
  Task& operator=(Task&&) = delete;
  ~Task() {
    if (frame_) frame_.destroy();
  }

  [[nodiscard]] bool await_ready() const noexcept { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> caller) noexcept {
    promise_type& me = frame_.promise();
    static_cast<Teller&>(me) = caller.promise();
    me.caller = caller;
    me.calendar->go_on_with(frame_);
  }
  T await_resume() { return frame_.promise().result(); }

 private:
  explicit Task(std::coroutine_handle<promise_type> h) : frame_{h} {}
  std::coroutine_handle<promise_type> frame_;
};

}  // namespace busyhour
