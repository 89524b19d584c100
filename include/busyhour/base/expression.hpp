#pragma once
/// Quantities and formulas, one grammar: `250 ms`, `$0.13`, `25%`, `12 /min`, `45 ms per token`, `max(1, floor(10% *
/// balance / $1))`, `workloads.calls.count <= 8 * provider.limits.requests.cap`. Dimensions are checked when the text
/// is read; every complaint has a column.
///
/// `floor` and `ceil` forgive one part in 10^9, since doubles give floor(29% * 100) = 28. `min` and `max` hide no value
/// that is not a number.
#include <cmath>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "busyhour/base/dimension.hpp"

namespace busyhour {

/// What is wrong with a text, and where in it (counted in bytes from 0).
struct Mistake {
  std::size_t column = 0;
  std::size_t width = 1;
  std::string says, help;
};

[[nodiscard]] std::string in_words(const Dimension&);

class Expression {
 public:
  /// The dimension of a name, or nothing if there is no such name.
  using Names = std::function<std::optional<Dimension>(std::string_view)>;
  /// Help for an unknown name, such as "did you mean 'balance'?".
  using Suggest = std::function<std::string(std::string_view)>;

  /// Throws Mistake: for what is not of the grammar, mixed dimensions, nesting beyond the stack, a constant that is not
  /// finite.
  static Expression read(std::string_view text, const Names& known, const Suggest& suggest = {});

  [[nodiscard]] const Dimension& dimension() const { return dimension_; }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] bool is_constant() const { return names_.empty(); }
  /// Whether it is a whole number whatever its names stand for, as far as that can be seen: `max(1, floor(x))`.
  [[nodiscard]] bool is_whole() const;
  /// Whether the text is one written quantity (`250 ms`, `12 /min`, `-3`), not a computation.
  [[nodiscard]] bool is_literal() const { return literal_; }
  /// Whether it is one literal quantity with `%` (a bare 0.25 is refused where a share is due).
  [[nodiscard]] bool is_percentage() const { return literal_ && mark_ == '%'; }
  /// Whether it is one literal quantity with `x`, as ratios are written.
  [[nodiscard]] bool is_ratio() const { return literal_ && mark_ == 'x'; }

  /// The same with the names that `known` gives a value for replaced by it.
  [[nodiscard]] Expression bound(const std::function<std::optional<double>(std::string_view)>& known) const;

  /// In base units (seconds, dollars, characters, tokens; 1 or 0 for a condition). `name(i)` gives the value of
  /// names()[i].
  template <class Lookup>
  [[nodiscard]] double value(Lookup&& name) const {
    double stack[max_depth];
    *stack = std::nan("");  // what no text gives
    double* top = stack;
    for (const Step& step : code_) {
      double* a = top - step.arity;
      apply(step, a, name);
      top = a + 1;
    }
    return *stack;
  }
  [[nodiscard]] double constant() const {
    return value([](std::size_t) { return std::nan(""); });
  }

 private:
  friend class ExpressionReader;
  static constexpr std::size_t max_depth = 32;
  enum class Op : unsigned char {
    number,
    name,
    add,
    subtract,
    multiply,
    divide,
    less,
    greater,
    at_most,
    at_least,
    min,
    max,
    floor,
    ceil
  };
  struct Step {
    Op op;
    double x;
    int arity;
  };
  template <class Lookup>
  static void apply(const Step& step, double* a, Lookup&& name) {
    switch (step.op) {
      case Op::number:
        *a = step.x;
        break;
      case Op::name:
        *a = name(static_cast<std::size_t>(step.x));
        break;
      case Op::add:
        *a += a[1];
        break;
      case Op::subtract:
        *a -= a[1];
        break;
      case Op::multiply:
        *a *= a[1];
        break;
      case Op::divide:
        *a /= a[1];
        break;
      case Op::less:
        *a = *a < a[1];
        break;
      case Op::greater:
        *a = *a > a[1];
        break;
      case Op::at_most:
        *a = *a <= a[1];
        break;
      case Op::at_least:
        *a = *a >= a[1];
        break;
      case Op::min:
        for (int i = 1; i < step.arity; ++i) *a = *a < a[i] || std::isnan(*a) ? *a : a[i];
        break;
      case Op::max:
        for (int i = 1; i < step.arity; ++i) *a = *a > a[i] || std::isnan(*a) ? *a : a[i];
        break;
      case Op::floor:
        *a = std::floor(*a + forgiven(*a));
        break;
      case Op::ceil:
        *a = std::ceil(*a - forgiven(*a));
        break;
    }
  }
  static double forgiven(double x) { return 1e-9 * std::fmax(1.0, std::fabs(x)); }

  Dimension dimension_;
  bool literal_ = true;
  char mark_ = 0;  ///< '%' or 'x' after the last number
  std::vector<Step> code_;
  std::vector<std::string> names_;
};

/// A formula in a scenario: its text, and what it was read as. An empty text is no formula.
struct Formula {
  std::string text;
  Expression expression;
  [[nodiscard]] explicit operator bool() const { return !text.empty(); }
};

}  // namespace busyhour
