#include <algorithm>
#include <nlohmann/json.hpp>

#include "busyhour/experiment/stored.hpp"
#include "busyhour/experiment/sweep.hpp"
#include "columns.hpp"
#include "tables.hpp"

namespace busyhour {

namespace {

using Json = nlohmann::ordered_json;

std::string manifest(const SweepResult& sweep) {
  Json columns = Json::object();
  for (const PointResult& point : sweep.points)
    for (const MetricResult& m : point.run.metrics)
      if (!columns.contains(m.key))
        columns[m.key] = {{"unit", unit_of(m.about, m.statistic)}, {"about", m.about.about}};
  std::uint64_t events = 0;
  Json warnings = Json::array();
  for (const PointResult& point : sweep.points) {
    events += point.run.events;
    for (const std::string& warning : point.run.warnings)
      warnings.push_back("point " + std::to_string(point.number) + ": " + warning);
  }
  const Json all{
      {"format", 1},
      {"kind", "sweep"},
      {"version", sweep.version},
      {"scenario",
       {{"name", sweep.scenario.name},
        {"file", sweep.scenario.file},
        {"sha256", sweep.scenario.sha256},
        {"set", sweep.scenario.sets}}},
      {"sweep",
       {{"paths", sweep.paths},
        {"points", sweep.points.size()},
        {"asked_points", sweep.asked_points},
        {"seed", sweep.seed},
        {"replications", sweep.replications},
        {"partial", sweep.partial},
        {"converged", std::ranges::all_of(sweep.points, [](const PointResult& p) { return p.run.converged; })},
        {"events", events}}},
      {"columns", columns},
      {"warnings", warnings}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::vector<TableRow> rows_of(const SweepResult& sweep) {
  std::vector<TableRow> rows;
  for (const PointResult& point : sweep.points) rows.push_back({point.number, &point.set, &point.run});
  return rows;
}

}  // namespace

std::vector<NamedBytes> result_files(const SweepResult& sweep) {
  const std::vector<TableRow> rows = rows_of(sweep);
  return {{"manifest.json", manifest(sweep)},
          {"scenario.resolved.yaml", sweep.scenario.resolved},
          {"result.json", stored_text(sweep)},
          {"points.csv", points_csv(sweep.paths, rows)},
          {"percentiles.csv", percentiles_csv(rows)}};
}

std::vector<NamedPieces> long_files(const SweepResult& sweep) {
  const auto replications = [&sweep](const Sink& sink) {
    write_replications_csv(
        rows_of(sweep), [&](std::size_t i) { return sweep.rows_of(sweep.points[i]); }, sink);
  };
  return {{"replications.csv", replications}};
}

}  // namespace busyhour
