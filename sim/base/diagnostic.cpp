#include "busyhour/base/diagnostic.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace busyhour {
namespace {

constexpr std::size_t shown_at_most = 20, line_at_most = 120;

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

/// Characters of UTF-8 text; what is not UTF-8 counts byte by byte only where it looks like a first byte.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::string_view line_of(std::string_view text, int number) {
  for (int i = 1; i < number; ++i) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

/// A stretch of a line with a caret under it: at most `line_at_most` bytes, cut between characters.
struct Excerpt {
  std::string line, carets;
};

Excerpt excerpt(std::string_view line, std::size_t from, std::size_t width) {
  from = std::min(from, line.size());
  width = std::clamp<std::size_t>(width, 1, std::max<std::size_t>(line.size() - from, 1));
  std::size_t begin = 0, end = line.size();
  if (line.size() > line_at_most) {
    begin = from > line_at_most / 3 ? from - line_at_most / 3 : 0;
    while (begin > 0 && !begins_character(line[begin])) --begin;
    end = std::min(begin + line_at_most, line.size());
    while (end < line.size() && !begins_character(line[end])) ++end;
  }
  const std::string_view before = line.substr(begin, from - begin),
                         under = line.substr(from, std::min(width, end - from));
  const std::string lead = begin > 0 ? "..." : "";
  Excerpt made;
  made.line = lead + std::string(line.substr(begin, end - begin)) + (end < line.size() ? "..." : "");
  // Control characters would move the caret, or the terminal; a tab is shown as one column.
  for (char& c : made.line)
    if (c == '\t')
      c = ' ';
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      c = '?';
  made.carets = std::string(lead.size() + characters(before), ' ') +
                std::string(std::max<std::size_t>(characters(under), 1), '^');
  return made;
}

const std::string* text_of(const std::string& name, const Sources& sources) {
  for (const auto& [known, text] : sources)
    if (known == name) return &text;
  return nullptr;
}

void write(std::string& out, const Diagnostic& d, const Sources& sources) {
  const std::string* text = d.where.line > 0 ? text_of(d.where.source, sources) : nullptr;
  const bool is_set = d.where.source.starts_with("--set ");
  const std::string_view line = text ? line_of(*text, d.where.line) : std::string_view{};
  const std::size_t from = d.where.column > 0 ? static_cast<std::size_t>(d.where.column - 1) : 0;
  out += d.where.source;
  if (d.where.line > 0 && !is_set) {
    out += ':' + std::to_string(d.where.line);
    if (d.where.column > 0)
      out += ':' + std::to_string((text ? characters(line.substr(0, std::min(from, line.size()))) : from) + 1);
  }
  out += d.severity == Severity::error ? ": error: " : ": warning: ";
  out += d.says + '\n';
  if (text && d.where.column > 0) {
    const auto [shown, carets] = excerpt(line, from, d.width);
    const std::string number = is_set ? "" : std::to_string(d.where.line);
    const std::string margin(number.size() < 5 ? 5 - number.size() : 0, ' ');
    out += margin + number + " | " + shown + '\n' + std::string(margin.size() + number.size(), ' ') + " | " + carets +
           '\n';
  }
  if (!d.help.empty()) out += "      = help: " + d.help + '\n';
}

/// Damerau-Levenshtein distance, adjacent letters exchanged counting one (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1] ? 1U : 0U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(now);
  }
  return last[b.size()];
}

}  // namespace

void complain(Diagnostics& out, Where where, std::string says, std::string help, std::size_t width, Severity severity) {
  Diagnostic& d = out.emplace_back();
  d.where = std::move(where), d.says = std::move(says), d.help = std::move(help), d.width = width,
  d.severity = severity;
}

bool any_error(const Diagnostics& all) {
  return std::any_of(all.begin(), all.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
}

std::string render(const Diagnostics& all, const Sources& sources) {
  std::string out;
  for (std::size_t i = 0; i < std::min(all.size(), shown_at_most); ++i) write(out, all[i], sources);
  if (all.size() > shown_at_most) out += "and " + std::to_string(all.size() - shown_at_most) + " more\n";
  return out;
}

std::string_view nearest(std::string_view wrong, std::span<const std::string_view> known) {
  std::string_view best;
  if (wrong.size() > 60) return best;
  std::size_t least = std::max<std::size_t>(1, wrong.size() / 3) + 1;
  for (const std::string_view k : known) {
    if (k.size() > wrong.size() + least || wrong.size() > k.size() + least) continue;
    if (const std::size_t d = distance(wrong, k); d < least) least = d, best = k;
  }
  return best;
}

std::string did_you_mean(std::string_view wrong, std::span<const std::string_view> known) {
  const std::string_view best = nearest(wrong, known);
  return best.empty() ? std::string{} : "did you mean '" + std::string(best) + "'?";
}

std::string in_quotes(std::string_view word) {
  std::string out = "'";
  std::size_t end = std::min<std::size_t>(word.size(), 60);
  while (end < word.size() && end > 0 && !begins_character(word[end])) --end;
  for (const char c : word.substr(0, end)) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
  return out + (end < word.size() ? "...'" : "'");
}

}  // namespace busyhour
