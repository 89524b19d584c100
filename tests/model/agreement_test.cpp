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

/// What the language has beside its first part, in all scenes of these numbers.
void expect_wide_agreement(std::uint64_t scenes, Mixtures mixtures) {
  std::size_t wrong = 0;
  for (std::uint64_t number = 0; number < scenes; ++number) {
    const Scene scene = made_up_widely(number, mixtures);
    std::string why;
    try {
      why = difference(counted(tell(Teller::plain, scene)), counted(tell(Teller::model, scene)));
    } catch (const std::logic_error& e) {
      why = e.what();
    }
    if (!why.empty() && ++wrong <= 5) ADD_FAILURE() << "scene " << number << ": " << why;
  }
  EXPECT_EQ(wrong, 0U) << "scenes of " << scenes << " in which they disagree";
}

TEST(Agreement, InWideScenes) { expect_wide_agreement(3800, Mixtures::some); }

// Also slots that are held longer than the request beside clients that leave, users who interrupt and providers that
// let a request queue again.
TEST(Agreement, InScenesOfAllMixtures) { expect_wide_agreement(600, Mixtures::all); }

}  // namespace
}  // namespace busyhour::testing
