#include "example.hpp"

#include <cmath>
#include <deque>
#include <limits>

namespace busyhour::example {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

/// The minimal standard generator (Park and Miller 1988): the same bytes everywhere.
class Chance {
 public:
  double uniform() { return static_cast<double>(state_ = state_ * 16807 % 2147483647) / 2147483647.0; }

 private:
  std::uint64_t state_ = 20261121;
};

/// Quantiles of a delay that is 0 for `none` of the requests and exponential with `mean` for the rest; infinite from
/// `lost` on.
PercentileCurve curve(const std::string& metric, double none, double mean, double lost) {
  PercentileCurve c{metric, {}};
  for (int i = 0; i <= 80; ++i) {
    const double p = 1 - std::pow(10.0, -i / 20.0);
    c.points.push_back({p, p > lost ? inf : p <= none ? 0 : -mean * std::log((1 - p) / (1 - none))});
  }
  return c;
}

std::vector<RunResult::Replication> replications(std::int64_t n, double share, double delay) {
  Chance chance;
  std::vector<RunResult::Replication> all;
  for (std::int64_t i = 0; i < n; ++i)
    all.push_back({i, {share * (0.9 + 0.2 * chance.uniform()), delay * (0.8 + 0.4 * chance.uniform())}});
  return all;
}

}  // namespace

Estimate estimate(double value, double low, double high, std::uint64_t n) {
  return {value, low, high, n, 30, Estimate::Quality::interval};
}
Estimate no_events(double high, std::uint64_t n) { return {0, 0, high, n, 30, Estimate::Quality::bound}; }

MetricResult metric(std::string key, const MetricAbout& about, Statistic statistic, const Estimate& e) {
  return {std::move(key), about, statistic, e, {}};
}

RuleResult rule(std::string text, const MetricAbout& about, Statistic statistic, double q, double bound,
                Verdict verdict, const Estimate& measured) {
  const MetricRef subject{"", std::string{about.name}, statistic, q, 0, about, std::string{about.name}};
  if (statistic != Statistic::quantile)
    return {std::move(text), subject, Relation::at_most, bound, verdict, measured, bound, measured, 1, {}};
  const double share = (1 - q) * measured.value / bound;
  return {std::move(text),
          subject,
          Relation::at_most,
          bound,
          verdict,
          estimate(share, share * 0.9, share * 1.1),
          1 - q,
          measured,
          1,
          {}};
}

Timeline timeline(const std::string& limit, std::int64_t cap, int steps, bool queue) {
  Chance chance;
  Timeline t{limit, 17, 1260, 0, {}, {}, {}};
  std::deque<std::size_t> holders, line;  // places in `stays`
  const auto begin = [&](double at, int who, TimelineStay::Kind kind, std::deque<std::size_t>& among) {
    among.push_back(t.stays.size());
    t.stays.push_back({at, at, "calls #" + std::to_string(who), 1 + who % 3, kind, true});
  };
  const auto end = [&](double at, std::deque<std::size_t>& among) {
    TimelineStay& stay = t.stays[among.front()];
    stay.to = at, stay.goes_on = false;
    among.pop_front();
    return stay.who;
  };
  for (int i = 0; i < cap / 2; ++i) begin(t.from - 1, i, TimelineStay::Kind::held, holders);
  std::int64_t held = cap / 2, waiting = 0;
  double now = t.from;
  const double load = 1.05 * static_cast<double>(cap);
  for (int i = 0; i < steps; ++i) {
    const double busy = load + static_cast<double>(held);
    now += -std::log(chance.uniform()) / busy;
    if (chance.uniform() * busy < load) {
      if (held < cap)
        ++held, begin(now, i, TimelineStay::Kind::held, holders);
      else if (queue)
        ++waiting, begin(now, i, TimelineStay::Kind::queued, line);
      else
        t.rejects.push_back({now, "calls #" + std::to_string(1 + i % 4), 1 + i % 3});
    } else if (waiting > 0) {
      --waiting, (void)end(now, holders), (void)end(now, line);
      begin(now, i, TimelineStay::Kind::held, holders);
    } else if (held > 0) {
      --held, (void)end(now, holders);
    }
    t.steps.push_back({now, held, waiting, cap});
  }
  t.to = now + 0.1;
  for (TimelineStay& stay : t.stays)
    if (stay.goes_on) stay.to = t.to;
  return t;
}

RunResult voice() {
  RunResult r;
  r.scenario = {"Waves TTS, four voice conversations on one slot",
                "How many conversations does one TTS slot carry before callers meet a full limit?",
                "scenarios/waves/four-conversations.yaml",
                "3f9c0b5e7a1d4c2288aa6be1f0d93b7745c61e90aa52bb17d0c4e8f6a19b2ce1",
                "version: 1  # four-conversations.yaml:2\nname: Waves TTS, four voice conversations on one "
                "slot\nprovider:\n  limits:\n    requests:\n      cap: 1  # four-conversations.yaml:7\n",
                {"workloads.calls.count=4"},
                {{"provider.network", "0 s (default)"},
                 {"workloads.calls.client.turnaround", "0 s (default)"},
                 {"workloads.calls.start", "uniform over 2 min"}}};
  r.seed = 20261121;
  r.replications = r.asked_replications = 30;
  r.duration_s = 3600;
  r.warm_up_s = 300;
  r.warnings = {
      "calls: a slot given back can be taken again by the same caller at once, since provider.network and "
      "client.turnaround are 0 s"};
  r.metrics = {
      metric("first_attempt_rejected", share("first_attempt_rejected"), Statistic::none,
             estimate(0.31234, 0.30901, 0.31567)),
      metric("turn_rejected", share("turn_rejected"), Statistic::none, estimate(0.349, 0.3441, 0.3539, 32140)),
      metric("calls.turn_rejected", share("turn_rejected"), Statistic::none, estimate(0.349, 0.3441, 0.3539, 32140)),
      metric("given_up", share("given_up"), Statistic::none, estimate(0.00042, 0.00031, 0.00056)),
      metric("added_delay.p50", time("added_delay"), Statistic::quantile,
             {0, 0, 0, 65812, 30, Estimate::Quality::constant}),
      metric("added_delay.p95", time("added_delay"), Statistic::quantile, estimate(1.412, 1.38, 1.449)),
      metric("added_delay.p99", time("added_delay"), Statistic::quantile, estimate(3.91, 3.71, 4.13)),
      metric("first_audio_delay.p95", time("first_audio_delay"), Statistic::quantile,
             estimate(0.297, 0.288, 0.306, 32140)),
      metric("silent_turns", share("silent_turns"), Statistic::none, no_events(0.0000932, 32140)),
      metric("requests.slot_use", share("slot_use", MetricScope::limit), Statistic::none,
             estimate(0.612, 0.607, 0.617, 30)),
      metric("requests.full_time", share("full_time", MetricScope::limit), Statistic::none,
             estimate(0.612, 0.607, 0.617, 30))};
  r.model = "finite-source retrial M/M/1//4";
  r.metrics[0].theory = TheoryValue{"finite-source retrial M/M/1//4", 0.3131, -0.63};
  r.slo = {rule("turn_rejected <= 5%", share("turn_rejected"), Statistic::none, 0, 0.05, Verdict::fails,
                r.metrics[1].estimate),
           rule("p95(first_audio_delay) <= 300 ms", time("first_audio_delay"), Statistic::quantile, 0.95, 0.3,
                Verdict::undecided, r.metrics[7].estimate),
           rule("silent_turns <= 0.1%", share("silent_turns"), Statistic::none, 0, 0.001, Verdict::passes,
                r.metrics[8].estimate)};
  r.percentiles = {curve("added_delay", 0.69, 0.9, 0.9996), curve("first_audio_delay", 0.65, 0.55, 1)};
  r.timelines = {timeline("requests", 1, 420, false)};
  add_spans(r.timelines[0], 1);
  r.outcomes = {65812, 45253, 0, 20531, 28, 0};
  r.replication_columns = {"turn_rejected", "added_delay.p95"};
  r.per_replication = replications(30, 0.349, 1.41);
  r.events = 4213377;
  r.result_dir = "runs/20261121-101500-3f9c0b5e";
  r.version = "0.1.0";
  return r;
}

RunResult queue() {
  RunResult r = voice();
  r.scenario.name = "Provider with a waiting line, 20 slots";
  r.scenario.file = "queue.yaml";
  r.scenario.sets.clear();
  r.warnings.clear();
  r.metrics = {
      metric("first_attempt_rejected", share("first_attempt_rejected"), Statistic::none,
             no_events(0.00000188, 1962114)),
      metric("given_up", share("given_up"), Statistic::none, no_events(0.00000188, 1962114)),
      metric("added_delay.p95", time("added_delay"), Statistic::quantile, estimate(0.0824, 0.0801, 0.0849, 1962114)),
      metric("requests.slot_use", share("slot_use", MetricScope::limit), Statistic::none,
             estimate(0.9012, 0.8994, 0.903, 30))};
  r.model = "M/M/20";
  r.metrics[2].theory = TheoryValue{"M/M/20", 0.0819, 0.41};
  r.metrics[3].theory = TheoryValue{"M/M/20", 0.9};
  r.slo = {
      rule("given_up <= 0.1%", share("given_up"), Statistic::none, 0, 0.001, Verdict::passes, r.metrics[1].estimate),
      rule("p95(added_delay) <= 250 ms", time("added_delay"), Statistic::quantile, 0.95, 0.25, Verdict::passes,
           r.metrics[2].estimate)};
  r.percentiles = {curve("added_delay", 0.72, 0.05, 1), curve("queue_wait", 0.72, 0.05, 1),
                   curve("response_time", 0, 0.62, 1)};
  r.timelines = {timeline("requests", 20, 12000, true)};
  add_spans(r.timelines[0], 20);
  r.levels = LevelTimes{"requests", "Erlang C, M/M/20", 10, {}};
  double share = std::exp(-18.0);
  for (std::int64_t k = 0; k <= 20; ++k, share *= 18.0 / static_cast<double>(k)) {
    const double exact = k < 20 ? 0.46 * share : 0.55;
    r.levels->levels.push_back({k, estimate(exact * 1.01, exact * 0.97, exact * 1.05, 10), exact});
  }
  r.outcomes = {1962114, 1412722, 549392, 0, 0, 0};
  return r;
}

RunResult bare() {
  RunResult r;
  r.scenario.name = "Nothing yet";
  r.scenario.file = "nothing.yaml";
  r.replications = r.asked_replications = 1;
  r.duration_s = 60;
  r.version = "0.1.0";
  return r;
}

RunResult hostile() {
  const std::string bad =
      "</script><img src=x onerror=alert(1)>\"'`&amp;\u202Egnp.exe\u2028\033[2J\r\n--><!--<script>]]>{{7*7}}%s\xFF\xC0";
  RunResult r = voice();
  r.scenario.name = bad;
  r.scenario.about = bad;
  r.scenario.file = "$(touch x)'; " + bad;
  r.scenario.sha256 = bad;
  r.scenario.resolved = bad;
  r.scenario.sets = {bad};
  r.scenario.assumptions = {{bad, bad}};
  r.warnings = {bad};
  r.version = bad;
  r.result_dir = bad;
  r.metrics.push_back(
      metric(bad + ".turn_rejected", share("turn_rejected"), Statistic::none, estimate(0.1, 0.09, 0.11)));
  r.metrics[0].theory->model = bad;
  r.slo.push_back(r.slo[0]);
  r.slo.back().rule = bad;
  r.slo.back().subject.scope = bad;
  r.percentiles[0].metric = bad;
  r.timelines[0].limit = bad;
  for (TimelineReject& reject : r.timelines[0].rejects) reject.who = bad;
  for (TimelineStay& stay : r.timelines[0].stays) stay.who = bad;
  r.replication_columns[0] = bad;
  return r;
}

}  // namespace busyhour::example
