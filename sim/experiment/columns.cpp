#include "columns.hpp"

#include <charconv>
#include <cmath>

namespace busyhour {

std::string digits(double x) {
  if (std::isnan(x)) return {};
  if (std::isinf(x)) return x > 0 ? "inf" : "-inf";
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, x).ptr};
}

std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string{"\"\""} : std::string{c};
  return out + "\"";
}

std::string unit_of(const MetricAbout& about, Statistic statistic) {
  if (statistic == Statistic::share || about.is_share) return "share";
  if (about.dimension == dimension::time) return "s";
  if (about.dimension == dimension::rate) return "1/s";
  if (about.dimension == dimension::money) return "$";
  return "number";
}

}  // namespace busyhour
