#pragma once
/// One scenario, so many replications, every number with its interval.
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>

#include "busyhour/experiment/kept.hpp"
#include "busyhour/experiment/results.hpp"
#include "busyhour/scenario/scenario.hpp"

namespace busyhour {

struct RunOptions {
  /// Whether each rule is told how surely it is decided.
  enum class Decide : std::uint8_t { at_95_percent, with_p };
  Decide decide = Decide::at_95_percent;
  std::size_t jobs = 0;  ///< threads; 0: as many as the machine runs at once
  /// Told after each replication, from any thread, one at a time: how many are done, of how many.
  std::function<void(std::int64_t done, std::int64_t of)> progress;
  /// Set to true from outside (a signal): replications that have not finished are left out.
  const std::atomic<bool>* interrupted = nullptr;
  const Kept* kept = nullptr;         ///< where finished replications are found and left
  std::string id;                     ///< of the replications there (replications_id)
  bool only_kept = false;             ///< simulate nothing: what is not kept is missing
  bool leave = true;                  ///< leave all of it there, once it is whole
  bool timelines = true;              ///< look for the worst windows, which are told a second time
  std::optional<std::uint32_t> only;  ///< this replication alone, with the warm-up that all of them have
  std::optional<Window> window;       ///< what is told of it, instead of the worst window
};

/// Runs a scenario. The same scenario gives the same result for any number of threads. What is left empty: scenario
/// echo but name, file and hash, result_dir, version. Throws what a story throws.
[[nodiscard]] RunResult run(const Scenario& scenario, const RunOptions& options = {});

/// Runs one block of it, `first` to `first + block_replications`, and leaves it in `options.kept`, unless it is there.
/// Answers whether it is.
bool run_block(const Scenario& scenario, std::int64_t first, const RunOptions& options);

}  // namespace busyhour
