#pragma once
/// The templates that turn a field table into a shape and its decoder. A register's types are instantiated in one .cpp
/// (registers.hpp).
#include <array>
#include <concepts>
#include <type_traits>
#include <utility>
#include <variant>

#include "decoder.hpp"

namespace busyhour {

template <class T>
[[nodiscard]] const Shape& shape_of();
template <class T>
[[nodiscard]] const TableShape& table_of();
template <class V>
[[nodiscard]] const ChoiceShape& choice_of();

template <class E>
concept Worded = requires {
  Words<E>::words;
};
template <class V>
concept Chosen = requires {
  Choice<V>::key;
};

namespace detail {
/// Asks a type that knows how its fields must fit each other.
template <class T>
void ask(Decoder& d, const Node& n, const T& made) {
  if constexpr (requires { made.mistakes(); })
    if (n.is_map() && d.is_sound(d.path())) report(d, n, made.mistakes());
}
}  // namespace detail

// What is read into. These find each other, and the plain ones of decoder.hpp, by the Decoder argument.
template <Worded E>
void read(Decoder& d, const Node& n, const FieldShape&, E& into) {
  if (const auto i = read_word(d, n, shape_of<E>())) into = Words<E>::words[*i].value;
}
template <Described T>
void read(Decoder& d, const Node& n, const FieldShape&, T& into) {
  decode_table(d, n, table_of<T>(), {}, &into);
  detail::ask(d, n, into);
}
template <Chosen V>
void read(Decoder& d, const Node& n, const FieldShape&, V& into) {
  decode_choice(d, n, choice_of<V>(), &into);
}
template <class T>
void read(Decoder& d, const Node& n, const FieldShape& f, std::optional<T>& into) {
  read(d, n, f, into.emplace());
}
template <class T>
void read(Decoder& d, const Node& n, const FieldShape& f, std::vector<T>& into) {
  if (!n.is_list())
    return d.complain(n, "a list was due here, not " + std::string(form_of(n)),
                      f.example.empty() ? "" : "such as " + std::string(f.example));
  into.clear();
  for (const NodePtr& item : n.items) read(d, *item, f, into.emplace_back());
}
template <class T>
void read(Decoder& d, const Node& n, const FieldShape& f, Named<T>& into) {
  into.clear();
  if constexpr (std::is_same_v<T, Distribution>)  // one distribution stands for a map of one part
    if (n.is_scalar() || n.find("dist")) {
      into.emplace_back(f.name, Distribution{});
      return read(d, n, f, into.back().second);
    }
  if (!is_named_map(d, n)) return;
  for (const Node::Entry& e : n.entries) {
    if (e.value->kind == Node::Kind::nothing) continue;
    const Decoder::Inside inside{d, e};
    into.emplace_back(e.key, T{});
    read(d, *e.value, f, into.back().second);
  }
}

namespace detail {

template <class Owner, std::size_t I>
void decode_member(Decoder& d, const Node& n, const FieldShape& f, void* owner) {
  constexpr auto member = std::get<I>(Owner::fields()).member;
  if (owner) return read(d, n, f, static_cast<Owner*>(owner)->*member);
  std::remove_cvref_t<decltype(std::declval<Owner&>().*member)> scratch{};
  read(d, n, f, scratch);
}

template <class Owner, std::size_t I>
FieldShape field_shape() {
  constexpr auto f = std::get<I>(Owner::fields());
  FieldShape s;
  s.name = f.name, s.about = f.about;
  if constexpr (std::is_same_v<std::remove_cvref_t<decltype(f)>, Later>) {
    s.later = true, s.need = Need::optional;
  } else {
    s.need = f.need, s.dimension = f.dimension, s.least = f.least, s.most = f.most, s.above_least = f.above_least;
    s.is_share = f.is_share, s.is_ratio = f.is_ratio, s.is_whole = f.is_whole, s.is_file = f.is_file;
    s.example = f.example, s.preset = f.preset;
    s.shape = &shape_of<typename std::remove_cvref_t<decltype(f)>::Value>();
    s.decode = &decode_member<Owner, I>;
  }
  return s;
}

template <class T>
TableShape make_table() {
  TableShape t;
  if constexpr (requires { T::kind; }) t.kind = T::kind;
  if constexpr (requires { T::mark; }) t.mark = T::mark;
  if constexpr (requires { T::example; }) t.example = T::example;
  t.about = T::about;
  constexpr std::size_t n = std::tuple_size_v<decltype(T::fields())>;
  [&]<std::size_t... I>(std::index_sequence<I...>) { (t.fields.push_back(field_shape<T, I>()), ...); }
  (std::make_index_sequence<n>{});
  return t;
}

template <class V, std::size_t I>
void decode_alternative(Decoder& d, const Node& n, const Alternative& a, std::string_view key, void* variant) {
  using T = std::variant_alternative_t<I, V>;
  T& into = static_cast<V*>(variant)->template emplace<I>();
  if constexpr (requires { T::written_as; })
    read(d, n, a.written, into.*T::written_as);
  else
    decode_table(d, n, a.table, key, &into), ask(d, n, into);
}

template <class V, std::size_t I>
Alternative make_alternative() {
  using T = std::variant_alternative_t<I, V>;
  Alternative a;
  a.table = make_table<T>();
  a.decode = &decode_alternative<V, I>;
  if constexpr (requires { T::written_as; }) {
    a.is_written_as = true;
    a.written.name = T::kind, a.written.about = T::about;
    a.written.dimension = T::written_dimension, a.written.least = 0;
    a.written.shape = &shape_of<std::remove_cvref_t<decltype(std::declval<T&>().*T::written_as)>>();
  }
  return a;
}

template <class V>
ChoiceShape make_choice() {
  ChoiceShape c;
  c.key = Choice<V>::key, c.noun = Choice<V>::noun, c.absent_means_first = Choice<V>::absent_means_first;
  [&]<std::size_t... I>(std::index_sequence<I...>) { (c.alternatives.push_back(make_alternative<V, I>()), ...); }
  (std::make_index_sequence<std::variant_size_v<V>>{});
  if constexpr (requires { Choice<V>::later; }) c.later.assign(Choice<V>::later.begin(), Choice<V>::later.end());
  return c;
}

template <class T>
struct Inner {};
template <class T>
struct Inner<std::optional<T>> {
  using Type = T;
};
template <class T>
struct Inner<std::vector<T>> {
  using Type = T;
};
template <class T>
struct Inner<Named<T>> {
  using NamedType = T;
};

template <class T>
Shape make_shape() {
  Shape s;
  if constexpr (std::same_as<T, bool>)
    s.form = Form::flag;
  else if constexpr (std::same_as<T, std::int64_t>)
    s.form = Form::count;
  else if constexpr (std::same_as<T, double>)
    s.form = Form::number;
  else if constexpr (std::same_as<T, Duration>)
    s.form = Form::duration;
  else if constexpr (std::same_as<T, Money>)
    s.form = Form::money;
  else if constexpr (std::same_as<T, std::string>)
    s.form = Form::text;
  else if constexpr (std::same_as<T, CountOrUnlimited>)
    s.form = Form::count_or_unlimited;
  else if constexpr (std::same_as<T, Formula>)
    s.form = Form::formula;
  else if constexpr (std::same_as<T, Distribution>)
    s.form = Form::distribution;
  else if constexpr (std::same_as<T, NodePtr>)
    s.form = Form::any;
  else if constexpr (Worded<T>) {
    s.form = Form::word;
    for (const auto& w : Words<T>::words) s.words.push_back({w.name, w.about});
    if constexpr (requires { Words<T>::later; }) s.later_words.assign(Words<T>::later.begin(), Words<T>::later.end());
    if constexpr (requires { Words<T>::later_map; }) s.later_map = Words<T>::later_map;
  } else if constexpr (Chosen<T>)
    s.form = Form::choice, s.choice = &choice_of<T>();
  else if constexpr (Described<T>)
    s.form = Form::table, s.table = &table_of<T>();
  else if constexpr (requires { typename Inner<T>::NamedType; })
    s.form = Form::named, s.of = &shape_of<typename Inner<T>::NamedType>();
  else
    s.form = Form::list, s.of = &shape_of<typename Inner<T>::Type>();
  return s;
}

template <class T>
struct Bare {
  using Type = T;
};
template <class T>
struct Bare<std::optional<T>> {
  using Type = T;
};

}  // namespace detail

template <class T>
const Shape& shape_of() {
  static const Shape s = detail::make_shape<typename detail::Bare<T>::Type>();
  return s;
}
template <class T>
const TableShape& table_of() {
  static const TableShape t = detail::make_table<T>();
  return t;
}
template <class V>
const ChoiceShape& choice_of() {
  static const ChoiceShape c = detail::make_choice<V>();
  return c;
}

}  // namespace busyhour
