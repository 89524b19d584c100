/// Out of sample: what the first part of a log says of the second.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "busyhour/experiment/folder.hpp"
#include "busyhour/experiment/uncertain_run.hpp"
#include "scenario_text.hpp"
#include "words.hpp"

namespace busyhour {
namespace {

using namespace fitting;

/// The rows in the order of their instants, if they have any.
void put_in_order(Gathered& g) {
  if (!g.instants.empty())
    std::stable_sort(g.rows.begin(), g.rows.end(),
                     [](const KeptRow& a, const KeptRow& b) { return a[LogRole::arrives] < b[LogRole::arrives]; });
}

/// Some of the rows as a log of their own.
Gathered part_of(const Gathered& g, std::size_t from, std::size_t to) {
  Gathered part;
  part.log = g.log;
  part.log.rows = static_cast<std::int64_t>(to - from);
  part.rows.assign(g.rows.begin() + static_cast<std::ptrdiff_t>(from),
                   g.rows.begin() + static_cast<std::ptrdiff_t>(to));
  part.classes = g.classes, part.statuses = g.statuses, part.conversations = g.conversations,
  part.speakers = g.speakers;
  for (const KeptRow& row : part.rows) {
    ++part.by_status[g.statuses.at(row.status)];
    if (!std::isnan(row[LogRole::arrives])) part.instants.push_back(row[LogRole::arrives]);
  }
  std::sort(part.instants.begin(), part.instants.end());
  for (const double t : part.instants) part.arrivals.add(t);
  return part;
}

double span_of(const Gathered& g) { return g.instants.size() > 1 ? g.instants.back() - g.instants.front() : 0; }

std::vector<double> values_of(const Gathered& g, LogRole role) {
  std::vector<double> values;
  for (const KeptRow& row : g.rows)
    if (ended(g.statuses.at(row.status)) == Ended::well && !std::isnan(row[role])) values.push_back(row[role]);
  std::sort(values.begin(), values.end());
  return values;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double x : values) sum += x;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

/// Requests in service: the mean over the span of these rows, and the most at once. A request begins after its wait.
struct Concurrency {
  double mean = 0, most = 0;
};
Concurrency concurrency_of(const Gathered& g) {
  std::vector<std::pair<double, int>> steps;
  const double from = g.instants.front(), to = g.instants.back();
  double busy = 0;
  for (const KeptRow& row : g.rows) {
    const double wait = std::isnan(row[LogRole::wait]) ? 0 : row[LogRole::wait];
    const double begin = row[LogRole::arrives] + wait, end = begin + row[LogRole::duration];
    if (std::isnan(end) || ended(g.statuses.at(row.status)) != Ended::well) continue;
    steps.emplace_back(begin, 1), steps.emplace_back(end, -1);
    busy += std::max(0.0, std::min(end, to) - std::clamp(begin, from, to));
  }
  std::sort(steps.begin(), steps.end());
  Concurrency c{to > from ? busy / (to - from) : 0, 0};
  double now = 0;
  for (const auto& [at, step] : steps) c.most = std::max(c.most, now += step);
  return c;
}

/// Without any simulation: a statistic of the first part with its interval, and that of the second.
void add_means(const Gathered& first, const Gathered& second, LogRole role, const char* what, CheckResult& out) {
  const std::vector<double> a = values_of(first, role), b = values_of(second, role);
  if (a.size() < 20 || b.empty()) return;
  const double mean = mean_of(a);
  double squares = 0;
  for (const double x : a) squares += (x - mean) * (x - mean);
  const double variance = squares / static_cast<double>(a.size() - 1);
  // Of the mean of so many others: both means vary.
  const double half =
      1.96 * std::sqrt(variance / static_cast<double>(a.size()) + variance / static_cast<double>(b.size()));
  out.rows.push_back(
      {std::string("mean ") + what, dimension::time, mean, std::max(0.0, mean - half), mean + half, mean_of(b)});
}

void add_refusals(const Gathered& first, const Gathered& second, CheckResult& out) {
  const auto share = [](const Gathered& g) {
    double refused = 0;
    for (const auto& [status, n] : g.by_status)
      if (ended(status) == Ended::refused) refused += static_cast<double>(n);
    return refused / static_cast<double>(g.rows.size());
  };
  const double a = share(first), b = share(second);
  if (a == 0 && b == 0) return;
  const double p = std::max(a, 1.0 / static_cast<double>(first.rows.size()));
  const double half =
      1.96 * std::sqrt(p * (1 - p) *
                       (1 / static_cast<double>(first.rows.size()) + 1 / static_cast<double>(second.rows.size())));
  out.rows.push_back({"refused", dimension::share, a, std::max(0.0, a - half), std::min(1.0, a + half), b});
  out.notes.emplace_back(
      "refusals are predicted as the first part's share, as if requests were independent; a limit would "
      "tell more: write it into the scenario of `fit -o`");
}

/// A scenario's text with a limit, run as long as the second part lasted.
std::string scenario_of(const Pieces& pieces, const std::string& workload, const std::string& limit, double duration,
                        const std::string& uncertainty) {
  return "version: 1\nprovider:\n  limits:\n    slots: " + limit + "\n" + endpoint_text(pieces) + workload +
         uncertainty +
         fmt::format("run: {{duration: {0}, warm_up: {1}, replications: 20, seed: 1}}\n",
                     amount(duration, dimension::time),
                     amount(std::min(duration / 2, duration / 10 + 5 * pieces.service_mean), dimension::time));
}

RunResult simulated(const std::string& text, const std::string& file) {
  write_file(file, text);
  const Loaded loaded = load(file);
  if (!loaded.scenario)
    throw LogRefused{"the scenario of the first part cannot be read:\n" + render(loaded.diagnostics, loaded.sources)};
  Diagnostics wrong;
  const auto draws = input_draws(loaded, loaded.scenario->run.replications, wrong);
  if (!wrong.empty()) throw LogRefused{render(wrong, loaded.sources)};
  RunOptions how;
  how.timelines = false;
  return draws ? run(*loaded.scenario, *draws, how) : run(*loaded.scenario, how);
}

const Estimate* estimate_of(const RunResult& r, const std::string& key) {
  for (const MetricResult& m : r.metrics)
    if (m.key == key) return &m.estimate;
  return nullptr;
}

void add(const RunResult& r, const std::string& key, const std::string& what, const Dimension& d, double observed,
         CheckResult& out) {
  if (const Estimate* e = estimate_of(r, key)) out.rows.push_back({what, d, e->value, e->low, e->high, observed});
}

const std::string no_limit = "{counts: requests, cap: 1000000, when_full: {action: reject, status: 429}}";

/// The first part's scenario, to be run as long as the second part lasted.
struct Forecast {
  Pieces pieces;
  double span = 0;
  std::string uncertainty, folder;
  [[nodiscard]] RunResult with(const std::string& limit) const {
    return simulated(scenario_of(pieces, workload_text(pieces), limit, span, uncertainty), folder + "/forecast.yaml");
  }
};

/// Requests in flight when the second part's own arrivals meet the same service.
double replayed(const Forecast& forecast, const Gathered& second) {
  std::string instants = "arrives_s\n";
  for (const double t : second.instants) instants += fmt::format("{:.6f}\n", t - second.instants.front());
  write_file(forecast.folder + "/second.csv", instants);
  std::string trace =
      "workloads:\n  requests:\n    kind: trace\n    file: second.csv\n    columns: {arrives: {column: arrives_s, "
      "unit: s}}\n";
  const std::string workload = workload_text(forecast.pieces);
  if (const auto demand = workload.find("    demand:"); demand != std::string::npos) trace += workload.substr(demand);
  const RunResult run =
      simulated(scenario_of(forecast.pieces, trace, no_limit, forecast.span, ""), forecast.folder + "/replay.yaml");
  const Estimate* e = estimate_of(run, "in_flight");
  return e ? e->value : 0;
}

void add_waits(const Forecast& forecast, const Gathered& first, const Gathered& second, CheckResult& out) {
  const double most = std::max(1.0, concurrency_of(first).most);
  const RunResult queued = forecast.with(fmt::format(
      "{{counts: requests, cap: {:.0f}, when_full: {{action: queue, capacity: unlimited, discipline: fifo}}}}", most));
  add(queued, "added_delay.mean", "mean wait", dimension::time, mean_of(values_of(second, LogRole::wait)), out);
  out.notes.push_back(fmt::format(
      "the capacity is not in the log: waits are simulated with {:.0f} slots, the most that were held at once in the "
      "first part",
      most));
}

/// What the fitted scenario makes of the time of the second part.
void simulate(const FitResult& fit, const Gathered& first, const Gathered& second, const FitOptions& options,
              const std::string& folder, CheckResult& out) {
  Forecast forecast{pieces_of(fit, ""), span_of(second), {}, folder};
  if (!forecast.pieces.placed.empty()) {
    write_file(folder + "/draws.csv", draws_csv(fit, forecast.pieces, options));
    forecast.uncertainty = fmt::format("input_uncertainty: {{from: draws.csv, records: {}}}\n", first.rows.size());
  }
  const RunResult free = forecast.with(no_limit);
  add(free, "throughput", "requests a second", dimension::number,
      static_cast<double>(second.rows.size()) / forecast.span, out);
  const bool has_durations = fit.find("duration") != nullptr;
  add(free, "in_flight", "requests in flight", dimension::number,
      has_durations ? concurrency_of(second).mean : replayed(forecast, second), out);
  if (!has_durations)
    out.notes.emplace_back(
        "the log has no durations: both sides take the same service times, and the second part's own arrivals are "
        "replayed");
  if (has_durations && fit.find("wait")) add_waits(forecast, first, second, out);
}

}  // namespace

CheckResult check_fit(const std::string& file, const FitOptions& options, double share, const std::string& folder) {
  Gathered g = gather(file, options);
  if (g.sampled || g.log.has(LogRole::conversation))
    throw LogRefused{file + ": --check takes logs of independent requests, at most a million of them"};
  put_in_order(g);
  const auto cut = static_cast<std::size_t>(share * static_cast<double>(g.rows.size()));
  if (cut < 20 || g.rows.size() - cut < 20) throw LogRefused{file + ": too few rows to part them"};
  const Gathered first = part_of(g, 0, cut), second = part_of(g, cut, g.rows.size());
  FitOptions few = options;
  few.bootstrap = 20;
  const FitResult fit = fit_gathered(first, few);
  CheckResult out{
      file, first.rows.size(), second.rows.size(), g.instants.empty() ? "the order of the file" : "time", {}, {}};
  add_means(first, second, LogRole::duration, "duration", out);
  add_refusals(first, second, out);
  if (fit.arrivals && fit.arrivals->model != ArrivalModel::none && span_of(second) > 0)
    simulate(fit, first, second, few, folder, out);
  return out;
}

}  // namespace busyhour
