#pragma once
/// Many points of one scenario, each run as `run` would run it, with the same draws everywhere (common random numbers).
///
/// What is finished is kept in a folder that is named after what was asked, blocks of replications (kept.hpp) and a
/// part for each finished point: the same sweep asked again goes on where it was, however it ended. Shards are the same
/// with the blocks of all points dealt out.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "busyhour/experiment/folder.hpp"
#include "busyhour/experiment/run.hpp"
#include "busyhour/scenario/load.hpp"

namespace busyhour {

/// What one point sets: path and value as it would be written in a file.
using PointValues = std::vector<std::pair<std::string, std::string>>;

struct Point {
  PointValues set;
  Scenario scenario;  ///< without sweep, solve, claims and plans
  std::string part;   ///< the name of its part: the same scenario and version give the same one
  std::string id;     ///< of its replications, however many there are
};

/// The points of a sweep, all checked; or what is wrong with them.
struct PlannedSweep {
  ScenarioEcho scenario;
  Design design = Design::grid;
  std::vector<std::string> paths;  ///< what varies, in the order of the file
  PointValues base;                ///< what the scenario itself has there; left out where it has nothing
  std::vector<Point> points;       ///< in the order in which they are reported
  std::string key;                 ///< names this sweep: scenario, plan and version
  Diagnostics diagnostics;         ///< the first errors; then there are no points
};
[[nodiscard]] PlannedSweep plan_sweep(const Loaded&, std::string_view version);
/// Names what decides the replications of a scenario, however many there are.
[[nodiscard]] std::string replications_id(const Document&, std::string_view version);
/// One point of its own: `document` with `set` made; errors go to `out`.
[[nodiscard]] std::optional<Point> point_at(const Loaded&, const Assignments& set, std::string_view version,
                                            Diagnostics& out);

/// Finished points, a file each. A part that cannot be read counts as not there.
class Parts {
 public:
  explicit Parts(std::filesystem::path folder) : folder_{std::move(folder)} {}
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  /// Writes down what the parts belong to. Throws WritingFailed; FolderRefused if the folder belongs to another sweep.
  void begin(const PlannedSweep&, const std::string& resolved) const;
  /// Throws FolderRefused if the folder does not hold parts of this sweep.
  void begin_same(const PlannedSweep&) const;
  [[nodiscard]] bool has(const Point&) const;
  /// With the rows of its replications, or without.
  enum class Rows : bool { left_out, read };
  [[nodiscard]] std::optional<RunResult> read(const Point&, Rows = Rows::read) const;
  void write(const Point&, const RunResult&) const;
  void remove_all() const;

 private:
  std::filesystem::path folder_;
};

/// The i-th of n shares of the blocks, dealt out by falling work. A point with a precision is one piece of work: how
/// many replications it takes shows only as it goes.
struct Shard {
  std::size_t index = 0, of = 1;
};

/// A finished point. Its replications' rows are left where they are kept: SweepResult::rows_of reads them.
struct PointResult {
  std::size_t number = 0;  ///< in the plan
  PointValues set;
  RunResult run;
};

struct SweepResult {
  ScenarioEcho scenario;
  Design design = Design::grid;
  std::vector<std::string> paths;
  PointValues base;                 ///< of the scenario as it stands, as far as it has the paths
  std::vector<PointResult> points;  ///< the finished ones, in the order of the plan
  std::size_t asked_points = 0;
  std::function<std::vector<RunResult::Replication>(const PointResult&)> rows_of;
  std::int64_t seed = 1, replications = 0;  ///< of the base scenario
  bool partial = false;                     ///< interrupted: points are missing
  std::string result_dir, version;
};

/// Runs what is not among the parts yet, longest first: points, of a true shard blocks. Answers how many of these the
/// shard has done, of how many.
struct Done {
  std::size_t done = 0, of = 0;
};
Done run_points(const PlannedSweep&, const Parts&, Shard, const RunOptions&);
/// Reads the parts; a point without one is put together from the blocks of all folders. Points of which something is
/// missing are left out, and the result is partial. What is put together is left in `into`, if there is one. The plan
/// and the parts' folders outlive the result.
[[nodiscard]] SweepResult gather(const PlannedSweep&, const std::vector<Parts>&, const Parts* into = nullptr);

/// All points at once, nothing kept on the way. Interrupted, the result is partial.
[[nodiscard]] SweepResult sweep(const PlannedSweep&, const RunOptions&);

/// manifest.json, scenario.resolved.yaml, points.csv, percentiles.csv; and replications.csv, point by point.
[[nodiscard]] std::vector<NamedBytes> result_files(const SweepResult&);
[[nodiscard]] std::vector<NamedPieces> long_files(const SweepResult&);

/// 1 if a rule fails at some point, else 3 if one is undecided at some point, else 0.
[[nodiscard]] int exit_code(const SweepResult&);

}  // namespace busyhour
