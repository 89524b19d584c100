#include "busyhour/random/special.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace busyhour::detail {
namespace {

constexpr double half_log_two_pi = 0.91893853320467274178;
constexpr double two_pi = 6.28318530717958647693;

/// ln Gamma(x) - ((x - 1/2) ln x - x + ln(2 pi) / 2), x >= 10: Stirling's series, Abramowitz and Stegun 6.1.41.
double stirling_rest(double x) {
  const double y = 1.0 / (x * x);
  return (1.0 / 12 + y * (-1.0 / 360 +
                          y * (1.0 / 1260 + y * (-1.0 / 1680 +
                                                 y * (1.0 / 1188 + y * (-691.0 / 360360 +
                                                                        y * (1.0 / 156 + y * (-3617.0 / 122400)))))))) /
         x;
}

/// ln Gamma(a + 1) - ((a + 1/2) ln a - a + ln(2 pi) / 2), a > 0.
double stirling_error(double a) {
  if (a >= 10.0) return stirling_rest(a);
  return log_gamma(a + 1.0) - ((a + 0.5) * portable_log(a) - a + half_log_two_pi);
}

/// a ln(a / x) + x - a without cancelling where x is near a: Loader, "Fast and accurate computation of binomial
/// probabilities", 2000.
double deviance(double a, double x) {
  const double v = (a - x) / (a + x);
  if (std::abs(v) >= 0.1) return a * portable_log(a / x) + x - a;
  double sum = v * (a - x);
  double power = 2.0 * a * v;
  for (int j = 1; j < 40; ++j) {
    power *= v * v;
    const double next = sum + power / (2 * j + 1);
    if (next == sum) break;
    sum = next;
  }
  return sum;
}

/// x^a exp(-x) / Gamma(a + 1).
double front_factor(double a, double x) {
  return portable_exp(-stirling_error(a) - deviance(a, x)) / std::sqrt(two_pi * a);
}

/// 1 + x / (a + 1) + x^2 / ((a + 1) (a + 2)) + ..., x < a + 1: Abramowitz and Stegun 6.5.29.
double lower_series(double a, double x) {
  double term = 1.0;
  double sum = 1.0;
  for (double n = a + 1.0; term > sum * 1e-17; n += 1.0) {
    term *= x / n;
    sum += term;
  }
  return sum;
}

/// The continued fraction of Gamma(a, x) / (x^a exp(-x)), x >= a + 1: Abramowitz and Stegun 6.5.31, evaluated by
/// Lentz's method.
double upper_fraction(double a, double x) {
  double b = x + 1.0 - a;
  double c = kInfinity;
  double d = 1.0 / b;
  double h = d;
  double factor = 2.0;
  for (double i = 1.0; std::abs(factor - 1.0) >= 2e-16; i += 1.0) {
    const double numerator = -i * (i - a);
    b += 2.0;
    d = 1.0 / (numerator * d + b);
    c = b + numerator / c;
    factor = c * d;
    h *= factor;
  }
  return h;
}

/// Horner's rule, the constant last.
template <std::size_t N>
double polynomial(const double (&c)[N], double x) {
  double sum = c[0];
  for (std::size_t i = 1; i < N; ++i) sum = sum * x + c[i];
  return sum;
}

/// ln of a first guess at the quantile. P(a, x) <= x^a / Gamma(a + 1) bounds it from below, closely for a small shape;
/// for others the expansion in powers of 1 / sqrt(a), Abramowitz and Stegun 26.4.11 with 26.2.49.
double gamma_quantile_start(double a, double p) {
  const double low = (portable_log(p) + log_gamma(a + 1.0)) / a;
  if (a < 1.0) return low;
  const double z = normal_quantile(p);
  const double z2 = z * z;
  const double root = std::sqrt(a);
  const double x = a + z * root + (z2 - 1.0) / 3.0 + z * (z2 - 7.0) / (36.0 * root) -
                   ((3.0 * z2 + 7.0) * z2 - 16.0) / (810.0 * a) +
                   z * ((9.0 * z2 + 256.0) * z2 - 433.0) / (38880.0 * a * root);
  return x > 0.0 ? std::max(low, portable_log(x)) : low;
}

}  // namespace

double log_gamma(double x) {
  double product = 1.0;
  for (; x < 10.0; x += 1.0) product *= x;
  return (x - 0.5) * portable_log(x) - x + half_log_two_pi + stirling_rest(x) - portable_log(product);
}

IncompleteGamma incomplete_gamma(double a, double x) {
  if (!(x > 0.0)) return {0.0, 1.0};
  if (x == kInfinity) return {1.0, 0.0};
  if (x < a + 1.0) {
    const double lower = std::min(1.0, front_factor(a, x) * lower_series(a, x));
    return {lower, 1.0 - lower};
  }
  const double upper = front_factor(a, x) * a * upper_fraction(a, x);
  return {1.0 - upper, upper};
}

double gamma_quantile(double a, double p) {
  if (p <= 0.0) return 0.0;
  if (p >= 1.0) return kInfinity;
  // Newton's method in y = ln x on ln P, which is concave in y, or on -ln Q, which is convex: it cannot leave the root
  // once beyond it.
  double y = gamma_quantile_start(a, p);
  if (portable_exp(y) < 1e-300) return portable_exp(y);  // there the bound is the quantile
  for (int i = 0; i < 200; ++i) {
    const double x = portable_exp(y);
    const IncompleteGamma g = incomplete_gamma(a, x);
    const double slope = a * front_factor(a, x);  // dP / dy
    const double step =
        p < 0.5 ? g.lower / slope * portable_log(p / g.lower) : g.upper / slope * portable_log(g.upper / (1.0 - p));
    y += std::clamp(step, -1.0, 1.0);
    if (std::abs(step) < 1e-10) break;  // the next would be its square
  }
  return portable_exp(y);
}

double normal_cdf(double z) {
  const IncompleteGamma g = incomplete_gamma(0.5, 0.5 * z * z);
  return z < 0.0 ? 0.5 * g.upper : 0.5 + 0.5 * g.lower;
}

/// Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37(3), 1988
/// (PPND16).
double normal_quantile(double p) {
  if (p <= 0.0) return -kInfinity;
  if (p >= 1.0) return kInfinity;
  static constexpr double centre_over[] = {2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4,
                                           4.5921953931549871457e4, 1.3731693765509461125e4, 1.9715909503065514427e3,
                                           1.3314166789178437745e2, 3.3871328727963666080e0};
  static constexpr double centre_under[] = {
      5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
      5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0};
  static constexpr double middle_over[] = {
      7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
      3.64784832476320460504e0,  5.76949722146069140550e0,  4.63033784615654529590e0,  1.42343711074968357734e0};
  static constexpr double middle_under[] = {
      1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
      6.89767334985100004550e-1, 1.67638483018380384940e0,  2.05319162663775882187e0,  1.0};
  static constexpr double far_over[] = {2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
                                        2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e0,
                                        5.46378491116411436990e0,  6.65790464350110377720e0};
  static constexpr double far_under[] = {
      2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
      1.48753612908506148525e-2,  1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0};
  const double q = p - 0.5;
  if (std::abs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(centre_over, r) / polynomial(centre_under, r);
  }
  const double r = std::sqrt(-portable_log(q < 0.0 ? p : 1.0 - p));
  const double z = r <= 5.0 ? polynomial(middle_over, r - 1.6) / polynomial(middle_under, r - 1.6)
                            : polynomial(far_over, r - 5.0) / polynomial(far_under, r - 5.0);
  return q < 0.0 ? -z : z;
}

}  // namespace busyhour::detail
