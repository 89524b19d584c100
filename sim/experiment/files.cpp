#include <nlohmann/json.hpp>

#include "busyhour/experiment/folder.hpp"
#include "columns.hpp"

namespace busyhour {

namespace {

using Json = nlohmann::ordered_json;

/// One row: each metric, its ends, and how much was counted.
std::string points_csv(const RunResult& r) {
  std::string head = "point", row = "0";
  for (const MetricResult& m : r.metrics) {
    for (const char* end : {"", "_lo", "_hi", "_n"}) head += "," + cell(m.key + end);
    const Estimate& e = m.estimate;
    row += "," + digits(e.value) + "," + digits(e.low) + "," + digits(e.high) + "," + std::to_string(e.n);
  }
  return head + "\n" + row + "\n";
}

std::string replications_csv(const RunResult& r) {
  std::string text = "point,replication,seed";
  for (const std::string& column : r.replication_columns) text += "," + cell(column);
  text += "\n";
  for (const auto& row : r.per_replication) {
    text += "0," + std::to_string(row.number) + "," + std::to_string(r.seed);
    for (const double x : row.values) text += "," + digits(x);
    text += "\n";
  }
  return text;
}

std::string percentiles_csv(const RunResult& r) {
  std::string text = "point,metric,p,value_s\n";
  for (const PercentileCurve& curve : r.percentiles)
    for (const auto& [p, value] : curve.points)
      text += "0," + cell(curve.metric) + "," + digits(p) + "," + digits(value) + "\n";
  return text;
}

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
        {"partial", r.partial},
        {"events", r.events}}},
      {"columns", columns},
      {"warnings", r.warnings}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::vector<NamedBytes> result_files(const RunResult& r) {
  return {{"manifest.json", manifest(r)},
          {"scenario.resolved.yaml", r.scenario.resolved},
          {"points.csv", points_csv(r)},
          {"replications.csv", replications_csv(r)},
          {"percentiles.csv", percentiles_csv(r)}};
}

}  // namespace busyhour
