#include <fmt/format.h>

#include <cmath>

#include "busyhour/report/fit_report.hpp"
#include "json_text.hpp"
#include "numbers.hpp"
#include "paper.hpp"

namespace busyhour {
namespace {

using namespace detail;
using Json = nlohmann::ordered_json;

std::string shown(const CheckRow& row, double x) {
  if (std::isnan(x)) return "not in the log";
  if (row.what == "refused") return fmt::format("{:.2f} %", 100 * x);
  return row.dimension == dimension::time ? readable_seconds(x) : digits(x);
}

std::string off_text(const CheckRow& r) {
  return r.observed > 0 ? fmt::format("{:+.0f} %", 100 * (r.predicted / r.observed - 1)) : std::string{};
}
Cell inside_cell(const CheckRow& r) {
  if (std::isnan(r.observed)) return {""};
  return {r.is_inside() ? "inside" : "outside", r.is_inside() ? Ink::good : Ink::bad};
}

}  // namespace

std::string terminal_check(const CheckResult& check, const TerminalStyle& style) {
  const Paper paper{style};
  std::string out =
      paper.wrapped(
          paper.fit(fmt::format("{}: fitted to the first {} rows, held against the other {} (parted by {})", check.file,
                                readable_count(check.first), readable_count(check.second), check.split)),
          2) +
      "\n\n";
  const auto faint = [](const char* text) { return Cell{text, Ink::faint}; };
  std::vector<std::vector<Cell>> rows{
      {faint(""), faint("predicted"), faint("95 % from"), faint("to"), faint("observed"), faint("off"), faint("")}};
  for (const CheckRow& r : check.rows)
    rows.push_back({{r.what},
                    {shown(r, r.predicted)},
                    {shown(r, r.low)},
                    {shown(r, r.high)},
                    {shown(r, r.observed)},
                    {off_text(r)},
                    inside_cell(r)});
  using A = Align;
  out += table(paper, rows, {A::left, A::right, A::right, A::right, A::right, A::right, A::left}, 0) + '\n';
  for (const std::string& note : check.notes) out += paper.wrapped(paper.fit("note: " + note), 2) + '\n';
  return out;
}

std::string json_check(const CheckResult& check) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::object();
  for (const CheckRow& r : check.rows)
    rows[r.what] = {{"predicted", number(r.predicted)},
                    {"low", number(r.low)},
                    {"high", number(r.high)},
                    {"observed", number(r.observed)},
                    {"inside", std::isnan(r.observed) ? Json{} : Json(r.is_inside())}};
  return pretty({{"file", check.file},
                 {"first", check.first},
                 {"second", check.second},
                 {"split", check.split},
                 {"rows", rows},
                 {"notes", check.notes}});
}

}  // namespace busyhour
