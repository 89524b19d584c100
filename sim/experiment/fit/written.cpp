#include <fmt/format.h>

#include <filesystem>

#include "scenario_text.hpp"
#include "words.hpp"

namespace busyhour {
namespace {

using namespace fitting;

std::string indented(const std::vector<std::string>& lines, int by) {
  std::string text;
  for (const std::string& l : lines) text += std::string(static_cast<std::size_t>(by), ' ') + l + '\n';
  return text;
}

std::string run_text(const Pieces& p) {
  if (p.duration == 0) return "run: {until: workload_done, replications: 20, seed: 1}\n";
  const double warm_up = std::min(p.duration / 5, std::max(p.duration / 20, 10 * p.service_mean));
  return fmt::format("run: {{duration: {}, warm_up: {}, replications: 20, seed: 1}}\n",
                     amount(p.duration, dimension::time), amount(warm_up, dimension::time));
}

std::string cap_text(const FitResult& fit, const Pieces& p, const FitOptions& options) {
  const auto limit = [](std::int64_t cap, const std::string& full, const std::string& why) {
    return fmt::format("  limits:\n    slots: {{counts: requests, cap: {}, when_full: {}}}  # {}\n", cap, full, why);
  };
  if (options.cap > 0) return limit(options.cap, when_full_text(fit.find("wait") != nullptr, {}), "as told with --cap");
  if (fit.limit)
    return limit(
        fit.limit->cap, when_full_text(fit.limit->queues, fit.limit->room),
        fmt::format("{} refusals and waits of the log came with {} in service", fit.limit->witnesses, fit.limit->cap));
  const std::string busy =
      p.rate > 0 ? fmt::format("; {} slots are busy on average", digits(p.rate * p.service_mean)) : std::string{};
  return limit(p.cap, when_full_text(false, {}), "FILL IN: your provider's limit" + busy);
}

std::size_t records_of(const FitResult& fit) {
  if (fit.turns) return fit.turns->conversations;
  return static_cast<std::size_t>(fit.log.rows);
}

void write_scenario(const FitResult& fit, const std::string& name, const Pieces& pieces, const FitOptions& options,
                    WrittenFit& out) {
  const std::string log = std::filesystem::path{fit.log.file}.filename().string();
  std::string title = log;
  for (char& c : title)
    if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\') c = '?';
  out.scenario = "# Made by `busyhour fit` from " + title + ". What the log does not say is marked FILL IN.\n";
  out.scenario += "version: 1\nname: \"fitted to " + title + "\"\nprovider:\n" + cap_text(fit, pieces, options) +
                  endpoint_text(pieces) + workload_text(pieces);
  if (options.bootstrap > 1 && !pieces.placed.empty() && records_of(fit) > 1) {
    const std::string draws = name + ".draws.csv";
    out.files.emplace_back(draws, draws_csv(fit, pieces, options));
    out.scenario += fmt::format("input_uncertainty: {{from: {}, records: {}}}\n", draws, records_of(fit));
  }
  out.scenario += run_text(pieces) + "slo:\n  - first_attempt_rejected <= 1%\n";
}

}  // namespace

std::string fitting::when_full_text(bool queues, std::optional<std::int64_t> room) {
  if (!queues || room == 0) return "{action: reject, status: 429}";
  return fmt::format("{{action: queue, capacity: {}, discipline: fifo}}",
                     room ? std::to_string(*room) : std::string{"unlimited"});
}

std::string fitting::endpoint_text(const Pieces& p) { return "  endpoints:\n    api:\n" + indented(p.endpoint, 6); }
std::string fitting::workload_text(const Pieces& p) {
  return "workloads:\n  " + p.workload_name + ":\n" + indented(p.workload, 4);
}

Pieces fitting::pieces_of(const FitResult& fit, const std::string& name) {
  Pieces pieces;
  Placer placer{fit, name, pieces};
  if (fit.turns) {
    place_conversations(placer);
  } else {
    place_service(placer);
    place_requests(placer);
  }
  return pieces;
}

WrittenFit written(const FitResult& fit, const std::string& name, const FitOptions& options) {
  WrittenFit out;
  const Pieces pieces = pieces_of(fit, name);
  out.fragments = "provider:\n" + endpoint_text(pieces) + workload_text(pieces);
  out.files = pieces.files;
  if (!name.empty()) write_scenario(fit, name, pieces, options, out);
  return out;
}

}  // namespace busyhour
