#include "busyhour/base/expression.hpp"

#include <gtest/gtest.h>

#include <string>

namespace busyhour {
namespace {

std::optional<Dimension> known(std::string_view name) {
  if (name == "balance") return dimension::money;
  if (name == "provider.limits.requests.cap" || name == "workloads.my-calls.count" || name == "a" || name == "b")
    return dimension::number;
  return {};
}

Expression read(std::string_view text) { return Expression::read(text, known); }

Mistake mistake(std::string_view text) {
  try {
    (void)read(text);
  } catch (const Mistake& m) {
    return m;
  }
  ADD_FAILURE() << text << " was read";
  return {};
}

TEST(Quantity, UnitsAreInBaseUnits) {
  const auto is = [](std::string_view text, double value, const Dimension& d) {
    const Expression e = read(text);
    EXPECT_DOUBLE_EQ(e.constant(), value) << text;
    EXPECT_EQ(e.dimension(), d) << text;
    EXPECT_TRUE(e.is_literal()) << text;
  };
  is("250 ms", 0.25, dimension::time);
  is("250ms", 0.25, dimension::time);
  is("3 us", 3e-6, dimension::time);
  is("7 ns", 7e-9, dimension::time);
  is("2 min", 120, dimension::time);
  is("1.5 h", 5400, dimension::time);
  is("1 d", 86400, dimension::time);
  is("2 day", 172800, dimension::time);
  is("$0.13", 0.13, dimension::money);
  is("12 USD", 12, dimension::money);
  is("25%", 0.25, dimension::number);
  is("3.3x", 3.3, dimension::number);
  is("12 /min", 0.2, dimension::rate);
  is("60 / h", 1.0 / 60, dimension::rate);
  is("$500 / day", 500.0 / 86400, dimension::money / dimension::time);
  is("15 chars/s", 15, dimension::character_rate);
  is("45 ms per token", 0.045, dimension::time / dimension::tokens);
  is("1_000", 1000, dimension::number);
  is("1e3", 1000, dimension::number);
  is("-3 s", -3, dimension::time);
}

TEST(Quantity, MarksAreRemembered) {
  EXPECT_TRUE(read("25%").is_percentage());
  EXPECT_FALSE(read("0.25").is_percentage());
  EXPECT_TRUE(read("2x").is_ratio());
  EXPECT_FALSE(read("2 * 25%").is_percentage());  // a computation is no written quantity
  EXPECT_FALSE(read("2 * 25%").is_literal());
}

TEST(Formula, BindsAsWritten) {
  EXPECT_EQ(read("2 + 3 * 4 - 1").constant(), 13);
  EXPECT_EQ(read("(2 + 3) * 4").constant(), 20);
  EXPECT_EQ(read("8 / 2 / 2").constant(), 2);
  EXPECT_EQ(read("-2 * 3").constant(), -6);
  EXPECT_EQ(read("max(1, 2, 3) + min(4, 5)").constant(), 7);
  EXPECT_EQ(read("2 <= 3").constant(), 1);
  EXPECT_EQ(read("2 > 3").constant(), 0);
  EXPECT_TRUE(read("balance > $250").dimension().truth);
}

TEST(Formula, FloorForgivesOnePartInABillion) {
  EXPECT_EQ(read("floor(29% * 100)").constant(), 29);   // doubles give 28.999999999999996
  EXPECT_EQ(read("ceil(110% * 100)").constant(), 110);  // doubles give 110.00000000000001
  EXPECT_EQ(read("floor(28.9)").constant(), 28);
}

TEST(Formula, NamesAreLookedUpOrPutIn) {
  const Expression cap = read("max(1, floor(10% * balance / $1))");
  ASSERT_EQ(cap.names(), std::vector<std::string>{"balance"});
  EXPECT_EQ(cap.value([](std::size_t) { return 137.0; }), 13);
  EXPECT_EQ(cap.value([](std::size_t) { return 3.0; }), 1);

  const Expression both = read("a + 2 * b");
  const Expression one = both.bound([](std::string_view n) { return n == "a" ? std::optional{5.0} : std::nullopt; });
  ASSERT_EQ(one.names(), std::vector<std::string>{"b"});
  EXPECT_EQ(one.value([](std::size_t) { return 3.0; }), 11);
}

TEST(Formula, AMinusMayBelongToAName) {
  EXPECT_EQ(read("workloads.my-calls.count").names(), std::vector<std::string>{"workloads.my-calls.count"});
  EXPECT_EQ(read("a-b").names(), (std::vector<std::string>{"a", "b"}));
}

TEST(Formula, EveryComplaintHasAColumn) {
  const auto at = [](std::string_view text, std::size_t column, std::string_view part_of_what_it_says) {
    const Mistake m = mistake(text);
    EXPECT_EQ(m.column, column) << text << ": " << m.says;
    EXPECT_NE(m.says.find(part_of_what_it_says), std::string::npos) << m.says;
  };
  at("2.1 secs", 4, "unknown unit 'secs'");
  at("5 \xC2\xB5s", 2, "unknown unit");
  at("max(1, flor(2))", 7, "unknown function 'flor'");
  at("max(1, balanse)", 7, "unknown name 'balanse'");
  at("max(1, 2", 8, "missing at the end");
  at("4 *", 3, "missing at the end");
  at("0.25 0.5", 5, "unexpected '0'");
  at("1..400", 1, "unexpected '.'");
  at("balance > 250", 8, "joins money and a plain number");
  at("1 s + 1", 4, "joins time and a plain number");
  at("floor(balance)", 0, "of money");
  at("max(1, 2 s)", 7, "a plain number and time");
  at("max(1)", 0, "two or more");
  at("1 < 2 < 3", 6, "a condition");
  at("5 \xE2\x82\xAC", 2, "unknown unit");
  at("\xE2\x89\xA4 3", 0, "unexpected");
}

TEST(Formula, WhatIsNotFiniteIsRefused) {
  EXPECT_NE(mistake("1 / 0").says.find("divides by zero"), std::string::npos);
  EXPECT_NE(mistake("1e308 * 1e308").says.find("finite"), std::string::npos);
  EXPECT_NE(mistake("1e999").says.find("too large"), std::string::npos);
  (void)mistake("inf");
  (void)mistake("nan");
}

TEST(Formula, NestingAndLengthAreBounded) {
  (void)mistake(std::string(5000, '('));
  (void)mistake(std::string(200, '(') + "1" + std::string(200, ')'));
  (void)mistake(std::string(200, '-') + "1");
  (void)mistake(std::string(5000, '1'));
  std::string right = "1";  // every operand waits on the stack
  for (int i = 0; i < 40; ++i) right = "1 + (" + right + ")";
  (void)mistake(right);
  EXPECT_EQ(read("((((((((1))))))))").constant(), 1);
}

}  // namespace
}  // namespace busyhour
