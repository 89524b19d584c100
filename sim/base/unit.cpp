#include "busyhour/base/unit.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "busyhour/base/diagnostic.hpp"

namespace busyhour {
namespace {

constexpr std::array table{Unit{"ns", 1e-9, dimension::time},       Unit{"us", 1e-6, dimension::time},
                           Unit{"ms", 1e-3, dimension::time},       Unit{"s", 1, dimension::time},
                           Unit{"min", 60, dimension::time},        Unit{"h", 3600, dimension::time},
                           Unit{"d", 86400, dimension::time},       Unit{"day", 86400, dimension::time},
                           Unit{"chars", 1, dimension::characters}, Unit{"char", 1, dimension::characters},
                           Unit{"tokens", 1, dimension::tokens},    Unit{"token", 1, dimension::tokens},
                           Unit{"USD", 1, dimension::money},        Unit{"x", 1, dimension::number}};

/// What people write elsewhere, and what it is called here.
constexpr std::array<std::pair<std::string_view, std::string_view>, 26> elsewhere{
    {{"sec", "s"},     {"secs", "s"},          {"second", "s"},    {"seconds", "s"},      {"m", "min"},
     {"mins", "min"},  {"minute", "min"},      {"minutes", "min"}, {"hr", "h"},           {"hrs", "h"},
     {"hour", "h"},    {"hours", "h"},         {"days", "day"},    {"msec", "ms"},        {"msecs", "ms"},
     {"millis", "ms"}, {"milliseconds", "ms"}, {"usec", "us"},     {"\xC2\xB5s", "us"},   {"nsec", "ns"},
     {"S", "s"},       {"dollars", "USD"},     {"usd", "USD"},     {"character", "char"}, {"characters", "chars"},
     {"X", "x"}}};

}  // namespace

std::span<const Unit> units() { return table; }

const Unit* find_unit(std::string_view name) {
  const auto* found = std::find_if(table.begin(), table.end(), [&](const Unit& u) { return u.name == name; });
  return found == table.end() ? nullptr : found;
}

std::string unit_help(std::string_view wrong) {
  for (const auto& [there, here] : elsewhere)
    if (there == wrong) return "write '" + std::string(here) + "'";
  std::vector<std::string_view> names;
  for (const Unit& u : table) names.push_back(u.name);
  if (wrong.size() > 1)
    if (auto help = did_you_mean(wrong, names); !help.empty()) return help;
  return "units: ns, us, ms, s, min, h, d; $ or USD; %; x; chars; tokens; and rates such as 12 /min";
}

std::string units_of(const Dimension& d) {
  if (d == dimension::time) return "time units: ns, us, ms, s, min, h, d";
  if (d == dimension::money) return "money is written $0.13 or 0.13 USD";
  if (d == dimension::characters) return "such as 75 chars";
  if (d == dimension::tokens) return "such as 200 tokens";
  if (d == dimension::rate) return "such as 12 /min or 0.5 /s";
  if (d == dimension::character_rate) return "such as 15 chars/s";
  if (d == dimension::token_rate) return "such as 40 tokens/s";
  if (d == dimension::time / dimension::tokens) return "such as 45 ms per token";
  if (d == dimension::money / dimension::time) return "such as $500 / day";
  return {};
}

}  // namespace busyhour
