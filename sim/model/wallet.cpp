#include "busyhour/model/accounts/wallet.hpp"

namespace busyhour {

namespace {

constexpr Duration day = std::chrono::hours{24};

/// `$500 / day`: at most $500 in each day of the clock.
Money most_a_day(const TopUpConfig& top_up) { return dollars(top_up.at_most.expression.constant() * in_seconds(day)); }

}  // namespace

double value_at(const Expression& formula, Money balance) {
  return formula.value([&](std::size_t) { return in_dollars(balance); });
}

void Wallet::charge(Money amount) {
  if (amount.nano == 0) return;
  state_.charge(amount, calendar_.now());
  changed();
}

void Wallet::refund(Money amount) {
  if (amount.nano == 0) return;
  state_.refund(amount, calendar_.now());
  changed();
}

void Wallet::changed() {
  if (changed_) changed_();
  if (wants_top_up() && !under_way_ && needed_.waits()) needed_.fire(Phase::arrival);
}

bool Wallet::wants_top_up() const {
  return config_.top_up && config_.top_up->when && value_at(config_.top_up->when.expression, state_.balance()) != 0;
}

/// Whether this day's money is not spent yet.
bool Wallet::may_order(TimePoint now) const {
  if (!config_.top_up->at_most) return true;
  const Money spent = window_ == now.time_since_epoch() / day ? ordered_ : Money{};
  return spent + config_.top_up->add <= most_a_day(*config_.top_up);
}

void Wallet::order() {
  const std::int64_t today = calendar_.now().time_since_epoch() / day;
  if (std::exchange(window_, today) != today) ordered_ = Money{};
  ordered_ += config_.top_up->add;
}

Process Wallet::fill_up_when_low(Wallet& w) {
  for (;;) {
    if (!w.wants_top_up()) (void)co_await w.needed_.fired();
    if (!w.wants_top_up()) continue;
    w.under_way_ = true;
    if (!w.may_order(w.calendar_.now())) {  // tomorrow, if it is still wanted
      const auto tomorrow = w.calendar_.now().time_since_epoch() / day + 1;
      w.under_way_ = false;
      co_await w.calendar_.until(TimePoint{tomorrow * day});
      continue;
    }
    w.order();
    co_await w.calendar_.delay(w.config_.top_up->takes);
    w.under_way_ = false;
    w.state_.deposit(w.config_.top_up->add, w.calendar_.now());
    w.changed();
  }
}

Process Wallet::fill_up_regularly(Wallet& w) {
  for (;;) {
    co_await w.calendar_.delay(*w.config_.top_up->every);
    if (!w.may_order(w.calendar_.now())) continue;
    w.order();
    co_await w.calendar_.delay(w.config_.top_up->takes);
    w.state_.deposit(w.config_.top_up->add, w.calendar_.now());
    w.changed();
  }
}

void Wallet::begin(Stories& stories) {
  if (!config_.top_up) return;
  if (config_.top_up->when) stories.spawn(fill_up_when_low(*this));
  if (config_.top_up->every) stories.spawn(fill_up_regularly(*this));
}

}  // namespace busyhour
