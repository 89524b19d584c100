#pragma once
/// The retrial chain as a plain matrix of rates, states in any order, solved by sparse elimination and stepped by
/// uniformisation: slow, and nothing like the solution level by level.
#include <Eigen/SparseLU>
#include <functional>
#include <vector>

#include "busyhour/theory/system.hpp"

namespace busyhour::testing {

using Rate = Eigen::Triplet<double>;  // from, to, rate

struct RetrialMatrix {
  std::int64_t slots, levels;
  double hold, backoff;
  std::function<double(std::int64_t held, std::int64_t backing_off)> requests;

  [[nodiscard]] Eigen::Index states() const { return (slots + 1) * (levels + 1); }
  [[nodiscard]] Eigen::Index state(std::int64_t held, std::int64_t backing_off) const {
    return held * (levels + 1) + backing_off;
  }

  [[nodiscard]] std::vector<Rate> rates() const {
    std::vector<Rate> all;
    for (std::int64_t i = 0; i <= slots; ++i)
      for (std::int64_t j = 0; j <= levels; ++j) {
        if (i < slots) all.emplace_back(state(i, j), state(i + 1, j), requests(i, j));
        if (i == slots && j < levels) all.emplace_back(state(i, j), state(i, j + 1), requests(i, j));
        if (i < slots && j > 0) all.emplace_back(state(i, j), state(i + 1, j - 1), static_cast<double>(j) / backoff);
        if (i > 0) all.emplace_back(state(i, j), state(i - 1, j), static_cast<double>(i) / hold);
      }
    return all;
  }

  /// x Q = 0, one balance equation replaced by the sum of x.
  [[nodiscard]] Eigen::VectorXd stationary() const {
    std::vector<Rate> transposed;
    for (const Rate& rate : rates()) {
      if (rate.col() != 0) transposed.emplace_back(rate.col(), rate.row(), rate.value());
      if (rate.row() != 0) transposed.emplace_back(rate.row(), rate.row(), -rate.value());
    }
    for (Eigen::Index n = 0; n < states(); ++n) transposed.emplace_back(0, n, 1.0);
    Eigen::SparseMatrix<double> matrix{states(), states()};
    matrix.setFromTriplets(transposed.begin(), transposed.end());
    Eigen::SparseLU<Eigen::SparseMatrix<double>> solver{matrix};
    Eigen::VectorXd right = Eigen::VectorXd::Zero(states());
    right[0] = 1;
    Eigen::VectorXd shares = solver.solve(right);
    shares += solver.solve(right - matrix * shares);  // one refinement
    return shares;
  }

  /// P(a caller that backs off is still doing so after each of the times), from the distribution `start` of the others.
  [[nodiscard]] std::vector<double> still_backing_off(Eigen::VectorXd now, const std::vector<double>& times) const {
    std::vector<Rate> steps = rates();
    Eigen::VectorXd leaves = Eigen::VectorXd::Zero(states());
    for (const Rate& rate : steps) leaves[rate.row()] += rate.value();
    for (std::int64_t i = 0; i < slots; ++i)
      for (std::int64_t j = 0; j <= levels; ++j) leaves[state(i, j)] += 1 / backoff;  // its own attempt succeeds
    const double largest = leaves.maxCoeff();
    for (Rate& rate : steps)
      rate = {static_cast<int>(rate.col()), static_cast<int>(rate.row()), rate.value() / largest};
    for (Eigen::Index n = 0; n < states(); ++n) steps.emplace_back(n, n, 1 - leaves[n] / largest);
    Eigen::SparseMatrix<double, Eigen::RowMajor> step{states(), states()};
    step.setFromTriplets(steps.begin(), steps.end());
    std::vector<double> answers(times.size());
    for (int n = 0; now.sum() > 1e-16; ++n, now = step * now)
      for (std::size_t i = 0; i < times.size(); ++i) {
        const double mean = largest * times[i];
        answers[i] += now.sum() * std::exp(n * std::log(mean) - mean - std::lgamma(n + 1.0));
      }
    return answers;
  }
};

}  // namespace busyhour::testing
