#include <nlohmann/json.hpp>

#include "busyhour/experiment/stored.hpp"
#include "columns.hpp"

namespace busyhour {

namespace {

using Json = nlohmann::ordered_json;

std::string with_ends(const Estimate& e) { return digits(e.value) + "," + digits(e.low) + "," + digits(e.high); }

std::string levels_csv(const HysteresisResult& r) {
  std::string text = "step,way,level";
  for (const char* name : {"first_attempt_rejected", "added_delay.mean", "in_flight", "collapsed"})
    for (const char* end : {"", "_lo", "_hi"}) text += std::string{","} + name + end;
  text += "\n";
  for (std::size_t i = 0; i < r.steps.size(); ++i) {
    const HysteresisStep& s = r.steps[i];
    text += std::to_string(i) + "," + (s.down ? "down" : "up") + "," + digits(s.level);
    for (const Estimate* e : {&s.first_attempt_rejected, &s.added_delay, &s.in_flight, &s.collapsed})
      text += "," + with_ends(*e);
    text += "\n";
  }
  return text;
}

std::string replications_csv(const HysteresisResult& r) {
  std::string text = "replication,step,level,first_attempt_rejected,added_delay.mean,in_flight,collapsed\n";
  for (const auto& one : r.seen)
    text += std::to_string(one.replication) + "," + std::to_string(one.step) + "," + digits(r.steps[one.step].level) +
            "," + digits(one.first_attempt_rejected) + "," + digits(one.added_delay) + "," + digits(one.in_flight) +
            "," + (one.collapsed ? "1" : "0") + "\n";
  return text;
}

std::string manifest(const HysteresisResult& r) {
  const Json all{
      {"format", 1},
      {"kind", "hysteresis"},
      {"version", r.version},
      {"scenario",
       {{"name", r.scenario.name}, {"file", r.scenario.file}, {"sha256", r.scenario.sha256}, {"set", r.scenario.sets}}},
      {"hysteresis",
       {{"workload", r.workload},
        {"hold_s", r.hold_s},
        {"collapsed", r.rule},
        {"seed", r.seed},
        {"replications", r.replications},
        {"partial", r.partial}}}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::vector<NamedBytes> result_files(const HysteresisResult& r) {
  return {{"manifest.json", manifest(r)},
          {"scenario.resolved.yaml", r.scenario.resolved},
          {"result.json", stored_text(r)},
          {"levels.csv", levels_csv(r)},
          {"replications.csv", replications_csv(r)}};
}

}  // namespace busyhour
