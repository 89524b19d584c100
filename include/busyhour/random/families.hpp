#pragma once
/// One struct a family: its parameters in base units, how one value is drawn, and its exact moments, cdf and quantiles.
///
/// Each holds valid parameters, because only `fit` and the checked makers build them. Draws take their words in a fixed
/// order and start from a standard exponential or normal number, so two laws of one family that differ in parameters
/// draw the same luck.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "busyhour/random/ziggurat.hpp"

namespace busyhour::detail {

struct Constant {
  double value = 0.0;

  template <class Engine>
  [[nodiscard]] double operator()(Engine&) const {
    return value;
  }
  [[nodiscard]] double mean() const { return value; }
  [[nodiscard]] double variance() const { return 0.0; }
  [[nodiscard]] double cdf(double x) const { return x < value ? 0.0 : 1.0; }
  [[nodiscard]] double quantile(double) const { return value; }
  [[nodiscard]] double min() const { return value; }
  [[nodiscard]] double max() const { return value; }
  [[nodiscard]] std::string_view family() const { return "constant"; }
};

/// Equally likely anywhere in [low, high].
struct Uniform {
  double low;
  double high;

  template <class Engine>
  [[nodiscard]] double operator()(Engine& draw) const {
    return low + (high - low) * uniform01(draw);
  }
  [[nodiscard]] double mean() const { return 0.5 * (low + high); }
  [[nodiscard]] double variance() const { return (high - low) * (high - low) / 12.0; }
  [[nodiscard]] double cdf(double x) const { return std::clamp((x - low) / (high - low), 0.0, 1.0); }
  [[nodiscard]] double quantile(double p) const { return low + (high - low) * p; }
  [[nodiscard]] double min() const { return low; }
  [[nodiscard]] double max() const { return high; }
  [[nodiscard]] std::string_view family() const { return "uniform"; }
};

struct Exponential {
  double average;

  template <class Engine>
  [[nodiscard]] double operator()(Engine& draw) const {
    return average * standard_exponential(draw);
  }
  [[nodiscard]] double mean() const { return average; }
  [[nodiscard]] double variance() const { return average * average; }
  [[nodiscard]] double cdf(double x) const { return x > 0.0 ? -portable_expm1(-x / average) : 0.0; }
  [[nodiscard]] double quantile(double p) const { return -average * portable_log1p(-p); }
  [[nodiscard]] double min() const { return 0.0; }
  [[nodiscard]] double max() const { return kInfinity; }
  [[nodiscard]] std::string_view family() const { return "exponential"; }
};

/// exp(mu + sigma Z), Z standard normal.
struct Lognormal {
  double mu;
  double sigma;

  template <class Engine>
  [[nodiscard]] double operator()(Engine& draw) const {
    return portable_exp(mu + sigma * standard_normal(draw));
  }
  [[nodiscard]] double mean() const { return portable_exp(mu + 0.5 * sigma * sigma); }
  [[nodiscard]] double variance() const { return portable_expm1(sigma * sigma) * mean() * mean(); }
  [[nodiscard]] double cdf(double x) const;
  [[nodiscard]] double quantile(double p) const;
  [[nodiscard]] double min() const { return 0.0; }
  [[nodiscard]] double max() const { return kInfinity; }
  [[nodiscard]] std::string_view family() const { return "lognormal"; }
};

/// Density x^(shape - 1) exp(-x / scale) / (Gamma(shape) scale^shape). An Erlang is one whose shape is a number of
/// stages.
///
/// Drawn by Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3), 2000: one normal and
/// one uniform number serve at least 95 times in 100; below shape 1 their own device G(shape) = G(shape + 1) U^(1 /
/// shape).
class Gamma {
 public:
  enum class Called : std::uint8_t { gamma, erlang };
  Gamma(double shape, double scale, Called called = Called::gamma);

  template <class Engine>
  [[nodiscard]] double operator()(Engine& draw) const {
    for (;;) {
      const double z = standard_normal(draw);
      const double root = 1.0 + spread_ * z;
      if (root <= 0.0) continue;
      const double v = root * root * root;
      const double u = open_uniform(draw);
      if (u < 1.0 - 0.0331 * (z * z) * (z * z) || portable_log(u) < 0.5 * z * z + centre_ * (1.0 - v + portable_log(v)))
          [[likely]] {
        const double drawn = scale_ * centre_ * v;
        return shape_ < 1.0 ? drawn * portable_exp(-standard_exponential(draw) / shape_) : drawn;
      }
    }
  }
  [[nodiscard]] double shape() const { return shape_; }
  [[nodiscard]] double scale() const { return scale_; }
  [[nodiscard]] double mean() const { return shape_ * scale_; }
  [[nodiscard]] double variance() const { return shape_ * scale_ * scale_; }
  [[nodiscard]] double cdf(double x) const;
  [[nodiscard]] double quantile(double p) const;
  [[nodiscard]] double min() const { return 0.0; }
  [[nodiscard]] double max() const { return kInfinity; }
  [[nodiscard]] std::string_view family() const { return called_ == Called::gamma ? "gamma" : "erlang"; }

 private:
  double shape_;
  double scale_;
  double centre_;  ///< shape - 1/3, of shape + 1 when shape < 1
  double spread_;  ///< 1 / sqrt(9 centre)
  Called called_;
};

/// cdf 1 - exp(-(x / scale)^shape).
struct Weibull {
  Weibull(double of_shape, double of_scale) : shape{of_shape}, scale{of_scale}, power{1.0 / of_shape} {}

  double shape;
  double scale;
  double power;

  template <class Engine>
  [[nodiscard]] double operator()(Engine& draw) const {
    return scale * portable_power(standard_exponential(draw), power);
  }
  [[nodiscard]] double mean() const;
  [[nodiscard]] double variance() const;
  [[nodiscard]] double cdf(double x) const;
  [[nodiscard]] double quantile(double p) const;
  [[nodiscard]] double min() const { return 0.0; }
  [[nodiscard]] double max() const { return kInfinity; }
  [[nodiscard]] std::string_view family() const { return "weibull"; }
};

/// Pareto of the first kind: cdf 1 - (scale / x)^shape from x = scale, the minimum. Mean exists (shape > 1), the
/// variance from shape 2.
struct Pareto {
  Pareto(double of_shape, double of_scale) : shape{of_shape}, scale{of_scale}, power{1.0 / of_shape} {}

  double shape;
  double scale;
  double power;

  template <class Engine>
  [[nodiscard]] double operator()(Engine& draw) const {
    return scale * portable_exp(standard_exponential(draw) * power);
  }
  [[nodiscard]] double mean() const { return scale * (shape / (shape - 1.0)); }
  [[nodiscard]] double variance() const;
  [[nodiscard]] double cdf(double x) const;
  [[nodiscard]] double quantile(double p) const;
  [[nodiscard]] double min() const { return scale; }
  [[nodiscard]] double max() const { return kInfinity; }
  [[nodiscard]] std::string_view family() const { return "pareto"; }
};

/// Exponential with mean `first`, with probability `share`, else exponential with mean `second`.
///
/// The value takes the draw's first words and the branch the next one, so the luck is the same whatever the branch.
struct Hyperexponential {
  double share;
  double first;
  double second;

  template <class Engine>
  [[nodiscard]] double operator()(Engine& draw) const {
    const double x = standard_exponential(draw);
    return x * (uniform01(draw) < share ? first : second);
  }
  [[nodiscard]] double mean() const { return share * first + (1.0 - share) * second; }
  [[nodiscard]] double variance() const;
  [[nodiscard]] double cdf(double x) const;
  [[nodiscard]] double quantile(double p) const;
  [[nodiscard]] double min() const { return 0.0; }
  [[nodiscard]] double max() const { return kInfinity; }
  [[nodiscard]] std::string_view family() const { return "hyperexponential"; }
};

/// Values with shares, drawn by inversion: a larger uniform number never gives a smaller value.
class Discrete {
 public:
  /// Values with shares that sum to 1; any order.
  explicit Discrete(std::vector<std::pair<double, double>> values);

  template <class Engine>
  [[nodiscard]] double operator()(Engine& draw) const {
    const Table& t = *table_;
    const double u = uniform01(draw);
    if (t.below.size() <= 16) {  // counting all of a few costs less than guessing at branches
      std::size_t i = 0;
      for (std::size_t k = 0; k + 1 < t.below.size(); ++k) i += u >= t.below[k] ? 1U : 0U;
      return t.values[i];
    }
    const auto above = std::upper_bound(t.below.begin(), t.below.end() - 1, u);
    return t.values[static_cast<std::size_t>(above - t.below.begin())];
  }
  [[nodiscard]] double mean() const { return table_->mean; }
  [[nodiscard]] double variance() const { return table_->variance; }
  [[nodiscard]] double cdf(double x) const;
  [[nodiscard]] double quantile(double p) const;
  [[nodiscard]] double min() const { return table_->values.front(); }
  [[nodiscard]] double max() const { return table_->values.back(); }
  [[nodiscard]] bool is_whole() const { return table_->whole; }
  [[nodiscard]] std::string_view family() const { return "discrete"; }

 private:
  struct Table {
    std::vector<double> values;  ///< rising, each with a share above 0
    std::vector<double> below;   ///< the cdf at each; the last is 1
    double mean;
    double variance;
    bool whole;
  };
  std::shared_ptr<const Table> table_;
};

/// Measured values, each as likely as any other, with replacement.
class Empirical {
 public:
  explicit Empirical(std::vector<double> sample);

  /// The high half of word times n: rising in the word, each value within n 2^-64 of equally likely.
  template <class Engine>
  [[nodiscard]] double operator()(Engine& draw) const {
    const std::vector<double>& sorted = table_->sorted;
    __extension__ using Wide = unsigned __int128;
    const auto product = static_cast<Wide>(draw()) * sorted.size();
    return sorted[static_cast<std::size_t>(product >> 64)];
  }
  [[nodiscard]] double mean() const { return table_->mean; }
  [[nodiscard]] double variance() const { return table_->variance; }  ///< of the law: the mean square deviation, over n
  [[nodiscard]] double cdf(double x) const;
  [[nodiscard]] double quantile(double p) const;
  [[nodiscard]] double min() const { return table_->sorted.front(); }
  [[nodiscard]] double max() const { return table_->sorted.back(); }
  [[nodiscard]] bool is_whole() const { return table_->whole; }
  [[nodiscard]] std::string_view family() const { return "empirical"; }

 private:
  struct Table {
    std::vector<double> sorted;
    double mean;
    double variance;
    bool whole;
  };
  std::shared_ptr<const Table> table_;
};

using Law = std::variant<Constant, Uniform, Exponential, Lognormal, Gamma, Weibull, Pareto, Hyperexponential, Discrete,
                         Empirical>;

}  // namespace busyhour::detail
