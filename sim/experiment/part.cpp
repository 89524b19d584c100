#include "part.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "trial.hpp"

namespace busyhour {

namespace {

using Json = nlohmann::json;

Json written(double x) {
  if (std::isnan(x)) return nullptr;
  if (std::isinf(x)) return x > 0 ? "inf" : "-inf";
  return x;
}
double number(const Json& j) {
  if (j.is_null()) return std::numeric_limits<double>::quiet_NaN();
  if (j.is_string())
    return j == "inf" ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
  return j.get<double>();
}

Json written(const Estimate& e) {
  return Json::array({written(e.value), written(e.low), written(e.high), e.n, e.replications,
                      static_cast<int>(e.quality), written(e.standard_error), written(e.df)});
}
Estimate estimate(const Json& j) {
  return {number(j.at(0)),
          number(j.at(1)),
          number(j.at(2)),
          j.at(3).get<std::uint64_t>(),
          j.at(4).get<std::size_t>(),
          static_cast<Estimate::Quality>(j.at(5).get<int>()),
          number(j.at(6)),
          number(j.at(7))};
}

Json written(const TheoryValue& t) { return Json::array({t.model, written(t.value), written(t.z)}); }
TheoryValue theory(const Json& j) { return {j.at(0), number(j.at(1)), number(j.at(2))}; }

Json written(const MetricResult& m) {
  Json one{{"key", m.key},
           {"metric", m.about.name},
           {"statistic", static_cast<int>(m.statistic)},
           {"e", written(m.estimate)}};
  if (m.theory) one["theory"] = written(*m.theory);
  if (m.controlled) one["controlled"] = Json::array({m.controlled->by, m.controlled->width});
  return one;
}
MetricResult metric(const Json& j) {
  MetricResult m;
  m.key = j.at("key");
  const std::string name = j.at("metric");
  for (const MetricAbout& about : metrics())
    if (about.name == name) m.about = about;
  if (m.about.name.empty()) throw std::runtime_error{"no metric is called " + name};
  m.statistic = static_cast<Statistic>(j.at("statistic").get<int>());
  m.estimate = estimate(j.at("e"));
  if (j.contains("theory")) m.theory = theory(j["theory"]);
  if (j.contains("controlled"))
    m.controlled =
        Controlled{j["controlled"].at(0).get<std::vector<std::string>>(), j["controlled"].at(1).get<double>()};
  return m;
}

Json written(const RuleResult& r) {
  Json one{{"verdict", static_cast<int>(r.verdict)},
           {"bound", written(r.compared_bound)},
           {"e", written(r.estimate)},
           {"measured", written(r.measured)},
           {"p", written(r.p)}};
  if (r.theory) one["theory"] = written(*r.theory);
  return one;
}
RuleResult rule(const Json& j, const Rule& asked) {
  RuleResult r;
  r.rule = asked.text;
  r.place = asked.where;
  r.subject = asked.subject;
  r.relation = asked.relation;
  r.bound = asked.bound;
  r.verdict = static_cast<Verdict>(j.at("verdict").get<int>());
  r.compared_bound = number(j.at("bound"));
  r.estimate = estimate(j.at("e"));
  r.measured = estimate(j.at("measured"));
  r.p = number(j.at("p"));
  if (j.contains("theory")) r.theory = theory(j["theory"]);
  return r;
}

Json written(const PrecisionResult& p) { return Json::array({written(p.allowed), written(p.reached), p.met}); }
PrecisionResult precision(const Json& j, const PrecisionTarget& asked) {
  PrecisionResult p{asked.subject.key, asked.text, asked.subject.about, asked.subject.statistic, 0, 0, false};
  p.allowed = number(j.at(0)), p.reached = number(j.at(1)), p.met = j.at(2);
  return p;
}

Json written(const Instability& i) { return Json::array({static_cast<int>(i.word), i.says}); }

Json written(const PercentileCurve& c) {
  Json points = Json::array();
  for (const auto& [p, seconds] : c.points) points.push_back({written(p), written(seconds)});
  return {{"metric", c.metric}, {"points", points}};
}
PercentileCurve curve(const Json& j) {
  PercentileCurve c{j.at("metric"), {}};
  for (const Json& p : j.at("points")) c.points.push_back({number(p.at(0)), number(p.at(1))});
  return c;
}

Json written(const OutcomeCounts& o) {
  return Json::array({o.requests, o.at_once, o.after_queue, o.after_retry, o.given_up, o.failed});
}
OutcomeCounts outcomes(const Json& j) { return {j.at(0), j.at(1), j.at(2), j.at(3), j.at(4), j.at(5)}; }

template <class T>
Json all(const std::vector<T>& list) {
  Json out = Json::array();
  for (const T& one : list) out.push_back(written(one));
  return out;
}

Json rows(const RunResult& r) {
  Json out = Json::array();
  for (const RunResult::Replication& row : r.per_replication) {
    Json values = Json::array();
    for (const double x : row.values) values.push_back(written(x));
    out.push_back({row.number, values});
  }
  return out;
}

}  // namespace

std::string part_text(const RunResult& r) {
  const Json whole{{"sha256", r.scenario.sha256},
                   {"seed", r.seed},
                   {"replications", r.replications},
                   {"asked", r.asked_replications},
                   {"duration_s", written(r.duration_s)},
                   {"warm_up_s", written(r.warm_up_s)},
                   {"warm_up_found", r.warm_up_found},
                   {"converged", r.converged},
                   {"precision", all(r.precision)},
                   {"stability", all(r.stability)},
                   {"model", r.model},
                   {"warnings", r.warnings},
                   {"metrics", all(r.metrics)},
                   {"slo", all(r.slo)},
                   {"percentiles", all(r.percentiles)},
                   {"outcomes", written(r.outcomes)},
                   {"columns", r.replication_columns},
                   {"rows", rows(r)},
                   {"events", r.events}};
  return whole.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

RunResult part_read(const std::string& text, const Scenario& scenario, bool rows) {
  const Json j = Json::parse(text);
  if (j.at("sha256") != scenario.sha256) throw std::runtime_error{"a part of another scenario"};
  RunResult r;
  r.scenario = echo_of(scenario);
  r.seed = j.at("seed"), r.replications = j.at("replications"), r.asked_replications = j.at("asked");
  r.duration_s = number(j.at("duration_s")), r.warm_up_s = number(j.at("warm_up_s"));
  r.warm_up_found = j.at("warm_up_found"), r.converged = j.at("converged");
  r.model = j.at("model");
  r.warnings = j.at("warnings").get<std::vector<std::string>>();
  for (const Json& m : j.at("metrics")) r.metrics.push_back(metric(m));
  for (std::size_t i = 0; i < scenario.slo.size(); ++i) r.slo.push_back(rule(j.at("slo").at(i), scenario.slo[i]));
  for (std::size_t i = 0; i < scenario.precision.size(); ++i)
    r.precision.push_back(precision(j.at("precision").at(i), scenario.precision[i]));
  for (const Json& i : j.at("stability"))
    r.stability.push_back({static_cast<Estimate::Quality>(i.at(0).get<int>()), i.at(1)});
  for (const Json& c : j.at("percentiles")) r.percentiles.push_back(curve(c));
  r.outcomes = outcomes(j.at("outcomes"));
  r.replication_columns = j.at("columns").get<std::vector<std::string>>();
  for (const Json& row : j.at("rows")) {
    if (!rows) break;
    RunResult::Replication one;
    one.number = row.at(0);
    for (const Json& x : row.at(1)) one.values.push_back(number(x));
    r.per_replication.push_back(std::move(one));
  }
  r.events = j.at("events");
  return r;
}

}  // namespace busyhour
