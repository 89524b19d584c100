#include "forecast.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "../plan.hpp"
#include "busyhour/experiment/folder.hpp"
#include "busyhour/experiment/parallel.hpp"
#include "busyhour/random/uniform.hpp"
#include "busyhour/random/ziggurat.hpp"
#include "busyhour/scenario/input_draws.hpp"

namespace busyhour::fitting {
namespace {

constexpr Purpose of_share{7}, of_refusal{8}, of_wait{9};

std::string limit_text(const std::optional<SeenLimit>& limit) {
  const std::string full = when_full_text(limit && limit->queues, limit ? limit->room : std::nullopt);
  return fmt::format("{{counts: requests, cap: {}, when_full: {}}}", limit ? limit->cap : 1'000'000, full);
}

/// Long enough before what is counted for the system to forget that it began empty, and to be at the same place of the
/// arrivals' profile as the second part.
double warm_up_of(const Forecast& what, double service_mean) {
  const FittedArrivals& a = *what.fit.arrivals;
  const double wanted = std::min(a.summary.last - a.summary.first, std::max(30 * service_mean, what.span / 2));
  const double round = a.every * static_cast<double>(a.levels.size());
  if (round == 0 || a.model == ArrivalModel::trace) return wanted;
  return what.phase + round * std::ceil(std::max(0.0, wanted - what.phase) / round);
}

/// A scenario that is simulated without a warm-up of its own, with its draws if it has any.
struct Ready {
  Loaded loaded;
  std::optional<InputDraws> draws;
  double from = 0, to = 0;  ///< [s] what is measured
  [[nodiscard]] const Scenario& of(std::size_t replication) const {
    return draws ? draws->of(replication * static_cast<std::size_t>(draws->per_draw)) : *loaded.scenario;
  }
};

Ready ready(const std::string& text, const std::string& file) {
  write_file(file, text);
  Ready made{load(file), {}};
  if (!made.loaded.scenario)
    throw LogRefused{"the scenario of the first part cannot be read:\n" +
                     render(made.loaded.diagnostics, made.loaded.sources)};
  Diagnostics wrong;
  made.draws = input_draws(made.loaded, made.loaded.scenario->run.replications, wrong);
  if (!wrong.empty()) throw LogRefused{render(wrong, made.loaded.sources)};
  return made;
}

std::vector<SeenRequest> simulated(const Scenario& scenario, std::size_t replication) {
  const ReplicationPlan plan = plan_of(scenario, Duration{0}, static_cast<std::uint32_t>(replication));
  Recorder recorder;
  Listeners listeners;
  listeners.recorder = &recorder;
  (void)replicate(plan, listeners);
  std::vector<SeenRequest> all;
  all.reserve(recorder.requests.size());
  for (const RequestDone& r : recorder.requests) {
    SeenRequest one{in_seconds(r.first_attempt.time_since_epoch()), 0};
    one.refused = r.first_rejected;
    if (r.outcome != Outcome::given_up) {
      one.wait = in_seconds(r.admitted - r.first_attempt);
      one.service = in_seconds(r.last_byte - r.admitted);
      one.holds = one.service - 1e-8;  // sums of doubles do not meet to the nanosecond
    } else if (!r.first_rejected) {
      one.ended_well = false, one.holds = std::numeric_limits<double>::infinity();  // it went on beyond the end
    }
    all.push_back(one);
  }
  return all;
}

/// Without a limit that would say when: as often and as long as in the first part, whatever the load.
void refuse_and_delay(const Forecast& what, std::size_t replication, std::vector<SeenRequest>& all) {
  const auto number = static_cast<std::uint32_t>(replication);
  const Place at{what.seed, number, 0};
  Draw luck{at, of_share, 0};
  const double spread = std::sqrt(what.refused * (1 - what.refused) / static_cast<double>(what.records));
  const double share = std::clamp(what.refused + spread * detail::standard_normal(luck), 0.0, 1.0);
  const FittedQuantity* waits = what.waits ? what.fit.find("wait") : nullptr;
  for (std::size_t i = 0; i < all.size(); ++i) {
    Draw refusal{at, of_refusal, static_cast<std::uint32_t>(i)};
    all[i].refused = uniform01(refusal) < share;
    if (!waits) continue;
    Draw place{at, of_wait, static_cast<std::uint32_t>(i)};
    all[i].wait = waits->sample[static_cast<std::size_t>(uniform01(place) * static_cast<double>(waits->sample.size()))];
  }
}

std::vector<ToldNumbers> all_of(const Forecast& what, const Ready& ready) {
  std::vector<ToldNumbers> numbers(forecast_replications);
  in_parallel(numbers.size(), threads_here(), [&](std::size_t i) {
    std::vector<SeenRequest> requests = simulated(ready.of(i), i);
    if (!what.limit) refuse_and_delay(what, i, requests);
    numbers[i] = measured(requests, ready.from, ready.to);
  });
  return numbers;
}

std::string scenario_of(const Forecast& what, const Pieces& pieces, const std::string& workload, double duration,
                        const std::string& uncertainty) {
  return "version: 1\nprovider:\n  limits:\n    slots: " + limit_text(what.limit) + "\n" + endpoint_text(pieces) +
         workload + uncertainty +
         fmt::format("run: {{duration: {:.9f} s, warm_up: 0 s, replications: {}, seed: {}}}\n", duration,
                     2 * forecast_replications, what.seed);
}

}  // namespace

std::vector<ToldNumbers> forecast(const Forecast& what, const FitOptions& options) {
  Forecast here = what;
  Pieces pieces = pieces_of(here.fit, "first");
  const bool has_arrivals = here.fit.arrivals && here.fit.arrivals->model != ArrivalModel::none;
  const double warm_up = has_arrivals ? warm_up_of(here, pieces.service_mean) : 0;
  const double span = has_arrivals ? here.span : static_cast<double>(here.records) / pieces.rate;
  if (has_arrivals && here.fit.arrivals->model == ArrivalModel::trace &&
      here.fit.arrivals->summary.last - here.fit.arrivals->summary.first < warm_up + span) {
    here.fit.arrivals->model = ArrivalModel::profile;  // the trace is too short to be replayed so long
    pieces = pieces_of(here.fit, "first");
  }
  for (const auto& [name, content] : pieces.files) write_file(here.folder + "/" + name, content);
  std::string uncertainty;
  if (!pieces.placed.empty()) {
    write_file(here.folder + "/draws.csv", draws_csv(here.fit, pieces, options));
    uncertainty = fmt::format("input_uncertainty: {{from: draws.csv, records: {}}}\n", here.records);
  }
  Ready scenario = ready(scenario_of(here, pieces, workload_text(pieces), warm_up + span, uncertainty),
                         here.folder + "/forecast.yaml");
  scenario.from = warm_up, scenario.to = warm_up + span;
  return all_of(here, scenario);
}

std::vector<ToldNumbers> replayed(const Forecast& what, const std::vector<double>& instants) {
  const Pieces pieces = pieces_of(what.fit, "first");
  const double end = instants.back(), begin = std::max(instants.front(), end - 2 * what.span);
  std::string text = "arrives_s\n";
  for (const double t : instants)
    if (t >= begin) text += fmt::format("{:.6f}\n", t - begin);
  write_file(what.folder + "/second.csv", text);
  std::string trace =
      "workloads:\n  requests:\n    kind: trace\n    file: second.csv\n    columns: {arrives: {column: arrives_s, "
      "unit: s}}\n";
  const std::string workload = workload_text(pieces);
  if (const auto demand = workload.find("    demand:"); demand != std::string::npos) trace += workload.substr(demand);
  Ready scenario = ready(scenario_of(what, pieces, trace, end - begin + 1e-6, ""), what.folder + "/replay.yaml");
  scenario.from = end - begin - what.span, scenario.to = end - begin;
  return all_of(what, scenario);
}

}  // namespace busyhour::fitting
