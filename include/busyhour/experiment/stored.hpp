#pragma once
/// Results as a result folder keeps them in `result.json`: complete, every number with the same bits, so that a page
/// made from what is stored is the page that was made at first.
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "busyhour/experiment/claims.hpp"
#include "busyhour/experiment/compare.hpp"
#include "busyhour/experiment/hysteresis.hpp"
#include "busyhour/experiment/solve.hpp"
#include "busyhour/experiment/sweep.hpp"

namespace busyhour {

/// Claims of one or more files, judged together.
struct ClaimsResult {
  std::vector<ClaimResult> claims;
  std::string result_dir, version;
};
using AnyResult = std::variant<RunResult, SweepResult, SolveResult, CompareResult, ClaimsResult, HysteresisResult>;

/// The folder holds no result, or one of another make: a usage error.
struct NotStored : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The text of `result.json`. It does not say where its folder lies: folders may be moved.
[[nodiscard]] std::string stored_text(const RunResult&);
[[nodiscard]] std::string stored_text(const SweepResult&);
[[nodiscard]] std::string stored_text(const SolveResult&);
[[nodiscard]] std::string stored_text(const CompareResult&);
[[nodiscard]] std::string stored_text(const ClaimsResult&);
[[nodiscard]] std::string stored_text(const HysteresisResult&);
/// What a result folder holds; its folder is `folder`. Throws NotStored.
[[nodiscard]] AnyResult read_stored(const std::string& folder);

/// manifest.json, claims.csv, points.csv.
[[nodiscard]] std::vector<NamedBytes> result_files(const ClaimsResult&);

}  // namespace busyhour
