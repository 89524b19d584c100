#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "../../sim/report/charts/chart.hpp"
#include "../../sim/report/charts/decimate.hpp"
#include "busyhour/report/report.hpp"
#include "example.hpp"

namespace busyhour {
namespace {

using namespace detail;

const Chart* chart(const std::vector<Chart>& charts, std::string_view id) {
  const auto at = std::ranges::find_if(charts, [&](const Chart& c) { return c.id.starts_with(id); });
  return at == charts.end() ? nullptr : &*at;
}

void each_string(const Json& json, const std::function<void(const std::string&)>& see) {
  if (json.is_string()) see(json.get<std::string>());
  if (json.is_structured())
    for (const auto& item : json) each_string(item, see);
}

TEST(Decimate, KeepsEveryPeakAndTrough) {
  const Timeline t = example::timeline("requests", 20, 50000, true);
  const auto kept = decimated(t.steps, 4000);
  EXPECT_LE(kept.size(), 4000u);
  EXPECT_GT(kept.size(), 3000u);
  EXPECT_TRUE(std::ranges::is_sorted(kept, {}, &TimelineStep::t));
  const auto height = [](const TimelineStep& s) { return s.held + s.waiting; };
  const double from = t.steps.front().t, width = (t.steps.back().t - from) / 100;
  for (int bucket = 0; bucket < 100; ++bucket) {
    // Any span of ten buckets has the same extremes before and after, where the span begins and ends on buckets.
    const auto in = [&](const TimelineStep& s) {
      return s.t >= from + bucket * width + 1e-9 && s.t < from + (bucket + 1) * width - 1e-9;
    };
    std::int64_t before = -1, after = -1;
    for (const auto& s : t.steps)
      if (in(s)) before = std::max(before, height(s));
    for (const auto& s : kept)
      if (in(s)) after = std::max(after, height(s));
    EXPECT_EQ(before, after) << bucket;
  }
}

TEST(Decimate, LeavesFewStepsAlone) {
  const Timeline t = example::timeline("requests", 2, 100, false);
  EXPECT_EQ(decimated(t.steps, 4000).size(), 100u);
  EXPECT_TRUE(decimated({}, 4000).empty());
}

TEST(Charts, OneOfEachKind) {
  std::vector<std::string> ids;
  for (const Chart& c : charts_of(example::voice())) ids.push_back(c.id);
  EXPECT_EQ(ids, (std::vector<std::string>{"in-flight-requests", "worst-minute-requests", "whole-run-requests",
                                           "percentiles-of-delays", "outcomes", "replications"}));
  EXPECT_TRUE(charts_of(example::bare()).empty());
}

TEST(Charts, HoldNoColour) {
  for (const RunResult& run : {example::voice(), example::queue()})
    for (const Chart& c : charts_of(run))
      each_string(c.spec, [&](const std::string& s) { EXPECT_FALSE(s.starts_with("#")) << c.id << ' ' << s; });
}

TEST(Charts, StylesAreInBothThemes) {
  for (const RunResult& run : {example::voice(), example::queue()})
    for (const Chart& c : charts_of(run))
      for (const Json& layer : c.spec.value("layer", Json::array())) {
        if (!layer["mark"].contains("style")) continue;
        const Json style = layer["mark"]["style"];
        for (const Json& name : style.is_array() ? style : Json::array({style})) {
          EXPECT_TRUE(light_theme()["style"].contains(name.get<std::string>())) << name;
          EXPECT_TRUE(dark_theme()["style"].contains(name.get<std::string>())) << name;
        }
      }
}

TEST(Charts, InFlightMarksEveryRefusalBelowZero) {
  const RunResult run = example::voice();
  const auto charts = charts_of(run);
  const Json& spec = chart(charts, "in-flight")->spec;
  EXPECT_EQ(spec["datasets"]["rejects"].size(), run.timelines[0].rejects.size());
  EXPECT_LT(spec["layer"][0]["encoding"]["y"]["scale"]["domain"][0].get<double>(), 0);
  EXPECT_EQ(chart(charts, "in-flight")->summary,
            "Up to 1 of 1 slots of “requests” are held, and 157 attempts are refused.");
}

TEST(Charts, InFlightWithoutALimitDrawsNone) {
  RunResult run = example::queue();
  for (TimelineStep& s : run.timelines[0].steps) s.cap = -1, s.waiting = 0;
  const auto charts = charts_of(run);
  const Chart* c = chart(charts, "in-flight");
  for (const Json& layer : c->spec["layer"]) EXPECT_NE(layer["mark"].value("style", Json()), "limit");
  EXPECT_NE(c->summary.find("there is no limit in this window"), std::string::npos);
}

TEST(Charts, AVaryingLimitIsAStepLine) {
  RunResult run = example::queue();
  auto& steps = run.timelines[0].steps;
  for (std::size_t i = steps.size() / 2; i < steps.size(); ++i) steps[i].cap = 10;
  const auto charts = charts_of(run);
  for (const Json& layer : chart(charts, "in-flight")->spec["layer"])
    if (layer["mark"].value("style", Json()) == "limit") {
      const Json& caps = layer["data"]["values"];
      ASSERT_EQ(caps.size(), 3u);
      EXPECT_EQ(caps[0]["cap"], 20);
      EXPECT_EQ(caps[1]["cap"], 10);
      EXPECT_EQ(caps[2]["cap"], 10);
    }
}

TEST(Charts, ManyRefusalsAreThinnedAndStillCounted) {
  RunResult run = example::voice();
  Timeline& t = run.timelines[0];
  t.rejects.clear();
  for (int i = 0; i < 50000; ++i) t.rejects.push_back({t.from + (t.to - t.from) * i / 50000, "calls #1", 1});
  const auto charts = charts_of(run);
  EXPECT_LE(chart(charts, "in-flight")->spec["datasets"]["rejects"].size(), 1001u);
  EXPECT_NE(chart(charts, "in-flight")->summary.find("50,000 attempts are refused"), std::string::npos);
}

TEST(Charts, PercentilesStandAtOneOverOneMinusP) {
  const auto charts = charts_of(example::voice());
  const Json& spec = chart(charts, "percentiles-of-delays")->spec;
  for (const Json& row : spec["layer"][0]["data"]["values"])
    EXPECT_DOUBLE_EQ(row["x"].get<double>(), 1 / (1 - row["p"].get<double>()));
  // The rule p95 <= 300 ms: 1 / (1 - 0.95) = 20; the axis is in seconds here.
  const Json& bound = spec["layer"][2]["data"]["values"][0];
  EXPECT_NEAR(bound["x"].get<double>(), 20, 1e-9);
  EXPECT_EQ(bound["v"], 0.3);
  EXPECT_EQ(bound["label"], "p95 ≤ 300 ms");
}

TEST(Charts, InfiniteTimesAreNoPoints) {
  RunResult run = example::voice();
  for (auto& point : run.percentiles[0].points)
    if (point.p > 0.99) point.seconds = INFINITY;
  const auto charts = charts_of(run);
  const Chart* c = chart(charts, "percentiles-of-delays");
  for (const Json& row : c->spec["layer"][0]["data"]["values"]) {
    EXPECT_TRUE(row["v"].is_number());
    EXPECT_TRUE(row["k"] != "Added delay" || row["p"].get<double>() <= 0.99);
  }
  EXPECT_NE(c->reading.find("Added delay by 99.1 %"), std::string::npos);
  EXPECT_EQ(c->table.rows.back()[1], "inf");
}

TEST(Charts, NothingFiniteIsStillAChart) {
  RunResult run = example::voice();
  for (PercentileCurve& curve : run.percentiles)
    for (auto& point : curve.points) point.seconds = INFINITY;
  for (auto& replication : run.per_replication)
    for (double& value : replication.values) value = NAN;
  const auto charts = charts_of(run);
  ASSERT_NE(chart(charts, "percentiles-of-delays"), nullptr);
  EXPECT_EQ(chart(charts, "replications"), nullptr);
}

TEST(Charts, CurvesOfNothingAreNamedOnly) {
  RunResult run = example::voice();
  for (auto& point : run.percentiles[1].points) point.seconds = 0;
  const auto charts = charts_of(run);
  const Chart* c = chart(charts, "percentiles-of-delays");
  EXPECT_EQ(c->table.columns.size(), 2u);
  EXPECT_NE(c->reading.find("Delay of the first audio: always 0."), std::string::npos);
}

TEST(Charts, TheTableHoldsEstimatesWhereThereAreAny) {
  const auto charts = charts_of(example::voice());
  const DataTable& table = chart(charts, "percentiles-of-delays")->table;
  ASSERT_EQ(table.rows.size(), 5u);
  EXPECT_EQ(table.rows[2], (std::vector<std::string>{"95 %", "1.41 s", "297 ms"}));  // the estimates, not the curves
  EXPECT_EQ(table.rows[1][0], "90 %");
  EXPECT_EQ(chart(charts, "percentiles-of-delays")->summary.substr(0, 66),
            "Added delay: 50 % within 0 ms, 95 % within 1.41 s, 99 % within 3.9");
}

TEST(Charts, TheSameCurveIsDrawnOnce) {
  const auto charts = charts_of(example::queue());
  const Chart* c = chart(charts, "percentiles-of-delays");
  EXPECT_EQ(c->table.columns.size(), 2u);
  EXPECT_NE(c->reading.find("Wait in the queue: the same curve as Added delay."), std::string::npos);
}

TEST(Charts, OutcomesAddUp) {
  const auto charts = charts_of(example::voice());
  const Chart* c = chart(charts, "outcomes");
  EXPECT_EQ(c->summary, "Of 65,812 requests 68.8 % at once, 31.2 % after a retry, 0.0425 % given up.");
  double sum = 0;
  for (const Json& row : c->spec["data"]["values"]) sum += row["share"].get<double>();
  EXPECT_NEAR(sum, 1, 1e-12);
}

TEST(Charts, ReplicationsShowTheRuleInDoubt) {
  const auto charts = charts_of(example::voice());
  EXPECT_EQ(chart(charts, "replications")->title, "How much replications differ: Turns with a refusal");
  EXPECT_EQ(chart(charts, "replications")->table.rows.size(), 30u);
}

TEST(Charts, IdsAreFileNamesAndDiffer) {
  RunResult run = example::hostile();
  run.timelines.push_back(run.timelines[0]);
  run.timelines.push_back(run.timelines[0]);
  std::set<std::string> ids;
  for (const auto& [id, spec] : chart_specs(run)) {
    EXPECT_TRUE(ids.insert(id).second) << id;
    EXPECT_EQ(id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"), id.npos) << id;
    const Json json = Json::parse(spec);
    EXPECT_EQ(json["width"], 860);
    EXPECT_TRUE(json.contains("config"));
    EXPECT_TRUE(json.contains("$schema"));
    EXPECT_FALSE(json["description"].get<std::string>().empty());
  }
}

}  // namespace
}  // namespace busyhour
