#pragma once
/// From a log to distributions, arrivals, a service model and conversations, and to a scenario that has them.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "busyhour/base/dimension.hpp"
#include "busyhour/random/likelihood.hpp"
#include "busyhour/scenario/log.hpp"
#include "busyhour/stats/arrivals.hpp"
#include "busyhour/stats/goodness.hpp"
#include "busyhour/stats/line.hpp"

namespace busyhour {

struct FitOptions {
  LogOptions log;
  std::string agent;            ///< which speaker is the agent; empty: by its name
  std::uint64_t seed = 1;       ///< of samples and bootstraps
  std::size_t bootstrap = 200;  ///< draws of the inputs
  std::int64_t cap = 0;         ///< slots of the provider's limit, if it is known beside the log
};

/// How close the chosen family is: within 0.05 of the sample's cdf everywhere or not refused by the bootstrap at 5%,
/// within 0.10, or farther: then nothing fits, and the values themselves are the law.
enum class Closeness : std::uint8_t { close, rough, nothing };

/// One quantity of the log with the families that were fitted to it.
struct FittedQuantity {
  std::string name;  ///< "duration", "gap between arrivals"
  Dimension dimension;
  std::vector<double> sample;  ///< sorted, in base units; families take a zero as half a grain
  std::vector<double> cut_off;
  std::size_t zeros = 0;  ///< values that were 0
  double grain = 0;       ///< what the values are multiples of
  double mean = 0, cv = 0;
  std::vector<FittedFamily> families;  ///< the smallest AIC first
  std::vector<double> distances;       ///< Kolmogorov's, beside `families`
  std::size_t chosen = 0;
  Goodness goodness;
  Closeness closeness = Closeness::nothing;
  TailIndex tail;
  std::vector<std::string> warnings;
  [[nodiscard]] const FittedFamily& best() const { return families[chosen]; }
  [[nodiscard]] double quantile(double p) const;  ///< of the sample
};

/// What a straight line says of a service: value = intercept + slope * of.
struct FittedLine {
  std::string value, of;  ///< "duration", "tokens_out"
  Dimension per;          ///< of `of`
  Line robust, plain;
  std::vector<std::pair<double, double>> points;  ///< some of them, for a chart
};

enum class ArrivalModel : std::uint8_t { none, poisson, profile, renewal, trace };

struct FittedArrivals {
  ArrivalSummary summary;
  ArrivalModel model = ArrivalModel::none;
  std::string why;               ///< why this model
  double every = 0;              ///< [s] of a step of the profile
  std::vector<double> levels;    ///< of the profile, 1 on average
  double rescaled_cv = 0;        ///< of the gaps once the profile is taken out: 1 of a Poisson process
  std::vector<double> instants;  ///< [s] sorted, from 0; empty where they are too many to keep
  double spread = 0;             ///< [s] over which arrivals with one stamp were spread; 0: they were not
};

struct FittedTurns {
  std::size_t conversations = 0, turns = 0;
  bool voice = false;
  std::string agent, user;
  double overlaps = 0;                   ///< share of changes of speaker that begin before the other one ends
  double agent_talks = 0;                ///< share of the time
  double speaking_rate = 0;              ///< [chars/s], all characters over all seconds
  double audio_seconds = 0;              ///< mean of an agent's turn
  std::vector<double> lengths;           ///< [s] of conversations
  std::vector<double> begin;             ///< [s] of conversations on one clock, sorted; empty if each has its own
  std::vector<double> per_conversation;  ///< turns of each
};

/// The limit on concurrency that refusals or waits of a log show.
struct SeenLimit {
  std::int64_t cap = 0;              ///< in service at nearly every one of them
  bool queues = false;               ///< those that came then waited
  std::optional<std::int64_t> room;  ///< places to wait, if requests were refused beside
  std::size_t witnesses = 0;         ///< refusals and waits
};

struct ClassRow {
  std::string name;
  std::size_t n = 0;
  double mean = 0, cv = 0;
  std::string family;
  std::size_t rows = 0;  ///< however they ended
};

struct FitResult {
  LogFile log;
  std::size_t kept = 0;  ///< rows that were kept in memory: all, or a random sample
  std::map<std::string, std::size_t> statuses;
  std::size_t refused = 0, failed = 0, censored = 0;  ///< rows by status, and cut off
  std::optional<FittedArrivals> arrivals;
  std::vector<FittedQuantity> quantities;
  std::vector<FittedLine> lines;
  std::optional<FittedTurns> turns;
  std::optional<SeenLimit> limit;
  std::vector<ClassRow> classes;  ///< of durations
  std::vector<FitResult>
      by_class;  ///< services and sizes of each, if there are few enough to write them into a scenario
  std::vector<std::string> warnings;
  std::string version;
  [[nodiscard]] const FittedQuantity* find(std::string_view name) const;
};

/// Reads and fits. Throws LogRefused.
[[nodiscard]] FitResult fit_log(const std::string& file, const FitOptions& options);

/// The scenario language for what was found.
struct WrittenFit {
  std::string fragments;  ///< valid YAML: endpoint and workload; what was found in comments
  std::string scenario;   ///< a whole file; empty if no name was given
  std::vector<std::pair<std::string, std::string>> files;  ///< beside it: name, content
};
/// With a name ("my-log", of my-log.yaml) the scenario may refer to files beside it; without one all stands in the
/// text.
[[nodiscard]] WrittenFit written(const FitResult& fit, const std::string& name, const FitOptions& options);

/// One number as the first part of a log predicts it, and as the second part has it.
struct CheckRow {
  std::string what;
  Dimension dimension;                      ///< `share` for shares
  double predicted = 0, low = 0, high = 0;  ///< with an interval that is to hold the one observed in 95% of such logs
  double observed = 0;                      ///< not a number: the log does not say
  [[nodiscard]] bool is_inside() const { return low <= observed && observed <= high; }
};
struct CheckResult {
  std::string file;
  std::size_t first = 0, second = 0;  ///< rows
  std::string split;                  ///< how they were parted
  std::vector<CheckRow> rows;
  std::vector<std::string> notes;
};

/// Fits the first `share` of the rows (by their instants, else by their order), simulates as long as the rest lasted,
/// against the limit that is told or that the first part shows, and holds what comes out against the rest. Both are
/// measured by the same code. Each of 79 replications has inputs of its own (the first part resampled), and a 95%
/// interval is from the second smallest to the second largest: of 80 exchangeable numbers one lies there with
/// probability 1 - 2 x 2 / 80. `folder` is an empty one for files on the way. Throws LogRefused.
[[nodiscard]] CheckResult check_fit(const std::string& file, const FitOptions& options, double share,
                                    const std::string& folder);

}  // namespace busyhour
