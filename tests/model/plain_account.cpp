#include "plain_account.hpp"

namespace busyhour::plain {

Account::Account(const std::optional<AccountConfig>& config) {
  if (!config) return;
  config_ = &*config;
  balance_ = config->balance;
}

double Account::value(const Formula& formula) const {
  return formula.expression.value([&](std::size_t) { return static_cast<double>(balance_.nano) / 1e9; });
}

void Account::charge(Money amount, TimePoint now) {
  if (amount.nano == 0) return;
  balance_.nano -= amount.nano;
  movements_.push_back({now, Movement::Kind::charge, amount});
}

void Account::refund(Money amount, TimePoint now) {
  if (amount.nano == 0) return;
  balance_.nano += amount.nano;
  movements_.push_back({now, Movement::Kind::refund, amount});
}

void Account::deposit(Money amount, TimePoint now) {
  balance_.nano += amount.nano;
  movements_.push_back({now, Movement::Kind::deposit, amount});
}

TimePoint Account::may_order(TimePoint now) const {
  const TopUpConfig& rule = *top_up();
  if (!rule.at_most) return now;
  const Duration period = *period_of(rule.at_most);
  const double most = rule.at_most.expression.constant() * in_seconds(period);
  const std::int64_t today = now.time_since_epoch() / period;
  std::int64_t ordered = 0;
  for (const TimePoint t : orders_)
    if (t.time_since_epoch() / period == today) ordered += rule.add.nano;
  const bool fits = static_cast<double>(ordered + rule.add.nano) <= most * 1e9 + 0.5;
  return fits ? now : TimePoint{(today + 1) * period};
}

void Account::order(TimePoint now) { orders_.push_back(now); }

}  // namespace busyhour::plain
