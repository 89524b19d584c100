#pragma once
/// No retry: the first refusal gives the request up.
#include "busyhour/model/clients/retry.hpp"

namespace busyhour {

struct NoRetry {
  static constexpr std::string_view kind = "none", about = "The first refusal gives the request up.";
  static constexpr auto fields() { return std::tuple{}; }
};

}  // namespace busyhour
