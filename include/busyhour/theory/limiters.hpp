#pragma once
/// Rate limiters under Poisson requests, excess refused and not tried again: the share refused, exactly.
///
/// `rate` [1/s] > 0 is that of the requests, `per` [s] > 0 the window, `cap` >= 1 what a window admits.
#include <cstdint>

namespace busyhour {

/// What the window counts. It makes no difference to a fixed window.
enum class Counting : std::uint8_t { admitted, attempts };

/// Windows one after the other, each admitting its first `cap` requests: E[(X - cap)^+] / E[X], X Poisson.
/// cap <= 10^7.
[[nodiscard]] double fixed_window_rejected(double rate, std::int64_t cap, double per);

/// A request is admitted when fewer than `cap` requests were admitted (or made) in the last `per`.
///
/// Admitted: an admission occupies one of `cap` places for exactly `per`, so this is the loss system M/D/cap/cap and
/// the share is Erlang B of rate x per, which does not ask how holds are distributed. Attempts: P(X >= cap), X Poisson.
[[nodiscard]] double sliding_log_rejected(double rate, std::int64_t cap, double per,
                                          Counting counts = Counting::admitted);

/// A bucket of `burst` >= 1 tokens (fractions allowed) refilled continuously at `refill` [1/s] > 0; a request takes one
/// token or is refused. GCRA with emission interval 1 / refill and tolerance (burst - 1) / refill is the same system.
///
/// The missing tokens are the work of an M/D/1 queue that admits while the backlog is at most burst - 1: rejected =
/// 1 - F / (1 + rho F) with F the backlog's weight up to there and rho = rate / refill (Brun & Garcia, J. Appl. Prob.
/// 37, 2000). Positive terms only. burst <= 10^6.
[[nodiscard]] double token_bucket_rejected(double rate, double refill, double burst);

/// Two fixed windows weighed: admitted iff previous x (1 - elapsed share of the window) + current + 1 <= cap.
///
/// After a window that counted n the bound on the count rises by one at each n-th of the window, and between two rises
/// requests are a Poisson stream up to the bound. So a window's count is computed without discretisation, the counts of
/// successive windows are a Markov chain on 0..cap, and the share is exact; relative error below 10^-11 while the share
/// is above 10^-30. Cost grows as cap^3: cap <= 1000 (seconds there). Counting attempts needs no chain: the previous
/// count is Poisson, and the share is an integral over the window, exact in the same way.
[[nodiscard]] double sliding_counter_rejected(double rate, std::int64_t cap, double per,
                                              Counting counts = Counting::admitted);

}  // namespace busyhour
