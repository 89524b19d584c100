#include "busyhour/report/fit_report.hpp"

#include <fmt/format.h>

#include <cmath>

#include "numbers.hpp"
#include "paper.hpp"

namespace busyhour {
namespace {

using namespace detail;

std::string shown(double x, const Dimension& d) {
  if (d == dimension::time) return x == 0 ? "0 s" : readable_seconds(x);
  return digits(x);
}

std::string p_text(double p) { return std::isnan(p) ? "" : p < 0.01 ? "<0.01" : fmt::format("{:.2f}", p); }

std::string_view word_of(Closeness closeness) {
  return closeness == Closeness::close ? "close" : closeness == Closeness::rough ? "rough" : "no family fits";
}

std::string quantities(const FitResult& fit, const Paper& paper) {
  const auto faint = [](const char* text) { return Cell{text, Ink::faint}; };
  std::vector<std::vector<Cell>> rows{{faint(""), faint("values"), faint("mean"), faint("cv"), faint("p50"),
                                       faint("p95"), faint("max"), faint("family"), faint("distance"), faint("p"),
                                       faint("")}};
  for (const FittedQuantity& q : fit.quantities) {
    const Ink ink = q.closeness == Closeness::close   ? Ink::good
                    : q.closeness == Closeness::rough ? Ink::unsure
                                                      : Ink::bad;
    rows.push_back({{q.name},
                    {readable_count(q.sample.size() + q.cut_off.size())},
                    {shown(q.mean, q.dimension)},
                    {fmt::format("{:.2f}", q.cv)},
                    {shown(q.quantile(0.5), q.dimension)},
                    {shown(q.quantile(0.95), q.dimension)},
                    {shown(q.quantile(1), q.dimension)},
                    {std::string(q.best().family)},
                    {fmt::format("{:.3f}", q.goodness.distance)},
                    {p_text(q.goodness.p)},
                    {std::string(word_of(q.closeness)), ink}});
  }
  using A = Align;
  return table(
      paper, rows,
      {A::left, A::right, A::right, A::right, A::right, A::right, A::right, A::left, A::right, A::right, A::left}, 0);
}

std::string families(const FittedQuantity& q) {
  std::string text;
  for (const FittedFamily& f : q.families)
    text += fmt::format("{}{} {:+.1f}", text.empty() ? "" : ", ", f.family, f.aic - q.families.front().aic);
  return q.name + ": AIC above the smallest: " + text;
}

std::string parameters(const FittedQuantity& q) {
  std::string text;
  for (const ParameterEstimate& p : q.best().parameters) {
    const bool is_amount = p.name == "mean" || p.name == "scale" || p.name == "median" || p.name == "min" ||
                           p.name == "max" || p.name == "value" || p.name == "mean1" || p.name == "mean2";
    const auto say = [&](double x) { return is_amount ? shown(x, q.dimension) : digits(x); };
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", p.name, say(p.value));
    if (!std::isnan(p.standard_error)) text += " +- " + say(p.standard_error);
  }
  return fmt::format("{}: {}, {}", q.name, q.best().family, text);
}

std::vector<std::string> arrivals(const FittedArrivals& a) {
  const ArrivalSummary& s = a.summary;
  std::string first = fmt::format("arrivals: {} in {}, one every {}, gaps with a cv of {:.2f}", readable_count(s.n),
                                  readable_seconds(s.last - s.first), readable_seconds(s.gap_mean), s.gap_cv);
  std::string windows;
  for (const WindowCounts& w : s.windows)
    windows += fmt::format("{}{} {}", windows.empty() ? "" : ", ", readable_seconds(w.window), digits(w.dispersion));
  std::vector<std::string> lines{std::move(first)};
  if (!windows.empty())
    lines.push_back("dispersion of counts (variance / mean; 1 of a Poisson process) by window: " + windows);
  if (!s.windows.empty())
    lines.push_back(fmt::format("fullest window of {} over the mean: {}", readable_seconds(s.windows.back().window),
                                digits(s.windows.back().peak_to_mean)));
  std::string correlation;
  for (const double r : s.correlation) correlation += fmt::format("{}{:.2f}", correlation.empty() ? "" : ", ", r);
  if (!correlation.empty()) lines.push_back("correlation of gaps one, two, ... apart: " + correlation);
  lines.push_back("taken as: " + a.why);
  return lines;
}

std::string line_text(const FittedLine& l) {
  const Dimension of_value = dimension::time;
  const char* per = l.per == dimension::tokens       ? "token"
                    : l.per == dimension::characters ? "character"
                                                     : "second of audio";
  return fmt::format("{} = {} + {} per {} (Huber; {} of {} points far off; R squared {}); least squares: {} + {}",
                     l.value, shown(l.robust.intercept, of_value), shown(l.robust.slope, of_value), per,
                     readable_count(l.robust.far), readable_count(l.robust.points), digits(l.robust.explained),
                     shown(l.plain.intercept, of_value), shown(l.plain.slope, of_value));
}

std::string limit_text(const SeenLimit& limit) {
  const std::string room = limit.room ? fmt::format(", at most {} at once", *limit.room) : std::string{};
  return fmt::format(
      "limit: {} refusals and waits came with {} in service: so many slots, and those that find them "
      "taken {}{}",
      readable_count(limit.witnesses), limit.cap, limit.queues ? "wait" : "are refused", room);
}

std::vector<std::string> turns(const FittedTurns& t) {
  std::vector<std::string> lines{
      fmt::format("{} conversations, {} turns", readable_count(t.conversations), readable_count(t.turns))};
  if (t.voice)
    lines.push_back(fmt::format(
        "{} is the agent and talks {:.0f} % of the time; {:.0f} % of the changes of speaker overlap; {} characters "
        "a second",
        t.agent, 100 * t.agent_talks, 100 * t.overlaps, digits(t.speaking_rate)));
  return lines;
}

std::vector<std::string> classes(const FitResult& fit) {
  std::vector<std::string> lines;
  if (!fit.classes.empty()) lines.emplace_back("by class (one of them: --only COLUMN=NAME):");
  for (const ClassRow& c : fit.classes)
    lines.push_back(fmt::format("{}: {} durations, mean {}, cv {:.2f}, {}", c.name, readable_count(c.n),
                                readable_seconds(c.mean), c.cv, c.family));
  return lines;
}

std::string head(const FitResult& fit) {
  return fmt::format("{}: {}{}, {} rows{}", one_line(fit.log.file), fit.log.compressed ? "gzip, " : "", fit.log.format,
                     readable_count(static_cast<std::uint64_t>(fit.log.rows)),
                     fit.log.left_out > 0 ? fmt::format(", {} others left out",
                                                        readable_count(static_cast<std::uint64_t>(fit.log.left_out)))
                                          : "");
}

std::string columns(const FitResult& fit) {
  std::string used, unused;
  for (const LogColumn& c : fit.log.columns) {
    std::string& list = c.role == LogRole::unused ? unused : used;
    list += (list.empty() ? "" : ", ") + one_line(c.name);
    if (c.role != LogRole::unused)
      list += fmt::format(" ({}{}{})", name_of(c.role), c.unit.empty() ? "" : ", ", c.dates ? "dates" : c.unit);
  }
  return "columns: " + used + (unused.empty() ? "" : "; not used: " + unused);
}

/// Each line behind a #, so that all of it is YAML.
std::string commented(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    out += line.empty() ? "#\n" : "# " + line + '\n';
    at = end + 1;
  }
  return out;
}

}  // namespace

std::string terminal_fit(const FitResult& fit, const std::string& fragments, const TerminalStyle& style) {
  TerminalStyle narrow = style;
  narrow.width = std::max(60, style.width - 2);
  const Paper paper{narrow};
  std::string out;
  const auto say = [&](const std::string& line) { out += paper.wrapped(paper.fit(line), 2) + '\n'; };
  say(head(fit));
  say(columns(fit));
  if (fit.turns)
    for (const std::string& line : turns(*fit.turns)) say(line);
  out += '\n' + quantities(fit, paper) + '\n';
  for (const FittedQuantity& q : fit.quantities)
    if (!q.best().parameters.empty()) say(parameters(q));
  for (const FittedQuantity& q : fit.quantities)
    if (q.families.size() > 1) say(families(q));
  for (const FittedQuantity& q : fit.quantities)
    if (!std::isnan(q.tail.index))
      say(fmt::format("{}: tail index {} (Hill, the {} largest)", q.name, digits(q.tail.index),
                      readable_count(q.tail.values)));
  for (const FittedLine& l : fit.lines) say(line_text(l));
  if (fit.arrivals)
    for (const std::string& line : arrivals(*fit.arrivals)) say(line);
  if (fit.limit) say(limit_text(*fit.limit));
  for (const std::string& line : classes(fit)) say(line);
  for (const std::string& w : fit.warnings)
    out += paper.wrapped(paper.in(Ink::unsure, "note") + ": " + paper.fit(w), 2) + '\n';
  for (const FittedQuantity& q : fit.quantities)
    for (const std::string& w : q.warnings)
      out += paper.wrapped(paper.in(Ink::unsure, "note") + ": " + paper.fit(q.name + ": " + w), 2) + '\n';
  return commented(out) + fragments;
}

}  // namespace busyhour
