/// Holm's steps and the words for where a claim holds.
#include "busyhour/experiment/claims.hpp"

#include <gtest/gtest.h>

namespace busyhour {
namespace {

constexpr Verdict P = Verdict::passes, F = Verdict::fails, U = Verdict::undecided;

// Holm (1979): of three, the smallest must be below 5 % / 3, the next below 5 % / 2, the last below 5 %.
TEST(Claims, HolmStepsDownUntilOneIsTooLarge) {
  EXPECT_EQ(decided({.016, .024, .049}, {P, F, P}, .05), (std::vector{P, F, P}));
  EXPECT_EQ(decided({.049, .016, .024}, {P, F, P}, .05), (std::vector{P, F, P}));
  EXPECT_EQ(decided({.017, .001, .03}, {P, F, P}, .05), (std::vector{P, F, P}));
  EXPECT_EQ(decided({.026, .001, .03}, {P, F, P}, .05), (std::vector{U, F, U}));
  EXPECT_EQ(decided({.017, .018, .019}, {P, P, P}, .05), (std::vector{U, U, U}));
}

std::vector<ClaimPoint> grid(const std::vector<double>& slots, const std::vector<double>& shares,
                             const std::vector<Verdict>& verdicts) {
  std::vector<ClaimPoint> all;
  for (const double s : slots)
    for (const double h : shares) {
      ClaimPoint point;
      const auto text = [](double x) { return std::to_string(static_cast<int>(x)); };
      point.across = {{"provider.limits.slots.cap", text(s)}, {"share", text(h) + " s"}};
      point.place = {s, h};
      point.verdict = verdicts[all.size()];
      all.push_back(point);
    }
  return all;
}
const std::vector<std::string> axes{"provider.limits.slots.cap", "share"};

TEST(Claims, ConditionIsOneBoundWhereOneSeparates) {
  EXPECT_EQ(condition_of(axes, grid({1, 5, 15}, {1, 2}, {F, F, P, P, P, P})), "slots.cap ≥ 5");
  EXPECT_EQ(condition_of(axes, grid({1, 5, 15}, {1, 2}, {P, F, P, F, P, F})), "share ≤ 1 s");
}

TEST(Claims, ConditionIsABoundForEachValueElse) {
  EXPECT_EQ(condition_of(axes, grid({1, 5, 15}, {1, 2, 3}, {F, F, F, P, F, F, P, P, F})),
            "slots.cap = 1: never; slots.cap = 5: share ≤ 1 s; slots.cap = 15: share ≤ 2 s");
}

TEST(Claims, NoConditionWhereAllAgreeAndAListWhereNothingIsMonotone) {
  EXPECT_EQ(condition_of(axes, grid({1, 5}, {1, 2}, {P, P, P, P})), "");
  EXPECT_EQ(condition_of(axes, grid({1, 5, 15}, {1, 2, 3}, {P, F, P, F, P, F, P, F, P})),
            "slots.cap = 1 and share = 1 s; slots.cap = 1 and share = 3 s; slots.cap = 5 and share = 2 s; "
            "slots.cap = 15 and share = 1 s; slots.cap = 15 and share = 3 s");
}

}  // namespace
}  // namespace busyhour
