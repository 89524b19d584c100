#pragma once
/// An account and its limits, as a user would write a model of their own on the kernel: asked before they take; all
/// agree or nothing is taken; a Permit gives back what it holds however the story ends.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "busyhour/kernel/calendar.hpp"

namespace busyhour::bench {

struct Refusal {
  std::optional<Duration> retry_after;
};

/// At most `cap` requests in flight.
class Slots {
 public:
  explicit Slots(std::int64_t cap) : cap_{cap} {}
  [[nodiscard]] std::optional<Refusal> refuses(TimePoint) const {
    if (held_ < cap_) return std::nullopt;
    return Refusal{std::nullopt};
  }
  void take(TimePoint) { ++held_; }
  void complete() noexcept { --held_; }

 private:
  std::int64_t cap_, held_ = 0;
};

/// A bucket of `burst`, refilled one per `every`, as GCRA counts it.
class Bucket {
 public:
  Bucket(std::int64_t burst, Duration every) : tolerance_{(burst - 1) * every}, every_{every} {}
  [[nodiscard]] std::optional<Refusal> refuses(TimePoint now) const {
    if (now >= full_at_ - tolerance_) return std::nullopt;
    return Refusal{full_at_ - tolerance_ - now};
  }
  void take(TimePoint now) { full_at_ = std::max(full_at_, now) + every_; }
  void complete() noexcept {}

 private:
  Duration tolerance_, every_;
  TimePoint full_at_{};
};
using Limit = std::variant<Slots, Bucket>;

class Account {
 public:
  Account(const Calendar& calendar, std::vector<Limit> limits) : calendar_{calendar}, limits_{std::move(limits)} {}
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;

  class [[nodiscard]] Permit {
   public:
    explicit Permit(Account& account) : account_{&account} {}
    Permit(Permit&& o) noexcept : account_{std::exchange(o.account_, nullptr)} {}
    Permit& operator=(Permit&&) = delete;
    ~Permit() {
      if (account_) account_->complete();
    }

   private:
    Account* account_;
  };
  using Verdict = std::variant<Permit, Refusal>;

  [[nodiscard]] Verdict ask() {
    const TimePoint now = calendar_.now();
    for (const Limit& limit : limits_)
      if (const auto no = std::visit([now](const auto& l) { return l.refuses(now); }, limit)) return *no;
    for (Limit& limit : limits_) std::visit([now](auto& l) { l.take(now); }, limit);
    return Permit{*this};
  }

 private:
  void complete() noexcept {
    for (Limit& limit : limits_) std::visit([](auto& l) { l.complete(); }, limit);
  }
  const Calendar& calendar_;
  std::vector<Limit> limits_;
};

}  // namespace busyhour::bench
