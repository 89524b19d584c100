#pragma once
/// A least balance: nothing is counted, the account is looked at.
#include "busyhour/model/accounts/account_state.hpp"

namespace busyhour {

class BalanceFloor {
 public:
  BalanceFloor(const AccountState& account, Money least) : account_{&account}, least_{least} {}
  [[nodiscard]] bool refuses(std::int64_t, TimePoint) const { return account_->balance() < least_; }
  void take(std::int64_t, TimePoint) {}
  void complete(std::int64_t, TimePoint) {}

 private:
  const AccountState* account_;
  Money least_;
};

}  // namespace busyhour
