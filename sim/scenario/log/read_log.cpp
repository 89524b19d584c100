#include <algorithm>
#include <cmath>

#include "cells.hpp"
#include "format.hpp"
#include "lines.hpp"
#include "roles.hpp"

namespace busyhour {
namespace {

using namespace logs;

constexpr std::size_t first_lines = 200, shown_bad = 5;

std::string joined(const std::vector<std::string>& all, const std::string& between) {
  std::string text;
  for (const std::string& one : all) text += (text.empty() ? "" : between) + one;
  return text;
}

/// One reading of one log.
class Reading {
 public:
  Reading(const std::string& file, const LogOptions& options, const std::function<void(const LogRow&)>& row)
      : lines_{file}, options_{options}, give_{row} {
    made_.file = file;
    made_.compressed = lines_.compressed();
  }

  LogFile all() {
    read_head();
    choose_format();
    choose_columns();
    choose_filters();
    for (std::size_t i = format_->has_header() ? 1 : 0; i < head_.size(); ++i)
      line(head_[i], head_places_[i].first, head_places_[i].second);
    for (std::string_view text; lines_.next(text);) line(text, lines_.number(), lines_.too_long());
    if (made_.rows + made_.bad + made_.left_out == 0)
      throw LogRefused{made_.file + ": there is a header line but no row below it"};
    if (made_.bad > made_.rows + made_.left_out) throw LogRefused{too_many_bad()};
    if (made_.rows == 0)
      throw LogRefused{made_.file + ": no line is left by --only " + joined(options_.only, " --only ")};
    return std::move(made_);
  }

 private:
  void read_head() {
    std::string_view text;
    while (head_.size() <= first_lines && lines_.next(text))
      if (!trimmed(text).empty()) {
        head_.emplace_back(text);
        head_places_.push_back({lines_.number(), lines_.too_long()});
      }
    if (head_.empty()) throw LogRefused{made_.file + ": there is nothing in this file"};
  }

  void choose_format() {
    const std::string_view first = trimmed(head_.front());
    if (head_places_.front().second) throw LogRefused{made_.file + ":1: a line of more than 1 MiB: is this a log?"};
    if (first.find('\r') != std::string_view::npos)
      throw LogRefused{made_.file + ":1: lines end in \\r alone here; tr '\\r' '\\n' <FILE makes lines of them"};
    if (first.starts_with('['))
      throw LogRefused{made_.file + ":1: one JSON object a line is due, not one array (jq -c '.[]' takes it apart)"};
    if (first.starts_with('{'))
      format_ = json_format(head_);
    else if (is_access_line(first))
      format_ = access_format();
    else
      format_ = csv_format(made_.file, head_.front(), made_.separator);
    made_.format = format_->called();
  }

  void choose_columns() {
    const auto& names = format_->names();
    std::vector<std::vector<std::string>> examples(names.size());
    for (std::size_t i = format_->has_header() ? 1 : 0; i < head_.size(); ++i)
      if (format_->take_apart(head_[i], cells_).empty())
        for (std::size_t c = 0; c < cells_.size(); ++c) examples[c].emplace_back(trimmed(cells_[c]));
    LogOptions options = options_;
    if (made_.format == "access log") know_access(examples[2], options);
    std::vector<std::string> wrong;
    made_.columns = columns_of(names, examples, options, wrong);
    for (const std::string& name : names)
      if (options_.columns.empty() && (name == "rate" || name.starts_with("rate_")))
        wrong.push_back(name +
                        ": these are rates by window, not requests; write them as a profile (busyhour explain steps)");
    if (!wrong.empty()) throw LogRefused{made_.file + ": " + joined(wrong, "\n" + made_.file + ": ")};
    if (std::all_of(made_.columns.begin(), made_.columns.end(),
                    [](const LogColumn& c) { return c.role == LogRole::unused || is_word(c.role); }))
      throw LogRefused{made_.file + ": none of its columns is known (" + joined(names, ", ") +
                       "); say what one means with --column NAME=ROLE:UNIT, such as --column " +
                       (names.empty() ? "latency_ms" : names.front()) + "=duration:ms"};
  }

  /// nginx stamps a request when it is answered and writes seconds with a point; Apache when it comes, and counts whole
  /// microseconds (%D) or seconds (%T): that is for the user to say.
  void know_access(const std::vector<std::string>& times, LogOptions& options) {
    const bool points =
        std::any_of(times.begin(), times.end(), [](const auto& t) { return t.find('.') != std::string::npos; });
    made_.stamped_at_end = points;
    options.columns.insert(options.columns.begin(), std::string("stamp=") + (points ? "ends" : "arrives"));
    if (points) options.columns.insert(options.columns.begin(), "request_time=s");
  }

  void choose_filters() {
    for (const std::string& edit : options_.only) {
      const auto equals = edit.find('=');
      const auto& names = format_->names();
      const auto at = std::find(names.begin(), names.end(), edit.substr(0, equals));
      if (equals == std::string::npos || at == names.end())
        throw LogRefused{"--only " + edit + ": NAME=VALUE was due, with one of the columns " + joined(names, ", ")};
      filters_.emplace_back(static_cast<std::size_t>(at - names.begin()), edit.substr(equals + 1));
    }
  }

  void line(std::string_view text, std::int64_t number, bool too_long) {
    if (trimmed(text).empty()) return;
    if (too_long) return bad(number, "a line of more than 1 MiB");
    if (std::string why = format_->take_apart(text, cells_); !why.empty()) return bad(number, std::move(why));
    for (const auto& [column, value] : filters_)
      if (trimmed(cells_[column]) != value) return void(++made_.left_out);
    row_.number.fill(std::numeric_limits<double>::quiet_NaN());
    row_.word.fill({});
    row_.line = number;
    for (std::size_t i = 0; i < cells_.size(); ++i)
      if (std::string why = cell(made_.columns[i], trimmed(cells_[i])); !why.empty())
        return bad(number, why + " (" + made_.columns[i].name + ")");
    if (std::string why = complete(); !why.empty()) return bad(number, std::move(why));
    ++made_.rows;
    give_(row_);
  }

  std::string cell(const LogColumn& column, std::string_view text) {
    if (column.role == LogRole::unused || text.empty() || text == "-") return {};
    const auto role = static_cast<std::size_t>(column.role);
    if (is_word(column.role)) return row_.word[role - log_numbers] = text, std::string{};
    double& x = row_.number[role];
    if (column.dates) {
      const auto date = date_in(text);
      if (!date) return in_quotes(text) + " is not a date with a time";
      return x = *date, std::string{};
    }
    const auto number = leading_number(text);
    if (!number) return in_quotes(text) + " is not a finite number";
    x = number->value * column.size;
    if (!number->rest.empty()) {
      const Unit* unit = unit_in_log(number->rest);
      if (!unit || unit->dimension != dimension_of(column.role)) return in_quotes(text) + " has no unit that fits";
      x = number->value * unit->size;
    } else if (std::isnan(column.size)) {
      return in_quotes(text) + " has no unit, and others of its column have";
    }
    const bool may_be_negative = column.role <= LogRole::ends || column.role == LogRole::gap;
    if (x < 0 && !may_be_negative) return in_quotes(text) + " is negative";
    return {};
  }

  /// What follows from two others.
  std::string complete() {
    double& arrives = row_.number[static_cast<std::size_t>(LogRole::arrives)];
    double& duration = row_.number[static_cast<std::size_t>(LogRole::duration)];
    const double ends = row_[LogRole::ends];
    if (std::isnan(ends)) return {};
    if (std::isnan(arrives)) arrives = ends - duration;
    if (std::isnan(duration)) duration = ends - arrives;
    if (duration < 0) return "it ends before it begins";
    return {};
  }

  void bad(std::int64_t number, std::string says) {
    if (++made_.bad <= static_cast<std::int64_t>(shown_bad)) made_.first_bad.push_back({number, std::move(says)});
  }

  [[nodiscard]] std::string too_many_bad() const {
    std::string all = made_.file + ": " + std::to_string(made_.bad) + " of " +
                      std::to_string(made_.bad + made_.rows + made_.left_out) + " lines cannot be used";
    for (const BadLine& b : made_.first_bad) all += "\n" + made_.file + ":" + std::to_string(b.line) + ": " + b.says;
    return all;
  }

  Lines lines_;
  const LogOptions& options_;
  const std::function<void(const LogRow&)>& give_;
  LogFile made_;
  std::unique_ptr<Format> format_;
  std::vector<std::string> head_;
  std::vector<std::pair<std::int64_t, bool>> head_places_;  ///< number, and whether it is too long
  std::vector<std::string_view> cells_;
  std::vector<std::pair<std::size_t, std::string>> filters_;
  LogRow row_;
};

}  // namespace

LogFile read_log(const std::string& file, const LogOptions& options, const std::function<void(const LogRow&)>& row) {
  return Reading{file, options, row}.all();
}

}  // namespace busyhour
