#include "decoder.hpp"

#include <algorithm>

namespace busyhour {
namespace {

constexpr std::size_t collected_at_most = 1000;  // more would only cost memory

std::string_view rest_after(std::string_view path, std::size_t dot) {
  return dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
}

}  // namespace

std::string Decoder::path() const {
  std::string s;
  for (const Node::Entry* e : stack_) s += (s.empty() ? "" : ".") + e->key;
  return s;
}
std::string Decoder::in_path() const { return stack_.empty() ? std::string{} : " in " + path(); }

bool Decoder::is_sound(std::string_view path) const {
  const auto within = [](std::string_view inner, std::string_view outer) {
    return inner.starts_with(outer) && (inner.size() == outer.size() || outer.empty() || inner[outer.size()] == '.');
  };
  return std::none_of(wrong_.begin(), wrong_.end(),
                      [&](const std::string& w) { return within(w, path) || (!w.empty() && within(path, w)); });
}

void Decoder::complain(const Node& at, std::string says, std::string help, std::size_t offset, std::size_t width) {
  if (out_.size() >= collected_at_most) return;
  wrong_.push_back(path());
  Where where = document_.where(at.spot);
  if (at.is_scalar() && at.inner >= 0) {
    where.column += at.inner + static_cast<int>(std::min(offset, at.text.size()));
    if (width == 0) width = at.text.size();
  } else {
    width = 1;  // the text is not in the file as it stands: point at its beginning
  }
  busyhour::complain(out_, std::move(where), std::move(says), std::move(help), std::max<std::size_t>(width, 1));
}

void Decoder::complain(const Node::Entry& at_key, std::string says, std::string help) {
  if (out_.size() >= collected_at_most) return;
  wrong_.push_back(path());
  busyhour::complain(out_, document_.where(at_key.spot), std::move(says), std::move(help),
                     std::max<std::size_t>(at_key.key.size(), 1));
}

void Decoder::complain_here(const Node& map, std::string says, std::string help) {
  if (stack_.empty())
    complain(map, std::move(says), std::move(help));
  else
    complain(*stack_.back(), std::move(says), std::move(help));
}

void Decoder::warn(const Node& at, std::string says, std::string help) {
  const std::size_t before = out_.size();
  complain(at, std::move(says), std::move(help));
  if (out_.size() == before) return;
  out_.back().severity = Severity::warning;
  wrong_.pop_back();
}

void Decoder::blame(std::string_view key) {
  if (!wrong_.empty()) wrong_.back() += (wrong_.back().empty() ? "" : ".") + std::string(key);
}

void Decoder::complain_at(std::string_view path, std::string says, std::string help, Severity severity) {
  const Node* at = &document_.root();
  const Node::Entry* last = nullptr;
  bool whole = false;
  for (std::string_view rest = path; !whole;) {
    const auto dot = rest.find('.');
    const auto* e = at->find(rest.substr(0, dot));
    if (!e) break;
    last = e, at = e->value.get();
    whole = dot == std::string_view::npos;
    rest = rest_after(rest, dot);
  }
  const std::size_t before = out_.size(), wrongs = wrong_.size();
  if (!last || (whole && at->is_scalar()))
    complain(*at, std::move(says), std::move(help));
  else
    complain(*last, std::move(says), std::move(help));
  if (out_.size() == before) return;
  out_.back().severity = severity;
  wrong_.resize(wrongs);
  if (severity == Severity::error) wrong_.emplace_back(path);
}

std::optional<Decoder::Quantity> Decoder::resolve(std::string_view path, std::string& why) {
  if (path == "balance") {
    why = is_run_time_name(path)
              ? "'balance' changes while the run goes on: it stands only where a formula is read at each attempt"
              : "'balance' is the money of an account, and there is no provider.account";
    return {};
  }
  if (path.find('.') == std::string_view::npos) return {};
  const Node* node = document_.find(path);
  if (!node) return {};
  if (!node->is_scalar()) {
    why = in_quotes(path) + " is " + std::string(form_of(*node)) + ", not a single quantity";
    return {};
  }
  if (std::find(resolving_.begin(), resolving_.end(), path) != resolving_.end()) {
    why = "this goes in a circle: ";
    for (const std::string& step : resolving_) why += step + " -> ";
    why += path;
    return {};
  }
  resolving_.emplace_back(path);
  std::optional<Quantity> made;
  std::string inner;  // why a name further down is none
  try {
    const Expression e = Expression::read(node->text, [&](std::string_view name) -> std::optional<Dimension> {
      const auto q = resolve(name, inner);
      return q ? std::optional{q->dimension} : std::nullopt;
    });
    const double value = e.value([&](std::size_t i) { return resolve(e.names()[i], inner)->value; });
    if (!e.dimension().truth && std::isfinite(value))
      made = Quantity{e.dimension(), value};
    else
      why = in_quotes(path) + " is not a finite quantity";
  } catch (const Mistake&) {
    why = inner.empty() ? in_quotes(path) + " is " + in_quotes(node->text) + ", not a quantity" : inner;
  }
  resolving_.pop_back();
  return made;
}

std::string Decoder::suggest_path(std::string_view wrong) const {
  std::string known;  // as far as the path exists
  const Node* at = &document_.root();
  for (std::string_view rest = wrong;;) {
    const auto dot = rest.find('.');
    const std::string_view part = rest.substr(0, dot);
    const auto* e = at->find(part);
    if (!e) {
      std::vector<std::string_view> keys;
      for (const auto& other : at->entries) keys.push_back(other.key);
      const std::string_view best = nearest(part, keys);
      if (best.empty()) break;
      std::string path = known + (known.empty() ? "" : ".") + std::string(best);
      if (dot != std::string_view::npos) path += "." + std::string(rest_after(rest, dot));
      return "did you mean '" + path + "'?";
    }
    known += (known.empty() ? "" : ".") + std::string(part);
    at = e->value.get();
    if (dot == std::string_view::npos) break;
    rest = rest_after(rest, dot);
  }
  return "a name is a path of this scenario, such as provider.limits.requests.cap";
}

bool Decoder::is_run_time_name(std::string_view name) const {
  return name == "balance" && document_.find("provider.account");
}

std::optional<Expression> Decoder::formula(const Node& node, Formulas kind) {
  if (!node.is_scalar()) {
    complain(node, "a formula was due here, not " + std::string(form_of(node)));
    return {};
  }
  const std::string here = path();
  resolving_.push_back(here);
  std::string why;
  std::optional<Expression> made;
  try {
    const Expression e = Expression::read(
        node.text,
        [&](std::string_view name) -> std::optional<Dimension> {
          if (kind == Formulas::of_the_run && is_run_time_name(name)) return dimension::money;
          const auto q = resolve(name, why);
          return q ? std::optional{q->dimension} : std::nullopt;
        },
        [&](std::string_view wrong) { return suggest_path(wrong); });
    const auto value = [&](std::string_view name) -> std::optional<double> {
      return is_run_time_name(name) ? std::nullopt : std::optional{resolve(name, why)->value};
    };
    made = kind == Formulas::of_the_run ? e.bound(value) : e;
  } catch (const Mistake& m) {
    if (!why.empty() && m.says.starts_with("unknown name"))
      complain(node, why, "", m.column, m.width);
    else
      complain(node, m.says, m.help, m.column, m.width);
  }
  resolving_.pop_back();
  return made;
}

std::string_view form_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::nothing:
      return "nothing";
    case Node::Kind::scalar:
      return "a single value";
    case Node::Kind::list:
      return "a list";
    case Node::Kind::map:
      return "a map";
  }
  return "";
}

}  // namespace busyhour
