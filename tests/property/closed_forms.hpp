#pragma once
/// The share of Poisson requests that a limiter of `cap` a second refuses, by name. In a unit of its own, since the
/// model and the theory both have a type Counting.
#include <cstdint>
#include <string>

namespace busyhour::testing {

/// "fixed", "sliding_log", "sliding_counter", "token_bucket" or "gcra" (with burst = cap), counting what it admits; or
/// "sliding_log attempts", "sliding_counter attempts".
[[nodiscard]] double refused_share(const std::string& limiter, double rate, std::int64_t cap);

}  // namespace busyhour::testing
