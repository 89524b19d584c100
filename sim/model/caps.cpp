#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "run.hpp"

namespace busyhour {

namespace {

const Formula* unlimited_when(const LimitConfig& config) {
  const ConcurrencyLimit* limit = concurrency(config);
  return limit && limit->unlimited_when ? &limit->unlimited_when : nullptr;
}

bool follows(const LimitConfig& config, const Formula& cap) {
  return (cap && !cap.expression.is_constant()) || unlimited_when(config);
}

}  // namespace

std::int64_t cap_at(const std::string& limit, const Expression& cap, Money balance) {
  const double value = value_at(cap, balance);
  const bool is_finite = std::isfinite(value);
  if (!is_finite || value > 9e15)
    throw std::domain_error{"at a balance of $" + std::to_string(in_dollars(balance)) + " the cap of '" + limit +
                            (is_finite ? "' is more than 9e15" : "' is no finite number: it divides by nothing")};
  return static_cast<std::int64_t>(std::max(0.0, value));
}

void Caps::begin(Run& run) {
  for (const auto& [name, config] : run.plan.provider->limits) {
    formulas_.push_back(&common(config).cap);
    any_follows_ |= follows(config, *formulas_.back());
  }
  for (const CapChange& c : run.plan.provider->changes) any_follows_ |= !c.cap.expression.is_constant();
  if (run.world.wallet) follow_balance(run);
  if (!run.plan.provider->changes.empty()) run.stories->spawn(change(run));
}

void Caps::follow_balance(Run& run) const {
  if (any_follows_)
    for (Counter& counter : run.door.counters())
      if (follows(run.plan.provider->limits[counter.limit].second, *formulas_[counter.limit])) set(run, counter);
  if (run.door.anyone_waits()) run.door.dispatch();
}

void Caps::set(Run& run, Counter& counter) const {
  const Money balance = run.world.wallet ? run.world.wallet->state().balance() : Money{};
  const Formula* without = unlimited_when(run.plan.provider->limits[counter.limit].second);
  const bool unlimited = without && value_at(without->expression, balance) != 0;
  const std::int64_t cap =
      cap_at(run.plan.provider->limits[counter.limit].first, formulas_[counter.limit]->expression, balance);
  const TimePoint now = run.calendar.now();
  std::visit(
      [&](auto& state) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(state)>, Slots>)
          state.set_cap(unlimited ? std::nullopt : std::optional{cap}, now);
        else if constexpr (requires { state.set_cap(cap, now); })
          state.set_cap(cap, now);
      },
      counter.state);
}

/// At one instant, whoever comes then finds the new cap; running work is never cut off.
Process Caps::change(Run& run) {
  for (const CapChange& c : run.plan.provider->changes) {
    co_await run.calendar.until(c.at, Phase::reset);
    run.caps.formulas_[c.limit] = &c.cap;
    for (Counter& counter : run.door.counters())
      if (counter.limit == c.limit) run.caps.set(run, counter);
    if (run.door.anyone_waits()) run.door.dispatch();
  }
}

}  // namespace busyhour
