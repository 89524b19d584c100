#include "run_json.hpp"

#include <cmath>
#include <stdexcept>

namespace busyhour::stored {

Json json_of(double x) {
  if (std::isnan(x)) return nullptr;
  if (std::isinf(x)) return x > 0 ? "inf" : "-inf";
  return x;
}
double number_of(const Json& j) {
  if (j.is_null()) return std::numeric_limits<double>::quiet_NaN();
  if (j.is_string())
    return j == "inf" ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
  return j.get<double>();
}

Json json_of(const Estimate& e) {
  return Json::array({json_of(e.value), json_of(e.low), json_of(e.high), e.n, e.replications,
                      static_cast<int>(e.quality), json_of(e.standard_error), json_of(e.df)});
}
Estimate estimate_of(const Json& j) {
  return {number_of(j.at(0)),           number_of(j.at(1)),         number_of(j.at(2)),
          j.at(3).get<std::uint64_t>(), j.at(4).get<std::size_t>(), word_of(j.at(5), Estimate::Quality::undefined),
          number_of(j.at(6)),           number_of(j.at(7))};
}

Json json_of(const MetricAbout& about) { return about.name; }
MetricAbout about_of(const Json& j) {
  const std::string name = j;
  for (const MetricAbout& about : metrics())
    if (about.name == name) return about;
  throw std::runtime_error{"no metric is called " + name};
}

namespace {

Json written(const TheoryValue& t) { return Json::array({t.model, json_of(t.value), json_of(t.z)}); }
TheoryValue theory_of(const Json& j) { return {j.at(0), number_of(j.at(1)), number_of(j.at(2))}; }

Json written(const InputPart& p) { return Json::array({json_of(p.share), p.records, json_of(p.records_to_halve)}); }
InputPart input_of(const Json& j) { return {number_of(j.at(0)), j.at(1).get<std::int64_t>(), number_of(j.at(2))}; }

Json written(const MetricResult& m) {
  Json one{{"key", m.key},
           {"metric", m.about.name},
           {"statistic", static_cast<int>(m.statistic)},
           {"e", json_of(m.estimate)}};
  if (m.theory) one["theory"] = written(*m.theory);
  if (m.controlled) one["controlled"] = Json::array({m.controlled->by, m.controlled->width});
  if (m.input) one["input"] = written(*m.input);
  return one;
}
MetricResult metric_of(const Json& j) {
  MetricResult m;
  m.key = j.at("key");
  m.about = about_of(j.at("metric"));
  m.statistic = word_of(j.at("statistic"), Statistic::max);
  m.estimate = estimate_of(j.at("e"));
  if (j.contains("theory")) m.theory = theory_of(j["theory"]);
  if (j.contains("controlled"))
    m.controlled =
        Controlled{j["controlled"].at(0).get<std::vector<std::string>>(), j["controlled"].at(1).get<double>()};
  if (j.contains("input")) m.input = input_of(j["input"]);
  return m;
}

Json written(const PercentileCurve& c) {
  Json points = Json::array();
  for (const auto& [p, seconds] : c.points) points.push_back({json_of(p), json_of(seconds)});
  return {{"metric", c.metric}, {"points", points}};
}
PercentileCurve curve_of(const Json& j) {
  PercentileCurve c{j.at("metric"), {}};
  for (const Json& p : j.at("points")) c.points.push_back({number_of(p.at(0)), number_of(p.at(1))});
  return c;
}

Json written(const Timeline& t) {
  Json steps = Json::array(), rejects = Json::array(), stays = Json::array();
  for (const TimelineStep& s : t.steps) steps.push_back({s.t, s.held, s.waiting, s.cap});
  for (const TimelineReject& r : t.rejects) rejects.push_back({r.t, r.who, r.attempt});
  for (const TimelineStay& s : t.stays)
    stays.push_back({s.from, s.to, s.who, s.attempt, static_cast<int>(s.kind), s.goes_on});
  Json spans = Json::array(), balance = Json::array();
  for (const TimelineSpan& s : t.spans) spans.push_back({s.lowest, s.highest, s.waiting, s.cap, s.refused});
  for (const BalanceSpan& b : t.balance) balance.push_back({b.lowest, b.highest, b.last});
  return {{"limit", t.limit}, {"replication", t.replication},
          {"from", t.from},   {"to", t.to},
          {"steps", steps},   {"rejects", rejects},
          {"stays", stays},   {"span_s", t.span_s},
          {"spans", spans},   {"balance", balance}};
}
Timeline timeline_of(const Json& j) {
  Timeline t;
  t.limit = j.at("limit"), t.replication = j.at("replication"), t.from = j.at("from"), t.to = j.at("to");
  for (const Json& s : j.at("steps")) t.steps.push_back({s.at(0), s.at(1), s.at(2), s.at(3)});
  for (const Json& r : j.at("rejects")) t.rejects.push_back({r.at(0), r.at(1), r.at(2)});
  for (const Json& s : j.at("stays"))
    t.stays.push_back(
        {s.at(0), s.at(1), s.at(2), s.at(3), word_of(s.at(4), TimelineStay::Kind::queued), s.at(5).get<bool>()});
  if (!j.contains("spans")) return t;  // of a version that did not look at whole replications
  t.span_s = j.at("span_s");
  for (const Json& s : j.at("spans")) t.spans.push_back({s.at(0), s.at(1), s.at(2), s.at(3), s.at(4)});
  for (const Json& b : j.at("balance")) t.balance.push_back({b.at(0), b.at(1), b.at(2)});
  return t;
}

Json written(const LevelTimes& l) {
  Json levels = Json::array();
  for (const auto& [held, share, exact] : l.levels) levels.push_back({held, json_of(share), exact});
  return {{"limit", l.limit}, {"model", l.model}, {"replications", l.replications}, {"levels", levels}};
}
LevelTimes levels_of(const Json& j) {
  LevelTimes l{j.at("limit"), j.at("model"), j.at("replications"), {}};
  for (const Json& one : j.at("levels")) l.levels.push_back({one.at(0), estimate_of(one.at(1)), one.at(2)});
  return l;
}

Json rows_of(const RunResult& r) {
  Json out = Json::array();
  for (const RunResult::Replication& row : r.per_replication) {
    Json values = Json::array();
    for (const double x : row.values) values.push_back(json_of(x));
    out.push_back({row.number, values});
  }
  return out;
}
RunResult::Replication row_of(const Json& j) {
  RunResult::Replication one;
  one.number = j.at(0);
  for (const Json& x : j.at(1)) one.values.push_back(number_of(x));
  return one;
}

Json written(const OutcomeCounts& o) {
  return Json::array({o.requests, o.at_once, o.after_queue, o.after_retry, o.given_up, o.failed});
}
OutcomeCounts outcomes_of(const Json& j) { return {j.at(0), j.at(1), j.at(2), j.at(3), j.at(4), j.at(5)}; }

template <class T>
Json list_of(const std::vector<T>& list) {
  Json out = Json::array();
  for (const T& one : list) out.push_back(written(one));
  return out;
}

}  // namespace

/// One that speaks of nothing has no metric.
Json json_of(const MetricRef& s) {
  return {{"scope", s.scope},
          {"metric", s.metric},
          {"statistic", static_cast<int>(s.statistic)},
          {"q", json_of(s.q)},
          {"threshold", json_of(s.threshold)},
          {"key", s.key}};
}
MetricRef ref_of(const Json& j) {
  MetricRef s;
  s.scope = j.at("scope"), s.metric = j.at("metric"), s.key = j.at("key");
  s.statistic = word_of(j.at("statistic"), Statistic::max);
  s.q = number_of(j.at("q")), s.threshold = number_of(j.at("threshold"));
  if (!s.metric.empty()) s.about = about_of(j.at("metric"));
  return s;
}

Json json_of(const RuleResult& r) {
  Json one{{"rule", r.rule},
           {"subject", json_of(r.subject)},
           {"relation", static_cast<int>(r.relation)},
           {"bound", json_of(r.bound)},
           {"verdict", static_cast<int>(r.verdict)},
           {"compared_bound", json_of(r.compared_bound)},
           {"e", json_of(r.estimate)},
           {"measured", json_of(r.measured)},
           {"p", json_of(r.p)}};
  if (r.theory) one["theory"] = written(*r.theory);
  if (r.input) one["input"] = written(*r.input);
  return one;
}
RuleResult rule_of(const Json& j) {
  RuleResult r;
  r.rule = j.at("rule");
  r.subject = ref_of(j.at("subject"));
  r.relation = word_of(j.at("relation"), Relation::above);
  r.bound = number_of(j.at("bound")), r.compared_bound = number_of(j.at("compared_bound"));
  r.verdict = word_of(j.at("verdict"), Verdict::undecided);
  r.estimate = estimate_of(j.at("e")), r.measured = estimate_of(j.at("measured"));
  r.p = number_of(j.at("p"));
  if (j.contains("theory")) r.theory = theory_of(j["theory"]);
  if (j.contains("input")) r.input = input_of(j["input"]);
  return r;
}

Json json_of(const PrecisionResult& p) {
  return {{"key", p.key},
          {"asked", p.asked},
          {"metric", p.about.name},
          {"statistic", static_cast<int>(p.statistic)},
          {"allowed", json_of(p.allowed)},
          {"reached", json_of(p.reached)},
          {"met", p.met}};
}
PrecisionResult precision_of(const Json& j) {
  PrecisionResult p;
  p.key = j.at("key"), p.asked = j.at("asked"), p.about = about_of(j.at("metric"));
  p.statistic = word_of(j.at("statistic"), Statistic::max);
  p.allowed = number_of(j.at("allowed")), p.reached = number_of(j.at("reached"));
  p.met = j.at("met");
  return p;
}

Json json_of(const ScenarioEcho& e) {
  return {{"name", e.name},
          {"about", e.about},
          {"file", e.file},
          {"sha256", e.sha256},
          {"resolved", e.resolved},
          {"sets", e.sets},
          {"assumptions", e.assumptions}};
}
ScenarioEcho echo_of(const Json& j) {
  ScenarioEcho e;
  e.name = j.at("name"), e.about = j.at("about"), e.file = j.at("file"), e.sha256 = j.at("sha256");
  e.resolved = j.at("resolved");
  e.sets = j.at("sets").get<std::vector<std::string>>();
  e.assumptions = j.at("assumptions").get<std::vector<std::pair<std::string, std::string>>>();
  return e;
}

Json json_of(const RunResult& r) {
  Json stability = Json::array();
  for (const Instability& i : r.stability) stability.push_back({{"word", static_cast<int>(i.word)}, {"says", i.says}});
  Json all{{"scenario", json_of(r.scenario)},
           {"seed", r.seed},
           {"replications", r.replications},
           {"asked", r.asked_replications},
           {"duration_s", json_of(r.duration_s)},
           {"warm_up_s", json_of(r.warm_up_s)},
           {"warm_up_found", r.warm_up_found},
           {"converged", r.converged},
           {"partial", r.partial},
           {"precision", all_of(r.precision)},
           {"stability", stability},
           {"model", r.model},
           {"warnings", r.warnings},
           {"metrics", list_of(r.metrics)},
           {"slo", all_of(r.slo)},
           {"percentiles", list_of(r.percentiles)},
           {"timelines", list_of(r.timelines)},
           {"outcomes", written(r.outcomes)},
           {"columns", r.replication_columns},
           {"rows", rows_of(r)},
           {"events", r.events},
           {"version", r.version}};
  if (r.alone) all["alone"] = *r.alone;
  if (r.levels) all["levels"] = written(*r.levels);
  return all;
}

RunResult run_of(const Json& j) {
  RunResult r;
  r.scenario = echo_of(j.at("scenario"));
  r.seed = j.at("seed"), r.replications = j.at("replications"), r.asked_replications = j.at("asked");
  r.duration_s = number_of(j.at("duration_s")), r.warm_up_s = number_of(j.at("warm_up_s"));
  r.warm_up_found = j.at("warm_up_found"), r.converged = j.at("converged"), r.partial = j.at("partial");
  r.model = j.at("model");
  for (const Json& p : j.at("precision")) r.precision.push_back(precision_of(p));
  for (const Json& i : j.at("stability"))
    r.stability.push_back({word_of(i.at("word"), Estimate::Quality::undefined), i.at("says")});
  r.warnings = j.at("warnings").get<std::vector<std::string>>();
  for (const Json& m : j.at("metrics")) r.metrics.push_back(metric_of(m));
  for (const Json& rule : j.at("slo")) r.slo.push_back(rule_of(rule));
  for (const Json& c : j.at("percentiles")) r.percentiles.push_back(curve_of(c));
  for (const Json& t : j.at("timelines")) r.timelines.push_back(timeline_of(t));
  r.outcomes = outcomes_of(j.at("outcomes"));
  r.replication_columns = j.at("columns").get<std::vector<std::string>>();
  for (const Json& row : j.at("rows")) r.per_replication.push_back(row_of(row));
  r.events = j.at("events");
  r.version = j.at("version");
  if (j.contains("alone")) r.alone = j["alone"].get<std::int64_t>();
  if (j.contains("levels")) r.levels = levels_of(j["levels"]);
  return r;
}

}  // namespace busyhour::stored
