#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace busyhour::fitting {
namespace {

/// Shares in millionths that make one million: the largest remainders are rounded up.
std::vector<long> millionths(const std::vector<double>& counts) {
  double total = 0;
  for (const double c : counts) total += c;
  std::vector<long> shares;
  std::vector<std::pair<double, std::size_t>> rest;
  long left = 1'000'000;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double exact = 1e6 * counts[i] / total;
    shares.push_back(static_cast<long>(exact));
    left -= shares.back();
    rest.emplace_back(exact - std::floor(exact), i);
  }
  std::stable_sort(rest.begin(), rest.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  for (std::size_t i = 0; left > 0; ++i, --left) ++shares[rest[i].second];
  return shares;
}

std::string millionths_text(long share) { return fmt::format("{:.7g}%", static_cast<double>(share) / 1e4); }

using Counts = std::map<double, double>;

std::string discrete(const Counts& counts, const Dimension& d) {
  std::vector<double> all;
  for (const auto& [value, count] : counts) all.push_back(count);
  const std::vector<long> shares = millionths(all);
  std::string text;
  std::size_t i = 0;
  for (const auto& [value, count] : counts)
    if (const long share = shares[i++]; share > 0)
      text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", amount(value, d), millionths_text(share));
  return "{dist: discrete, values: {" + text + "}}";
}

double total_of(const std::vector<Weighed>& sorted) {
  double n = 0;
  for (const Weighed& w : sorted) n += w.weight;
  return n;
}

/// Means of so many parts of a sorted sample, each `share` of all, from `begin` on (a share too).
void add_parts(const std::vector<Weighed>& sorted, double begin, double share, std::size_t parts, Counts& counts) {
  const double n = total_of(sorted);
  std::size_t i = 0;
  double before = 0;  // weight of those before i
  for (std::size_t k = 0; k < parts; ++k) {
    const double from = n * (begin + share * static_cast<double>(k)), to = from + n * share;
    double sum = 0;  // a value on the border counts for both sides as far as it lies in them
    for (; i < sorted.size() && before < to; before += sorted[i++].weight) {
      const double until = before + sorted[i].weight;
      sum += sorted[i].value * std::max(0.0, std::min(to, until) - std::max(from, before));
      if (until > to) break;
    }
    counts[std::stod(digits(sum / (to - from)))] += share;
  }
}

}  // namespace

std::vector<std::string> shares_text(const std::vector<double>& counts) {
  std::vector<std::string> texts;
  for (const long share : millionths(counts)) texts.push_back(millionths_text(share));
  return texts;
}

std::string digits(double x) { return fmt::format("{}", std::stod(fmt::format("{:.5g}", x))); }

std::string amount(double x, const Dimension& d) {
  if (d == dimension::characters) return digits(x) + " chars";
  if (d == dimension::tokens) return digits(x) + " tokens";
  if (d != dimension::time) return digits(x);
  if (x == 0) return "0 s";
  if (x < 1e-3) return digits(x * 1e6) + " us";
  if (x < 1) return digits(x * 1e3) + " ms";
  if (x < 600) return digits(x) + " s";
  return x < 36000 ? digits(x / 60) + " min" : digits(x / 3600) + " h";
}

std::string percent(double share) { return digits(100 * share) + "%"; }

std::string parameter_text(std::string_view name, double value, const Dimension& d) {
  if (name == "cv" || name == "p1") return percent(value);
  if (name == "sigma" || name == "shape" || name == "stages") return digits(value);
  return amount(value, d);
}

std::string law_text(const FittedFamily& family, const Dimension& d) {
  if (family.family == "constant") return amount(family.parameters.front().value, d);
  std::string text = "{dist: " + std::string(family.family);
  for (const ParameterEstimate& p : family.parameters)
    text += ", " + std::string(p.name) + ": " + parameter_text(p.name, p.value, d);
  return text + "}";
}

std::vector<Weighed> weighed(const std::vector<double>& sorted) {
  std::vector<Weighed> all;
  for (const double x : sorted)
    if (all.empty() || all.back().value != x)
      all.push_back({x, 1});
    else
      ++all.back().weight;
  return all;
}

namespace {

Counts counted(const std::vector<Weighed>& sorted) {
  Counts counts;
  for (const Weighed& w : sorted) counts[w.value] += w.weight;
  if (counts.size() <= 60) return counts;
  Counts parts, rounded;
  add_parts(sorted, 0, 0.02, 50, parts);
  for (const auto& [value, share] : parts) rounded[std::round(value)] += share;
  return rounded;
}

}  // namespace

std::string counts_text(const std::vector<Weighed>& sorted) {
  const Counts counts = counted(sorted);
  return counts.size() == 1 ? digits(counts.begin()->first) : discrete(counts, dimension::number);
}

std::string counts_text(const std::vector<Weighed>& sorted, const std::vector<Weighed>& base) {
  std::string text = counts_text(sorted);
  const Counts counts = counted(sorted), before = counted(base);
  if (counts.size() == 1 || before.size() == 1) return text;
  std::string gone;
  for (const auto& [value, count] : before)
    if (!counts.contains(value)) gone += ", " + digits(value) + ": null";
  return text.insert(text.size() - 2, gone);
}

std::string parts_text(const std::vector<Weighed>& sorted, const Dimension& d) {
  constexpr double part = 0.02;
  const double n = total_of(sorted);
  Counts counts;
  if (n < 50) {
    for (const Weighed& w : sorted) counts[std::stod(digits(w.value))] += w.weight;
    return discrete(counts, d);
  }
  const bool tenths = n >= 500, hundredths = n >= 5000;
  add_parts(sorted, 0, part, tenths ? 49 : 50, counts);
  if (tenths) add_parts(sorted, 1 - part, part / 10, hundredths ? 9 : 10, counts);
  if (hundredths) add_parts(sorted, 1 - part / 10, part / 100, 10, counts);
  return discrete(counts, d);
}

}  // namespace busyhour::fitting
