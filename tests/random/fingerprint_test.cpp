// The first draw of each family at one place, and a fingerprint of ten thousand: the same bits on every machine and
// compiler. A change here changes every result that busyhour has ever printed, and belongs in the change log.
#include <gtest/gtest.h>

#include <bit>

#include "samples.hpp"

namespace busyhour::testing_random {
namespace {

struct Print {
  Distribution law;
  double first;
  std::uint64_t all;
};

TEST(Fingerprint, TheSameDrawsEverywhere) {
  const std::vector<Print> prints{
      {law("uniform", {{"min", 1.0}, {"max", 3.0}}), 0x1.eb7a0a2ea574fp+0, 0xfc8c15a42cfc31a7U},
      {law("exponential", {{"mean", 2.5}}), 0x1.b54c8fb683f78p+1, 0x56a99aca26f40c19U},
      {law("gamma", {{"mean", 2.0}, {"cv", 0.4}}), 0x1.397ce6a67b547p+0, 0x8222d0e055f1ff90U},
      {law("gamma", {{"mean", 2.0}, {"p95", 5.5}}), 0x1.b6a3766214c5bp-2, 0xd65c58ff0f7644ddU},
      {law("gamma", {{"mean", 2.0}, {"cv", 3.0}}), 0x1.f20e9f534a99ep-16, 0x640dacf547b27d3eU},
      {law("erlang", {{"stages", 4.0}, {"median", 2.0}}), 0x1.227e2b5dee9b1p+0, 0x7c4b0f373d68e94fU},
      {law("lognormal", {{"mean", 0.9}, {"p95", 2.1}}), 0x1.8fc61ee0d4771p-2, 0x90ba752660edae61U},
      {law("weibull", {{"mean", 1.0}, {"cv", 0.5}}), 0x1.4f5a4d45f8e91p+0, 0x106e10684eaa3ba8U},
      {law("pareto", {{"median", 1.0}, {"p95", 4.0}}), 0x1.7ffd01f3f000ap+0, 0xce6a78a85c56d8a5U},
      {law("hyperexponential", {{"mean", 1.0}, {"p99", 6.0}}), 0x1.e4ab9e0f511ffp-1, 0xd148daf51bb9c8afU},
      {fitted({"discrete", {}, {{1, 0.3}, {2, 0.4}, {3, 0.3}}, {}}), 0x1p+1, 0xdd6cf0723147f065U},
      {fitted({"empirical", {}, {}, {0.5, 1.5, 0.25, 4.0, 2.0}}), 0x1.8p+0, 0xb224f0723147f065U}};
  for (const Print& print : prints) {
    const std::vector<double> values = values_of(print.law, 10'000, 2026);
    std::uint64_t h = 0xcbf29ce484222325U;
    for (const double x : values) h = (h ^ std::bit_cast<std::uint64_t>(x)) * 0x100000001b3U;
    EXPECT_EQ(values.front(), print.first) << print.law.family();
    EXPECT_EQ(h, print.all) << print.law.family();
  }
}

}  // namespace
}  // namespace busyhour::testing_random
