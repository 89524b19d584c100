#include "busyhour/theory/tasi.hpp"

#include "theory/support.hpp"

namespace busyhour {
namespace {

using testing::Fraction;

TEST(Tasi, AgreesWithPublishedValues) {
  // At activity 40 % and 0.5 % cut out, "some two talkers a channel": Bell's TASI-A served 72 talkers on 36 channels
  // (Fraser, Bullock & Long, BSTJ 41, 1962); the formula allows 74. A gain needs many channels.
  EXPECT_EQ(tasi_talkers(36, .4, .005), 74);
  EXPECT_EQ(tasi_talkers(96, .4, .005), 218);
  EXPECT_EQ(tasi_talkers(240, .4, .005), 573);
  EXPECT_EQ(tasi_talkers(1, .4, .005), 1);
  EXPECT_EQ(tasi_talkers(2, .4, .005), 2);
  EXPECT_EQ(tasi_talkers(5, .4, .005), 6);
  // Four talkers with a duty of a tenth on one channel.
  EXPECT_NEAR(tasi_cutout(1, 4, .1), .14, .0005);
}

TEST(Tasi, IsTheExactFraction) {
  for (const std::int64_t talkers : {1, 2, 7, 40, 150})
    for (const int tenths : {1, 4, 5, 9}) {
      const Fraction p = Fraction{tenths} / 10;
      for (const std::int64_t channels : {std::int64_t{0}, std::int64_t{1}, talkers / 2, talkers - 1}) {
        Fraction term = 1, excess = 0;  // C(n, k) p^k (1 - p)^(n - k), from k = 0 on
        for (std::int64_t k = 0; k < talkers; ++k) term *= 1 - p;
        for (std::int64_t k = 0; k <= talkers; ++k) {
          if (k > channels) excess += (k - channels) * term;
          term *= Fraction{talkers - k} / (k + 1) * p / (1 - p);
        }
        // The activity is a double, not the fraction: a tail near p^n feels that n times.
        EXPECT_WITHIN(4e-16 * static_cast<double>(talkers + 1), Fraction{excess / (p * talkers)},
                      tasi_cutout(channels, talkers, tenths / 10.0))
            << channels << ' ' << talkers << ' ' << tenths;
      }
    }
}

TEST(Tasi, Ends) {
  EXPECT_EQ(tasi_cutout(7, 7, .5), 0);
  EXPECT_EQ(tasi_cutout(9, 7, .5), 0);
  EXPECT_WITHIN(1e-15, 1.0, tasi_cutout(0, 7, .5));
  EXPECT_WITHIN(1e-15, 3 / 7.0, tasi_cutout(4, 7, 1));
  // Of very many talkers so many speak that the share cut out is what does not fit.
  EXPECT_NEAR(tasi_cutout(100'000, 1'000'000, .4), .75, 1e-12);
}

TEST(Tasi, InversesBracket) {
  for (const std::int64_t channels : {1, 3, 20, 200})
    for (const double cutout : {0.0, 1e-6, .005, .1}) {
      const std::int64_t talkers = tasi_talkers(channels, .3, cutout);
      EXPECT_LE(tasi_cutout(channels, talkers, .3), cutout);
      EXPECT_GT(tasi_cutout(channels, talkers + 1, .3), cutout);
      EXPECT_EQ(tasi_channels(talkers + 1, .3, cutout), channels + 1);
    }
}

TEST(Tasi, RefusesWhatHasNoAnswer) {
  EXPECT_REFUSED(tasi_cutout(-1, 5, .4));
  EXPECT_REFUSED(tasi_cutout(1, 0, .4));
  EXPECT_REFUSED(tasi_cutout(1, 5, 0));
  EXPECT_REFUSED(tasi_cutout(1, 5, 1.1));
  EXPECT_REFUSED(tasi_cutout(1, 5, std::nan("")));
  EXPECT_REFUSED(tasi_talkers(1, .4, 1));
  EXPECT_REFUSED(tasi_talkers(0, .4, .1));
  EXPECT_REFUSED(tasi_channels(4, .4, -1));
}

}  // namespace
}  // namespace busyhour
