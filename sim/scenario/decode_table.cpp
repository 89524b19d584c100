#include <algorithm>

#include "decoder.hpp"

namespace busyhour {
namespace {

std::string list_of(const std::vector<std::string_view>& words) {
  std::string s;
  for (const std::string_view w : words) s += (s.empty() ? "" : ", ") + std::string(w);
  return s;
}

std::string help_among(std::string_view wrong, const std::vector<std::string_view>& known) {
  std::string help = did_you_mean(wrong, known);
  return help.empty() && !known.empty() ? "known: " + list_of(known) : help;
}

std::string not_yet(std::string_view what, std::string_view about) {
  return std::string(what) + " is not in this version yet: " + std::string(about);
}

/// A key that stands nowhere in this table.
void refuse_key(Decoder& d, const Node::Entry& e, const TableShape& t, std::string_view also) {
  std::vector<std::string_view> known;
  if (!also.empty()) known.push_back(also);
  for (const FieldShape& f : t.fields)
    if (!f.later) known.push_back(f.name);
  d.complain(e, "unknown key " + in_quotes(e.key) + d.in_path(), help_among(e.key, known));
  d.blame(e.key);
}

std::string missing(std::string_view key, std::string_view about, const Decoder& d) {
  return "'" + std::string(key) + "' is missing" + d.in_path() + ": " + std::string(about);
}

/// What to do about a field that is missing: a block that chooses otherwise has nothing of the one it is merged into.
std::string help_for_missing(const Node& node, const FieldShape& f) {
  if (node.replaces)
    for (const char* word : {"window", "kind", "dist", "action", "by"})
      if (node.find(word))
        return "its '" + std::string(word) +
               "' is another than before, so this block stands for the whole of the one before: say all of it here";
  return f.example.empty() ? "" : "such as " + std::string(f.name) + ": " + std::string(f.example);
}

/// Which alternative a scalar word means, if any: the first one has no word of its own where it is meant by the key's
/// absence.
const Alternative* named(const ChoiceShape& c, std::string_view word) {
  for (const Alternative& a : c.alternatives) {
    const bool wordless = a.is_written_as || (c.absent_means_first && &a == &c.alternatives.front());
    if (!wordless && a.table.kind == word) return &a;
  }
  return nullptr;
}

const Alternative* written_as(const ChoiceShape& c) {
  const auto at =
      std::find_if(c.alternatives.begin(), c.alternatives.end(), [](const Alternative& a) { return a.is_written_as; });
  return at == c.alternatives.end() ? nullptr : &*at;
}

bool is_family(std::string_view word) {
  return std::any_of(families().begin(), families().end(), [&](const FamilyAbout& f) { return f.name == word; });
}

std::vector<std::string_view> words_of(const ChoiceShape& c) {
  std::vector<std::string_view> words;
  for (const Alternative& a : c.alternatives)
    if (named(c, a.table.kind)) words.push_back(a.table.kind);
  if (c.key == "dist")
    for (const FamilyAbout& f : families()) words.push_back(f.name);
  return words;
}

void refuse_word(Decoder& d, const Node& at, const ChoiceShape& c) {
  for (const Later& l : c.later)
    if (l.name == at.text) return d.complain(at, not_yet("the " + std::string(c.noun) + " '" + at.text + "'", l.about));
  d.complain(at, "unknown " + std::string(c.noun) + " " + in_quotes(at.text), help_among(at.text, words_of(c)));
}

/// For a map without the key that chooses.
const Alternative* told_by_keys(const Node& map, const ChoiceShape& c) {
  for (const Alternative& a : c.alternatives)
    if (!a.table.mark.empty() && map.find(a.table.mark)) return &a;
  if (const Alternative* w = written_as(c); w && map.find("dist")) return w;
  if (c.absent_means_first && !c.alternatives.front().is_written_as) return &c.alternatives.front();
  // A mark that is misspelt: the one alternative that knows some of the keys.
  for (const Alternative& a : c.alternatives)
    for (const Node::Entry& e : map.entries)
      if (!a.table.mark.empty() && a.table.find(e.key)) return &a;
  return nullptr;
}

void refuse_keyless(Decoder& d, const Node& map, const ChoiceShape& c) {
  if (c.key.empty()) {
    std::string marks = "'dist'";
    for (const Alternative& a : c.alternatives)
      if (!a.table.mark.empty()) marks += " or '" + std::string(a.table.mark) + "'";
    return d.complain_here(map, "this says no " + std::string(c.noun) + d.in_path(),
                           "write " + marks + ", or a single value");
  }
  std::vector<std::string_view> keys;
  for (const Node::Entry& e : map.entries) keys.push_back(e.key);
  const std::string_view near = nearest(c.key, keys);
  std::string help = near.empty() ? "one of: " + list_of(words_of(c))
                                  : "did you mean '" + std::string(c.key) + "' by '" + std::string(near) + "'?";
  d.complain_here(map, missing(c.key, "which " + std::string(c.noun), d), std::move(help));
}

}  // namespace

void decode_table(Decoder& d, const Node& node, const TableShape& t, std::string_view also, void* owner) {
  if (!node.is_map())
    return d.complain(node, "a map was due here (" + std::string(t.kind) + "), not " + std::string(form_of(node)));
  for (const FieldShape& f : t.fields) {
    const Node::Entry* e = node.find(f.name);
    const bool absent = !e || e->value->kind == Node::Kind::nothing;
    if (f.later) {
      if (!absent) d.complain(*e, not_yet("'" + std::string(f.name) + "'", f.about)), d.blame(f.name);
    } else if (!absent) {
      const Decoder::Inside inside{d, *e};
      f.decode(d, *e->value, f, owner);
    } else if (f.need == Need::required) {
      d.complain_here(node, missing(f.name, f.about, d), help_for_missing(node, f));
      d.blame(f.name);
    }
  }
  for (const Node::Entry& e : node.entries)
    if (e.key != also && !t.find(e.key)) refuse_key(d, e, t, also);
}

void report(Decoder& d, const Node& node, const std::vector<FieldMistake>& mistakes) {
  for (const FieldMistake& m : mistakes) {
    const Node::Entry* e = m.key.empty() ? nullptr : node.find(m.key);
    if (!e)
      d.complain_here(node, m.says + d.in_path(), m.help);
    else if (e->value->is_scalar())
      d.complain(*e->value, m.says, m.help);
    else
      d.complain(*e, m.says, m.help);
  }
}

const Alternative* chosen(const Node& node, const ChoiceShape& c) {
  const auto by_word = [&](const std::string& word) -> const Alternative* {
    if (const Alternative* a = named(c, word)) return a;
    return c.key == "dist" && is_family(word) ? written_as(c) : nullptr;
  };
  if (node.is_scalar()) {
    const Alternative* a = c.key.empty() ? nullptr : named(c, node.text);
    return a ? a : written_as(c);
  }
  const Node::Entry* key = c.key.empty() ? nullptr : node.find(c.key);
  if (!key) return node.is_map() ? told_by_keys(node, c) : nullptr;
  return key->value->is_scalar() ? by_word(key->value->text) : nullptr;
}

void decode_choice(Decoder& d, const Node& node, const ChoiceShape& c, void* variant) {
  static const Node empty_map = [] {
    Node n;
    n.kind = Node::Kind::map;
    return n;
  }();
  if (const Alternative* a = chosen(node, c)) {
    const bool is_word = node.is_scalar() && !a->is_written_as;  // `retry: none`
    return a->decode(d, is_word ? empty_map : node, *a, c.key, variant);
  }
  if (node.is_scalar()) return refuse_word(d, node, c);
  if (!node.is_map())
    return d.complain(node, "a map was due here (" + std::string(c.noun) + "), not " + std::string(form_of(node)));
  const Node::Entry* key = c.key.empty() ? nullptr : node.find(c.key);
  if (!key) return refuse_keyless(d, node, c);
  if (!key->value->is_scalar())
    return d.complain(*key, "'" + std::string(c.key) + "' takes a word", "one of: " + list_of(words_of(c)));
  refuse_word(d, *key->value, c);
}

std::optional<std::size_t> read_word(Decoder& d, const Node& node, const Shape& shape) {
  std::vector<std::string_view> known;
  for (const WordShape& w : shape.words) known.push_back(w.name);
  if (!node.is_scalar()) {
    if (node.is_map() && !shape.later_map.empty())
      d.complain(node, not_yet("a map in this place", shape.later_map));
    else
      d.complain(node, "one word was due here, not " + std::string(form_of(node)), "one of: " + list_of(known));
    return {};
  }
  for (std::size_t i = 0; i < shape.words.size(); ++i)
    if (shape.words[i].name == node.text) return i;
  for (const Later& l : shape.later_words)
    if (l.name == node.text) return d.complain(node, not_yet("'" + node.text + "'", l.about)), std::nullopt;
  d.complain(node, "unknown word " + in_quotes(node.text), help_among(node.text, known));
  return {};
}

bool is_named_map(Decoder& d, const Node& node) {
  if (!node.is_map()) return d.complain(node, "a map of names was due here, not " + std::string(form_of(node))), false;
  for (const Node::Entry& e : node.entries) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    const bool fit = letter(e.key.front()) && e.key.size() <= 60 &&
                     std::all_of(e.key.begin(), e.key.end(),
                                 [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-'; });
    if (!fit)
      d.complain(e, in_quotes(e.key) + " cannot be a name",
                 "letters, digits, '_' and '-', a letter first: names are parts of paths");
    else if (e.value->kind == Node::Kind::nothing)
      d.complain(e, "there is no " + in_quotes(e.key) + d.in_path() + " to remove");
  }
  return true;
}

}  // namespace busyhour
