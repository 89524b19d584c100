#include "busyhour/model/arrival_times.hpp"

#include <cmath>
#include <stdexcept>

#include "busyhour/random/uniform.hpp"

namespace busyhour {

namespace {

Distribution exponential(double mean) {
  DistributionSpec spec;
  spec.family = "exponential";
  spec.parameters = {{"mean", mean}};
  return fitted(spec);
}

}  // namespace

ArrivalTimes::ArrivalTimes(const Arrive& config, const Drawer& source) : source_{source} {
  const auto begin = [&](const auto& process) {
    if (process.profile) profile_.emplace(*process.profile);
    batch_size_ = process.batch_size;
  };
  if (const auto* renewal = std::get_if<RenewalArrivals>(&config)) {
    gap_ = renewal->gap;
  } else if (const auto* poisson = std::get_if<PoissonArrivals>(&config)) {
    gap_ = exponential(1 / poisson->rate);
    begin(*poisson);
  } else {
    const auto& modulated = std::get<ModulatedArrivals>(config);
    gap_ = exponential(1);
    states_ = &modulated.states;
    begin(modulated);
    double all = 0;
    for (const auto& [name, state] : *states_) all += in_seconds(state.lasts);
    Draw draw = source_.draw(purpose::rate_state, state_number_++);
    double left = uniform01(draw) * all;
    std::size_t first = 0;
    while (first + 1 < states_->size() && left >= in_seconds((*states_)[first].second.lasts))
      left -= in_seconds((*states_)[first++].second.lasts);
    enter_state(first);
  }
}

/// A state's time is exponential: what is left of one under way is as long as a whole one.
void ArrivalTimes::enter_state(std::size_t state) {
  state_ = state;
  const double mean = in_seconds((*states_)[state].second.lasts);
  state_ends_ += seconds(mean * source_.value(gap_, purpose::rate_state, state_number_++));
  if (state_ends_ > end_of_time) throw std::domain_error{"no arrival before the end of simulated time, 146 years"};
}

TimePoint ArrivalTimes::modulated() {
  double due = source_.value(gap_, purpose::arrival, number_);
  for (TimePoint from = now_;;) {
    const double rate = (*states_)[state_].second.rate;
    const double here = rate * area(from, state_ends_);
    if (due < here) return after(from, due / rate);
    due -= here;
    from = state_ends_;
    enter_state((state_ + 1) % states_->size());
  }
}

TimePoint ArrivalTimes::next_at() {
  if (states_) return modulated();
  if (!profile_) return now_ + source_.duration(gap_, purpose::arrival, number_);
  return profile_->after(now_, source_.value(gap_, purpose::arrival, number_));
}

ArrivalTimes::Instant ArrivalTimes::next() {
  now_ = next_at();
  Instant made{now_};
  if (batch_size_) made.together = std::llround(source_.value(*batch_size_, purpose::batch_size, number_));
  ++number_;
  return made;
}

}  // namespace busyhour
