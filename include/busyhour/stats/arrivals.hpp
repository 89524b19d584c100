#pragma once
/// What a record of arrivals looks like: rate, dispersion by window, gaps, the shape of the day. One pass, bounded
/// memory.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace busyhour {

/// Counts in windows of one length, beginning with the first arrival; an unfinished window at the end is left out.
struct WindowCounts {
  double window = 0;  ///< [s]
  std::uint64_t windows = 0;
  double dispersion = 0;    ///< variance / mean of the counts: 1 of a Poisson process; not a number below 10 windows
  double peak_to_mean = 0;  ///< the fullest over the mean
};

struct ArrivalSummary {
  std::uint64_t n = 0;
  double first = 0, last = 0;  ///< [s]
  double rate = 0;             ///< [1/s], (n - 1) / (last - first)
  double gap_mean = 0, gap_cv = 0, gap_max = 0;
  double together = 0;                    ///< share of gaps that are exactly 0
  double grain = 0;                       ///< [s], the smallest gap above 0
  std::vector<double> correlation;        ///< of gaps, one to five apart
  std::vector<WindowCounts> windows;      ///< of 1 s, 10 s, 1 min, 10 min, 1 h; those of which there are enough
  double bin = 0;                         ///< [s], width of `counts`
  std::vector<std::uint64_t> counts;      ///< arrivals of each bin from `first` on: at most 4096 bins
  std::array<std::uint64_t, 24> hours{};  ///< by the hour of the day, of instants since 1970 (UTC) or since 0
  std::vector<double> gaps;               ///< [s], all of them or, beyond 2^20, a random sample
};

/// Takes instants that do not go back.
class ArrivalRecord {
 public:
  ArrivalRecord();
  /// Throws std::domain_error if `t` is before the last one.
  void add(double t);
  [[nodiscard]] ArrivalSummary summary() const;

 private:
  struct Window {
    double length = 0;
    double ends = 0;
    std::uint64_t inside = 0, finished = 0, fullest = 0;
    double sum = 0, squares = 0;
  };
  void gap(double x);
  void count(double t);
  void widen();

  ArrivalSummary made_;
  std::array<Window, 5> windows_;
  std::array<double, 5> before_{};  ///< the last gaps, the latest first
  std::array<double, 5> products_{};
  double gap_sum_ = 0, gap_squares_ = 0;
  std::uint64_t zeros_ = 0, gaps_ = 0;
};

}  // namespace busyhour
