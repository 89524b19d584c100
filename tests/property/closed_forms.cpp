#include "closed_forms.hpp"

#include <stdexcept>

#include "busyhour/theory/limiters.hpp"

namespace busyhour::testing {

double refused_share(const std::string& limiter, double rate, std::int64_t cap) {
  if (limiter == "fixed") return fixed_window_rejected(rate, cap, 1);
  if (limiter == "sliding_log") return sliding_log_rejected(rate, cap, 1);
  if (limiter == "sliding_log attempts") return sliding_log_rejected(rate, cap, 1, Counting::attempts);
  if (limiter == "sliding_counter") return sliding_counter_rejected(rate, cap, 1);
  if (limiter == "sliding_counter attempts") return sliding_counter_rejected(rate, cap, 1, Counting::attempts);
  const auto whole = static_cast<double>(cap);
  if (limiter == "token_bucket" || limiter == "gcra") return token_bucket_rejected(rate, whole, whole);
  throw std::invalid_argument{limiter};
}

}  // namespace busyhour::testing
