#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "busyhour/base/unit.hpp"
#include "decoder.hpp"

namespace busyhour {
namespace {

std::string number_text(double x) {
  std::array<char, 40> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), x).ptr;
  return {buffer.data(), end};
}

std::string such_as(const FieldShape& f) {
  return f.example.empty() ? std::string{} : "such as " + std::string(f.example);
}

/// The text as an expression that is one literal quantity; complains otherwise.
std::optional<Expression> literal(Decoder& d, const Node& node, const FieldShape& f) {
  if (!node.is_scalar()) {
    d.complain(node, what_is_due(f) + " was due here, not " + std::string(form_of(node)), such_as(f));
    return {};
  }
  if (node.text.empty()) {
    d.complain(node, what_is_due(f) + " was due here, not an empty text", such_as(f));
    return {};
  }
  try {
    Expression e = Expression::read(node.text, [](std::string_view) { return std::nullopt; });
    if (e.is_literal()) return e;
    d.complain(node, what_is_due(f) + " was due here, not a formula",
               "formulas stand in cap, where and a claim's set; write the value itself");
  } catch (const Mistake& m) {
    if (m.says.starts_with("unknown name")) {
      const bool is_path = d.document().find(node.text) != nullptr;
      d.complain(node, what_is_due(f) + " was due here, not " + in_quotes(node.text),
                 is_path ? "paths stand in cap, where and a claim's set; write the value itself" : such_as(f));
    } else if (m.says.starts_with("unknown unit") && f.dimension == dimension::time) {
      const std::string word = m.says.substr(std::string_view{"unknown unit "}.size());
      d.complain(node, "unknown time unit " + word, m.help.starts_with("units:") ? units_of(f.dimension) : m.help,
                 m.column, m.width);
    } else {
      d.complain(node, m.says, m.help, m.column, m.width);
    }
  }
  return {};
}

/// Whether the way it is written fits: `%` for a share, `x` for a ratio, neither for a plain number.
bool is_written_well(Decoder& d, const Node& node, const FieldShape& f, const Expression& e) {
  const double x = e.constant();
  if (e.dimension() != f.dimension) {
    const bool bare = e.dimension() == dimension::number && !e.is_percentage() && !e.is_ratio();
    std::string says =
        bare ? in_quotes(node.text) + " has no unit"
             : in_quotes(node.text) + " is " + (e.dimension() == dimension::time ? "a " : "") + in_words(e.dimension());
    says += ", but " + what_is_due(f) + " was due";
    d.complain(node, std::move(says), units_of(f.dimension).empty() ? such_as(f) : units_of(f.dimension));
  } else if (f.is_share && !e.is_percentage()) {
    d.complain(node, "a share is written with %",
               "write " + number_text(x > 1 ? x : std::round(x * 1e12) / 1e10) + "%");
  } else if (f.is_ratio && !e.is_ratio()) {
    d.complain(node, "a ratio is written with x", "write " + number_text(x) + "x");
  } else if (!f.is_share && !f.is_ratio && f.dimension == dimension::number && (e.is_percentage() || e.is_ratio())) {
    d.complain(node, what_is_due(f) + " was due here, not " + (e.is_ratio() ? "a ratio" : "a share"), such_as(f));
  } else {
    return true;
  }
  return false;
}

bool is_within(Decoder& d, const Node& node, const FieldShape& f, double x) {
  const std::string name = f.name.empty() ? std::string{} : std::string(f.name) + " ";
  const auto bound = [&](double b) { return written(b, f.dimension, f.is_share, f.is_ratio); };
  if (!std::isfinite(x)) return d.complain(node, in_quotes(node.text) + " is not a finite number"), false;
  if (x < f.least || (f.above_least && x <= f.least)) {
    const bool negative = x < 0 && f.least >= 0 && !f.above_least && f.dimension == dimension::time;
    d.complain(node,
               negative ? std::string("a duration may not be negative")
                        : name + "must be " + std::string(f.above_least ? "more than " : "at least ") + bound(f.least));
    return false;
  }
  if (x > f.most) return d.complain(node, name + "must be at most " + bound(f.most)), false;
  return true;
}

/// Plain digits exactly; anything else (1e3) by way of a double, which must be whole.
std::optional<std::int64_t> whole_number(Decoder& d, const Node& node, const FieldShape& f) {
  std::string digits = node.is_scalar() ? node.text : std::string{};
  digits.erase(std::remove(digits.begin(), digits.end(), '_'), digits.end());
  std::int64_t n = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
  const auto x = read_quantity(d, node, f);
  if (!x) return {};
  if (error == std::errc{} && end == digits.data() + digits.size()) return n;
  if (*x != std::floor(*x)) return d.complain(node, in_quotes(node.text) + " is not a whole number"), std::nullopt;
  if (std::fabs(*x) > 9e15)
    return d.complain(node, "this number is too large", "at most 9e15 here, or write all its digits"), std::nullopt;
  return static_cast<std::int64_t>(*x);
}

}  // namespace

std::string what_is_due(const FieldShape& f) {
  const Form form = f.shape ? f.shape->form : Form::number;
  const bool whole = form == Form::count || form == Form::count_or_unlimited || f.is_whole;
  if (f.is_share) return "a share";
  if (f.is_ratio) return "a ratio";
  if (f.dimension == dimension::time) return "a duration";
  if (f.dimension == dimension::money) return "an amount of money";
  if (f.dimension == dimension::characters) return "a number of characters";
  if (f.dimension == dimension::tokens) return "a number of tokens";
  if (f.dimension == dimension::number) return whole ? "a whole number" : "a plain number";
  return f.dimension == dimension::rate ? "a rate" : "a quantity of " + in_words(f.dimension);
}

std::string written(double base, const Dimension& dim, bool is_share, bool is_ratio) {
  if (is_share) return number_text(std::round(base * 1e12) / 1e10) + "%";
  if (is_ratio) return number_text(base) + "x";
  if (dim == dimension::money) return "$" + number_text(base);
  if (dim == dimension::characters) return number_text(base) + " chars";
  if (dim == dimension::tokens) return number_text(base) + " tokens";
  if (dim == dimension::rate) return number_text(base) + " /s";
  if (dim == dimension::character_rate) return number_text(base) + " chars/s";
  if (dim == dimension::token_rate) return number_text(base) + " tokens/s";
  if (dim != dimension::time) return number_text(base);
  const double size = std::fabs(base);
  const Unit* unit = find_unit(size == 0 || size >= 1 ? "s" : size >= 1e-3 ? "ms" : size >= 1e-6 ? "us" : "ns");
  return number_text(std::round(base / unit->size * 1e6) / 1e6) + " " + std::string(unit->name);
}

std::optional<double> read_quantity(Decoder& d, const Node& node, const FieldShape& f) {
  const auto e = literal(d, node, f);
  if (!e || !is_written_well(d, node, f, *e)) return {};
  const double x = e->constant();
  return is_within(d, node, f, x) ? std::optional{x} : std::nullopt;
}

void read(Decoder& d, const Node& node, const FieldShape&, bool& into) {
  if (node.is_scalar() && (node.text == "true" || node.text == "false"))
    into = node.text == "true";
  else
    d.complain(node,
               "true or false was due here" + (node.is_scalar() ? ", not " + in_quotes(node.text) : std::string{}));
}

void read(Decoder& d, const Node& node, const FieldShape& f, std::int64_t& into) {
  if (const auto n = whole_number(d, node, f)) into = *n;
}

void read(Decoder& d, const Node& node, const FieldShape& f, double& into) {
  if (const auto x = read_quantity(d, node, f)) into = *x;
}

void read(Decoder& d, const Node& node, const FieldShape& f, Duration& into) {
  const auto x = read_quantity(d, node, f);
  if (!x) return;
  if (*x >= 4.6e9) return d.complain(node, "this is longer than 146 years, the end of simulated time");
  const Duration made = seconds(std::max(*x, 0.0));
  if (*x > 0 && made.count() == 0)
    return d.complain(node, "this is shorter than a nanosecond, the smallest simulated time");
  into = made;
}

void read(Decoder& d, const Node& node, const FieldShape& f, Money& into) {
  const auto x = read_quantity(d, node, f);
  if (!x) return;
  if (std::fabs(*x) >= 9e9) return d.complain(node, "amounts of money stay below nine thousand million dollars");
  into = dollars(*x);
}

void read(Decoder& d, const Node& node, const FieldShape& f, std::string& into) {
  if (!node.is_scalar()) return d.complain(node, "a text was due here, not " + std::string(form_of(node)), such_as(f));
  if (node.text.empty()) return d.complain(node, "this text is empty", such_as(f));
  into = node.text;
}

void read(Decoder& d, const Node& node, const FieldShape& f, CountOrUnlimited& into) {
  if (node.is_scalar() && node.text == "unlimited") {
    into = {0, true};
  } else if (node.is_scalar() && !nearest(node.text, std::array{std::string_view{"unlimited"}}).empty()) {
    d.complain(node, "a whole number or 'unlimited' was due here, not " + in_quotes(node.text),
               "did you mean 'unlimited'?");
  } else if (const auto n = whole_number(d, node, f)) {
    into = {*n, false};
  }
}

void read(Decoder& d, const Node& node, const FieldShape& f, Formula& into) {
  auto e = d.formula(node, Decoder::Formulas::of_the_run);
  if (!e) return;
  if (e->dimension() != f.dimension) {
    const bool bare = e->is_literal() && e->dimension() == dimension::number;
    return d.complain(node,
                      in_quotes(node.text) + (bare ? " has no unit" : " is " + in_words(e->dimension())) + ", but " +
                          what_is_due(f) + " was due",
                      units_of(f.dimension));
  }
  if (e->is_constant() && !f.dimension.truth) {
    const double x = e->constant();
    const auto is_now = [&] {
      return e->is_literal() ? in_quotes(node.text) + " is" : in_quotes(node.text) + " is " + number_text(x) + ",";
    };
    if (!std::isfinite(x)) return d.complain(node, is_now() + " not a finite number");
    if (e->is_percentage() || e->is_ratio()) return d.complain(node, what_is_due(f) + " was due here", such_as(f));
    if (f.is_whole && std::fabs(x) > 9e15) return d.complain(node, is_now() + " too large", "at most 9e15");
    if (f.is_whole && x != std::floor(x))
      return d.complain(node, is_now() + " not a whole number", e->is_literal() ? "" : "round it with floor or ceil");
    if (!is_within(d, node, f, x)) return;
  }
  if (f.is_whole && !e->is_constant() && !e->is_whole())
    return d.complain(node, in_quotes(node.text) + " may be a fraction", "round it with floor or ceil");
  into = {node.text, std::move(*e)};
}

void read(Decoder&, const Node& node, const FieldShape&, NodePtr& into) { into = std::make_shared<const Node>(node); }

}  // namespace busyhour
