#pragma once
/// A scenario on its way to text: which law stands where.
#include <string>
#include <utility>
#include <vector>

#include "parts.hpp"

namespace busyhour::fitting {

/// A law at a path of the scenario.
struct Placed {
  std::string path;
  const FittedQuantity* quantity = nullptr;  ///< null: the arrivals, or
  int class_number = -1;                     ///< the share of a class
};

/// The pieces of a scenario, lines without the indentation of what is around them.
struct Pieces {
  std::vector<std::string> endpoint;  ///< of provider.endpoints.api
  std::vector<std::string> workload;  ///< of workloads.<name>
  std::string workload_name;
  double service_mean = 0;  ///< [s]
  double rate = 0;          ///< [1/s] of requests, 0: not known
  double peak = 1;          ///< the highest rate over the mean
  double duration = 0;      ///< [s] of a run
  std::int64_t cap = 1;
  std::vector<Placed> placed;                              ///< what has an uncertainty
  std::vector<std::pair<std::string, std::string>> files;  ///< name, content
};

/// Where in a scenario services and sizes stand: with the endpoint and the workload, or with a class.
struct Roots {
  std::string service = "provider.endpoints.api.service", demand = "workloads.requests.demand";
};

class Placer {
 public:
  Placer(const FitResult& fit, std::string name, Pieces& into, Roots roots = {})
      : fit_{fit}, name_{std::move(name)}, into_{into}, roots_{std::move(roots)} {}
  /// The law of a quantity as text, and remembered as standing at `path`.
  [[nodiscard]] std::string law(const FittedQuantity& q, const std::string& path);
  /// "  # gamma by AIC, distance 0.058, 5,595 values".
  [[nodiscard]] static std::string comment(const FittedQuantity& q);
  [[nodiscard]] const FitResult& fit() const { return fit_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] Pieces& pieces() { return into_; }
  [[nodiscard]] const Roots& roots() const { return roots_; }

 private:
  const FitResult& fit_;
  std::string name_;
  Pieces& into_;
  Roots roots_;
};

/// Everything placed; with a name ("my-log") it may refer to files beside it.
[[nodiscard]] Pieces pieces_of(const FitResult& fit, const std::string& name);
/// What a limit does when it is full, in YAML.
[[nodiscard]] std::string when_full_text(bool queues, std::optional<std::int64_t> room);
/// provider.endpoints and workloads, in YAML.
[[nodiscard]] std::string endpoint_text(const Pieces& pieces);
[[nodiscard]] std::string workload_text(const Pieces& pieces);

void place_service(Placer& placer);
/// `demand:` of a workload or a class, as far as the service that was placed asks for it.
void place_demand(Placer& placer);
/// `classes:` of the workload, each with its own service and sizes.
void place_classes(Placer& placer);
void place_requests(Placer& placer);
void place_conversations(Placer& placer);
/// `arrive: ...`, or nothing if the arrivals are to be a trace.
[[nodiscard]] std::vector<std::string> arrive_lines(Placer& placer, const std::string& path);
/// One line a draw: the laws of a resampled log at their paths.
[[nodiscard]] std::string draws_csv(const FitResult& fit, const Pieces& pieces, const FitOptions& options);

}  // namespace busyhour::fitting
