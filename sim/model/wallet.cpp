#include "busyhour/model/accounts/wallet.hpp"

#include <algorithm>
#include <stdexcept>

#include "busyhour/base/unit.hpp"

namespace busyhour {

namespace {

/// What can be counted in nano-dollars, with room for one more amount [nano-dollars].
constexpr std::int64_t most_counted = 9'000'000'000'000'000'000;

/// `$500 / day`: at most $500 in each day of the clock.
Money most(const TopUpConfig& top_up, Duration period) {
  return dollars(top_up.at_most.expression.constant() * in_seconds(period));
}

}  // namespace

std::optional<Duration> period_of(const Formula& money_per_time) {
  const std::string& text = money_per_time.text;
  const auto slash = text.rfind('/');
  if (slash == std::string::npos) return {};
  std::string below = text.substr(slash + 1);
  below.erase(0, below.find_first_not_of(' '));
  if (const Unit* unit = find_unit(below); unit && unit->dimension == dimension::time) return seconds(unit->size);
  try {
    const Expression period = Expression::read(below, [](std::string_view) { return std::nullopt; });
    if (period.dimension() != dimension::time || period.constant() <= 0) return {};
    return seconds(period.constant());
  } catch (const Mistake&) {
    return {};
  }
}

std::vector<FieldMistake> TopUpConfig::mistakes() const {
  if (!when && !every) return {{"", "this top-up never happens", "write when: balance < $40, or every: 1 day"}};
  if (!at_most) return {};
  const auto period = at_most.expression.is_constant() ? period_of(at_most) : std::nullopt;
  if (!period) return {{"at_most", "this names no period", "such as $500 / day or $100 / 6 h"}};
  if (most(*this, *period) < add) return {{"at_most", "not even one top-up fits into this", "write at least `add`"}};
  return {};
}

double value_at(const Expression& formula, Money balance) {
  return formula.value([&](std::size_t) { return in_dollars(balance); });
}

void Wallet::charge(Money amount) {
  if (amount.nano == 0) return;
  if (state_.balance().nano < -most_counted + amount.nano)
    throw std::domain_error{"the account owes more than nine thousand million dollars"};
  state_.charge(amount, calendar_.now());
  write(Movement::Kind::charge, amount);
  changed();
}

void Wallet::refund(Money amount) {
  if (amount.nano == 0) return;
  state_.refund(amount, calendar_.now());
  write(Movement::Kind::refund, amount);
  changed();
}

void Wallet::deposit(Money amount) {
  if (state_.balance().nano > most_counted - amount.nano)
    throw std::domain_error{"the account holds more than nine thousand million dollars"};
  state_.deposit(amount, calendar_.now());
  write(Movement::Kind::deposit, amount);
  changed();
}

void Wallet::write(Movement::Kind kind, Money amount) {
  if (ledger_) ledger_->push_back({calendar_.now(), kind, amount});
}

void Wallet::changed() {
  if (changed_) changed_();
  if (wants_top_up() && !under_way_ && needed_.waits()) needed_.fire(Phase::arrival);
}

bool Wallet::wants_top_up() const {
  return config_.top_up && config_.top_up->when && value_at(config_.top_up->when.expression, state_.balance()) != 0;
}

/// When the next order may be made: now, or when the next period begins in which it fits.
TimePoint Wallet::may_order(TimePoint now) const {
  if (!config_.top_up->at_most) return now;
  const std::int64_t today = now.time_since_epoch() / period_;
  const Money spent = window_ == today ? ordered_ : Money{};
  return spent + config_.top_up->add <= most(*config_.top_up, period_) ? now : TimePoint{(today + 1) * period_};
}

void Wallet::order() {
  const std::int64_t today = calendar_.now().time_since_epoch() / period_;
  if (std::exchange(window_, today) != today) ordered_ = Money{};
  ordered_ += config_.top_up->add;
}

Process Wallet::fill_up_when_low(Wallet& w) {
  for (;;) {
    if (!w.wants_top_up()) (void)co_await w.needed_.fired();
    if (!w.wants_top_up()) continue;
    if (const TimePoint at = w.may_order(w.calendar_.now()); at > w.calendar_.now()) {
      co_await w.calendar_.until(at);  // if it is still wanted then
      continue;
    }
    w.under_way_ = true;
    w.order();
    co_await w.calendar_.delay(w.config_.top_up->takes);
    w.under_way_ = false;
    w.deposit(w.config_.top_up->add);
  }
}

Process Wallet::fill_up_regularly(Wallet& w) {
  const TopUpConfig& rule = *w.config_.top_up;
  for (TimePoint due = w.calendar_.after(*rule.every); due < end_of_time;
       due = std::min(due + *rule.every, end_of_time)) {
    co_await w.calendar_.until(std::max(due, w.calendar_.now()));
    co_await w.calendar_.until(w.may_order(w.calendar_.now()));
    w.order();
    co_await w.calendar_.delay(rule.takes);
    w.deposit(rule.add);
  }
}

void Wallet::begin(Stories& stories) {
  if (!config_.top_up) return;
  if (config_.top_up->when) stories.spawn(fill_up_when_low(*this));
  if (config_.top_up->every) stories.spawn(fill_up_regularly(*this));
}

}  // namespace busyhour
