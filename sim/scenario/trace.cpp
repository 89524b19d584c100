#include <cmath>

#include "checks.hpp"

namespace busyhour {
namespace {

/// Seconds since 1970 of any year that a log may come from.
constexpr double epoch_like = 1e8;
constexpr double longest_run = 4.6e9;

/// The columns that a trace asks for, in order, with the places of their names.
struct Asked {
  std::vector<ColumnAsked> columns;
  std::vector<const Node*> named_at;
  bool all_known = true;

  /// The number of the column, or nothing if it is not asked for.
  std::optional<std::size_t> add(Decoder& d, const std::string& path, const Column* c, const Dimension& due,
                                 bool ascending) {
    if (!c) return {};
    const Node *unit = d.document().find(path + ".unit"), *name = d.document().find(path + ".column");
    if (!unit || !name) return {};
    const auto size = unit_size(d, *unit, due);
    if (!size) return all_known = false, std::nullopt;
    columns.push_back({c->column, *size, ascending});
    named_at.push_back(name);
    return columns.size() - 1;
  }
};

template <class T>
const T* pointer(const std::optional<T>& x) {
  return x ? &*x : nullptr;
}

std::string key_of(const std::string& file, const std::vector<ColumnAsked>& columns) {
  std::string key = "trace " + file;
  for (const ColumnAsked& c : columns) key += '\n' + c.name + '\n' + std::to_string(c.unit);
  return key;
}

}  // namespace

void read_trace(Decoder& d, const std::string& path, TraceConfig& trace) {
  Asked asked;
  const std::string at = path + ".columns.";
  (void)asked.add(d, at + "arrives", &trace.columns.arrives, dimension::time, true);
  const auto question = asked.add(d, at + "tokens_in", pointer(trace.columns.tokens_in), dimension::tokens, false);
  const auto tokens = asked.add(d, at + "tokens_out", pointer(trace.columns.tokens_out), dimension::tokens, false);
  const auto characters =
      asked.add(d, at + "characters", pointer(trace.columns.characters), dimension::characters, false);
  const auto service = asked.add(d, at + "service", pointer(trace.columns.service), dimension::time, false);
  const Node* file = d.document().find(path + ".file");
  if (!file || !asked.all_known) return;
  const auto columns = read_columns(d, *file, asked.columns, asked.named_at);
  if (!columns) return;
  const std::vector<double>& arrives = columns->values.front();
  if (arrives.front() >= epoch_like)
    return d.complain(*file,
                      "its first arrival is at " + written(arrives.front(), dimension::time, false) +
                          ": instants count from 0 of the clock",
                      "subtract the first instant from all of them");
  if (arrives.back() / trace.scale >= longest_run)
    return d.complain(*file, "its last arrival is after the end of simulated time, 146 years");
  if (service)
    for (const double s : columns->values[*service])
      if (s >= longest_run) return d.complain(*file, "a service in it is longer than 146 years");
  trace.rows = d.document().data()->kept<std::vector<TraceRow>>(
      key_of(file->text, asked.columns) + "\n" + d.document().where(file->spot).source, [&] {
        auto rows = std::make_shared<std::vector<TraceRow>>(arrives.size());
        for (std::size_t i = 0; i < arrives.size(); ++i) {
          TraceRow& row = (*rows)[i];
          row.arrives = TimePoint{seconds(arrives[i])};
          if (question) row.tokens_in = columns->values[*question][i];
          if (tokens) row.tokens_out = columns->values[*tokens][i];
          if (characters) row.characters = columns->values[*characters][i];
          if (service) row.service = seconds(columns->values[*service][i]);
        }
        return std::shared_ptr<const void>{std::move(rows)};
      });
}

}  // namespace busyhour
