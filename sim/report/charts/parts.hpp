#pragma once
/// What several kinds of chart are made of.
#include <string>
#include <string_view>
#include <vector>

#include "../numbers.hpp"
#include "chart.hpp"

namespace busyhour::detail {

[[nodiscard]] Json values_of(Json rows);
/// A quantitative field; without a title it takes that of the layer before.
[[nodiscard]] Json quantity_of(const char* field, const std::string& title = "");
/// Of a tooltip: a number to four digits, or a text.
[[nodiscard]] Json number_tip(const char* field, const std::string& title);
[[nodiscard]] Json text_tip(const char* field, const std::string& title);
/// "Turns with a refusal (%)".
[[nodiscard]] std::string axis_title(const std::string& label, const Unit& unit);
/// Five significant digits: more only make the page heavier. Null for what is not finite.
[[nodiscard]] Json rounded(double value);
/// Whole numbers from 0 to `top`, four to eight of them if `top` allows.
[[nodiscard]] std::vector<double> whole_ticks(double top);
/// What an axis of so many seconds counts in.
struct Clock {
  double seconds = 1;
  const char* word = "s";  ///< s, min, h, d
};
[[nodiscard]] Clock clock_for(double span);
/// A finite number in the unit, or null.
[[nodiscard]] Json scaled(double value, const Unit& unit);
/// A horizontal rule in the threshold's colour with a label above one of its ends. `y` is the encoding of the field
/// "v".
void add_bound_rule(Json& layers, double v, const std::string& label, const Json& y, bool at_the_right = false);
/// Where such a label has more room: whether what is drawn lies further from the bound at its right end.
[[nodiscard]] bool is_free_at_the_right(double first, double last, double bound);

/// Colour and shape of a field whose values are `words`, in this order: a disc, a cross, a ring, a diamond. The palette
/// tells them apart, and so do the shapes.
[[nodiscard]] Json colour_by(const char* field, const std::vector<std::string>& words, const Json& legend);
[[nodiscard]] Json shape_by(const char* field, const std::vector<std::string>& words, const Json& legend);
[[nodiscard]] std::vector<std::string> verdict_words();  ///< passes, fails, undecided
[[nodiscard]] Json top_legend(int columns);
[[nodiscard]] Json line_legend(int columns);
[[nodiscard]] Json square_legend(int columns);
/// Dashes of such a field, beside its colours: the first is solid.
[[nodiscard]] Json dash_by(const char* field, const std::vector<std::string>& words, const Json& legend);

/// Makes "container" a number of pixels: of a spec, or of each facet of one.
void fit_to_width(Json& spec, int pixels);

}  // namespace busyhour::detail
