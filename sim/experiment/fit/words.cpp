#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace busyhour::fitting {
namespace {

/// Shares in millionths that make one million: the largest remainders are rounded up.
std::vector<long> millionths(const std::vector<std::size_t>& counts) {
  std::size_t total = 0;
  for (const std::size_t c : counts) total += c;
  std::vector<long> shares;
  std::vector<std::pair<double, std::size_t>> rest;
  long left = 1'000'000;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double exact = 1e6 * static_cast<double>(counts[i]) / static_cast<double>(total);
    shares.push_back(static_cast<long>(exact));
    left -= shares.back();
    rest.emplace_back(exact - std::floor(exact), i);
  }
  std::stable_sort(rest.begin(), rest.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  for (std::size_t i = 0; left > 0; ++i, --left) ++shares[rest[i].second];
  return shares;
}

std::string discrete(const std::map<double, std::size_t>& counts, const Dimension& d) {
  std::vector<std::size_t> all;
  for (const auto& [value, count] : counts) all.push_back(count);
  const std::vector<long> shares = millionths(all);
  std::string text;
  std::size_t i = 0;
  for (const auto& [value, count] : counts)
    if (const long share = shares[i++]; share > 0)
      text +=
          fmt::format("{}{}: {:.7g}%", text.empty() ? "" : ", ", amount(value, d), static_cast<double>(share) / 1e4);
  return "{dist: discrete, values: {" + text + "}}";
}

/// Means of equal parts of a sorted sample.
std::vector<double> part_means(const std::vector<double>& sorted, std::size_t parts) {
  std::vector<double> means;
  const auto n = static_cast<double>(sorted.size());
  for (std::size_t k = 0; k < parts; ++k) {
    const double from = n * static_cast<double>(k) / static_cast<double>(parts);
    const double to = n * static_cast<double>(k + 1) / static_cast<double>(parts);
    double sum = 0;  // a value on the border counts for both sides as far as it lies in them
    for (auto i = static_cast<std::size_t>(from); i < sorted.size() && static_cast<double>(i) < to; ++i)
      sum += sorted[i] * (std::min(to, static_cast<double>(i) + 1) - std::max(from, static_cast<double>(i)));
    means.push_back(sum / (to - from));
  }
  return means;
}

}  // namespace

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

std::map<double, std::size_t> counted(const std::vector<double>& sorted) {
  std::map<double, std::size_t> counts;
  for (const double x : sorted) ++counts[x];
  if (counts.size() > 60) {
    counts.clear();
    for (const double x : part_means(sorted, 50)) ++counts[std::round(x)];
  }
  return counts;
}

std::string counts_text(const std::vector<double>& sorted) {
  const auto counts = counted(sorted);
  return counts.size() == 1 ? digits(sorted.front()) : discrete(counts, dimension::number);
}

std::string counts_text(const std::vector<double>& sorted, const std::vector<double>& base) {
  std::string text = counts_text(sorted);
  const auto counts = counted(sorted), before = counted(base);
  if (counts.size() == 1 || before.size() == 1) return text;
  std::string gone;
  for (const auto& [value, count] : before)
    if (!counts.contains(value)) gone += ", " + digits(value) + ": null";
  return text.insert(text.size() - 2, gone);
}

std::string parts_text(const std::vector<double>& sorted, const Dimension& d) {
  std::map<double, std::size_t> counts;
  for (const double x : part_means(sorted, std::min<std::size_t>(50, sorted.size()))) ++counts[std::stod(digits(x))];
  return discrete(counts, d);
}

}  // namespace busyhour::fitting
