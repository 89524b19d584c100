#include "cells.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

namespace busyhour::logs {
namespace {

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// Takes apart a text from its front; remembers if something was not as it was due.
class Front {
 public:
  explicit Front(std::string_view text) : rest_{text} {}
  int digits(std::size_t n) {
    int x = 0;
    if (rest_.size() < n) return ok_ = false, 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + n, x);
    ok_ = ok_ && error == std::errc{} && end == rest_.data() + n && x >= 0;
    rest_.remove_prefix(n);
    return x;
  }
  bool skip(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return ok_ = false;
    rest_.remove_prefix(1);
    return true;
  }
  unsigned month() {
    for (unsigned m = 0; m < months.size(); ++m)
      if (rest_.starts_with(months[m])) return rest_.remove_prefix(3), m + 1;
    return ok_ = false, 1;
  }
  double fraction() {
    if (!next_is(".,")) return 0;
    double x = 0, place = 0.1;
    for (rest_.remove_prefix(1); !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; place /= 10)
      x += place * (rest_.front() - '0'), rest_.remove_prefix(1);
    return x;
  }
  /// Seconds east of Greenwich.
  int offset() {
    if (next_is(" ")) rest_.remove_prefix(1);
    if (rest_.empty() || rest_ == "Z" || rest_ == "UTC") return rest_ = {}, 0;
    const int sign = rest_.front() == '-' ? -1 : 1;
    (void)skip("+-");
    const int hours = digits(2);
    if (next_is(":")) rest_.remove_prefix(1);
    return sign * (hours * 3600 + (rest_.empty() ? 0 : digits(2) * 60));
  }
  [[nodiscard]] bool next_is(std::string_view any_of) const {
    return !rest_.empty() && any_of.find(rest_.front()) != std::string_view::npos;
  }
  [[nodiscard]] bool at_end() const { return ok_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

std::string_view trimmed(std::string_view s) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!s.empty() && is_blank(s.front())) s.remove_prefix(1);
  while (!s.empty() && is_blank(s.back())) s.remove_suffix(1);
  return s;
}

std::optional<NumberAndRest> leading_number(std::string_view cell) {
  std::string_view text = trimmed(cell);
  if (text.starts_with('+')) text.remove_prefix(1);
  NumberAndRest found;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), found.value);
  if (error != std::errc{} || !std::isfinite(found.value)) return std::nullopt;
  found.rest = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
  return found;
}

const Unit* unit_in_log(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 22> also{
      {{"sec", "s"},           {"secs", "s"},         {"second", "s"},
       {"seconds", "s"},       {"msec", "ms"},        {"msecs", "ms"},
       {"millis", "ms"},       {"millisecond", "ms"}, {"milliseconds", "ms"},
       {"usec", "us"},         {"usecs", "us"},       {"micros", "us"},
       {"microseconds", "us"}, {"nanos", "ns"},       {"nanoseconds", "ns"},
       {"minutes", "min"},     {"mins", "min"},       {"hours", "h"},
       {"hrs", "h"},           {"days", "d"},         {"characters", "chars"},
       {"\xC2\xB5s", "us"}}};
  for (const auto& [there, here] : also)
    if (word == there) return find_unit(here);
  const Unit* unit = find_unit(word);
  return unit && unit->dimension != dimension::number ? unit : nullptr;
}

std::optional<double> date_in(std::string_view cell) {
  using namespace std::chrono;
  const std::string_view text = trimmed(cell);
  if (text.size() < 19) return std::nullopt;
  Front f{text};
  int y = 0;
  unsigned m = 1, d = 1;
  if (text[2] == '/') {
    d = static_cast<unsigned>(f.digits(2)), f.skip("/"), m = f.month(), f.skip("/"), y = f.digits(4), f.skip(":");
  } else {
    y = f.digits(4), f.skip("-/"), m = static_cast<unsigned>(f.digits(2)), f.skip("-/");
    d = static_cast<unsigned>(f.digits(2)), f.skip("T ");
  }
  const int hour = f.digits(2);
  f.skip(":");
  const int minute = f.digits(2);
  f.skip(":");
  const int second = f.digits(2);
  const double fraction = f.fraction();
  const int offset = f.offset();
  const year_month_day date{year{y}, month{m}, day{d}};
  if (!f.at_end() || !date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const auto days = sys_days{date}.time_since_epoch().count();
  return static_cast<double>(days) * 86400.0 + (hour * 3600 + minute * 60 + second - offset) + fraction;
}

}  // namespace busyhour::logs
