#pragma once
/// The scenarios of `validate`: loops over parameters, nothing drawn.
#include <string>
#include <vector>

#include "busyhour/scenario/scenario.hpp"

namespace busyhour::detail {

struct ValidationCase {
  std::string family, name;
  Scenario scenario;
  std::vector<std::string> metrics;  ///< what is compared; the first one leads
  std::string tail;                  ///< the metric whose share above its exact 90 % quantile is compared too, or empty
};

[[nodiscard]] std::vector<ValidationCase> validation_cases();

}  // namespace busyhour::detail
