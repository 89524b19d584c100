#pragma once
/// What an account remembers while a run goes on: its balance, to the nano-dollar, and the lowest it has been.
#include <algorithm>
#include <optional>

#include "busyhour/base/money.hpp"
#include "busyhour/base/time.hpp"

namespace busyhour {

/// Invariant: balance = opening balance + deposits - spend. Settling may take it below zero.
class AccountState {
 public:
  explicit AccountState(Money opening) : balance_{opening}, lowest_{opening} {}

  void charge(Money amount, TimePoint now) {
    spend_ += amount;
    change(Money{-amount.nano}, now);
  }
  void refund(Money amount, TimePoint now) {
    spend_ -= amount;
    change(amount, now);
  }
  void deposit(Money amount, TimePoint now) {
    deposits_ += amount;
    change(amount, now);
  }

  [[nodiscard]] Money balance() const { return balance_; }
  [[nodiscard]] Money lowest() const { return lowest_; }
  [[nodiscard]] Money spend() const { return spend_; }
  [[nodiscard]] Money deposits() const { return deposits_; }
  /// When the balance first was zero or less; nothing if it never was.
  [[nodiscard]] const std::optional<TimePoint>& emptied() const { return emptied_; }

 private:
  void change(Money by, TimePoint now) {
    balance_ += by;
    lowest_ = std::min(lowest_, balance_);
    if (balance_.nano <= 0 && !emptied_) emptied_ = now;
  }
  Money balance_, lowest_, spend_, deposits_;
  std::optional<TimePoint> emptied_;
};

}  // namespace busyhour
