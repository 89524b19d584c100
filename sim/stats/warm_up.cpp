#include "busyhour/stats/warm_up.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

namespace busyhour {

WarmUp mser(std::span<const double> series, std::size_t batch) {
  if (batch == 0) throw std::invalid_argument{"a batch holds at least one point"};
  const std::size_t batches = series.size() / batch;
  if (batches < 2) throw std::invalid_argument{"a warm-up needs a series of two batches at least"};
  // From the end: each batch joins the mean and the squares about it (Welford), so every cut is tried in one pass.
  const std::size_t last_cut = batches / 2;
  double mean = 0, squares = 0, least = std::numeric_limits<double>::infinity();
  std::size_t best = 0, kept = 0;
  for (std::size_t cut = batches; cut-- > 0;) {
    double sum = 0;
    for (const double point : series.subspan(cut * batch, batch)) sum += point;
    const double value = sum / static_cast<double>(batch), delta = value - mean;
    ++kept;
    mean += delta / static_cast<double>(kept);
    squares += delta * (value - mean);
    const double error = squares / (static_cast<double>(kept) * static_cast<double>(kept));
    if (!std::isfinite(error)) throw std::domain_error{"a warm-up needs finite points"};
    if (cut <= last_cut && error <= least) least = error, best = cut;
  }
  return {best * batch, best == last_cut};
}

std::vector<double> mean_series(std::span<const std::vector<double>> replications) {
  std::vector<double> mean;
  if (replications.empty()) return mean;
  const std::size_t length = replications.front().size();
  std::size_t unseen = 0;  // points before the first that anybody observed
  for (const std::vector<double>& series : replications)
    if (series.size() != length) throw std::invalid_argument{"the replications' series differ in length"};
  for (std::size_t at = 0; at < length; ++at) {
    double sum = 0;
    std::size_t seen = 0;
    for (const std::vector<double>& series : replications)
      if (!std::isnan(series[at])) sum += series[at], ++seen;
    if (seen > 0)
      mean.push_back(sum / static_cast<double>(seen));
    else if (!mean.empty())
      mean.push_back(mean.back());
    else
      ++unseen;
  }
  mean.insert(mean.begin(), unseen, mean.empty() ? 0 : mean.front());
  return mean;
}

}  // namespace busyhour
