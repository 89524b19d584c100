#pragma once
/// What a path of a sweep, a search or a claim takes: its values in order, as numbers where they are quantities of one
/// kind.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../numbers.hpp"
#include "busyhour/experiment/sweep.hpp"
#include "chart.hpp"

namespace busyhour::detail {

/// The quantity that a text is; nothing for words, maps and formulas.
[[nodiscard]] std::optional<double> number_in(const std::string& text);

struct Scale {
  std::string path;
  std::vector<std::string> texts;  ///< each once; ascending if they are numbers, else in the order in which they came
  std::vector<double> numbers;     ///< base units, beside `texts`; empty if not all are quantities of one dimension
  Unit unit;                       ///< to print the numbers in
  [[nodiscard]] bool is_numeric() const { return !numbers.empty(); }
  /// Numbers without a unit: slots, conversations.
  [[nodiscard]] bool is_count() const { return is_numeric() && unit.suffix.empty() && unit.prefix.empty(); }
  [[nodiscard]] std::size_t size() const { return texts.size(); }
  /// `requests.cap (ms)`: the end of the path, and the unit.
  [[nodiscard]] std::string title() const;
  [[nodiscard]] std::string name() const;
  /// Of texts()[i], in the unit.
  [[nodiscard]] double shown(std::size_t i) const { return numbers[i] * unit.factor; }
  /// Where a text stands, from 0; size() if it is none of them.
  [[nodiscard]] std::size_t place(std::string_view text) const;
  /// Where any text stands on an axis of places, between two of them if it is a number between theirs.
  [[nodiscard]] std::optional<double> between(const std::string& text) const;
  /// The places that are named on an axis: all, or the round ones of many.
  [[nodiscard]] std::vector<std::size_t> labelled() const;
  /// An axis whose places are `texts`: the encoding of `field`, from -0.5 to size() - 0.5.
  [[nodiscard]] Json places(const char* field) const;
  /// An axis of numbers, logarithmic if the values are spread so.
  [[nodiscard]] Json axis(const char* field) const;
  [[nodiscard]] bool is_logarithmic() const;
};

[[nodiscard]] Scale scale_of(const std::string& path, const std::vector<std::string>& texts);
/// What the points of a sweep set at a path.
[[nodiscard]] Scale scale_of(const std::string& path, const std::vector<PointResult>& points);
/// The paths of which a sweep has several values; of those that move together the first.
[[nodiscard]] std::vector<Scale> varying(const SweepResult&);
/// Whether each point changes one path of several at most: what else the scenario has stays as it is.
[[nodiscard]] bool is_one_at_a_time(const SweepResult&);
/// The end of a path, fit for a label.
[[nodiscard]] std::string short_name(const std::string& path);
/// Empty if nothing is set at the path.
[[nodiscard]] std::string value_at(const PointValues& set, std::string_view path);

}  // namespace busyhour::detail
