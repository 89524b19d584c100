#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "busyhour/report/report.hpp"
#include "numbers.hpp"
#include "page.hpp"
#include "phrases.hpp"
#include "text.hpp"

namespace busyhour::detail {
namespace {

/// What the verdict was made from, when it is not the number in the row: a quantile rule is judged by a share.
std::string judged(const RuleResult& rule) {
  if (rule.subject.statistic != Statistic::quantile || !rule.estimate.has_value() ||
      rule.subject.about.shape != MetricShape::times)
    return "";
  const Shown share = shown(rule.estimate, rule.subject.about, Statistic::share);
  const std::string bound = readable_bound(rule.bound, rule.subject.about, Statistic::none);
  return fmt::format("<small>judged by the share above {}: {} ({}), {} {}</small>", bound, share.value,
                     escape_html(share.interval), word_of(rule.relation),
                     readable_bound(rule.compared_bound, rule.subject.about, Statistic::share));
}

std::string rule_row(const RuleResult& rule) {
  const Shown number = shown(rule);
  return fmt::format(
      "<tr><td>{}</td><td class=\"rule\"><code>{}</code>{}</td><td class=\"n\" data-label=\"measured\">{}</td>"
      "<td class=\"n\" data-label=\"95 % interval\">{}</td><td>{}</td></tr>\n",
      badge_html(rule.verdict), name_html(rule.rule), judged(rule), escape_html(number.value),
      escape_html(number.interval), rule_strip(rule));
}

}  // namespace

/// What is beyond twice the bound stands at the end.
std::string rule_strip(const RuleResult& rule) {
  if (!(rule.bound > 0) || !std::isfinite(rule.bound) || !rule.measured.has_value()) return "";
  const auto at = [&](double v) { return std::isfinite(v) ? std::clamp(v / rule.bound, 0.0, 2.0) * 96 + 4 : 196; };
  const Estimate& e = rule.measured;
  std::string out = fmt::format(
      "<svg class=\"strip {}\" viewBox=\"0 0 200 18\" role=\"img\" aria-label=\"{}\"><line class=\"axis\" x1=\"4\" "
      "y1=\"9\" x2=\"196\" y2=\"9\"/>",
      style_of(rule.verdict), escape_html(fmt::format("measured is {} times the bound", digits(e.value / rule.bound))));
  if (e.has_interval())
    out += fmt::format("<rect class=\"interval\" x=\"{:.1f}\" y=\"6\" width=\"{:.1f}\" height=\"6\" rx=\"2\"/>",
                       at(e.low), std::max(at(e.high) - at(e.low), 1.0));
  out += fmt::format("<rect class=\"estimate\" x=\"{:.1f}\" y=\"4\" width=\"3\" height=\"10\"/>", at(e.value) - 1.5);
  if (e.value > 2 * rule.bound) out += "<path class=\"estimate\" d=\"M200 9l-7-5v10z\"/>";
  return out + "<line class=\"bound\" x1=\"100\" y1=\"0\" x2=\"100\" y2=\"18\"/></svg>";
}

Banner banner_of(const RunResult& run) {
  const auto verdict = overall(run);
  return {std::string{banner_word(run)}, std::string{verdict ? word_of(*verdict).symbol : "–"},
          verdict ? style_of(*verdict) : "unsure", verdict_sentence(run)};
}

std::string key_numbers_section(const RunResult& run) {
  constexpr std::size_t most = 8;
  auto chosen = key_numbers(run);
  // What the table of percentiles says again gives way first.
  for (const std::string_view key : {"added_delay.p50", "added_delay.p99"})
    if (chosen.size() > most) std::erase_if(chosen, [key](const MetricResult* m) { return m->key == key; });
  if (chosen.size() > most) chosen.resize(most);
  std::vector<std::string> tiles;
  for (const MetricResult* const m : chosen) {
    const Shown number = shown(*m);
    const bool never = std::isinf(m->estimate.value) && m->about.shape == MetricShape::times;
    const bool interval = m->estimate.quality == Estimate::Quality::interval && !never;
    std::vector<std::string> lines{
        fmt::format("{}<em>{}</em>", interval ? "95 % interval " : "",
                    never ? "what is given up waits for ever" : escape_html(number.interval))};
    if (m->theory)
      lines.push_back(fmt::format("exact {} ({}){}", escape_html(readable(m->theory->value, m->about, m->statistic)),
                                  name_html(m->theory->model, 60),
                                  std::isfinite(m->theory->z) ? ", z " + z_text(m->theory->z) : ""));
    tiles.push_back(tile_html(label_of(parts_of(*m)), number.value, lines));
  }
  return tiles_section(tiles);
}

std::string rules_section(const RunResult& run) {
  if (run.slo.empty()) return "";
  std::string out =
      "<h2>Rules</h2>\n<div class=\"card scroll\"><table class=\"rules\"><thead><tr><th>Verdict</th><th>Rule</th><th "
      "class=\"n\">Measured</th>"
      "<th class=\"n\">95 % interval</th><th>Against the bound</th></tr></thead><tbody>\n";
  for (const RuleResult& rule : run.slo) out += rule_row(rule);
  return out + "</tbody></table></div>\n";
}

}  // namespace busyhour::detail
