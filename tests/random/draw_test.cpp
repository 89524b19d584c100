// Draws by place: the published vectors of Philox2x64-10, the mapping of a place to a block, and that places are
// independent.
#include "busyhour/random/draw.hpp"

#include <gtest/gtest.h>

#include <Random123/philox.h>

#include <array>
#include <functional>
#include <set>

#include "samples.hpp"

namespace busyhour::testing_random {
namespace {

using Words = std::array<std::uint64_t, 2>;
using Library = r123::Philox2x64_R<10>;

/// Philox2x64-10 as the paper has it (Salmon et al., SC'11, section 3.2 and table 2), written apart from the library.
Words philox(Words counter, std::uint64_t key) {
  __extension__ using Wide = unsigned __int128;
  for (int round = 0; round < 10; ++round) {
    const Wide product = static_cast<Wide>(counter[0]) * 0xD2B74407B1CE6E93U;
    counter = {static_cast<std::uint64_t>(product >> 64) ^ key ^ counter[1], static_cast<std::uint64_t>(product)};
    key += 0x9E3779B97F4A7C15U;
  }
  return counter;
}

Words words_of(Draw draw) {
  const std::uint64_t first = draw();
  return {first, draw()};
}

TEST(Philox, PublishedVectors) {
  // Random123's tests/kat_vectors, the three lines "philox2x64 10": counter, key, result.
  struct Vector {
    Words counter;
    std::uint64_t key;
    Words result;
  };
  constexpr std::uint64_t ones = ~std::uint64_t{0};
  for (const Vector& v :
       {Vector{{0, 0}, 0, {0xca00a0459843d731, 0x66c24222c9a845b5}},
        Vector{{ones, ones}, ones, {0x65b021d60cd8310f, 0x4d02f3222f86df20}},
        Vector{
            {0x243f6a8885a308d3, 0x13198a2e03707344}, 0xa4093822299f31d0, {0x0a5e742c2997341c, 0xb0f883d38000de5d}}}) {
    EXPECT_EQ(philox(v.counter, v.key), v.result);
    const Library::ctr_type counter{{v.counter[0], v.counter[1]}};
    Library::key_type key{};
    key.v[0] = v.key;
    const auto library = Library{}(counter, key);
    EXPECT_EQ((Words{library.v[0], library.v[1]}), v.result);
  }
}

TEST(Place, IsTheCounterOfABlock) {
  const Place at{0x0123456789abcdef, 0x89abcdef, 0x76543210};
  const Words counter{0xdeadbeef'1234'0000, 0x89abcdef'76543210};
  EXPECT_EQ(words_of(Draw{at, Purpose{0x1234}, 0xdeadbeef}), philox(counter, at.seed));
}

TEST(Place, ARejectionTakesTheNextBlockOfTheSameDraw) {
  const Place at{7, 2, 9};
  Draw draw{at, Purpose{3}, 11};
  for (std::uint64_t block = 0; block < 5; ++block) {
    const Words expected = philox({std::uint64_t{11} << 32 | 3U << 16 | block, std::uint64_t{2} << 32 | 9U}, at.seed);
    EXPECT_EQ(draw(), expected[0]);
    EXPECT_EQ(draw(), expected[1]);
  }
}

TEST(Place, ALongDrawDisturbsNoNeighbour) {
  const Place at{7, 2, 9};
  Stream thrifty;
  Stream greedy;
  for (int i = 0; i < 100; ++i) {
    Draw one = thrifty.next(at, Purpose{3});
    Draw other = greedy.next(at, Purpose{3});
    EXPECT_EQ(one(), other());
    for (int words = 0; words < i; ++words) other();
  }
}

TEST(Place, TheSamePlaceGivesTheSameNumberWhateverWasDrawnBefore) {
  const Place at{7, 2, 9};
  const Distribution gap = law("gamma", {{"mean", 1.0}, {"cv", 0.5}});
  std::vector<double> forward;
  Stream stream;
  StreamAhead ahead{at, Purpose{3}};
  for (std::uint32_t i = 0; i < 1000; ++i) {
    Draw draw = stream.next(at, Purpose{3});
    Draw same = ahead.next(at, Purpose{3});
    forward.push_back(gap(draw));
    EXPECT_EQ(gap(same), forward.back());
  }
  for (std::uint32_t i = 1000; i-- > 0;) {
    Draw elsewhere{Place{7, 2, i}, Purpose{4}, i};
    static_cast<void>(gap(elsewhere));
    Draw draw{at, Purpose{3}, i};
    EXPECT_EQ(gap(draw), forward[i]);
  }
}

TEST(Place, NoTwoPlacesShareABlock) {
  // 2 x 5^4 places that differ in one or more of seed, replication, entity, purpose and number: 1250 first words, all
  // different.
  std::set<std::uint64_t> words;
  for (std::uint64_t seed = 0; seed < 2; ++seed) {
    for (std::uint32_t i = 0; i < 625; ++i) {
      Draw draw{Place{seed, i % 5, i / 5 % 5}, Purpose{static_cast<std::uint16_t>(i / 25 % 5)}, i / 125};
      words.insert(draw());
    }
  }
  EXPECT_EQ(words.size(), 1250U);
}

TEST(Place, ANameSeedsItsOwnStream) {
  EXPECT_NE(seed_of(1, "calls"), seed_of(2, "calls"));
  EXPECT_NE(seed_of(1, "calls"), seed_of(1, "batch"));
  EXPECT_NE(seed_of(1, ""), seed_of(2, ""));
}

/// Neighbours along one direction: the numbers of place i and of place i + 1, for a step in number, entity,
/// replication, purpose or seed.
using Step = std::function<double(std::uint32_t)>;
double first_uniform(const Place& at, Purpose purpose, std::uint32_t number) {
  Draw draw{at, purpose, number};
  return uniform01(draw);
}
const std::vector<std::pair<const char*, Step>> steps{
    {"number",
     [](std::uint32_t i) {
       return first_uniform(Place{5, 1, 2}, Purpose{3}, i);
     }},
    {"entity",
     [](std::uint32_t i) {
       return first_uniform(Place{5, 1, i}, Purpose{3}, 4);
     }},
    {"replication",
     [](std::uint32_t i) {
       return first_uniform(Place{5, i, 2}, Purpose{3}, 4);
     }},
    {"purpose",
     [](std::uint32_t i) {
       return first_uniform(Place{5, i >> 16, 2}, Purpose{static_cast<std::uint16_t>(i)}, 4);
     }},
    {"seed",
     [](std::uint32_t i) {
       return first_uniform(Place{i, 1, 2}, Purpose{3}, 4);
     }},
    {"word", [](std::uint32_t i) {
       Draw draw{Place{5, 1, 2}, Purpose{3}, 1'000'000 + i / 2};
       if (i % 2 == 1) draw();
       return uniform01(draw);
     }}};

TEST(PlaceIndependence, NeighboursInPairsOfCells) {
  constexpr std::uint32_t n = 400'000;
  for (const auto& [name, step] : steps) {
    std::vector<std::uint64_t> counts(256);
    for (std::uint32_t i = 0; i < n; i += 2) {
      ++counts[static_cast<std::size_t>(step(i) * 16) * 16 + static_cast<std::size_t>(step(i + 1) * 16)];
    }
    EXPECT_LT(chi_square(counts, std::vector<double>(256, n / 2.0 / 256)), chi_square_limit(255)) << name;
  }
}

TEST(PlaceIndependence, SerialCorrelation) {
  // The mean of 12 (u - 1/2) (v - 1/2) over n pairs has mean 0 and variance 1 / n.
  constexpr std::uint32_t n = 100'000;
  for (const auto& [name, step] : steps) {
    for (const std::uint32_t lag : {1U, 2U, 64U}) {
      double sum = 0.0;
      for (std::uint32_t i = 0; i < n; ++i) sum += 12.0 * (step(i) - 0.5) * (step(i + lag) - 0.5);
      EXPECT_LT(std::abs(sum) / std::sqrt(n), normal_limit) << name << " at lag " << lag;
    }
  }
}

TEST(PlaceIndependence, SumsOverEntitiesVaryAsTheyShould) {
  // 500 replications of the sum of 1000 entities: the variance of the sum is 1000 / 12, that of its estimate that times
  // sqrt(2 / 499).
  constexpr int replications = 500;
  constexpr std::uint32_t entities = 1000;
  double squares = 0.0;
  for (std::uint32_t r = 0; r < replications; ++r) {
    double sum = 0.0;
    for (std::uint32_t e = 0; e < entities; ++e) sum += first_uniform(Place{5, r, e}, Purpose{3}, 0) - 0.5;
    squares += sum * sum;
  }
  const double ratio = squares / replications / (entities / 12.0);
  EXPECT_LT(std::abs(ratio - 1.0), normal_limit * std::sqrt(2.0 / replications));
}

}  // namespace
}  // namespace busyhour::testing_random
