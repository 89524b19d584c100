#pragma once
/// What a recogniser hands over: a model, what of the scenario it does not have, and how to fill in its numbers.
#include <array>

#include "busyhour/theory/recognise.hpp"
#include "busyhour/theory/system.hpp"
#include "shape.hpp"

namespace busyhour::detail {
struct Shares;
}

namespace busyhour::recognition {

/// Writes a model's numbers under the names of a run's metrics.
class Findings {
 public:
  explicit Findings(TheoryAnswer& answer) : answer_{answer} {}

  /// A bare metric: a share, a level, a rate. `scope`: a workload or a limit.
  void put(std::string_view metric, double value, const std::string& scope = {});
  /// A duration's mean (over the admitted).
  void mean(std::string_view metric, double seconds);
  /// Its percentiles p50 ... p99.9 and its tail. Both are of all requests; `quantile` may be infinite.
  void distribution(std::string_view metric, const std::function<double(double)>& quantile,
                    std::function<double(double)> above);
  /// Requests refused at their only attempt: shares, and delays that are 0 for the rest.
  void refused_for_good(double share, const Shape&);
  /// Every request is admitted in the end.
  void all_admitted(const Shape&);
  /// Requests admitted per second: throughput, in flight, use of the slots behind the door.
  void carried(double admitted_per_second, const Shape&);
  void use_of(const Door&, double slot_use, double full_time);
  /// A provider's line: all that follows from its figures. `quantile` takes a share of the requests let in, `above` is
  /// P(wait > t) of those; both may be empty.
  void waiting_line(const QueueFigures&, const Shape&, const Door&, const std::function<double(double)>& quantile,
                    const std::function<double(double)>& above);
  /// Shares of time with 0, 1, ... slots held, of the chain of who is inside: `highest` at most.
  void levels(const Door&, const OpenSystem&, std::int64_t highest);
  void levels(const Door&, const ClosedSystem&, std::int64_t highest);
  /// Mean of the time until the client knows the end: what was waited, the work, the way back.
  void response(double waited, const Shape&);

 private:
  void shares(double given_up, const Shape&);
  void levels(const Door&, const detail::Shares& inside);
  TheoryAnswer& answer_;
};

struct Candidate {
  /// Whether the recogniser has looked at its door, or at everything that stands in the scenario.
  enum class Scope : std::uint8_t { door, scenario };
  Scope scope = Scope::door;
  std::string model;
  std::vector<std::string> assumes;
  std::vector<std::string> why_not;  ///< what the scenario has and the model does not
  std::function<void(Findings)> fill;
};

/// The recognisers: nothing, if the shape is of another kind altogether. With several doors each is tried for itself.
using Recogniser = std::optional<Candidate> (*)(const Shape&, const Door&);
std::optional<Candidate> closed_loss(const Shape&, const Door&);
std::optional<Candidate> open_loss(const Shape&, const Door&);
std::optional<Candidate> closed_retry(const Shape&, const Door&);
std::optional<Candidate> open_retry(const Shape&, const Door&);
std::optional<Candidate> closed_queue(const Shape&, const Door&);
std::optional<Candidate> open_queue(const Shape&, const Door&);
std::optional<Candidate> rate_limit(const Shape&, const Door&);
std::optional<Candidate> voice(const Shape&, const Door&);
std::optional<Candidate> batch(const Shape&, const Door&);

/// The register: one line a family, those that need the least first.
inline constexpr std::array<Recogniser, 9> recognisers{&closed_loss,   //
                                                       &open_loss,     //
                                                       &rate_limit,    //
                                                       &closed_queue,  //
                                                       &open_queue,    //
                                                       &closed_retry,  //
                                                       &open_retry,    //
                                                       &voice,         //
                                                       &batch};

// --- words that the families share ---

/// "2.5 s", "800 ms", "10.5": four significant digits.
[[nodiscard]] std::string in_words(double);
[[nodiscard]] std::string seconds_in_words(double);
[[nodiscard]] std::string per_second(double);
/// "8 sources think 7.5 s (any law with this mean)".
[[nodiscard]] std::string sources_in_words(const Shape&, bool any_law);
[[nodiscard]] std::string streams_in_words(const Shape&);
[[nodiscard]] std::string hold_in_words(const Shape&, bool any_law);
/// Adds "the service is lognormal; the model's is exponential" if it is not.
void ask_exponential(const Law&, const std::string& what, std::vector<std::string>& why_not);

}  // namespace busyhour::recognition
