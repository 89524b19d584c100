#include "busyhour/base/expression.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "busyhour/base/diagnostic.hpp"
#include "busyhour/base/unit.hpp"
#include "text_scanner.hpp"

namespace busyhour {
namespace {

constexpr std::size_t longest_text = 1000;
constexpr int deepest_nesting = 64;

std::string factors(const Dimension& d, int sign) {
  constexpr std::array<std::string_view, 4> names{"time", "money", "characters", "tokens"};
  std::string s;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const int power = d.power[i] * sign;
    if (power <= 0) continue;
    s += (s.empty() ? "" : " * ") + std::string(names[i]);
    if (power > 1) s += "^" + std::to_string(power);
  }
  return s;
}

}  // namespace

std::string in_words(const Dimension& d) {
  if (d.truth) return "a condition";
  if (d == dimension::number) return "a plain number";
  if (d == dimension::rate) return "a rate";
  std::string above = factors(d, 1);
  const std::string below = factors(d, -1);
  return below.empty() ? above : (above.empty() ? "1" : above) + " / " + below;
}

/// Reads one text: operator precedence by binding strength (Pratt, "Top down operator precedence", 1973).
class ExpressionReader : private detail::TextScanner {
 public:
  ExpressionReader(std::string_view text, const Expression::Names& known, const Expression::Suggest& suggest)
      : TextScanner{text}, known_{known}, suggest_{suggest} {}

  Expression whole() {
    if (text_.size() > longest_text)
      fail(0, 1, "a quantity or formula of more than 1000 bytes", "name its parts elsewhere");
    made_.dimension_ = operand(0);
    skip();
    if (at_ < text_.size()) unexpected("an operator, a comparison or the end was due here");
    if (made_.is_constant() && !std::isfinite(made_.constant()))
      fail(0, text_.size(), "this is not a finite number", "");
    return std::move(made_);
  }

 private:
  using Op = Expression::Op;
  struct Operator {
    std::string_view text;
    int binds;
    Op op;
  };
  static constexpr std::array<Operator, 9> operators{{{"<=", 1, Op::at_most},
                                                      {">=", 1, Op::at_least},
                                                      {"<", 1, Op::less},
                                                      {">", 1, Op::greater},
                                                      {"+", 2, Op::add},
                                                      {"-", 2, Op::subtract},
                                                      {"*", 3, Op::multiply},
                                                      {"/", 3, Op::divide},
                                                      {"per", 3, Op::divide}}};

  const Operator* next_operator() {
    skip();
    for (const Operator& o : operators) {
      if (!text_.substr(at_).starts_with(o.text)) continue;
      if (o.text == "per" && at_ + 3 < text_.size() &&
          (detail::is_letter(text_[at_ + 3]) || detail::is_digit(text_[at_ + 3])))
        continue;
      return &o;
    }
    return nullptr;
  }

  Dimension operand(int binds) {
    if (++nesting_ > deepest_nesting) fail(at_, 1, "this is nested too deeply", "");
    Dimension left = atom();
    for (const Operator* o = next_operator(); o && o->binds > binds; o = next_operator()) {
      const std::size_t where = at_;
      at_ += o->text.size();
      if (o->op == Op::divide && bare_unit(left)) continue;
      made_.literal_ = false;
      const std::size_t code = made_.code_.size();
      const Dimension right = operand(o->binds);
      if (o->op == Op::divide) refuse_nothing(code, where, o->text.size());
      left = joined(*o, where, left, right);
      emit(o->op, 0, 2, where);
    }
    --nesting_;
    return left;
  }

  /// What stands below is zero, whatever the names stand for.
  void refuse_nothing(std::size_t code, std::size_t where, std::size_t width) const {
    Expression below;
    below.code_.assign(made_.code_.begin() + static_cast<std::ptrdiff_t>(code), made_.code_.end());
    const bool known = std::none_of(below.code_.begin(), below.code_.end(),
                                    [](const Expression::Step& step) { return step.op == Op::name; });
    if (known && below.constant() == 0) fail(where, width, "this divides by zero", "");
  }

  Dimension joined(const Operator& o, std::size_t where, const Dimension& left, const Dimension& right) const {
    const auto words = [&] {
      return "'" + std::string(o.text) + "' joins " + in_words(left) + " and " + in_words(right);
    };
    if (left.truth || right.truth) fail(where, o.text.size(), words(), "a condition stands alone");
    if (o.binds == 3) return checked(o.op == Op::multiply ? left * right : left / right, where);
    if (left != right) fail(where, o.text.size(), words(), "both sides need the same unit");
    return o.binds == 1 ? dimension::truth : left;
  }

  static Dimension checked(const Dimension& d, std::size_t where) {
    for (const signed char p : d.power)
      if (p > 8 || p < -8) fail(where, 1, "this has no meaning: " + in_words(d), "");
    return d;
  }

  /// `/min`, `per token`: after a division a unit may stand without a number.
  bool bare_unit(Dimension& left) {
    skip();
    const std::size_t start = at_;
    const std::string_view name = word();
    const Unit* unit = find_unit(name);
    if (!unit || name == "x" || (at_ < text_.size() && text_[at_] == '(') || (known_ && known_(name)))
      return at_ = start, false;
    if (left.truth) fail(start, name.size(), "a condition has no unit", "");
    if (!made_.code_.empty() && made_.code_.back().op == Op::number)
      made_.code_.back().x /= unit->size;
    else
      emit(Op::number, unit->size, 0, start), emit(Op::divide, 0, 2, start);
    left = checked(left / unit->dimension, start);
    return true;
  }

  Dimension atom() {
    skip();
    const std::size_t start = at_;
    if (at_ == text_.size()) unexpected("a value, a name or a function was due here");
    if (take('(')) {
      made_.literal_ = false;
      const Dimension d = operand(0);
      need(')');
      return d;
    }
    if (take('-')) return negative(start);
    if (take('$')) {
      skip();
      if (at_ == text_.size() || !detail::is_digit(text_[at_])) unexpected("an amount was due here, such as $0.13");
      emit(Op::number, number_text(), 0, start);
      return dimension::money;
    }
    if (detail::is_digit(text_[at_])) return quantity();
    if (!detail::is_letter(text_[at_])) unexpected("a value, a name or a function was due here");
    return name_or_call(start);
  }

  Dimension negative(std::size_t start) {
    const std::size_t code = made_.code_.size();
    if (++nesting_ > deepest_nesting) fail(at_, 1, "this is nested too deeply", "");
    const Dimension d = atom();
    --nesting_;
    if (d.truth) fail(start, 1, "a condition has no negative", "");
    if (made_.code_.size() == code + 1 && made_.code_.back().op == Op::number)
      made_.code_.back().x *= -1;
    else
      emit(Op::number, -1, 0, start), emit(Op::multiply, 0, 2, start);
    return d;
  }

  Dimension quantity() {
    const std::size_t start = at_;
    const double x = number_text();
    made_.mark_ = 0;
    if (take('%')) {
      made_.mark_ = '%';
      emit(Op::number, x / 100, 0, start);
      return dimension::number;
    }
    const std::size_t before = at_;
    skip();
    if (take('$')) {
      emit(Op::number, x, 0, start);
      return dimension::money;
    }
    const std::size_t at_word = at_;
    const std::string_view name = unit_word();
    if (name.empty() || name == "per") {
      at_ = before;
      emit(Op::number, x, 0, start);
      return dimension::number;
    }
    const Unit* unit = find_unit(name);
    if (!unit) fail(at_word, name.size(), "unknown unit " + in_quotes(name), unit_help(name));
    if (name == "x") made_.mark_ = 'x';
    emit(Op::number, x * unit->size, 0, start);
    return unit->dimension;
  }

  Dimension name_or_call(std::size_t start) {
    made_.literal_ = false;
    const std::string_view longest = word();
    if (at_ < text_.size() && text_[at_] == '(') {
      ++at_;
      return call(longest, start);
    }
    // A '-' may belong to a name (`workloads.my-calls.count`) or subtract: the longest known name counts.
    for (std::string_view name = longest; known_;) {
      if (const auto d = known_(name)) {
        at_ = start + name.size();
        return emit_name(name, *d, start);
      }
      const auto minus = name.rfind('-');
      if (minus == std::string_view::npos) break;
      name = name.substr(0, minus);
    }
    fail(start, longest.size(), "unknown name " + in_quotes(longest), suggest_ ? suggest_(longest) : std::string{});
  }

  Dimension emit_name(std::string_view name, const Dimension& d, std::size_t start) {
    auto found = std::find(made_.names_.begin(), made_.names_.end(), name);
    if (found == made_.names_.end()) found = made_.names_.insert(found, std::string(name));
    emit(Op::name, static_cast<double>(found - made_.names_.begin()), 0, start);
    return d;
  }

  Dimension call(std::string_view name, std::size_t start) {
    constexpr std::array<std::pair<std::string_view, Op>, 4> functions{
        {{"min", Op::min}, {"max", Op::max}, {"floor", Op::floor}, {"ceil", Op::ceil}}};
    const auto* f =
        std::find_if(functions.begin(), functions.end(), [&](const auto& known) { return known.first == name; });
    if (f == functions.end())
      fail(start, name.size(), "unknown function " + in_quotes(name), "functions: min, max, floor, ceil");
    const bool rounds = f->second == Op::floor || f->second == Op::ceil;
    const Dimension first = operand(0);
    if (first.truth) fail(start, name.size(), in_quotes(name) + " of a condition", "");
    if (rounds && first != dimension::number)
      fail(start, name.size(), in_quotes(name) + " of " + in_words(first),
           "divide by a unit first, such as floor(balance / $1)");
    int n = 1;
    for (; take(','); ++n) {
      skip();
      const std::size_t where = at_;
      if (const Dimension d = operand(0); d != first)
        fail(where, 1, in_quotes(name) + " of " + in_words(first) + " and " + in_words(d),
             "all arguments need the same unit");
    }
    need(')');
    if (rounds && n != 1) fail(start, name.size(), in_quotes(name) + " takes one value", "");
    if (!rounds && n < 2)
      fail(start, name.size(), in_quotes(name) + " takes two or more values, separated by commas", "");
    emit(f->second, 0, n, start);
    return first;
  }

  void emit(Op op, double x, int arity, std::size_t where) {
    stack_ += 1 - arity;
    if (stack_ > static_cast<int>(Expression::max_depth)) fail(where, 1, "this is nested too deeply", "");
    made_.code_.push_back({op, x, arity});
  }

  const Expression::Names& known_;
  const Expression::Suggest& suggest_;
  int stack_ = 0, nesting_ = 0;
  Expression made_;
};

Expression Expression::read(std::string_view text, const Names& known, const Suggest& suggest) {
  return ExpressionReader{text, known, suggest}.whole();
}

Expression Expression::bound(const std::function<std::optional<double>(std::string_view)>& known) const {
  Expression made = *this;
  made.names_.clear();
  for (Step& step : made.code_) {
    if (step.op != Op::name) continue;
    const std::string& name = names_[static_cast<std::size_t>(step.x)];
    if (const auto value = known(name)) {
      step = {Op::number, *value, 0};
      continue;
    }
    auto found = std::find(made.names_.begin(), made.names_.end(), name);
    if (found == made.names_.end()) found = made.names_.insert(found, name);
    step.x = static_cast<double>(found - made.names_.begin());
  }
  return made;
}

}  // namespace busyhour
