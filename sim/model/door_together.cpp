/// Several demands at once: all are let in or queued, or all are refused.
#include <algorithm>

#include "on_arrival.hpp"

namespace busyhour {

/// Where some of several demands would neither pass nor find a place to wait. Tried on copies: nothing is changed.
const Route::Stop* Door::stops_some(const Route& first, const Route& further,
                                    const std::vector<Demand>& demands) const {
  std::vector<LimitState> states;
  std::vector<std::int64_t> waiting;
  for (const Route::Stop& stop : first.stops) {
    states.push_back(stop.counter->state);
    waiting.push_back(stop.counter->waiting);
  }
  for (std::size_t d = 0; d < demands.size(); ++d) {
    std::optional<std::size_t> waits_at;
    std::vector<std::size_t> asked;
    for (std::size_t s = 0; s < first.stops.size(); ++s) {
      const Route::Stop& stop = first.stops[s];
      const auto is_this = [&](const Route::Stop& other) { return other.counter == stop.counter; };
      if (d > 0 && std::none_of(further.stops.begin(), further.stops.end(), is_this)) continue;
      asked.push_back(s);
      const std::int64_t amount = demands[d].amount(stop.counts);
      const auto* queue = std::get_if<Queue>(stop.when_full);
      const bool full =
          std::visit([&](const auto& state) { return state.refuses(amount, calendar_.now()); }, states[s]);
      if (!full && (!queue || waiting[s] == 0)) continue;
      if (!queue || !queue->capacity.allows(waiting[s] + 1)) return &stop;
      if (!waits_at) waits_at = s;
    }
    if (waits_at) ++waiting[*waits_at];
    for (const std::size_t s : asked)
      if (!waits_at || on_arrival(first.stops[s], *first.stops[*waits_at].counter))
        std::visit([&](auto& state) { state.take(demands[d].amount(first.stops[s].counts), calendar_.now()); },
                   states[s]);
  }
  return nullptr;
}

std::vector<Answer> Door::ask_together(const Route& first, const Route& further, const std::vector<Demand>& demands) {
  std::vector<Answer> answers;
  if (const Route::Stop* full = stops_some(first, further, demands)) {
    for (const Route::Stop& stop : first.stops)
      if (stop.counts_rejected) stop.counter->take(demands.front().amount(stop.counts), calendar_.now());
    for (const Demand& demand : demands) answers.emplace_back(refuse(*full, demand));
    return answers;
  }
  for (const Demand& demand : demands) answers.push_back(ask(answers.empty() ? first : further, demand));
  return answers;
}

}  // namespace busyhour
