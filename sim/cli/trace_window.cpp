#include "trace_window.hpp"

#include <charconv>
#include <cmath>

#include "busyhour/base/expression.hpp"

namespace busyhour {

namespace {

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  return error == std::errc{} && end == text.data() + text.size() && value >= 0 ? std::optional{value} : std::nullopt;
}

/// `[h:]min:s`, the last with decimals; seconds.
std::optional<double> on_the_clock(std::string_view text) {
  double total = 0;
  for (int part = 0; part < 3; ++part) {
    const auto colon = text.find(':');
    const auto value = number(text.substr(0, colon));
    if (!value || (part > 0 && *value >= 60) || (colon != text.npos && *value != std::floor(*value)))
      return std::nullopt;
    total = total * 60 + *value;
    if (colon == text.npos) return part > 0 ? std::optional{total} : std::nullopt;
    text.remove_prefix(colon + 1);
  }
  return std::nullopt;
}

/// `750 s`, `12.5 min`; seconds.
std::optional<double> with_unit(std::string_view text) {
  try {
    const Expression read = Expression::read(text, [](std::string_view) { return std::nullopt; });
    if (read.is_literal() && read.dimension() == dimension::time) return read.constant();
  } catch (const Mistake&) {
  }
  return std::nullopt;
}

std::optional<TimePoint> instant(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  const auto at = text.find(':') == text.npos ? with_unit(text) : on_the_clock(text);
  return at && *at >= 0 && *at < 4.6e9 ? std::optional{TimePoint{seconds(*at)}} : std::nullopt;
}

}  // namespace

std::optional<Window> window_of(const std::string& text) {
  const auto dots = text.find("..");
  if (dots == text.npos) return std::nullopt;
  const auto from = instant(std::string_view{text}.substr(0, dots)),
             to = instant(std::string_view{text}.substr(dots + 2));
  return from && to && *from < *to ? std::optional{Window{*from, *to}} : std::nullopt;
}

}  // namespace busyhour
