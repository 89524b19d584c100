#include <fmt/format.h>

#include "busyhour/report/theory_report.hpp"
#include "busyhour/theory/engset.hpp"
#include "json_text.hpp"
#include "numbers.hpp"
#include "paper.hpp"

namespace busyhour {
namespace {

using namespace detail;

constexpr std::array<std::int64_t, 7> slots{1, 2, 5, 10, 15, 25, 100};
constexpr std::array accepted{0.01, 0.05, 0.10};

/// The share of time that goes with an idle load of hold / think.
double largest_share(std::int64_t c, std::int64_t conversations, double loss) {
  const double load = engset_idle_load(c, static_cast<double>(c * conversations), loss);
  return load / (1 + load);
}

}  // namespace

std::string terminal_per_slot(std::int64_t conversations, const TerminalStyle& style) {
  const Paper paper{style};
  std::vector<std::vector<Cell>> rows{{{"slots", Ink::faint}}};
  for (const double loss : accepted) rows.front().push_back({fmt::format("{:g} % refused", loss * 100), Ink::faint});
  for (const std::int64_t c : slots) {
    std::vector<Cell> row{{fmt::format("{}", c)}};
    for (const double loss : accepted) row.push_back({digits(100 * largest_share(c, conversations, loss)) + " %"});
    rows.push_back(row);
  }
  return paper.wrapped(
             fmt::format("The largest share of its time that a conversation may hold a slot, {} conversations "
                         "per slot, whatever the laws of the times (Engset)",
                         conversations),
             0) +
         "\n\n" + table(paper, rows, std::vector<Align>(rows.front().size(), Align::right), 0);
}

std::string json_per_slot(std::int64_t conversations) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const std::int64_t c : slots)
    for (const double loss : accepted)
      rows.push_back({{"slots", c},
                      {"conversations", c * conversations},
                      {"first_attempt_rejected", loss},
                      {"largest_share", number(largest_share(c, conversations, loss))}});
  return pretty(nlohmann::ordered_json{{"conversations_per_slot", conversations}, {"rows", rows}});
}

}  // namespace busyhour
