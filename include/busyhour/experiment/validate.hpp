#pragma once
/// Simulation against theory: several hundred small scenarios that have an exact answer, each simulated, recognised and
/// compared.
///
/// A z-score is (estimate - exact) / standard error, Student's t turned into the normal number of the same probability.
/// The first metric of each case is independent of all other cases', so its squares sum to a chi-square, and all of
/// them together are tested for normality (Anderson and Darling, JASA 49, 1954; p-value by Marsaglia and Marsaglia, J.
/// Stat. Software 9(2), 2004). Seeds are fixed: the same program gives the same table.
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace busyhour {

inline constexpr double largest_allowed_z = 4, normality_level = 0.01;

struct ValidationOptions {
  std::size_t jobs = 0;   ///< threads; 0: as many as the machine runs at once
  std::size_t every = 1;  ///< only every n-th case: 1 is all of them
  std::function<void(std::int64_t done, std::int64_t of)> progress;  ///< from any thread, one at a time
  const std::atomic<bool>* interrupted = nullptr;
};

/// One metric over the cases of one family.
struct ValidationRow {
  std::string family, metric;
  bool leads = false;  ///< the family's first metric
  std::vector<double> z;
  double largest = 0;     ///< |z|
  std::string worst;      ///< the case it belongs to
  double chi_square = 0;  ///< sum of z^2
  double p = 1;           ///< that chance makes it as large
};

struct Validation {
  std::vector<ValidationRow> rows;   ///< family by family
  std::vector<std::string> unknown;  ///< cases that were not recognised as exact: none, unless the program is wrong
  std::size_t cases = 0, comparisons = 0;
  double largest = 0, chi_square = 0, chi_square_p = 1;  ///< chi-square of the leading metrics
  double anderson_darling = 0, normality_p = 1;
  bool interrupted = false;

  [[nodiscard]] bool passes() const {
    return unknown.empty() && largest <= largest_allowed_z && normality_p >= normality_level;
  }
};

[[nodiscard]] Validation validate(const ValidationOptions& options);

/// P(A^2 > a) of many numbers that follow the law. The limit is a sum of chi-squares over j (j + 1), j = 1, 2, ...; its
/// tail from the characteristic function (Imhof, Biometrika 48, 1961).
[[nodiscard]] double anderson_darling_p(double a);
/// A^2 of numbers against the standard normal law.
[[nodiscard]] double anderson_darling(std::vector<double> z);

}  // namespace busyhour
