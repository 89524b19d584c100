#pragma once
/// What the theory of slots takes and answers: who asks, for how long, and how the door fares in the long run.
///
/// Times in seconds, rates per second, shares 0..1; holds, think times and backoffs are exponential unless a function
/// says that it does not matter. Every function of this room throws std::domain_error, with a sentence, for what lies
/// outside its stated range and for what has no steady state.
#include <cstdint>

namespace busyhour {

/// Requests that arrive as a Poisson stream, whatever becomes of them.
struct OpenSystem {
  std::int64_t slots = 1;  ///< 1..10^7
  double rate = 0;         ///< [1/s], > 0
  double hold = 0;         ///< [s] mean, > 0: how long an admitted request holds its slot
};

/// A fixed number of sources, each with at most one request; a source that has been served thinks, then asks again.
struct ClosedSystem {
  std::int64_t slots = 1;    ///< 1..10^7
  std::int64_t sources = 1;  ///< 1..10^7
  double hold = 0;           ///< [s] mean, > 0
  double think = 0;          ///< [s] mean, > 0: all of the cycle that is not a request
};

/// The long run of a system in which requests wait in one line, first come first served.
struct QueueFigures {
  double throughput = 0;     ///< [1/s] requests served
  double slot_use = 0;       ///< time average of the slots held, over the slots
  double full_time = 0;      ///< share of time with every slot held
  double rejected = 0;       ///< share of requests refused because the line was full
  double given_up = 0;       ///< share of requests that left the line before a slot was free
  double queued = 0;         ///< share of the requests let in that find no slot free
  double queue_wait = 0;     ///< [s] mean wait of the requests let in, those that do not wait or give up included
  double response_time = 0;  ///< [s] mean time inside of the requests let in: the wait, and the hold if served
  double mean_queue = 0;     ///< time average of the requests in line
  double mean_inside = 0;    ///< time average of the requests in line or on a slot
};

}  // namespace busyhour
