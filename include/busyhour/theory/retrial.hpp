#pragma once
/// Slots that refuse, and callers that try again after an exponential backoff until they are admitted.
///
/// The chain of (slots held, callers backing off); a level is a number backing off. Only a full door sends a caller up
/// a level, so one state joins each level to the next and a level is solved in one sweep over its slots, from the top
/// level down, adding positive numbers only (no digits are lost: Grassmann, Taksar & Heyman, Oper. Res. 33, 1985).
/// Cost: slots x levels. Falin & Templeton, Retrial Queues (1997), is the book on these systems.
///
/// Not insensitive: holds, backoffs and think times must be exponential.
#include "busyhour/theory/system.hpp"

namespace busyhour {

struct RetrialFigures {
  double throughput = 0;              ///< [1/s] requests admitted
  double slot_use = 0;                ///< time average of the slots held, over the slots
  double full_time = 0;               ///< share of time with every slot held
  double mean_backing_off = 0;        ///< time average of the callers that wait to try again
  double first_attempt_rejected = 0;  ///< share of requests whose first attempt is rejected
  double attempt_rejected = 0;        ///< share of all attempts
  double attempts_per_request = 1;    ///< mean
  double added_delay = 0;             ///< [s] mean from the first attempt to admission, 0 when admitted at once
};

/// M/M/c//N with retries, `backoff` > 0 the mean pause, think > 0; (slots + 1) (sources - slots + 1) <= 10^9.
[[nodiscard]] RetrialFigures retrial(const ClosedSystem& system, double backoff);
/// M/M/c with retries, rate x hold < slots. Levels are added until the last has a share of time below 10^-25; throws
/// when that takes more than 10^8 states.
[[nodiscard]] RetrialFigures retrial(const OpenSystem& system, double backoff);

/// P(added delay > t), t >= 0, over all requests, from the chain that one caller sees while it backs off. Its Laplace
/// transform is solved level by level and inverted (Abate & Whitt, ORSA J. Comput. 7, 1995); absolute error below
/// 10^-9.
[[nodiscard]] double retrial_delay_above(const ClosedSystem& system, double backoff, double t);
[[nodiscard]] double retrial_delay_above(const OpenSystem& system, double backoff, double t);
/// The shortest time within which the share `share` of requests, 0 <= share < 1, is admitted. As good as the
/// distribution: an error of 10^-9 in probability.
[[nodiscard]] double retrial_delay_percentile(const ClosedSystem& system, double backoff, double share);
[[nodiscard]] double retrial_delay_percentile(const OpenSystem& system, double backoff, double share);

/// M/G/1 with retries: one slot, holds of any law with mean `hold` and coefficient of variation `cv` >= 0,
/// rho = rate x hold < 1. Mean delay = rate E[S^2] / (2 (1 - rho)) + backoff rho / (1 - rho) (Falin & Templeton).
[[nodiscard]] RetrialFigures retrial_mg1(double rate, double hold, double cv, double backoff);

}  // namespace busyhour
