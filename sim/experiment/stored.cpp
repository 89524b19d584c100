#include "busyhour/experiment/stored.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "run_json.hpp"

namespace busyhour {
namespace stored {
namespace {

constexpr int format = 1;

std::string text_of(const char* kind, const std::string& version, Json result) {
  const Json all{{"format", format}, {"kind", kind}, {"version", version}, {"result", std::move(result)}};
  return all.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json written(const SweepResult& s) {
  Json points = Json::array();
  for (const PointResult& p : s.points)
    points.push_back({{"number", p.number}, {"set", p.set}, {"run", json_of(p.run)}});
  return {{"scenario", json_of(s.scenario)},
          {"paths", s.paths},
          {"design", static_cast<int>(s.design)},
          {"base", s.base},
          {"points", points},
          {"asked", s.asked_points},
          {"seed", s.seed},
          {"replications", s.replications},
          {"partial", s.partial}};
}
SweepResult sweep_of(const Json& j) {
  SweepResult s;
  s.scenario = echo_of(j.at("scenario"));
  s.design = word_of(j.at("design"), Design::sobol);
  s.paths = j.at("paths").get<std::vector<std::string>>();
  s.base = j.at("base").get<PointValues>();
  for (const Json& p : j.at("points"))
    s.points.push_back({p.at("number"), p.at("set").get<PointValues>(), run_of(p.at("run"))});
  s.asked_points = j.at("asked"), s.seed = j.at("seed"), s.replications = j.at("replications");
  s.partial = j.at("partial");
  return s;
}

Json written(const std::optional<std::string>& text) { return text ? Json(*text) : Json(nullptr); }
std::optional<std::string> text_of(const Json& j) {
  return j.is_null() ? std::nullopt : std::optional{j.get<std::string>()};
}

Json written(const Standing& s) {
  return {{"value", s.value},     {"word", static_cast<int>(s.word)},    {"number", json_of(s.number)},
          {"against", s.against}, {"difference", json_of(s.difference)}, {"run", json_of(s.run)}};
}
Standing standing_of(const Json& j) {
  Standing s;
  s.value = j.at("value"), s.against = j.at("against");
  s.word = word_of(j.at("word"), Standing::Word::undecided);
  s.number = estimate_of(j.at("number")), s.difference = estimate_of(j.at("difference"));
  s.run = run_of(j.at("run"));
  return s;
}

Json written(const Solution& a) {
  Json tried = Json::array(), ranking = Json::array();
  for (const Standing& s : a.ranking) ranking.push_back(written(s));
  for (const Tried& t : a.tried)
    tried.push_back(
        {{"value", t.value}, {"verdict", static_cast<int>(t.verdict)}, {"step", t.step}, {"run", json_of(t.run)}});
  return {{"given", a.given},
          {"value", written(a.value)},
          {"next_fails", written(a.next_fails)},
          {"verdict", static_cast<int>(a.verdict)},
          {"binding", a.binding},
          {"monotone", a.monotone},
          {"tried", tried},
          {"ranking", ranking}};
}
Solution solution_of(const Json& j) {
  Solution a;
  a.given = j.at("given").get<PointValues>();
  a.value = text_of(j.at("value")), a.next_fails = text_of(j.at("next_fails"));
  a.verdict = word_of(j.at("verdict"), Solution::Found::undecided);
  a.binding = j.at("binding"), a.monotone = j.at("monotone");
  for (const Json& t : j.at("tried")) {
    Tried one;
    one.value = t.at("value"), one.step = t.at("step"), one.verdict = word_of(t.at("verdict"), Verdict::undecided),
    one.run = run_of(t.at("run"));
    a.tried.push_back(std::move(one));
  }
  for (const Json& s : j.at("ranking")) a.ranking.push_back(standing_of(s));
  return a;
}

Json written(const SolveResult& s) {
  Json answers = Json::array();
  for (const Solution& a : s.answers) answers.push_back(written(a));
  return {{"scenario", json_of(s.scenario)},
          {"goal", static_cast<int>(s.goal)},
          {"path", s.path},
          {"paths", s.paths},
          {"confidence", s.confidence},
          {"answers", answers},
          {"partial", s.partial},
          {"by", json_of(s.by)},
          {"within", json_of(s.within)},
          {"prefer", static_cast<int>(s.prefer)}};
}
SolveResult solve_of(const Json& j) {
  SolveResult s;
  s.scenario = echo_of(j.at("scenario"));
  s.goal = word_of(j.at("goal"), Goal::best);
  s.by = ref_of(j.at("by")), s.within = number_of(j.at("within"));
  s.prefer = word_of(j.at("prefer"), Prefer::largest);
  s.path = j.at("path"), s.paths = j.at("paths").get<std::vector<std::string>>();
  s.confidence = j.at("confidence"), s.partial = j.at("partial");
  for (const Json& a : j.at("answers")) s.answers.push_back(solution_of(a));
  return s;
}

Json written(const CompareResult& c) {
  Json metrics = Json::array(), changed = Json::array();
  for (const MetricDifference& m : c.metrics)
    metrics.push_back({{"key", m.key},
                       {"metric", json_of(m.about)},
                       {"statistic", static_cast<int>(m.statistic)},
                       {"a", json_of(m.a)},
                       {"b", json_of(m.b)},
                       {"difference", json_of(m.difference)},
                       {"verdict", static_cast<int>(m.verdict)}});
  for (const ChangedValue& v : c.changed) changed.push_back({v.path, v.a, v.b});
  return {{"a", json_of(c.a)},
          {"b", json_of(c.b)},
          {"metrics", metrics},
          {"changed", changed},
          {"zone", c.zone},
          {"warnings", c.warnings},
          {"precision", all_of(c.precision)},
          {"converged", c.converged}};
}
CompareResult compare_of(const Json& j) {
  CompareResult c;
  c.a = run_of(j.at("a")), c.b = run_of(j.at("b"));
  for (const Json& m : j.at("metrics"))
    c.metrics.push_back({m.at("key"), about_of(m.at("metric")), word_of(m.at("statistic"), Statistic::max),
                         estimate_of(m.at("a")), estimate_of(m.at("b")), estimate_of(m.at("difference")),
                         word_of(m.at("verdict"), MetricDifference::Word::undecided)});
  for (const Json& v : j.at("changed")) c.changed.push_back({v.at(0), v.at(1), v.at(2)});
  for (const Json& p : j.at("precision")) c.precision.push_back(precision_of(p));
  c.converged = j.at("converged");
  c.zone = j.at("zone"), c.warnings = j.at("warnings").get<std::vector<std::string>>();
  return c;
}

Json written(const ClaimPoint& p) {
  Json place = Json::array();
  for (const double x : p.place) place.push_back(json_of(x));
  return {{"across", p.across},
          {"set", p.set},
          {"place", place},
          {"expect", all_of(p.expect)},
          {"verdict", static_cast<int>(p.verdict)},
          {"p", json_of(p.p)},
          {"replications", p.replications}};
}
ClaimPoint point_of(const Json& j) {
  ClaimPoint p;
  p.across = j.at("across").get<PointValues>(), p.set = j.at("set").get<PointValues>();
  for (const Json& x : j.at("place")) p.place.push_back(number_of(x));
  for (const Json& r : j.at("expect")) p.expect.push_back(rule_of(r));
  p.verdict = word_of(j.at("verdict"), Verdict::undecided);
  p.p = number_of(j.at("p")), p.replications = j.at("replications");
  return p;
}

Json written(const ClaimResult& c) {
  Json points = Json::array();
  for (const ClaimPoint& p : c.points) points.push_back(written(p));
  return {{"name", c.name},
          {"quote", c.quote},
          {"file", c.file},
          {"source", {c.source.title, c.source.url, c.source.read}},
          {"about", c.about},
          {"sets", c.sets},
          {"assumptions", c.assumptions},
          {"expect", c.expect},
          {"axes", c.axes},
          {"points", points},
          {"verdict", static_cast<int>(c.verdict)},
          {"condition", c.condition},
          {"counter_example", c.counter_example}};
}
ClaimResult claim_of(const Json& j) {
  ClaimResult c;
  c.name = j.at("name"), c.quote = j.at("quote"), c.file = j.at("file"), c.about = j.at("about");
  c.source.title = j.at("source").at(0), c.source.url = j.at("source").at(1), c.source.read = j.at("source").at(2);
  c.sets = j.at("sets").get<std::vector<std::string>>();
  c.assumptions = j.at("assumptions").get<PointValues>();
  c.expect = j.at("expect").get<std::vector<std::string>>();
  c.axes = j.at("axes").get<std::vector<std::string>>();
  for (const Json& p : j.at("points")) c.points.push_back(point_of(p));
  c.verdict = word_of(j.at("verdict"), ClaimVerdict::undecided);
  c.condition = j.at("condition"), c.counter_example = j.at("counter_example");
  return c;
}

Json written(const HysteresisResult& r) {
  Json steps = Json::array(), seen = Json::array();
  for (const HysteresisStep& s : r.steps)
    steps.push_back({s.level, s.down, json_of(s.first_attempt_rejected), json_of(s.added_delay), json_of(s.in_flight),
                     json_of(s.collapsed)});
  for (const HysteresisResult::Seen& s : r.seen)
    seen.push_back({s.replication, s.step, json_of(s.first_attempt_rejected), json_of(s.added_delay),
                    json_of(s.in_flight), s.collapsed});
  return {{"scenario", json_of(r.scenario)},
          {"workload", r.workload},
          {"rule", r.rule},
          {"hold_s", r.hold_s},
          {"steps", steps},
          {"stay", json_of(r.stay)},
          {"seen", seen},
          {"seed", r.seed},
          {"replications", r.replications},
          {"partial", r.partial}};
}
HysteresisResult hysteresis_of(const Json& j) {
  HysteresisResult r;
  r.scenario = echo_of(j.at("scenario"));
  r.workload = j.at("workload"), r.rule = j.at("rule"), r.hold_s = j.at("hold_s");
  for (const Json& s : j.at("steps"))
    r.steps.push_back({s.at(0), s.at(1), estimate_of(s.at(2)), estimate_of(s.at(3)), estimate_of(s.at(4)),
                       estimate_of(s.at(5))});
  r.stay = estimate_of(j.at("stay"));
  for (const Json& s : j.at("seen"))
    r.seen.push_back({s.at(0), s.at(1), number_of(s.at(2)), number_of(s.at(3)), number_of(s.at(4)), s.at(5)});
  r.seed = j.at("seed"), r.replications = j.at("replications"), r.partial = j.at("partial");
  return r;
}

AnyResult any_of(const Json& all) {
  const Json& j = all.at("result");
  const std::string kind = all.at("kind");
  if (kind == "run") return run_of(j);
  if (kind == "sweep") return sweep_of(j);
  if (kind == "solve") return solve_of(j);
  if (kind == "compare") return compare_of(j);
  if (kind == "hysteresis") return hysteresis_of(j);
  if (kind != "claims") throw std::runtime_error{"a result of a kind that is not known: " + kind};
  ClaimsResult claims;
  for (const Json& c : j.at("claims")) claims.claims.push_back(claim_of(c));
  return claims;
}

}  // namespace
}  // namespace stored

std::string stored_text(const RunResult& r) { return stored::text_of("run", r.version, stored::json_of(r)); }
std::string stored_text(const SweepResult& s) { return stored::text_of("sweep", s.version, stored::written(s)); }
std::string stored_text(const SolveResult& s) { return stored::text_of("solve", s.version, stored::written(s)); }
std::string stored_text(const CompareResult& c) { return stored::text_of("compare", c.version, stored::written(c)); }
std::string stored_text(const HysteresisResult& r) { return stored::text_of("hysteresis", r.version, stored::written(r)); }
std::string stored_text(const ClaimsResult& c) {
  stored::Json claims = stored::Json::array();
  for (const ClaimResult& claim : c.claims) claims.push_back(stored::written(claim));
  return stored::text_of("claims", c.version, {{"claims", claims}});
}

AnyResult read_stored(const std::string& folder) {
  const std::filesystem::path file = std::filesystem::path{folder} / "result.json";
  std::ifstream in{file, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  if (!in)
    throw NotStored{
        folder + ": holds no result.json; `report` takes the folders that run, sweep, solve, compare and claims write"};
  try {
    const stored::Json all = stored::Json::parse(text.str());
    if (all.at("format") != stored::format) throw std::runtime_error{"of another format"};
    AnyResult result = stored::any_of(all);
    const std::string version = all.at("version");
    std::visit([&](auto& r) { r.result_dir = folder, r.version = version; }, result);
    return result;
  } catch (const std::exception& e) {
    throw NotStored{file.string() + ": cannot be read: " + e.what()};
  }
}

}  // namespace busyhour
