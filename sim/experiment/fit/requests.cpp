#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "parts.hpp"
#include "words.hpp"

namespace busyhour::fitting {
namespace {

/// How quantities are fitted.
struct How {
  std::uint64_t seed = 1;
  Judged judged = Judged::by_bootstrap;
};

/// Values of one role of rows that ended well; what was still going on is cut off.
Values values_of(const Gathered& g, LogRole role) {
  Values v;
  for (const KeptRow& row : g.rows) {
    if (ended(g.statuses.at(row.status)) != Ended::well || std::isnan(row[role])) continue;
    (row[LogRole::censored] > 0 && role == LogRole::duration ? v.cut_off : v.seen).push_back(row[role]);
  }
  return v;
}

/// Points of two roles, and of what is made of them.
template <class Y>
void add_line(const Gathered& g, FitResult& into, const char* value, const char* of, LogRole x_role, const Y& y_of) {
  std::vector<double> x, y;
  for (const KeptRow& row : g.rows) {
    if (ended(g.statuses.at(row.status)) != Ended::well || row[LogRole::censored] > 0) continue;
    const double at = row[x_role], height = y_of(row);
    if (!std::isnan(at) && !std::isnan(height)) x.push_back(at), y.push_back(height);
  }
  if (x.size() < 30) return;
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  if (!(*low < *high)) return;
  FittedLine line{value, of, {}, robust_line(x, y), least_squares(x, y), {}};
  line.per = x_role == LogRole::tokens_out || x_role == LogRole::tokens_in ? dimension::tokens
             : x_role == LogRole::characters                               ? dimension::characters
                                                                           : dimension::time;
  const std::size_t step = std::max<std::size_t>(1, x.size() / 1000);
  for (std::size_t i = 0; i < x.size(); i += step) line.points.emplace_back(x[i], y[i]);
  into.lines.push_back(std::move(line));
}

/// What is left of the durations when the line's slope is taken out: the first byte or token. Only where nearly all of
/// it is above 0.
template <class X>
void fit_rest(const Gathered& g, const How& how, FitResult& into, const char* of, const X& x_of) {
  const auto line = std::find_if(into.lines.begin(), into.lines.end(),
                                 [&](const FittedLine& l) { return l.value == "duration" && l.of == of; });
  if (line == into.lines.end() || !(line->robust.slope > 4 * line->robust.slope_error)) return;
  Values v;
  std::size_t below = 0;
  for (const KeptRow& row : g.rows) {
    const double rest = row[LogRole::duration] - line->robust.slope * x_of(row);
    if (ended(g.statuses.at(row.status)) != Ended::well || row[LogRole::censored] > 0 || std::isnan(rest)) continue;
    below += rest < 0 ? 1U : 0U;
    v.seen.push_back(std::max(0.0, rest));
  }
  if (below * 20 > v.seen.size()) return;
  if (auto q = fit_quantity(std::string("duration beside ") + of, dimension::time, std::move(v), how.seed, how.judged))
    into.quantities.push_back(*std::move(q));
}

void fit_lines(const Gathered& g, FitResult& into) {
  const auto duration = [](const KeptRow& row) { return row[LogRole::duration]; };
  if (!into.log.has(LogRole::duration)) return;
  if (into.log.has(LogRole::tokens_out)) add_line(g, into, "duration", "tokens_out", LogRole::tokens_out, duration);
  if (into.log.has(LogRole::audio)) {
    add_line(g, into, "duration", "audio", LogRole::audio, duration);
    if (into.log.has(LogRole::characters))
      add_line(g, into, "audio", "characters", LogRole::characters, [](const KeptRow& r) { return r[LogRole::audio]; });
  }
  if (into.log.has(LogRole::characters)) add_line(g, into, "duration", "characters", LogRole::characters, duration);
}

/// Seconds of each further token, where the log says when the first one came.
void fit_per_token(const Gathered& g, const How& how, FitResult& into) {
  if (!into.log.has(LogRole::first_byte) || !into.log.has(LogRole::tokens_out)) return;
  Values v;
  for (const KeptRow& row : g.rows) {
    const double further = row[LogRole::tokens_out] - 1, time = row[LogRole::duration] - row[LogRole::first_byte];
    if (ended(g.statuses.at(row.status)) == Ended::well && further > 0 && time >= 0) v.seen.push_back(time / further);
  }
  if (auto q = fit_quantity("time per further token", dimension::time, std::move(v), how.seed, how.judged))
    into.quantities.push_back(*std::move(q));
}

void fit_quantities(const Gathered& g, const How& how, FitResult& into) {
  constexpr std::array roles{LogRole::duration,  LogRole::wait,       LogRole::first_byte, LogRole::audio,
                             LogRole::tokens_in, LogRole::tokens_out, LogRole::characters, LogRole::slots};
  for (const LogRole role : roles) {
    if (!into.log.has(role) && !(role == LogRole::duration && into.log.has(LogRole::ends))) continue;
    const bool is_beside = role == LogRole::wait || role == LogRole::tokens_in || role == LogRole::slots;
    if (is_beside && how.judged == Judged::by_table) continue;  // no class is made of it
    const Dimension d = role <= LogRole::gap                                        ? dimension::time
                        : role == LogRole::tokens_in || role == LogRole::tokens_out ? dimension::tokens
                        : role == LogRole::characters                               ? dimension::characters
                                                                                    : dimension::number;
    if (auto q = fit_quantity(std::string(name_of(role)), d, values_of(g, role), how.seed, how.judged))
      into.quantities.push_back(*std::move(q));
  }
  fit_per_token(g, how, into);
  fit_lines(g, into);
  fit_rest(g, how, into, "tokens_out", [](const KeptRow& r) { return r[LogRole::tokens_out] - 1; });
  fit_rest(g, how, into, "audio", [](const KeptRow& r) { return r[LogRole::audio]; });
  fit_rest(g, how, into, "characters", [](const KeptRow& r) { return r[LogRole::characters]; });
}

/// The rows of each class, the first place those without one.
std::vector<Gathered> parted(const Gathered& g) {
  std::vector<Gathered> parts(g.classes.size());
  for (Gathered& part : parts) part.log = g.log, part.statuses = g.statuses;
  for (const KeptRow& row : g.rows) parts[row.class_name].rows.push_back(row);
  return parts;
}

/// A class as `by_class` has it, and its line in the table.
FitResult fit_class(const Gathered& rows, const How& how, const std::string& name, FitResult& into) {
  FitResult own;
  own.log = rows.log;
  fit_quantities(rows, how, own);
  if (const FittedQuantity* q = own.find("duration"))
    into.classes.push_back({name, q->sample.size(), q->mean, q->cv, std::string(q->best().family), rows.rows.size()});
  return own;
}

void fit_classes(const Gathered& g, const FitOptions& options, FitResult& into) {
  constexpr std::size_t most_shown = 100, most_written = 20, least = 50;
  if (g.classes.size() < 3 || g.classes.size() > most_shown + 1 || !into.find("duration")) return;  // 0: no class
  const std::vector<Gathered> parts = parted(g);
  bool can_be_written = parts.size() <= most_written + 1 && parts.front().rows.empty();
  for (std::uint32_t c = 1; c < parts.size(); ++c) {
    FitResult own = fit_class(parts[c], {options.seed, Judged::by_table}, g.classes.at(c), into);
    const FittedQuantity* q = own.find("duration");
    can_be_written = can_be_written && q && q->sample.size() >= least;
    if (can_be_written) into.by_class.push_back(std::move(own));
  }
  if (!can_be_written) into.by_class.clear();
}

void count_statuses(const Gathered& g, FitResult& into) {
  into.statuses = g.by_status;
  for (const auto& [status, n] : g.by_status) {
    if (ended(status) == Ended::refused) into.refused += n;
    if (ended(status) == Ended::badly) into.failed += n;
  }
  for (const KeptRow& row : g.rows) into.censored += row[LogRole::censored] > 0 ? 1U : 0U;
  if (into.refused > 0)
    into.warnings.push_back(fmt::format(
        "{} of {} requests were refused ({:.1f}%): their durations are left out, and arrivals "
        "hold their retries",
        into.refused, into.log.rows, 100 * static_cast<double>(into.refused) / static_cast<double>(into.log.rows)));
  if (into.failed > 0)
    into.warnings.push_back(
        fmt::format("{} requests ended otherwise than well: their durations are left out", into.failed));
}

}  // namespace

void fit_requests(const Gathered& g, const FitOptions& options, FitResult& into) {
  count_statuses(g, into);
  fit_quantities(g, {options.seed, Judged::by_bootstrap}, into);
  fit_classes(g, options, into);
}

}  // namespace busyhour::fitting
