#include "busyhour/stats/arrivals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "busyhour/random/draw.hpp"

namespace busyhour {
namespace {

constexpr std::size_t most_bins = 4096, most_gaps = std::size_t{1} << 20U;
constexpr Purpose which_gap{1};
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

}  // namespace

ArrivalRecord::ArrivalRecord() {
  constexpr std::array lengths{1.0, 10.0, 60.0, 600.0, 3600.0};
  for (std::size_t i = 0; i < lengths.size(); ++i) windows_[i].length = lengths[i];
  made_.bin = 1e-3;
}

void ArrivalRecord::add(double t) {
  if (made_.n > 0 && !(t >= made_.last)) throw std::domain_error{"an arrival before the last one"};
  if (made_.n == 0) {
    made_.first = t;
    for (Window& w : windows_) w.ends = t + w.length;
  } else {
    gap(t - made_.last);
  }
  made_.last = t;
  ++made_.n;
  for (Window& w : windows_) {
    if (t >= w.ends) {
      const auto passed = static_cast<std::uint64_t>((t - w.ends) / w.length) + 1;
      w.sum += static_cast<double>(w.inside), w.squares += static_cast<double>(w.inside * w.inside);
      w.fullest = std::max(w.fullest, w.inside);
      w.finished += passed, w.inside = 0;
      w.ends += static_cast<double>(passed) * w.length;
    }
    ++w.inside;
  }
  count(t);
  const double hour = std::fmod(std::floor(t / 3600.0), 24.0);
  ++made_.hours[static_cast<std::size_t>(hour < 0 ? hour + 24 : hour)];
}

void ArrivalRecord::gap(double x) {
  ++gaps_;
  zeros_ += x == 0 ? 1U : 0U;
  gap_sum_ += x, gap_squares_ += x * x;
  made_.gap_max = std::max(made_.gap_max, x);
  if (x > 0 && (made_.grain == 0 || x < made_.grain)) made_.grain = x;
  for (std::size_t k = 0; k < before_.size(); ++k) products_[k] += x * before_[k];
  std::rotate(before_.begin(), before_.end() - 1, before_.end());
  before_.front() = x;
  if (made_.gaps.size() < most_gaps) return made_.gaps.push_back(x);
  Draw draw{Place{}, which_gap, static_cast<std::uint32_t>(gaps_)};  // Vitter's reservoir, ACM TOMS 11(1), 1985
  const std::uint64_t at = draw() % gaps_;
  if (at < most_gaps) made_.gaps[at] = x;
}

void ArrivalRecord::widen() {
  for (std::size_t i = 0; i < made_.counts.size(); i += 2)
    made_.counts[i / 2] = made_.counts[i] + (i + 1 < made_.counts.size() ? made_.counts[i + 1] : 0);
  made_.counts.resize((made_.counts.size() + 1) / 2);
  made_.bin *= 2;
}

void ArrivalRecord::count(double t) {
  while ((t - made_.first) / made_.bin >= static_cast<double>(most_bins)) widen();
  const auto at = static_cast<std::size_t>((t - made_.first) / made_.bin);
  if (at >= made_.counts.size()) made_.counts.resize(at + 1);
  ++made_.counts[at];
}

ArrivalSummary ArrivalRecord::summary() const {
  ArrivalSummary s = made_;
  if (gaps_ == 0) return s;
  const auto n = static_cast<double>(gaps_);
  s.gap_mean = gap_sum_ / n;
  const double variance = std::max(0.0, gap_squares_ / n - s.gap_mean * s.gap_mean);
  s.gap_cv = s.gap_mean > 0 ? std::sqrt(variance) / s.gap_mean : nothing;
  s.rate = s.gap_mean > 0 ? 1 / s.gap_mean : nothing;
  s.together = static_cast<double>(zeros_) / n;
  for (std::size_t k = 0; k < products_.size() && gaps_ > 100; ++k)
    s.correlation.push_back((products_[k] / (n - static_cast<double>(k + 1)) - s.gap_mean * s.gap_mean) / variance);
  for (const Window& w : windows_) {
    if (w.finished < 10) break;
    const auto many = static_cast<double>(w.finished);
    const double mean = w.sum / many, spread = (w.squares - many * mean * mean) / (many - 1);
    s.windows.push_back({w.length, w.finished, spread / mean, static_cast<double>(w.fullest) / mean});
  }
  return s;
}

}  // namespace busyhour
