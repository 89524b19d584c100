#include "busyhour/experiment/fit.hpp"

#include <fmt/format.h>

#include "parts.hpp"
#include "seen.hpp"

namespace busyhour {
namespace {

using namespace fitting;

void warn_of_the_file(const Gathered& g, FitResult& into) {
  if (g.sampled)
    into.warnings.push_back(fmt::format("durations and sizes are fitted to a random sample of {} of the {} rows",
                                        g.rows.size(), g.log.rows));
  if (g.went_back > 0 && !g.log.has(LogRole::conversation))
    into.warnings.push_back(
        fmt::format("{} rows are earlier than the row before them: arrivals were sorted", g.went_back));
  if (g.log.stamped_at_end)
    into.warnings.emplace_back("the stamps are when requests ended: each arrival is put earlier by its duration");
  if (g.log.bad > 0) {
    std::string text = fmt::format("{} of {} lines cannot be used and are left out", g.log.bad, g.log.bad + g.log.rows);
    for (const BadLine& b : g.log.first_bad) text += fmt::format("; line {}: {}", b.line, b.says);
    into.warnings.push_back(std::move(text));
  }
}

}  // namespace

FitResult fit_log(const std::string& file, const FitOptions& options) {
  return fitting::fit_gathered(gather(file, options), options);
}

FitResult fitting::fit_gathered(Gathered g, const FitOptions& options) {
  FitResult result;
  result.log = g.log;
  result.kept = g.rows.size();
  warn_of_the_file(g, result);
  if (g.log.has(LogRole::conversation)) {
    fit_turns(g, options, result);
    if (!result.turns->begin.empty()) {
      ArrivalRecord record;
      for (const double t : result.turns->begin) record.add(t);
      result.arrivals =
          fit_arrivals(record.summary(), result.turns->begin, options.seed, result.quantities, result.warnings);
    }
    return result;
  }
  if (const ArrivalSummary s = g.arrivals.summary(); s.n > 1 && s.last > s.first)
    result.arrivals = fit_arrivals(s, std::move(g.instants), options.seed, result.quantities, result.warnings);
  fit_requests(g, options, result);
  if (!g.sampled && result.arrivals && result.find("duration")) result.limit = limit_in(seen_in(g));
  return result;
}

}  // namespace busyhour
