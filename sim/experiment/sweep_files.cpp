#include <algorithm>
#include <nlohmann/json.hpp>

#include "busyhour/experiment/sweep.hpp"
#include "columns.hpp"

namespace busyhour {

namespace {

using Json = nlohmann::ordered_json;

/// What some point has, in the order of its first appearance.
template <class Each>
std::vector<std::string> names(const SweepResult& sweep, Each&& each) {
  std::vector<std::string> all;
  for (const PointResult& point : sweep.points)
    each(point.run, [&](const std::string& name) {
      if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
    });
  return all;
}

std::vector<std::string> metric_names(const SweepResult& sweep) {
  return names(sweep, [](const RunResult& run, const auto& add) {
    for (const MetricResult& m : run.metrics) add(m.key);
  });
}

std::string start_of(std::size_t point, const PointResult& result, const std::vector<std::string>& paths) {
  std::string row = std::to_string(point);
  for (const std::string& path : paths) {
    const auto at = std::find_if(result.set.begin(), result.set.end(), [&](const auto& s) { return s.first == path; });
    row += "," + (at == result.set.end() ? std::string{} : cell(at->second));
  }
  return row;
}

std::string points_csv(const SweepResult& sweep) {
  const std::vector<std::string> columns = metric_names(sweep);
  std::string text = "point";
  for (const std::string& path : sweep.paths) text += "," + cell(path);
  for (const std::string& name : columns)
    for (const char* end : {"", "_lo", "_hi", "_n"}) text += "," + cell(name + end);
  text += "\n";
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    text += start_of(i, sweep.points[i], sweep.paths);
    const auto& metrics = sweep.points[i].run.metrics;
    for (const std::string& name : columns) {
      const auto m = std::find_if(metrics.begin(), metrics.end(), [&](const auto& one) { return one.key == name; });
      if (m == metrics.end()) {
        text += ",,,,";
        continue;
      }
      const Estimate& e = m->estimate;
      text += "," + digits(e.value) + "," + digits(e.low) + "," + digits(e.high) + "," + std::to_string(e.n);
    }
    text += "\n";
  }
  return text;
}

std::string replications_csv(const SweepResult& sweep) {
  const std::vector<std::string> columns = names(sweep, [](const RunResult& run, const auto& add) {
    for (const std::string& column : run.replication_columns) add(column);
  });
  std::string text = "point,replication,seed";
  for (const std::string& column : columns) text += "," + cell(column);
  text += "\n";
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    const RunResult& run = sweep.points[i].run;
    std::vector<std::size_t> at;
    for (const std::string& column : columns)
      at.push_back(
          static_cast<std::size_t>(std::find(run.replication_columns.begin(), run.replication_columns.end(), column) -
                                   run.replication_columns.begin()));
    for (const auto& row : run.per_replication) {
      text += std::to_string(i) + "," + std::to_string(row.number) + "," + std::to_string(run.seed);
      for (const std::size_t c : at) text += "," + (c < row.values.size() ? digits(row.values[c]) : std::string{});
      text += "\n";
    }
  }
  return text;
}

std::string percentiles_csv(const SweepResult& sweep) {
  std::string text = "point,metric,p,value_s\n";
  for (std::size_t i = 0; i < sweep.points.size(); ++i)
    for (const PercentileCurve& curve : sweep.points[i].run.percentiles)
      for (const auto& [p, value] : curve.points)
        text += std::to_string(i) + "," + cell(curve.metric) + "," + digits(p) + "," + digits(value) + "\n";
  return text;
}

std::string manifest(const SweepResult& sweep) {
  Json columns = Json::object();
  for (const PointResult& point : sweep.points)
    for (const MetricResult& m : point.run.metrics)
      if (!columns.contains(m.key))
        columns[m.key] = {{"unit", unit_of(m.about, m.statistic)}, {"about", m.about.about}};
  std::uint64_t events = 0;
  Json warnings = Json::array();
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    events += sweep.points[i].run.events;
    for (const std::string& warning : sweep.points[i].run.warnings)
      warnings.push_back("point " + std::to_string(i) + ": " + warning);
  }
  const Json all{{"format", 1},
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
                   {"events", events}}},
                 {"columns", columns},
                 {"warnings", warnings}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::vector<NamedBytes> result_files(const SweepResult& sweep) {
  return {{"manifest.json", manifest(sweep)},
          {"scenario.resolved.yaml", sweep.scenario.resolved},
          {"points.csv", points_csv(sweep)},
          {"replications.csv", replications_csv(sweep)},
          {"percentiles.csv", percentiles_csv(sweep)}};
}

}  // namespace busyhour
