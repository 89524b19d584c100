#include <gtest/gtest.h>

#include "files_for_test.hpp"

namespace busyhour {
namespace {

const std::string scenario = R"(version: 1
provider:
  limits: {slots: {counts: requests, cap: 2, when_full: reject}}
  endpoints: {api: {service: 1 s}}
workloads:
  t: {kind: trace, file: t.csv, columns: {arrives: {column: time_s, unit: s}}}
run: {until: workload_done, replications: 2, seed: 1}
)";

Loaded load_trace(const std::string& csv, const std::string& text = scenario) {
  const TestFolder folder;
  folder.write("t.csv", csv);
  return load(folder.write("s.yaml", text));
}

void refused(const std::string& csv, int line, int column, const std::string& because) {
  const Loaded l = load_trace(csv);
  EXPECT_FALSE(l.scenario) << csv;
  const std::string all = said(l);
  EXPECT_NE(all.find(because), std::string::npos) << all;
  if (line > 0) {
    EXPECT_NE(all.find(std::to_string(line) + ":" + std::to_string(column) + " error"), std::string::npos) << all;
  }
}

const std::vector<TraceRow>& rows_of(const Loaded& l) {
  return *std::get<TraceConfig>(l.scenario->workloads[0].second).rows;
}

TEST(Trace, IsReadAsWritten) {
  for (const char* csv : {"time_s,x\n0,a\n1.5,b\n2,c\n", "\xEF\xBB\xBFtime_s,x\r\n0,a\r\n1.5,b\r\n2,c\r\n\r\n",
                          "x,time_s\n\"a, \"\"b\"\"\",0\n\"line\nbreak\",1.5\nc,\"2\"", "time_s\n0\n1.5\n2\n\n\n"}) {
    const Loaded l = load_trace(csv);
    ASSERT_TRUE(l.scenario) << csv << said(l);
    ASSERT_EQ(rows_of(l).size(), 3U) << csv;
    EXPECT_EQ(rows_of(l)[1].arrives, TimePoint{std::chrono::milliseconds{1500}});
  }
}

TEST(Trace, NamesLineAndColumnOfWhatIsWrong) {
  refused("time_s\n0\nabc\n", 3, 1, "'abc' is not a number");
  refused("x,time_s\na,0\nb,1e\n", 3, 3, "'1e' is not a number");
  refused("time_s\n0\nnan\n", 3, 1, "not a finite number");
  refused("time_s\n0\n-1\n", 3, 1, "is negative");
  refused("time_s,x\n0,a\n1\n", 3, 1, "this line has 1 values, but the header names 2");
  refused("time_s\n0\n5\n4\n", 4, 1, "is earlier than the line before");
  refused("time_s\n0\n\n1\n", 3, 1, "an empty line, but there is more below");
  refused("time_s,x\n0,\"a\n", 2, 3, "never closed");
  refused("time_s,x\n0,a\"b\n", 2, 5, "a quote inside a value");
  refused("time_s,x\n,a\n", 2, 1, "there is no number here");
  refused("time_s,time_s\n0,0\n", 1, 8, "two columns are called");
}

TEST(Trace, WhatHoldsNothingOrIsNotThere) {
  refused("", 0, 0, "there is nothing in this file");
  refused("time_s\n", 0, 0, "no row below it");
  refused("time_ms\n0\n", 6, 61, "is called 'time_s' | did you mean 'time_ms'?");
  refused(std::string("time_s\n0\n\0\n", 11), 3, 2, "not a text file");
  refused("time_s\n1700000000\n", 6, 26, "subtract the first instant");
  const Loaded l = load_text(scenario);
  EXPECT_NE(said(l).find("t.csv' cannot be read"), std::string::npos) << said(l);
}

TEST(Trace, UnitsOfColumnsAreChecked) {
  const auto with_unit = [](const std::string& unit) {
    return said(load_trace("time_s\n0\n", with(scenario, "unit: s}", "unit: " + unit + "}")));
  };
  EXPECT_EQ(with_unit("ms"), "");
  EXPECT_NE(with_unit("tokens").find("measures tokens, but time was due"), std::string::npos);
  EXPECT_NE(with_unit("secs").find("write 's'"), std::string::npos);
}

TEST(Trace, PointsShareTheRowsAndAMillionAreRead) {
  std::string csv = "time_s\n";
  for (int i = 0; i < 1'000'000; ++i) csv += std::to_string(i) + ".25\n";
  const Loaded l = load_trace(csv);
  ASSERT_TRUE(l.scenario) << said(l);
  EXPECT_EQ(rows_of(l).size(), 1'000'000U);
  Document changed = l.document;
  changed.set("run.seed", scalar_node("9"));
  const Loaded point = decode(changed, l.sources);  // the file is gone by now
  ASSERT_TRUE(point.scenario) << said(point);
  EXPECT_EQ(&rows_of(point), &rows_of(l));
}

TEST(Empirical, DrawsFromAColumn) {
  const TestFolder folder;
  folder.write("d/holds.csv", "hold_ms,x\n100,a\n300,b\n");
  const std::string file =
      folder.write("s.yaml", with(small, "{dist: exponential, mean: 2.5 s}",
                                  "{dist: empirical, file: d/holds.csv, column: hold_ms, unit: ms}"));
  const Loaded l = load(file);
  ASSERT_TRUE(l.scenario) << said(l);
  EXPECT_NEAR(std::get<TimedService>(l.scenario->provider.endpoints[0].second.service).time.mean(), 0.2, 1e-12);
}

}  // namespace
}  // namespace busyhour
