#pragma once
/// The best of several, chosen by one number.
///
/// All are run on the same callers, and every two that are left are compared by their paired difference. Who is shown
/// to be worse than another is left out; of the others the replications are doubled, until the one that is ahead is
/// shown to be no more than `within` worse than any of them, or `at_most` is reached. Each comparison of one look is a
/// two-sided interval of confidence 1 - (1 - confidence) / ((k - 1) looks), k of how many. So with probability
/// `confidence` no interval between the truly best and another misses at any look (Bonferroni), and then: the truly
/// best is never left out; the one chosen is at most `within` worse than it; what is called as good is so too. This is
/// the guarantee of a good selection, which implies that of Kim and Nelson (TOMACS 11, 2001): if the best is better
/// than all others by more than `within`, it is the one chosen. Like theirs it takes the replications' numbers to be
/// nearly normal.
#include "busyhour/experiment/solve.hpp"

namespace busyhour {

struct RankOptions {
  Assignments given;  ///< of `for_each`
  const RunOptions& run;
  std::string_view version;
};

/// Verdict and ranking; nothing, if it was interrupted or a candidate cannot be (told to `out`).
[[nodiscard]] std::optional<Solution> rank(const Loaded&, const RankOptions&, Diagnostics& out);
/// Less or more of the metric, as the plan says, else as the metric is.
[[nodiscard]] Prefer preferred(const Contest&);

}  // namespace busyhour
