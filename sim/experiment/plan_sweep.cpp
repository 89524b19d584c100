#include "busyhour/base/sha256.hpp"
#include "busyhour/experiment/sweep.hpp"
#include "design.hpp"
#include "trial.hpp"

namespace busyhour {

namespace {

std::string name_of(const std::string& what, std::string_view version) {
  return sha256(what + "\n" + std::string{version}).substr(0, 16);
}

std::vector<std::string> paths_of(const SweepPlan& plan) {
  std::vector<std::string> all;
  const auto add = [&](const std::string& path) {
    for (const std::string& known : all)
      if (known == path) return;
    all.push_back(path);
  };
  for (const Assignments& coupled : plan.together)
    for (const Assignment& a : coupled) add(a.path);
  for (const Axis& axis : plan.vary) add(axis.path);
  return all;
}

std::vector<Assignments> all_points(const SweepPlan& plan, const Document& document, Diagnostics& out) {
  if (plan.design == Design::grid || plan.design == Design::list) return points(plan, document, out);
  std::vector<Assignments> kept;
  for (Assignments& point : drawn_points(plan))
    if (!plan.where || holds(plan.where, assigned(document, point, out)).value_or(false))
      kept.push_back(std::move(point));
  return kept;
}

std::string text_of(const Node& value) { return value.is_scalar() ? value.text : flow_text(value); }

/// What a point says that its values brought about.
std::string in_words(const PointValues& set) {
  std::string text;
  for (const auto& [path, value] : set) text += (text.empty() ? "" : ", ") + path + " = " + value;
  return text;
}

}  // namespace

std::string replications_id(const Document& document, std::string_view version) {
  return name_of(sha256_of_replications(document), version);
}

std::optional<Point> point_at(const Loaded& loaded, const Assignments& set, std::string_view version,
                              Diagnostics& out) {
  Document document = loaded.document;
  for (const char* block : {"sweep", "solve", "claims", "plans"}) document.set(block, std::make_shared<Node>());
  document = assigned(std::move(document), set, out);
  Point point;
  for (const Assignment& a : set) {
    const Node* value = document.find(a.path);
    point.set.emplace_back(a.path, value ? text_of(*value) : "null");
  }
  Loaded decoded = decode(document, loaded.sources);
  for (Diagnostic& d : decoded.diagnostics)
    if (d.severity == Severity::error) {
      d.says += " (at " + in_words(point.set) + ")";
      out.push_back(std::move(d));
    }
  if (!decoded.scenario) return std::nullopt;
  point.scenario = std::move(*decoded.scenario);
  point.part = name_of(point.scenario.sha256, version);
  point.id = replications_id(document, version);
  return point;
}

PlannedSweep plan_sweep(const Loaded& loaded, std::string_view version) {
  constexpr std::size_t enough = 20;  // errors to report
  PlannedSweep plan;
  const SweepPlan& sweep = *loaded.scenario->sweep;
  plan.scenario = echo_of(*loaded.scenario);
  plan.design = sweep.design;
  plan.paths = paths_of(sweep);
  for (const std::string& path : plan.paths)
    if (const Node* value = loaded.document.find(path)) plan.base.emplace_back(path, text_of(*value));
  plan.key = name_of(loaded.scenario->sha256, version);
  for (const Assignments& set : all_points(sweep, loaded.document, plan.diagnostics)) {
    auto point = point_at(loaded, set, version, plan.diagnostics);
    if (point) plan.points.push_back(std::move(*point));
    if (plan.diagnostics.size() >= enough) break;
  }
  if (any_error(plan.diagnostics)) plan.points.clear();
  return plan;
}

}  // namespace busyhour
