#include "busyhour/model/rate_profile.hpp"

#include <algorithm>
#include <cmath>

namespace busyhour {

namespace {

constexpr double two_pi = 6.283185307179586;

/// sin(2 pi x), the same bits on every machine: one turn folded to a quarter, then the series of sine as far as a
/// double can tell.
double sine_of_turns(double x) {
  double turn = x - std::floor(x);
  const double sign = turn >= 0.5 ? -1 : 1;
  if (turn >= 0.5) turn -= 0.5;
  if (turn > 0.25) turn = 0.5 - turn;
  const double a = two_pi * turn, square = a * a;
  double term = a, sum = 0;
  for (int n = 1; n <= 11; ++n) {
    sum += term;
    term *= -square / ((2.0 * n) * (2.0 * n + 1));
  }
  return sign * sum;
}
double cosine_of_turns(double x) { return sine_of_turns(x + 0.25); }

}  // namespace

RateProfile::RateProfile(const Profile& profile) {
  if (const auto* sine = std::get_if<SineProfile>(&profile)) {
    period_ = sine->period;
    length_ = whole_ = in_seconds(period_);
    swing_ = sine->swing;
    peak_ = in_seconds(sine->peak) / length_;
    return;
  }
  const auto* steps = std::get_if<StepsProfile>(&profile);
  const auto* lines = std::get_if<LinesProfile>(&profile);
  const std::vector<double>& levels = steps ? steps->levels : lines->levels;
  const Duration every = steps ? steps->every : lines->every;
  const double width = in_seconds(every);
  period_ = every * static_cast<std::int64_t>(levels.size());
  length_ = in_seconds(period_);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const double next = steps ? levels[i] : levels[(i + 1) % levels.size()];
    pieces_.push_back({static_cast<double>(i) * width, whole_, levels[i], (next - levels[i]) / width});
    whole_ += (levels[i] + next) / 2 * width;
  }
}

double RateProfile::phase(TimePoint t) const { return in_seconds(t.time_since_epoch() % period_); }

double RateProfile::at(TimePoint t) const {
  const double x = phase(t);
  if (pieces_.empty()) return 1 + swing_ * cosine_of_turns(x / length_ - peak_);
  const auto next =
      std::upper_bound(pieces_.begin(), pieces_.end(), x, [](double v, const Piece& p) { return v < p.from; });
  const Piece& p = *(next - 1);
  return p.level + p.slope * (x - p.from);
}

double RateProfile::wave_area(double phase) const {
  const double wave = sine_of_turns(phase / length_ - peak_) - sine_of_turns(-peak_);
  return phase + swing_ * length_ / two_pi * wave;
}

/// Newton's steps, kept between bounds that close in.
double RateProfile::wave_phase(double area) const {
  double low = 0, high = length_, x = area;
  for (int i = 0; i < 100 && high - low > 1e-13 * length_; ++i) {
    const double excess = wave_area(x) - area;
    (excess > 0 ? high : low) = x;
    const double slope = 1 + swing_ * cosine_of_turns(x / length_ - peak_);
    const double next = slope > 0 ? x - excess / slope : low - 1;
    const double following = next > low && next < high ? next : (low + high) / 2;
    if (std::abs(following - x) <= 1e-15 * length_) return following;
    x = following;
  }
  return x;
}

double RateProfile::area_to(double phase) const {
  if (pieces_.empty()) return wave_area(phase);
  const auto next =
      std::upper_bound(pieces_.begin(), pieces_.end(), phase, [](double v, const Piece& p) { return v < p.from; });
  const Piece& p = *(next - 1);
  const double x = phase - p.from;
  return p.area + x * (p.level + p.slope * x / 2);
}

double RateProfile::phase_of(double area) const {
  if (pieces_.empty()) return wave_phase(area);
  const auto next =
      std::upper_bound(pieces_.begin(), pieces_.end(), area, [](double v, const Piece& p) { return v < p.area; });
  const Piece& p = *(next - 1);
  const double rest = area - p.area;
  // x level + slope x^2 / 2 = rest, in the form that loses nothing when the slope is small.
  const double root = std::sqrt(std::max(0.0, p.level * p.level + 2 * p.slope * rest));
  const double x = rest > 0 ? 2 * rest / (p.level + root) : 0;
  const double end = next == pieces_.end() ? length_ : next->from;
  return std::min(p.from + x, end);
}

double RateProfile::area(TimePoint a, TimePoint b) const {
  const auto periods = b.time_since_epoch() / period_ - a.time_since_epoch() / period_;
  return static_cast<double>(periods) * whole_ + (area_to(phase(b)) - area_to(phase(a)));
}

TimePoint RateProfile::after(TimePoint t, double area) const {
  const double due = area_to(phase(t)) + area;
  const double periods = std::floor(due / whole_);
  const double ahead = periods * length_ + phase_of(std::max(0.0, due - periods * whole_)) - phase(t);
  return t + seconds(std::max(0.0, ahead));
}

}  // namespace busyhour
