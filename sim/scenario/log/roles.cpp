#include "roles.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "cells.hpp"

namespace busyhour {
namespace {

using Pair = std::pair<std::string_view, LogRole>;

constexpr std::array roles{Pair{"arrives", LogRole::arrives},
                           Pair{"ends", LogRole::ends},
                           Pair{"duration", LogRole::duration},
                           Pair{"wait", LogRole::wait},
                           Pair{"first_byte", LogRole::first_byte},
                           Pair{"audio", LogRole::audio},
                           Pair{"gap", LogRole::gap},
                           Pair{"tokens_in", LogRole::tokens_in},
                           Pair{"tokens_out", LogRole::tokens_out},
                           Pair{"characters", LogRole::characters},
                           Pair{"slots", LogRole::slots},
                           Pair{"turn", LogRole::turn},
                           Pair{"censored", LogRole::censored},
                           Pair{"inside_other", LogRole::inside_other},
                           Pair{"class", LogRole::class_name},
                           Pair{"status", LogRole::status},
                           Pair{"conversation", LogRole::conversation},
                           Pair{"speaker", LogRole::speaker},
                           Pair{"unused", LogRole::unused}};

/// What people call such columns, beside the role's own name; without their units.
constexpr std::array names{Pair{"time", LogRole::arrives},
                           Pair{"timestamp", LogRole::arrives},
                           Pair{"ts", LogRole::arrives},
                           Pair{"arrival", LogRole::arrives},
                           Pair{"arrived", LogRole::arrives},
                           Pair{"arrival_time", LogRole::arrives},
                           Pair{"created", LogRole::arrives},
                           Pair{"created_at", LogRole::arrives},
                           Pair{"submitted", LogRole::arrives},
                           Pair{"submit_time", LogRole::arrives},
                           Pair{"start", LogRole::arrives},
                           Pair{"start_time", LogRole::arrives},
                           Pair{"started_at", LogRole::arrives},
                           Pair{"date", LogRole::arrives},
                           Pair{"datetime", LogRole::arrives},
                           Pair{"time_iso8601", LogRole::arrives},
                           Pair{"@timestamp", LogRole::arrives},
                           Pair{"time_local", LogRole::ends},
                           Pair{"end", LogRole::ends},
                           Pair{"ended", LogRole::ends},
                           Pair{"end_time", LogRole::ends},
                           Pair{"ended_at", LogRole::ends},
                           Pair{"finished_at", LogRole::ends},
                           Pair{"completed_at", LogRole::ends},
                           Pair{"latency", LogRole::duration},
                           Pair{"service", LogRole::duration},
                           Pair{"service_time", LogRole::duration},
                           Pair{"hold", LogRole::duration},
                           Pair{"elapsed", LogRole::duration},
                           Pair{"took", LogRole::duration},
                           Pair{"runtime", LogRole::duration},
                           Pair{"response_time", LogRole::duration},
                           Pair{"request_time", LogRole::duration},
                           Pair{"exec_time", LogRole::duration},
                           Pair{"total_time", LogRole::duration},
                           Pair{"time_taken", LogRole::duration},
                           Pair{"queue_wait", LogRole::wait},
                           Pair{"waiting", LogRole::wait},
                           Pair{"queue_time", LogRole::wait},
                           Pair{"wait_time", LogRole::wait},
                           Pair{"ttft", LogRole::first_byte},
                           Pair{"time_to_first_token", LogRole::first_byte},
                           Pair{"ttfb", LogRole::first_byte},
                           Pair{"time_to_first_byte", LogRole::first_byte},
                           Pair{"first_token", LogRole::first_byte},
                           Pair{"audio_duration", LogRole::audio},
                           Pair{"gap_from_parent_request", LogRole::gap},
                           Pair{"think_time", LogRole::gap},
                           Pair{"pause", LogRole::gap},
                           Pair{"input_tokens", LogRole::tokens_in},
                           Pair{"prompt_tokens", LogRole::tokens_in},
                           Pair{"contexttokens", LogRole::tokens_in},
                           Pair{"output_tokens", LogRole::tokens_out},
                           Pair{"completion_tokens", LogRole::tokens_out},
                           Pair{"generatedtokens", LogRole::tokens_out},
                           Pair{"size", LogRole::characters},
                           Pair{"text_length", LogRole::characters},
                           Pair{"length", LogRole::characters},
                           Pair{"num_gpu", LogRole::slots},
                           Pair{"model", LogRole::class_name},
                           Pair{"endpoint", LogRole::class_name},
                           Pair{"status_code", LogRole::status},
                           Pair{"http_status", LogRole::status},
                           Pair{"outcome", LogRole::status},
                           Pair{"conversation_id", LogRole::conversation},
                           Pair{"call_id", LogRole::conversation},
                           Pair{"session", LogRole::conversation},
                           Pair{"session_id", LogRole::conversation}};

template <std::size_t N>
std::optional<LogRole> found(const std::array<Pair, N>& all, std::string_view word) {
  const auto it = std::find_if(all.begin(), all.end(), [&](const Pair& p) { return p.first == word; });
  return it == all.end() ? std::nullopt : std::optional{it->second};
}

}  // namespace

std::string_view name_of(LogRole role) {
  return std::find_if(roles.begin(), roles.end(), [&](const Pair& p) { return p.second == role; })->first;
}

const LogColumn* LogFile::find(LogRole role) const {
  const auto it = std::find_if(columns.begin(), columns.end(), [&](const LogColumn& c) { return c.role == role; });
  return it == columns.end() ? nullptr : &*it;
}

namespace logs {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& w : words) all += (all.empty() ? "" : ", ") + w;
  return all;
}

/// "durationMs" and "Duration (ms)" as "duration_ms".
std::string plain(std::string_view name) {
  std::string s;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool is_upper = c >= 'A' && c <= 'Z';
    if (is_upper && i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z') s += '_';
    if (c == ' ' || c == '-' || c == '.' || c == '(' || c == '[')
      s += s.empty() || s.back() == '_' ? "" : "_";
    else if (c != ')' && c != ']')
      s += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return s;
}

struct NameAndUnit {
  std::string name;
  const Unit* unit = nullptr;
};
NameAndUnit without_unit(const std::string& name) {
  const auto bar = name.rfind('_');
  if (bar == std::string::npos || bar == 0) return {name, nullptr};
  const Unit* unit = unit_in_log(std::string_view{name}.substr(bar + 1));
  return unit ? NameAndUnit{name.substr(0, bar), unit} : NameAndUnit{name, nullptr};
}

/// One column on its way to a role and a unit.
class Column {
 public:
  Column(std::string name, const std::vector<std::string>& examples, bool of_conversations)
      : examples_{examples}, of_conversations_{of_conversations} {
    made_.name = std::move(name);
    const std::string all = plain(made_.name);
    const NameAndUnit bare = without_unit(all);
    auto role = found(roles, all);
    if (!role) role = found(names, all);
    if (!role) role = found(roles, bare.name), unit_ = bare.unit;
    if (!role) role = found(names, bare.name), unit_ = bare.unit;
    if (!role && bare.unit && bare.unit->dimension == dimension::characters) role = LogRole::characters;
    made_.role = role.value_or(LogRole::unused);
    if (of_conversations_ && made_.role == LogRole::class_name) made_.role = LogRole::unused;
  }

  /// "ms", "duration", "duration:ms".
  bool told(std::string_view what, std::string& wrong) {
    const auto colon = what.find(':');
    const std::string_view first = what.substr(0, colon);
    const auto role = role_called(first);
    const std::string_view word = role ? (colon == std::string_view::npos ? "" : what.substr(colon + 1)) : what;
    if (role) made_.role = *role;
    if (!word.empty()) unit_ = unit_in_log(word), told_unit_ = true;
    if (!word.empty() && !unit_)
      wrong = "'" + std::string(word) + "' is neither a unit (ms, s, min, h, chars, tokens) nor a role (" +
              all_roles() + ")";
    else if (!role && made_.role == LogRole::unused && unit_)
      wrong = "what does " + made_.name + " say? such as --column " + made_.name + "=duration:" + std::string(word);
    return wrong.empty();
  }

  LogColumn finish(std::vector<std::string>& wrong) {
    const Dimension due = dimension_of(made_.role);
    if (made_.role == LogRole::unused || is_word(made_.role) || due == dimension::number) return std::move(made_);
    if (unit_ && unit_->dimension != due) {
      if (told_unit_)
        wrong.push_back(made_.name + " is read as " + std::string(name_of(made_.role)) + ", which is not measured in " +
                        std::string(unit_->name));
      else
        made_.role = LogRole::unused;  // a name that only looked like it
      return std::move(made_);
    }
    if (unit_) return with(unit_);
    if (due != dimension::time) return with(find_unit(due == dimension::tokens ? "tokens" : "chars"));
    if (is_instant() && find_dates()) return std::move(made_);
    if (const Unit* unit = unit_of_epoch()) return with(unit);
    if (cells_have_units()) return made_.size = std::numeric_limits<double>::quiet_NaN(), std::move(made_);
    wrong.push_back(made_.name + ": the unit of its numbers is not evident (" + name_and_examples() +
                    "); say it with --column " + made_.name + "=s (or ms, us, min, h)");
    return std::move(made_);
  }

 private:
  static std::string all_roles() {
    std::string all;
    for (const auto& [name, role] : roles) all += (all.empty() ? "" : ", ") + std::string(name);
    return all;
  }
  [[nodiscard]] bool is_instant() const { return made_.role == LogRole::arrives || made_.role == LogRole::ends; }
  LogColumn with(const Unit* unit) {
    made_.unit = unit->name, made_.size = unit->size;
    return std::move(made_);
  }
  bool find_dates() {
    const auto first = std::find_if(examples_.begin(), examples_.end(), [](const auto& e) { return !e.empty(); });
    return made_.dates = first != examples_.end() && date_in(*first);
  }
  [[nodiscard]] bool cells_have_units() const {
    return std::any_of(examples_.begin(), examples_.end(), [](const std::string& e) {
      const auto x = leading_number(e);
      return x && unit_in_log(x->rest);
    });
  }
  /// Seconds since 1970 and parts of them, of this century.
  [[nodiscard]] const Unit* unit_of_epoch() const {
    constexpr double first = 9.4e8, last = 4.2e9;
    for (const std::string& e : examples_)
      if (const auto x = leading_number(e); x && is_instant() && x->rest.empty())
        for (const char* word : {"s", "ms", "us", "ns"})
          if (const Unit* unit = find_unit(word); x->value * unit->size > first && x->value * unit->size < last)
            return unit;
    return nullptr;
  }
  [[nodiscard]] std::string name_and_examples() const {
    std::vector<std::string> some;
    for (const std::string& e : examples_)
      if (!e.empty() && some.size() < 3) some.push_back(in_quotes(e));
    return some.empty() ? "no value among the first lines" : "such as " + joined(some);
  }

  LogColumn made_;
  const std::vector<std::string>& examples_;
  const Unit* unit_ = nullptr;
  bool of_conversations_, told_unit_ = false;
};

/// Of two columns with one role the first keeps it, unless the second was told.
void keep_one_each(std::vector<LogColumn>& columns, const std::vector<bool>& told) {
  for (std::size_t i = 0; i < columns.size(); ++i)
    for (std::size_t j = 0; j < columns.size(); ++j)
      if (i != j && columns[i].role == columns[j].role && (told[i] || (!told[j] && i < j)))
        columns[j].role = LogRole::unused;
}

}  // namespace

std::optional<LogRole> role_called(std::string_view word) { return found(roles, word); }
bool is_word(LogRole role) { return static_cast<std::size_t>(role) >= log_numbers && role != LogRole::unused; }
Dimension dimension_of(LogRole role) {
  if (role <= LogRole::gap) return dimension::time;
  if (role == LogRole::tokens_in || role == LogRole::tokens_out) return dimension::tokens;
  return role == LogRole::characters ? dimension::characters : dimension::number;
}

std::vector<LogColumn> columns_of(const std::vector<std::string>& all,
                                  const std::vector<std::vector<std::string>>& examples, const LogOptions& options,
                                  std::vector<std::string>& wrong) {
  const bool talks = std::any_of(all.begin(), all.end(), [](const std::string& n) {
    return found(names, plain(n)) == LogRole::conversation || plain(n) == "conversation";
  });
  std::vector<Column> columns;
  for (std::size_t i = 0; i < all.size(); ++i) columns.emplace_back(all[i], examples[i], talks);
  std::vector<bool> told(all.size(), false);
  for (const std::string& edit : options.columns) {
    const auto equals = edit.rfind('=');
    const auto at = std::find(all.begin(), all.end(), edit.substr(0, equals)) - all.begin();
    std::string why;
    if (equals == std::string::npos || equals + 1 == edit.size())
      wrong.push_back("--column " + edit + ": NAME=UNIT, NAME=ROLE or NAME=ROLE:UNIT was due");
    else if (at == static_cast<std::ptrdiff_t>(all.size()))
      wrong.push_back("--column " + edit + ": there is no such column; there are " + joined(all));
    else if (told[static_cast<std::size_t>(at)] = true;
             !columns[static_cast<std::size_t>(at)].told(std::string_view{edit}.substr(equals + 1), why))
      wrong.push_back("--column " + edit + ": " + why);
  }
  std::vector<LogColumn> made;
  for (Column& c : columns) made.push_back(c.finish(wrong));
  keep_one_each(made, told);
  return made;
}

}  // namespace logs
}  // namespace busyhour
