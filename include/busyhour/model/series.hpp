#pragma once
/// A run cut into equal bins of time, to see where its beginning ends (MSER-5): load, refusals and delays bin by bin.
#include <vector>

#include "busyhour/model/metrics/metric.hpp"

namespace busyhour {

class Series {
 public:
  Series(Duration length, std::size_t bins)
      : width_{std::max(Duration{1}, length / static_cast<std::int64_t>(bins))}, bins_(bins) {}

  void hear(const RequestDone& r) {
    Bin* bin = at(r.first_attempt);
    if (!bin) return;
    ++bin->requests;
    bin->rejected += r.first_rejected ? 1 : 0;
    if (r.outcome == Outcome::given_up) return;
    ++bin->admitted;
    bin->delay += in_seconds(r.admitted - r.first_attempt);
  }
  void hear(const InFlightChange& c) {
    level_ += c.by;
    if (Bin* bin = at(c.at)) ++bin->changes, bin->level += static_cast<double>(level_);
  }

  [[nodiscard]] Duration width() const { return width_; }
  /// A point that nobody observed is not a number.
  [[nodiscard]] std::vector<double> in_flight() const {
    return points([](const Bin& b) { return b.level / static_cast<double>(b.changes); });
  }
  [[nodiscard]] std::vector<double> rejected() const {
    return points([](const Bin& b) { return static_cast<double>(b.rejected) / static_cast<double>(b.requests); });
  }
  [[nodiscard]] std::vector<double> added_delay() const {
    return points([](const Bin& b) { return b.delay / static_cast<double>(b.admitted); });
  }

 private:
  struct Bin {
    std::int64_t requests = 0, rejected = 0, admitted = 0, changes = 0;
    double delay = 0, level = 0;
  };
  Bin* at(TimePoint t) {
    const auto i = static_cast<std::size_t>(t.time_since_epoch() / width_);
    return i < bins_.size() ? &bins_[i] : nullptr;
  }
  template <class F>
  [[nodiscard]] std::vector<double> points(F&& value) const {
    std::vector<double> out;
    for (const Bin& b : bins_) out.push_back(value(b));
    return out;
  }
  Duration width_;
  std::vector<Bin> bins_;
  std::int64_t level_ = 0;
};

}  // namespace busyhour
