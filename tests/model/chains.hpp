#pragma once
/// Exact answers used as truth: loss, retry and queueing systems with so many slots, solved by recursion or as small
/// Markov chains.
///
/// Times in seconds. N sources think for a mean Z, then want a slot for a mean h; alpha = h / Z. Sources of the
/// formulas: Gross and Harris, "Fundamentals of Queueing Theory"; Falin and Templeton, "Retrial Queues", 1997 (finite
/// sources: Falin and Artalejo, EJOR 108, 1998).
#include <cstddef>
#include <functional>
#include <vector>

namespace busyhour::testing {

/// Share of Poisson calls lost by c slots under a offered Erlangs. Insensitive to the service law.
[[nodiscard]] double erlang_b(int c, double a);

/// Share of calls lost by c slots and N sources that each offer alpha Erlangs while idle: they see the slots as the
/// other N - 1 leave them. Insensitive to both laws.
[[nodiscard]] double engset(double alpha, int c, int N);
/// Share of time during which all c slots are held.
[[nodiscard]] double engset_time(double alpha, int c, int N);

/// Poisson arrivals at rate lambda, c slots at rate mu each, at most K requests in all.
struct Bounded {
  double lost;  ///< share of calls that find K
  double wait;  ///< mean wait of those let in
};
[[nodiscard]] Bounded bounded_queue(int c, int K, double lambda, double mu);

/// The stationary law of an irreducible Markov chain with these rates (the diagonal is ignored). Grassmann, Taksar and
/// Heyman, 1985: no subtractions, so no digits are lost.
[[nodiscard]] std::vector<double> stationary(std::vector<std::vector<double>> rates);

/// N sources, c slots, exponential times; the refused try again after exponential pauses of mean b until admitted.
struct Retrial {
  double first_rejected;    ///< share of first attempts
  double attempt_rejected;  ///< share of all attempts
  double delay;             ///< mean, first attempt to admission
  double slot_use, full;    ///< held to c; share of time with all held
};
[[nodiscard]] Retrial retrial(int c, int N, double h, double Z, double b);

/// The same sources before a queue (machine repair, M/M/c//N, first come first served).
class Repair {
 public:
  Repair(int c, int N, double h, double Z);
  [[nodiscard]] double wait() const;            ///< mean
  [[nodiscard]] double longer(double t) const;  ///< share that waits longer than t; t = 0: share that waits
  [[nodiscard]] double slot_use() const;

 private:
  [[nodiscard]] std::vector<double> law(int sources) const;
  int c_, N_;
  double h_, Z_;
};

/// A service law by its Laplace transform E exp(-s S).
struct ServiceLaw {
  double mean;
  std::function<double(double)> transform;
};
[[nodiscard]] ServiceLaw constant_service(double h);
[[nodiscard]] ServiceLaw exponential_service(double h);
[[nodiscard]] ServiceLaw lognormal_service(double h, double cv);

/// One slot and any service law, looked at when services end: N sources, exponential thinking, exponential pauses of
/// mean b; b = 0 is a queue.
struct OneSlot {
  double first_rejected, delay;
};
[[nodiscard]] OneSlot one_slot(int N, const ServiceLaw& service, double Z, double b);

}  // namespace busyhour::testing
