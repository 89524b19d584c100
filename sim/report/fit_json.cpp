#include <cmath>

#include "busyhour/report/fit_report.hpp"
#include "json_text.hpp"

namespace busyhour {
namespace {

using namespace detail;
using Json = nlohmann::ordered_json;

Json family_json(const FittedFamily& f, double distance) {
  Json parameters = Json::object();
  for (const ParameterEstimate& p : f.parameters)
    parameters[std::string(p.name)] = {{"value", number(p.value)}, {"standard_error", number(p.standard_error)}};
  return {{"family", f.family},   {"parameters", parameters}, {"log_likelihood", number(f.log_likelihood)},
          {"aic", number(f.aic)}, {"ks", number(distance)},   {"mean", number(f.law.mean())}};
}

Json quantity_json(const FittedQuantity& q) {
  Json all = Json::array();
  for (std::size_t i = 0; i < q.families.size(); ++i) all.push_back(family_json(q.families[i], q.distances[i]));
  const char* closeness = q.closeness == Closeness::close   ? "close"
                          : q.closeness == Closeness::rough ? "rough"
                                                            : "nothing";
  return {{"n", q.sample.size()},
          {"censored", q.cut_off.size()},
          {"zeros", q.zeros},
          {"mean", number(q.mean)},
          {"cv", number(q.cv)},
          {"p50", number(q.quantile(0.5))},
          {"p95", number(q.quantile(0.95))},
          {"p99", number(q.quantile(0.99))},
          {"max", number(q.quantile(1))},
          {"family", q.best().family},
          {"fits", closeness},
          {"ks", {{"distance", number(q.goodness.distance)}, {"p", number(q.goodness.p)}, {"n", q.goodness.n}}},
          {"tail_index", {{"value", number(q.tail.index)}, {"standard_error", number(q.tail.standard_error)}}},
          {"families", all},
          {"warnings", q.warnings}};
}

Json arrivals_json(const FittedArrivals& a) {
  constexpr const char* models[] = {"none", "poisson", "profile", "renewal", "trace"};
  const ArrivalSummary& s = a.summary;
  Json windows = Json::array();
  for (const WindowCounts& w : s.windows)
    windows.push_back(
        {{"window_s", w.window}, {"dispersion", number(w.dispersion)}, {"peak_to_mean", number(w.peak_to_mean)}});
  Json correlation = Json::array();
  for (const double r : s.correlation) correlation.push_back(number(r));
  return {{"n", s.n},
          {"span_s", number(s.last - s.first)},
          {"rate_per_s", number(s.rate)},
          {"gap_cv", number(s.gap_cv)},
          {"same_stamp", number(s.together)},
          {"windows", windows},
          {"correlation", correlation},
          {"hours", s.hours},
          {"model", models[static_cast<std::size_t>(a.model)]},
          {"why", a.why}};
}

Json line_json(const FittedLine& l) {
  const auto one = [](const Line& x) {
    return Json{{"intercept", number(x.intercept)},
                {"slope", number(x.slope)},
                {"intercept_error", number(x.intercept_error)},
                {"slope_error", number(x.slope_error)},
                {"r_squared", number(x.explained)},
                {"far", x.far}};
  };
  return {{"value", l.value}, {"of", l.of}, {"huber", one(l.robust)}, {"least_squares", one(l.plain)}};
}

Json limit_json(const SeenLimit& l) {
  return {{"cap", l.cap},
          {"queues", l.queues},
          {"room", l.room ? Json(*l.room) : Json{}},
          {"refusals_and_waits", l.witnesses}};
}

Json turns_json(const FittedTurns& t) {
  return {{"conversations", t.conversations},
          {"turns", t.turns},
          {"agent", t.agent},
          {"agent_talks", number(t.agent_talks)},
          {"overlaps", number(t.overlaps)},
          {"characters_per_s", number(t.speaking_rate)}};
}

}  // namespace

std::string json_fit(const FitResult& fit, const WrittenFit& written) {
  Json out{{"file", fit.log.file}, {"format", fit.log.format}, {"rows", fit.log.rows}, {"bad", fit.log.bad}};
  Json bad = Json::array(), columns = Json::object(), quantities = Json::object();
  for (const BadLine& b : fit.log.first_bad) bad.push_back({{"line", b.line}, {"says", b.says}});
  out["first_bad"] = bad;
  for (const LogColumn& c : fit.log.columns)
    columns[c.name] = {{"role", name_of(c.role)}, {"unit", c.dates ? "date" : c.unit}};
  out["columns"] = columns;
  if (!fit.statuses.empty()) out["statuses"] = fit.statuses;
  if (fit.arrivals) out["arrivals"] = arrivals_json(*fit.arrivals);
  for (const FittedQuantity& q : fit.quantities) quantities[q.name] = quantity_json(q);
  out["quantities"] = quantities;
  Json lines = Json::array(), classes = Json::object();
  for (const FittedLine& l : fit.lines) lines.push_back(line_json(l));
  out["lines"] = lines;
  if (fit.turns) out["turns"] = turns_json(*fit.turns);
  if (fit.limit) out["limit"] = limit_json(*fit.limit);
  for (const ClassRow& c : fit.classes)
    classes[c.name] = {{"n", c.n}, {"mean", number(c.mean)}, {"cv", number(c.cv)}, {"family", c.family}};
  if (!fit.classes.empty()) out["classes"] = classes;
  out["warnings"] = fit.warnings;
  out["yaml"] = written.fragments;
  return pretty(out);
}

}  // namespace busyhour
