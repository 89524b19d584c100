#include <nlohmann/json.hpp>

#include "busyhour/experiment/compare.hpp"
#include "busyhour/experiment/stored.hpp"
#include "columns.hpp"

namespace busyhour {

namespace {

using Json = nlohmann::ordered_json;

std::string differences_csv(const CompareResult& compared) {
  std::string text = "metric,unit,a,b,difference,low,high,verdict\n";
  for (const MetricDifference& m : compared.metrics)
    text += cell(m.key) + "," + unit_of(m.about, m.statistic) + "," + digits(m.a.value) + "," + digits(m.b.value) +
            "," + digits(m.difference.value) + "," + digits(m.difference.low) + "," + digits(m.difference.high) + "," +
            std::string{word_of(m.verdict)} + "\n";
  return text;
}

std::string manifest(const CompareResult& compared) {
  const auto side = [](const RunResult& run) {
    return Json{{"name", run.scenario.name}, {"file", run.scenario.file}, {"sha256", run.scenario.sha256},
                {"set", run.scenario.sets},  {"seed", run.seed},          {"replications", run.replications}};
  };
  Json changed = Json::array();
  for (const ChangedValue& c : compared.changed) changed.push_back({{"path", c.path}, {"a", c.a}, {"b", c.b}});
  const Json all{{"format", 1},
                 {"kind", "compare"},
                 {"version", compared.version},
                 {"a", side(compared.a)},
                 {"b", side(compared.b)},
                 {"changed", changed},
                 {"zone", compared.zone},
                 {"converged", compared.converged},
                 {"warnings", compared.warnings}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string_view word_of(MetricDifference::Word word) {
  constexpr std::string_view words[] = {"better", "worse", "no_difference_shown", "undecided"};
  return words[static_cast<std::size_t>(word)];
}

std::vector<NamedBytes> result_files(const CompareResult& compared) {
  std::vector<NamedBytes> files{{"manifest.json", manifest(compared)},
                                {"differences.csv", differences_csv(compared)},
                                {"result.json", stored_text(compared)}};
  for (const auto& [name, run] : {std::pair{"a/", &compared.a}, std::pair{"b/", &compared.b}})
    for (auto& [file, bytes] : result_files(*run)) files.emplace_back(name + file, std::move(bytes));
  return files;
}

}  // namespace busyhour
