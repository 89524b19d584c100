#pragma once
/// The description of a policy's fields: name, member, bounds, unit, one sentence. Written once beside the policy; from
/// it the scenario room makes the decoder, the JSON Schema and the reference page. Knows no JSON and no YAML.
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "busyhour/base/dimension.hpp"

namespace busyhour {

/// A map that keeps the order of the file: limits are asked in file order.
template <class T>
using Named = std::vector<std::pair<std::string, T>>;

/// A whole number, or the word `unlimited`.
struct CountOrUnlimited {
  std::int64_t count = 0;
  bool unlimited = false;
  bool operator==(const CountOrUnlimited&) const = default;
  [[nodiscard]] bool allows(std::int64_t n) const { return unlimited || n <= count; }
};

/// The words of an enumeration: specialise with `static constexpr std::array<Word<E>, n> words`, and where the language
/// has words that this version does not know yet, `static constexpr std::array<Later, n> later`; `later_map` says what
/// a map in its place will mean.
template <class E>
struct Word {
  E value;
  std::string_view name, about;
};
template <class E>
struct Words;

/// How a variant is chosen: specialise with `static constexpr std::string_view key` ("kind", "action", "dist", "by",
/// "window"). Every alternative has `static constexpr std::string_view kind, about` and `fields()`. Where the key is
/// absent, the alternative is meant whose `mark` (a field's name) is present, else the first one if
/// `Choice<V>::absent_means_first`. A scalar that is the kind of an alternative stands for it (`retry: none`). An
/// alternative with `written_as` (a member) and `written_dimension` is written as that distribution itself. `static
/// constexpr std::array<Later, n> later` names the kinds of the language that this version does not know yet.
template <class V>
struct Choice;

enum class Need : std::uint8_t { required, optional };

/// One field.
template <class Owner, class T>
struct Field {
  using Value = T;
  std::string_view name;
  T Owner::*member;
  std::string_view about;
  Need need = Need::required;
  Dimension dimension = dimension::number;
  double least = -std::numeric_limits<double>::infinity();  ///< in base units
  double most = std::numeric_limits<double>::infinity();
  bool above_least = false;  ///< `least` itself is refused
  bool is_share = false;     ///< must be written with `%`
  bool is_ratio = false;     ///< must be written with `x`
  bool is_whole = false;     ///< a formula or distribution of whole numbers
  bool is_file = false;      ///< the path of a data file, relative to the file in which it is written
  std::string_view example = {};
  std::string_view preset = {};  ///< the default in the language's own words, echoed in schema and `explain`

  [[nodiscard]] constexpr Field of(Dimension d) const {
    return with([&](Field& f) { f.dimension = d; });
  }
  [[nodiscard]] constexpr Field share() const {
    return with([](Field& f) { f.is_share = true, f.least = 0, f.most = 1; });
  }
  /// A share that may exceed one, such as a coefficient of variation.
  [[nodiscard]] constexpr Field percentage() const {
    return with([](Field& f) { f.is_share = true, f.least = 0; });
  }
  [[nodiscard]] constexpr Field ratio() const {
    return with([](Field& f) { f.is_ratio = true; });
  }
  [[nodiscard]] constexpr Field whole() const {
    return with([](Field& f) { f.is_whole = true; });
  }
  [[nodiscard]] constexpr Field data_file() const {
    return with([](Field& f) { f.is_file = true; });
  }
  [[nodiscard]] constexpr Field at_least(double x) const {
    return with([&](Field& f) { f.least = x, f.above_least = false; });
  }
  [[nodiscard]] constexpr Field more_than(double x) const {
    return with([&](Field& f) { f.least = x, f.above_least = true; });
  }
  [[nodiscard]] constexpr Field at_most(double x) const {
    return with([&](Field& f) { f.most = x; });
  }
  [[nodiscard]] constexpr Field such_as(std::string_view text) const {
    return with([&](Field& f) { f.example = text; });
  }
  [[nodiscard]] constexpr Field by_default(std::string_view text) const {
    return with([&](Field& f) { f.preset = text; });
  }

 private:
  template <class Change>
  [[nodiscard]] constexpr Field with(Change change) const {
    Field f = *this;
    change(f);
    return f;
  }
};

template <class Owner, class T>
[[nodiscard]] constexpr Field<Owner, T> required(std::string_view name, T Owner::*member, std::string_view about) {
  return {.name = name, .member = member, .about = about, .need = Need::required};
}
template <class Owner, class T>
[[nodiscard]] constexpr Field<Owner, T> optional(std::string_view name, T Owner::*member, std::string_view about) {
  return {.name = name, .member = member, .about = about, .need = Need::optional};
}

/// A key of the language that this version does not know yet.
struct Later {
  std::string_view name, about;
};
[[nodiscard]] constexpr Later later(std::string_view name, std::string_view about) { return {name, about}; }

/// What is wrong with fields taken together: at which key (empty or absent: the whole), what, and what to write
/// instead. A described type may have `std::vector<FieldMistake> mistakes() const`; it is asked when its fields are
/// sound by themselves.
struct FieldMistake {
  std::string_view key;
  std::string says, help = {};
};

/// A type with a field table.
template <class T>
concept Described = requires {
  T::fields();
  T::about;
};

template <Described T, class F>
constexpr void each_field(F&& f) {
  std::apply([&](const auto&... one) { (f(one), ...); }, T::fields());
}

}  // namespace busyhour
