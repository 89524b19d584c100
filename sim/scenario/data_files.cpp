#include "data_files.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "busyhour/base/sha256.hpp"
#include "csv.hpp"

namespace busyhour {
namespace {

constexpr std::size_t wrong_at_most = 10, rows_at_most = 100'000'000;

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
  while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
  return s;
}

/// Why a cell is no number to use, or nothing and the number.
std::string why_not(std::string_view cell, double& x) {
  const std::string_view text = trimmed(cell);
  if (text.empty()) return "there is no number here";
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
  if (error != std::errc{} || end != text.data() + text.size()) return in_quotes(text) + " is not a number";
  if (!std::isfinite(x)) return in_quotes(text) + " is not a finite number";
  if (x < 0) return in_quotes(text) + " is negative";
  return {};
}

/// One reading of one file.
class Reading {
 public:
  Reading(const std::string& file, const std::vector<ColumnAsked>& asked, Columns& made)
      : file_{file}, asked_{asked}, made_{made} {}

  void all() {
    try {
      CsvReader reader{file_};
      std::vector<CsvReader::Field> fields;
      if (!reader.next(fields)) return complain(0, 0, "there is nothing in this file");
      if (!header(fields, reader.line())) return;
      made_.values.resize(asked_.size());
      while (made_.wrong.size() < wrong_at_most && reader.next(fields)) row(fields, reader.line());
      if (made_.wrong.empty() && !made_.values.empty() && made_.values.front().empty())
        complain(0, 0, "there is a header line but no row below it");
    } catch (const CsvMistake& m) {
      if (m.line == 0)
        made_.unreadable = m.says;
      else
        complain(m.line, m.column, m.says);
    }
  }

 private:
  void complain(int line, int column, std::string says) {
    busyhour::complain(made_.wrong, {file_, line, column}, std::move(says));
  }

  bool header(const std::vector<CsvReader::Field>& fields, int line) {
    for (const auto& f : fields) made_.header.emplace_back(trimmed(f.text));
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      const auto found = std::find(made_.header.begin(), made_.header.end(), asked_[i].name);
      if (found == made_.header.end()) {
        made_.not_there.push_back(i);
        continue;
      }
      const auto twin = std::find(found + 1, made_.header.end(), asked_[i].name);
      if (twin != made_.header.end())
        complain(line, fields[static_cast<std::size_t>(twin - made_.header.begin())].column,
                 "two columns are called " + in_quotes(asked_[i].name));
      at_.push_back(static_cast<std::size_t>(found - made_.header.begin()));
    }
    return made_.not_there.empty() && made_.wrong.empty();
  }

  void row(const std::vector<CsvReader::Field>& fields, int line) {
    if (fields.size() != made_.header.size())
      return complain(line, 1,
                      "this line has " + std::to_string(fields.size()) + " values, but the header names " +
                          std::to_string(made_.header.size()));
    if (made_.values.front().size() >= rows_at_most) return complain(line, 1, "more rows than can be read");
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      const CsvReader::Field& cell = fields[at_[i]];
      double x = 0;
      if (auto why = why_not(cell.text, x); !why.empty()) {
        complain(line, cell.column, why + " (column " + asked_[i].name + ")");
        x = made_.values[i].empty() ? 0 : made_.values[i].back() / asked_[i].unit;
      }
      x *= asked_[i].unit;
      if (asked_[i].ascending && !made_.values[i].empty() && x < made_.values[i].back())
        complain(line, cell.column,
                 in_quotes(trimmed(cell.text)) + " is earlier than the line before (column " + asked_[i].name +
                     "): the file must be sorted");
      made_.values[i].push_back(x);
    }
  }

  const std::string& file_;
  const std::vector<ColumnAsked>& asked_;
  Columns& made_;
  std::vector<std::size_t> at_;
};

}  // namespace

std::shared_ptr<const Columns> DataFiles::columns(const std::string& file, const std::vector<ColumnAsked>& asked) {
  const std::lock_guard lock{mutex_};
  auto& slot = columns_[{file, asked}];
  if (!slot) {
    auto made = std::make_shared<Columns>();
    Reading{file, asked, *made}.all();
    slot = std::move(made);
  }
  return slot;
}

std::string DataFiles::digest(const std::string& file) {
  const std::lock_guard lock{mutex_};
  if (const auto known = digests_.find(file); known != digests_.end()) return known->second;
  std::string made;
  if (std::FILE* f = std::fopen(file.c_str(), "rb")) {
    Sha256 sum;
    std::vector<char> buffer(1U << 16U);
    for (std::size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), f)) > 0;) sum.add({buffer.data(), n});
    if (!std::ferror(f)) made = sum.hex();
    std::fclose(f);
  }
  return digests_[file] = made;
}

std::string data_path(const std::string& path, std::string_view written_in, std::string_view scenario) {
  const std::filesystem::path p{path};
  if (p.is_absolute()) return path;
  const std::string_view base = written_in.starts_with("--set ") || written_in.empty() ? scenario : written_in;
  return (std::filesystem::path{base}.parent_path() / p).lexically_normal().string();
}

}  // namespace busyhour
