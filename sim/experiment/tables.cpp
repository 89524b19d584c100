#include "tables.hpp"

#include <algorithm>

#include "columns.hpp"

namespace busyhour {

namespace {

using Rows = std::span<const TableRow>;

/// What some point has, in the order of its first appearance.
template <class Each>
std::vector<std::string> names(Rows rows, Each&& each) {
  std::vector<std::string> all;
  for (const TableRow& row : rows)
    each(*row.run, [&](const std::string& name) {
      if (std::ranges::find(all, name) == all.end()) all.push_back(name);
    });
  return all;
}

std::string start_of(const TableRow& row, const std::vector<std::string>& paths) {
  std::string text = std::to_string(row.point);
  for (const std::string& path : paths) {
    const auto at = std::ranges::find(*row.set, path, &PointValues::value_type::first);
    text += "," + (at == row.set->end() ? std::string{} : cell(at->second));
  }
  return text;
}

/// Which metrics have a word instead of an interval, and which: `added_delay.p95=not_converged;...`.
std::string state_of(const RunResult& run) {
  std::string text;
  for (const MetricResult& m : run.metrics)
    if (m.estimate.quality > Estimate::Quality::none)
      text += (text.empty() ? "" : ";") + m.key + "=" + std::string{word_of(m.estimate.quality)};
  return text;
}

const MetricResult* metric_of(const TableRow& row, const std::string& name) {
  const auto m = std::ranges::find(row.run->metrics, name, &MetricResult::key);
  return m == row.run->metrics.end() ? nullptr : &*m;
}

std::string estimate_cells(const MetricResult* m) {
  if (!m) return ",,,,";
  const Estimate& e = m->estimate;
  return "," + digits(e.value) + "," + digits(e.low) + "," + digits(e.high) + "," + std::to_string(e.n);
}

std::string theory_cells(const MetricResult* m) {
  return m && m->theory ? "," + digits(m->theory->value) + "," + digits(m->theory->z) : ",,";
}

}  // namespace

std::string points_csv(const std::vector<std::string>& paths, Rows rows) {
  const std::vector<std::string> columns = names(rows, [](const RunResult& run, const auto& add) {
    for (const MetricResult& m : run.metrics) add(m.key);
  });
  const std::vector<std::string> exact = names(rows, [](const RunResult& run, const auto& add) {
    for (const MetricResult& m : run.metrics)
      if (m.theory) add(m.key);
  });
  std::string text = "point";
  for (const std::string& path : paths) text += "," + cell(path);
  for (const std::string& name : columns)
    for (const char* end : {"", "_lo", "_hi", "_n"}) text += "," + cell(name + end);
  for (const std::string& name : exact)
    for (const char* end : {"_exact", "_z"}) text += "," + cell(name + end);
  text += ",state\n";
  for (const TableRow& row : rows) {
    text += start_of(row, paths);
    for (const std::string& name : columns) text += estimate_cells(metric_of(row, name));
    for (const std::string& name : exact) text += theory_cells(metric_of(row, name));
    text += "," + cell(state_of(*row.run)) + "\n";
  }
  return text;
}

void write_replications_csv(Rows rows, const RowsOf& rows_of, const Sink& sink) {
  const std::vector<std::string> columns = names(rows, [](const RunResult& run, const auto& add) {
    for (const std::string& column : run.replication_columns) add(column);
  });
  std::string text = "point,replication,seed";
  for (const std::string& column : columns) text += "," + cell(column);
  text += "\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const TableRow& row = rows[i];
    const auto& own = row.run->replication_columns;
    std::vector<std::size_t> at;
    for (const std::string& column : columns)
      at.push_back(static_cast<std::size_t>(std::ranges::find(own, column) - own.begin()));
    for (const auto& one : rows_of(i)) {
      text += std::to_string(row.point) + "," + std::to_string(one.number) + "," + std::to_string(row.run->seed);
      for (const std::size_t c : at) text += "," + (c < one.values.size() ? digits(one.values[c]) : std::string{});
      text += "\n";
    }
    sink(text);
    text.clear();
  }
  if (!text.empty()) sink(text);
}

std::string replications_csv(Rows rows) {
  std::string all;
  write_replications_csv(
      rows, [&](std::size_t i) { return rows[i].run->per_replication; }, [&](const std::string& text) { all += text; });
  return all;
}

std::string percentiles_csv(Rows rows) {
  std::string text = "point,metric,p,value_s\n";
  for (const TableRow& row : rows)
    for (const PercentileCurve& curve : row.run->percentiles)
      for (const auto& [p, value] : curve.points)
        text += std::to_string(row.point) + "," + cell(curve.metric) + "," + digits(p) + "," + digits(value) + "\n";
  return text;
}

}  // namespace busyhour
