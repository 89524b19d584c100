#include "busyhour/theory/engset.hpp"

#include "search.hpp"

namespace busyhour {
namespace {

constexpr std::int64_t most_sources = 1'000'000'000'000'000;

void require_engset(double sources, double idle_load) {
  detail::require(sources >= 0 && sources <= static_cast<double>(most_sources),
                  "the number of sources must be between 0 and 10^15");
  detail::require(detail::positive(idle_load), "the load of an idle source must be above 0 and finite");
}

/// E_k = (N - k + 1) alpha E_{k-1} / (k + (N - k + 1) alpha E_{k-1}); N > slots - 1, so that it only adds.
long double next_congestion(std::int64_t slots, long double sources, long double idle_load, long double congestion) {
  const auto k = static_cast<long double>(slots);
  const long double refused = (sources - (k - 1)) * idle_load * congestion;
  return refused == 0 ? 0 : refused / (k + refused);
}

long double time_congestion(std::int64_t slots, long double sources, long double idle_load) {
  if (sources <= static_cast<long double>(slots - 1)) return 0;
  long double congestion = 1;
  for (std::int64_t k = 1; k <= slots && congestion > 0; ++k)
    congestion = next_congestion(k, sources, idle_load, congestion);
  return congestion;
}

long double call_congestion(std::int64_t slots, long double sources, long double idle_load) {
  return sources <= static_cast<long double>(slots) ? 0 : time_congestion(slots, sources - 1, idle_load);
}

}  // namespace

double idle_load(double duty) {
  detail::require(duty >= 0 && duty < 1, "a duty must be at least 0 and below 1");
  return duty / (1 - duty);
}

EngsetFigures engset(std::int64_t slots, double sources, double idle_load) {
  detail::require_slots(slots);
  require_engset(sources, idle_load);
  const long double lost = call_congestion(slots, sources, idle_load);
  const auto full = sources < static_cast<double>(slots) ? 0.0L : time_congestion(slots, sources, idle_load);
  const long double offered = static_cast<long double>(sources) * idle_load / (1 + idle_load * (1 - lost));
  EngsetFigures figures;
  figures.call_congestion = static_cast<double>(lost);
  figures.time_congestion = static_cast<double>(full);
  figures.offered_load = static_cast<double>(offered);
  figures.carried_load = static_cast<double>(offered * (1 - lost));
  return figures;
}

std::int64_t engset_slots(std::int64_t sources, double idle_load, double loss) {
  require_engset(static_cast<double>(sources), idle_load);
  detail::require(loss >= 0, "a share must not be negative");
  detail::require(sources <= detail::most_states, "the number of sources must be at most ten million here");
  long double congestion = 1;
  for (std::int64_t slots = 1; slots < sources; ++slots) {
    congestion = next_congestion(slots, static_cast<long double>(sources - 1), idle_load, congestion);
    if (congestion <= loss) return slots;
  }
  return std::max<std::int64_t>(1, sources);
}

std::int64_t engset_sources(std::int64_t slots, double idle_load, double loss) {
  detail::require_slots(slots);
  require_engset(0, idle_load);
  detail::require_share(loss);
  const auto too_many = [&](std::int64_t sources) {
    return call_congestion(slots, static_cast<long double>(sources), idle_load) > loss;
  };
  return detail::smallest(slots + 1, most_sources, too_many, "more than 10^15 sources do not lose as much") - 1;
}

double engset_idle_load(std::int64_t slots, double sources, double loss) {
  detail::require_slots(slots);
  require_engset(sources, 1);
  detail::require(loss > 0 && loss < 1, "the share lost must be above 0 and below 1");
  detail::require(sources > static_cast<double>(slots), "nothing is lost while there are no more sources than slots");
  return detail::falling_root(static_cast<double>(slots) / sources, [&](double idle_load) {
    return static_cast<double>(loss - call_congestion(slots, sources, idle_load));
  });
}

}  // namespace busyhour
