/// The model and the plain implementation say the same, to the last nanosecond, in scenes made up at random.
#include <gtest/gtest.h>

#include "scenes.hpp"

namespace busyhour::testing {
namespace {

/// Every record that belongs to the counted time, and every integral.
template <class MakeScene>
void expect_agreement(std::uint64_t scenes, MakeScene&& make) {
  std::size_t requests = 0, turns = 0, wrong = 0;
  for (std::uint64_t number = 0; number < scenes; ++number) {
    const Scene scene = make(number);
    const plain::Records expected = counted(tell(Teller::plain, scene));
    requests += expected.requests.size();
    turns += expected.turns.size();
    const std::string why = difference(expected, counted(tell(Teller::model, scene)));
    if (!why.empty() && ++wrong <= 5) ADD_FAILURE() << "scene " << number << ": " << why;
  }
  EXPECT_EQ(wrong, 0U) << "scenes of " << scenes << " in which they disagree";
  EXPECT_GT(requests, 50 * scenes);  // something happens in them
  EXPECT_GT(turns, 20 * scenes);
}

TEST(Agreement, InScenesMadeUpAtRandom) {
  expect_agreement(5000, [](std::uint64_t n) { return made_up(n, Ties::rare); });
}

// Whole tenths of a second, all members of a population beginning at once: what happens at one instant happens in the
// order of phases, then of scheduling.
TEST(Agreement, WhereMuchHappensAtOnce) {
  expect_agreement(2000, [](std::uint64_t n) { return made_up(n, Ties::common); });
}

TEST(Agreement, InWideScenes) { expect_agreement(5000, made_up_widely); }

}  // namespace
}  // namespace busyhour::testing
