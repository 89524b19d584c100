#pragma once
/// Independent pieces of work on threads. Which thread does which changes nothing: each piece writes to its own place.
#include <cstddef>
#include <functional>

namespace busyhour {

/// How many threads this machine runs at once.
[[nodiscard]] std::size_t threads_here();

/// Calls `work(i)` for each i in [0, n), on up to `jobs` threads, in rising order of beginning. What a piece throws is
/// thrown here, after the others that had begun are over; no further ones are begun then.
void in_parallel(std::size_t n, std::size_t jobs, const std::function<void(std::size_t)>& work);

}  // namespace busyhour
