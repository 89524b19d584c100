#include "busyhour/random/distribution.hpp"

#include <cmath>
#include <stdexcept>

namespace busyhour {

Distribution Distribution::constant(double x) {
  if (!(x >= 0.0 && x < detail::kInfinity)) throw std::domain_error{"a constant must be finite and not negative"};
  return Distribution{detail::Constant{x}};
}

double Distribution::mean() const {
  return std::visit([](const auto& law) { return law.mean(); }, law_);
}
double Distribution::variance() const {
  return std::visit([](const auto& law) { return law.variance(); }, law_);
}
double Distribution::cdf(double x) const {
  return std::visit([x](const auto& law) { return law.cdf(x); }, law_);
}
double Distribution::quantile(double p) const {
  if (!(p >= 0.0 && p <= 1.0)) throw std::domain_error{"a quantile is asked for at a probability from 0 to 1"};
  return std::visit([p](const auto& law) { return law.quantile(p); }, law_);
}
double Distribution::min() const {
  return std::visit([](const auto& law) { return law.min(); }, law_);
}
double Distribution::max() const {
  return std::visit([](const auto& law) { return law.max(); }, law_);
}
bool Distribution::is_constant() const { return min() == max(); }
bool Distribution::is_whole() const {
  return std::visit(
      [](const auto& law) {
        if constexpr (requires { law.is_whole(); }) return law.is_whole();
        return law.min() == law.max() && std::floor(law.min()) == law.min();
      },
      law_);
}
std::string_view Distribution::family() const {
  return std::visit([](const auto& law) { return law.family(); }, law_);
}

}  // namespace busyhour
