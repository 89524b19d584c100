#pragma once
/// The account, plainly: a balance, and every movement of money in order.
#include <optional>
#include <vector>

#include "busyhour/model/accounts/account.hpp"
#include "busyhour/model/accounts/wallet.hpp"

namespace busyhour::plain {

class Account {
 public:
  explicit Account(const std::optional<AccountConfig>&);
  [[nodiscard]] bool exists() const { return config_ != nullptr; }
  [[nodiscard]] Money balance() const { return balance_; }
  [[nodiscard]] ChargeWhen when() const { return config_->charge.when; }
  [[nodiscard]] const TopUpConfig* top_up() const { return config_ && config_->top_up ? &*config_->top_up : nullptr; }
  /// A formula over `balance`.
  [[nodiscard]] double value(const Formula&) const;
  [[nodiscard]] bool holds(const Formula& truth) const { return value(truth) != 0; }

  void charge(Money, TimePoint now);
  void refund(Money, TimePoint now);
  void deposit(Money, TimePoint now);
  [[nodiscard]] const std::vector<Movement>& movements() const { return movements_; }

  // Orders of money: at most so much in each period of the clock.
  [[nodiscard]] bool is_low() const { return top_up() && top_up()->when && holds(top_up()->when); }
  [[nodiscard]] TimePoint may_order(TimePoint now) const;
  void order(TimePoint now);
  bool under_way = false;

 private:
  const AccountConfig* config_ = nullptr;
  Money balance_;
  std::vector<Movement> movements_;
  std::vector<TimePoint> orders_;
};

}  // namespace busyhour::plain
