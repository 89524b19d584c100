#include <nlohmann/json.hpp>

#include "busyhour/experiment/folder.hpp"
#include "busyhour/experiment/stored.hpp"
#include "columns.hpp"
#include "tables.hpp"

namespace busyhour {

namespace {

using Json = nlohmann::ordered_json;

std::string manifest(const RunResult& r) {
  Json columns = Json::object();
  for (const MetricResult& m : r.metrics)
    columns[m.key] = {{"unit", unit_of(m.about, m.statistic)}, {"about", m.about.about}};
  const Json all{
      {"format", 1},
      {"kind", "run"},
      {"version", r.version},
      {"scenario",
       {{"name", r.scenario.name}, {"file", r.scenario.file}, {"sha256", r.scenario.sha256}, {"set", r.scenario.sets}}},
      {"run",
       {{"seed", r.seed},
        {"replications", r.replications},
        {"asked_replications", r.asked_replications},
        {"duration_s", r.duration_s},
        {"warm_up_s", r.warm_up_s},
        {"warm_up_found", r.warm_up_found},
        {"converged", r.converged},
        {"partial", r.partial},
        {"events", r.events}}},
      {"columns", columns},
      {"warnings", r.warnings}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::vector<NamedBytes> result_files(const RunResult& r) {
  const PointValues nothing;
  const TableRow row[] = {{0, &nothing, &r}};
  return {{"manifest.json", manifest(r)},
          {"scenario.resolved.yaml", r.scenario.resolved},
          {"result.json", stored_text(r)},
          {"points.csv", points_csv({}, row)},
          {"replications.csv", replications_csv(row)},
          {"percentiles.csv", percentiles_csv(row)}};
}

}  // namespace busyhour
