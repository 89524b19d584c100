#pragma once
/// An account in a run: charges, refunds, top-ups, and whoever must know that the balance has changed.
#include <functional>
#include <vector>

#include "busyhour/kernel/story.hpp"
#include "busyhour/kernel/wakeup.hpp"
#include "busyhour/model/accounts/account.hpp"
#include "busyhour/model/accounts/account_state.hpp"

namespace busyhour {

/// The value of a formula over `balance`.
[[nodiscard]] double value_at(const Expression& formula, Money balance);

/// One movement of the account.
struct Movement {
  enum class Kind : std::uint8_t { charge, refund, deposit };
  TimePoint at;
  Kind kind = Kind::charge;
  Money amount;
  bool operator==(const Movement&) const = default;
};

class Wallet {
 public:
  Wallet(Calendar& calendar, const AccountConfig& config)
      : config_{config}, state_{config.balance}, calendar_{calendar}, needed_{calendar} {
    if (config.top_up && config.top_up->at_most) period_ = period_of(config.top_up->at_most).value_or(period_);
  }
  Wallet(const Wallet&) = delete;
  Wallet& operator=(const Wallet&) = delete;

  [[nodiscard]] const AccountState& state() const { return state_; }
  [[nodiscard]] ChargeWhen when() const { return config_.charge.when; }
  /// What is taken before the work is done, and so may have to go back.
  [[nodiscard]] bool takes_at_once() const { return when() == ChargeWhen::on_submit || when() == ChargeWhen::on_start; }
  void charge(Money amount);
  void refund(Money amount);
  /// Called after each change of the balance.
  void on_change(std::function<void()> changed) { changed_ = std::move(changed); }

  /// Every movement is written there, if anywhere.
  void ledger(std::vector<Movement>* to) { ledger_ = to; }

  /// The stories of `top_up`; the wallet outlives them.
  void begin(Stories& stories);

 private:
  void changed();
  void deposit(Money amount);
  void write(Movement::Kind kind, Money amount);
  [[nodiscard]] bool wants_top_up() const;
  [[nodiscard]] TimePoint may_order(TimePoint now) const;
  void order();
  static Process fill_up_when_low(Wallet& wallet);
  static Process fill_up_regularly(Wallet& wallet);

  const AccountConfig& config_;
  AccountState state_;
  Calendar& calendar_;
  Wakeup needed_;  ///< the threshold story waits here
  bool under_way_ = false;
  Duration period_ = std::chrono::hours{24};  ///< of `at_most`
  std::int64_t window_ = -1;                  ///< of `at_most`: which one the orders below belong to
  Money ordered_;
  std::function<void()> changed_;
  std::vector<Movement>* ledger_ = nullptr;
};

}  // namespace busyhour
