// From a log to what is in it: the real traces against what others found in them, made-up ones against how they were
// made.
#include "busyhour/experiment/fit.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "busyhour/random/draw.hpp"
#include "busyhour/scenario/input_draws.hpp"
#include "scenario/files_for_test.hpp"
#include "support/where.hpp"

namespace busyhour {
namespace {

/// The traces that lie beside the project, with what their notes say of them (SOURCES.md there).
std::string trace(const std::string& name) { return test::source_dir() + "/../shared/data/" + name; }
#define NEEDS(name) \
  if (!std::filesystem::exists(trace(name))) GTEST_SKIP() << trace(name) << " is not there"

double value(const FittedFamily& family, std::string_view name) {
  for (const ParameterEstimate& p : family.parameters)
    if (p.name == name) return p.value;
  return std::nan("");
}
const FittedFamily& family(const FittedQuantity& q, std::string_view name) {
  for (const FittedFamily& f : q.families)
    if (f.family == name) return f;
  throw std::out_of_range{std::string(name)};
}
double distance(const FittedQuantity& q, std::string_view name) {
  for (std::size_t i = 0; i < q.families.size(); ++i)
    if (q.families[i].family == name) return q.distances[i];
  return std::nan("");
}
/// To the digits that are written down.
void expect_as_written(double measured, double said, double last_digit) {
  EXPECT_NEAR(measured, said, 0.51 * last_digit);
}

// "5.53/s; interarrival mean 0.181 s, cv 1.09; IDC 1 s 1.39, 10 s 3.87, 60 s 16.4; peak/mean by minute 1.52".
TEST(FitTraces, AzureArrivals) {
  NEEDS("arrivals_azure_llm_conv_2023.csv");
  const FitResult fit = fit_log(trace("arrivals_azure_llm_conv_2023.csv"), {});
  EXPECT_EQ(fit.log.rows, 19366);
  const ArrivalSummary& s = fit.arrivals->summary;
  expect_as_written(s.rate, 5.53, 0.01);
  expect_as_written(s.gap_mean, 0.181, 0.001);
  expect_as_written(s.gap_cv, 1.09, 0.01);
  expect_as_written(s.windows.at(0).dispersion, 1.39, 0.01);
  expect_as_written(s.windows.at(1).dispersion, 3.87, 0.01);
  expect_as_written(s.windows.at(2).dispersion, 16.4, 0.1);
  expect_as_written(s.windows.at(2).peak_to_mean, 1.52, 0.01);
  EXPECT_EQ(fit.arrivals->model, ArrivalModel::profile);
  EXPECT_EQ(fit.find("tokens_in")->closeness, Closeness::nothing);  // "no family fits: KS >= 0.13"
  expect_as_written(fit.find("tokens_out")->mean, 211, 1);
  expect_as_written(fit.find("tokens_out")->cv, 0.77, 0.01);
}

// "timestamps are quantised to about 3 s, so 90% of interarrivals are exactly 0; spread each batch uniformly over the
// following 3 s and say so. tokens_in LN(8.74,1.20) KS 0.067".
TEST(FitTraces, MooncakeArrivalsAreSpread) {
  NEEDS("arrivals_mooncake_llm_conversation.csv");
  const FitResult fit = fit_log(trace("arrivals_mooncake_llm_conversation.csv"), {});
  expect_as_written(100 * fit.arrivals->summary.together, 90, 1);
  EXPECT_NEAR(fit.arrivals->spread, 3, 0.1);
  EXPECT_NEAR(fit.arrivals->summary.windows.at(0).dispersion, 1, 0.1);
  expect_as_written(std::log(value(family(*fit.find("tokens_in"), "lognormal"), "median")), 8.74, 0.01);
  expect_as_written(value(family(*fit.find("tokens_in"), "lognormal"), "sigma"), 1.20, 0.01);
  expect_as_written(distance(*fit.find("tokens_in"), "lognormal"), 0.067, 0.001);
}

// "ok rows: n 2,306, mean 4.28 s, cv 1.32, p50 2.99, p95 12.4; LN(1.135,0.733) KS 0.074; 392 rows are 429";
// anyscale_70b 2.36 s cv 0.20, groq_70b 0.82 s cv 0.09, together_13b cv 3.9.
TEST(FitTraces, LlmperfServices) {
  NEEDS("service_llm_api_llmperf_2023.csv");
  const FitResult fit = fit_log(trace("service_llm_api_llmperf_2023.csv"), {});
  const FittedQuantity& q = *fit.find("duration");
  EXPECT_EQ(q.sample.size(), 2306U);
  EXPECT_EQ(fit.refused, 392U);
  expect_as_written(q.mean, 4.28, 0.01);
  expect_as_written(q.cv, 1.32, 0.01);
  EXPECT_EQ(q.best().family, "lognormal");
  expect_as_written(std::log(value(q.best(), "median")), 1.135, 0.001);
  expect_as_written(value(q.best(), "sigma"), 0.733, 0.001);
  expect_as_written(q.goodness.distance, 0.074, 0.001);
  ASSERT_EQ(fit.classes.size(), 19U);
  for (const ClassRow& c : fit.classes) {
    if (c.name == "groq_70b") expect_as_written(c.mean, 0.82, 0.01), expect_as_written(c.cv, 0.09, 0.01);
    if (c.name == "together_13b") expect_as_written(c.cv, 3.9, 0.1);
  }
}

// "doctor turn mean 6.7 s cv 1.39 p50 4.2 p95 19.5, LN(1.46,0.886) KS 0.031; 37% overlap; conversation 543 s mean; the
// agent talks about 55% of the time".
TEST(FitTraces, TeleconsultationTurns) {
  NEEDS("turns_primock57_teleconsult.csv");
  const FitResult fit = fit_log(trace("turns_primock57_teleconsult.csv"), {});
  ASSERT_TRUE(fit.turns);
  EXPECT_EQ(fit.turns->conversations, 57U);
  EXPECT_EQ(fit.turns->agent, "doctor");
  expect_as_written(100 * fit.turns->overlaps, 37, 1);
  EXPECT_NEAR(fit.turns->agent_talks, 0.55, 0.015);
  const FittedQuantity& q = *fit.find("agent_speaks");
  expect_as_written(q.mean, 6.7, 0.1);
  expect_as_written(q.cv, 1.39, 0.01);
  expect_as_written(q.quantile(0.95), 19.5, 0.1);
  EXPECT_NEAR(std::log(value(q.best(), "median")), 1.46, 0.01);
  EXPECT_NEAR(value(q.best(), "sigma"), 0.886, 0.003);
  expect_as_written(q.goodness.distance, 0.031, 0.001);
  expect_as_written(fit.find("length of a conversation")->mean, 543, 1);
  FitOptions nurse;
  nurse.agent = "nurse";
  EXPECT_THROW((void)fit_log(trace("turns_primock57_teleconsult.csv"), nurse), LogRefused);
}

// "turns per conversation mean 2.96, p95 6, max 43; gap mean 227 s, cv 1.23; LN(4.96,0.957), KS 0.036".
TEST(FitTraces, ChatTurns) {
  NEEDS("turns_mooncake_llm_chat.csv");
  const FitResult fit = fit_log(trace("turns_mooncake_llm_chat.csv"), {});
  const FittedQuantity& gap = *fit.find("gap between requests");
  expect_as_written(gap.mean, 227, 1);
  expect_as_written(gap.cv, 1.23, 0.01);
  expect_as_written(std::log(value(gap.best(), "median")), 4.96, 0.01);
  expect_as_written(value(gap.best(), "sigma"), 0.957, 0.001);
  expect_as_written(gap.goodness.distance, 0.036, 0.001);
  expect_as_written(fit.find("turns per conversation")->mean, 2.96, 0.01);
  EXPECT_EQ(fit.find("turns per conversation")->quantile(1), 43);
  EXPECT_FALSE(fit.turns->begin.empty());
}

// "LN(6.85,2.18) KS 0.088; tail index about 0.9" and, of the other, "lomax(0.82,462) by AIC (infinite mean)": the
// values themselves are taken, and it is said why.
TEST(FitTraces, HeavyTails) {
  NEEDS("durations_philly_gpu_jobs.csv");
  const FitResult philly = fit_log(trace("durations_philly_gpu_jobs.csv"), {});
  const FittedQuantity& q = *philly.find("duration");
  EXPECT_NEAR(std::log(value(family(q, "lognormal"), "median")), 6.85, 0.01);
  EXPECT_NEAR(value(family(q, "lognormal"), "sigma"), 2.18, 0.01);
  EXPECT_NEAR(q.tail.index, 0.9, 0.05);
  EXPECT_EQ(q.closeness, Closeness::nothing);
  EXPECT_FALSE(q.warnings.empty());
  const FitResult openb = fit_log(trace("arrivals_openb_gpu_tasks_2023.csv"), {});
  const FittedQuantity& d = *openb.find("duration");
  EXPECT_EQ(d.best().family, "lomax");
  EXPECT_NEAR(value(d.best(), "shape"), 0.82, 0.02);  // here with the cut off ones as such
  EXPECT_NEAR(value(d.best(), "scale"), 462, 15);
  EXPECT_EQ(d.closeness, Closeness::nothing);
  EXPECT_GT(d.cut_off.size(), 0U);
}

// "duration_s = 0.69 + 0.0568 * size_chars, R2 0.89"; flite: "audio_s = 0.35 + 0.0607 * chars (R2 0.999)".
TEST(FitTraces, Lines) {
  NEEDS("service_speech_primock57.csv");
  const FitResult speech = fit_log(trace("service_speech_primock57.csv"), {});
  ASSERT_EQ(speech.lines.size(), 1U);
  expect_as_written(speech.lines[0].plain.intercept, 0.69, 0.01);
  expect_as_written(speech.lines[0].plain.slope, 0.0568, 0.0001);
  expect_as_written(speech.lines[0].plain.explained, 0.89, 0.01);
  EXPECT_NEAR(speech.lines[0].robust.slope, 0.0568, 0.001);
  FitOptions flite;
  flite.log.only = {"class=flite_slt"};
  const FitResult tts = fit_log(trace("service_tts_local_measured.csv"), flite);
  for (const FittedLine& l : tts.lines)
    if (l.value == "audio")
      expect_as_written(l.plain.slope, 0.0607, 0.0001), expect_as_written(l.plain.intercept, 0.35, 0.01);
}

// Every trace becomes a scenario that can be read, with its draws.
TEST(FitTraces, EachBecomesAScenario) {
  NEEDS("turns_primock57_teleconsult.csv");
  for (const char* name :
       {"arrivals_azure_llm_conv_2023.csv", "arrivals_mooncake_llm_conversation.csv",
        "arrivals_openb_gpu_tasks_2023.csv", "turns_primock57_teleconsult.csv", "turns_mooncake_llm_chat.csv",
        "service_llm_api_llmperf_2023.csv", "service_speech_primock57.csv", "service_tts_local_measured.csv",
        "durations_philly_gpu_jobs.csv"}) {
    FitOptions options;
    options.bootstrap = 3;
    const WrittenFit made = written(fit_log(trace(name), options), "fitted", options);
    const TestFolder folder;
    for (const auto& [file, content] : made.files) folder.write(file, content);
    const Loaded loaded = load(folder.write("fitted.yaml", made.scenario));
    EXPECT_TRUE(loaded.scenario) << name << '\n' << render(loaded.diagnostics, loaded.sources) << made.scenario;
    EXPECT_NE(made.fragments.find("workloads:"), std::string::npos);
  }
}

/// A log made up: times and durations of a law, at places of their own.
std::string made_up(std::size_t n, std::uint64_t seed, const char* family_name, double cv) {
  const Distribution gap = fitted({"exponential", {{"mean", 0.5}}, {}, {}});
  const Distribution hold = fitted({family_name, {{"mean", 2.0}, {"cv", cv}}, {}, {}});
  std::string text = "time_s,duration_s\n";
  double t = 0;
  for (std::size_t i = 0; i < n; ++i) {
    Draw a{Place{seed, 0, 0}, Purpose{1}, static_cast<std::uint32_t>(i)},
        b{Place{seed, 0, 1}, Purpose{1}, static_cast<std::uint32_t>(i)};
    t += gap(a);
    text += std::to_string(t) + "," + std::to_string(hold(b)) + "\n";
  }
  return text;
}

TEST(Fit, FindsWhatALogWasMadeOf) {
  const TestFolder folder;
  for (std::uint64_t seed = 1; seed <= 20; ++seed)
    for (const auto& [name, cv] : {std::pair{"gamma", 0.5}, {"lognormal", 1.2}, {"weibull", 0.4}}) {
      const FitResult fit = fit_log(folder.write("log.csv", made_up(3000, seed, name, cv)), {});
      const FittedQuantity& q = *fit.find("duration");
      EXPECT_EQ(q.best().family, std::string_view{name} == "gamma" && q.best().family == "erlang" ? "erlang" : name)
          << seed;
      EXPECT_EQ(q.closeness, Closeness::close);
      EXPECT_EQ(fit.arrivals->model, ArrivalModel::poisson) << seed << ' ' << fit.arrivals->why;
      EXPECT_NEAR(fit.arrivals->summary.rate, 2, 2 * 4.8916 / std::sqrt(3000.0));
    }
}

/// Two kinds of requests, three of four of the first.
std::string two_classes(std::size_t n) {
  const Distribution gap = fitted({"exponential", {{"mean", 0.5}}, {}, {}});
  const Distribution shorter = fitted({"lognormal", {{"mean", 1.0}, {"cv", 0.3}}, {}, {}});
  const Distribution longer = fitted({"lognormal", {{"mean", 6.0}, {"cv", 0.8}}, {}, {}});
  std::string text = "time_s,duration_s,class\n";
  double t = 0;
  for (std::size_t i = 0; i < n; ++i) {
    Draw a{Place{1, 0, 0}, Purpose{1}, static_cast<std::uint32_t>(i)},
        b{Place{1, 0, 1}, Purpose{1}, static_cast<std::uint32_t>(i)};
    const bool is_short = i % 4 != 3;
    t += gap(a);
    text += std::to_string(t) + "," + std::to_string(is_short ? shorter(b) : longer(b)) +
            (is_short ? ",Small model\n" : ",large.model\n");
  }
  return text;
}

// Each class has its share and its own law in the scenario, and in each of the draws the shares make 100%.
TEST(Fit, WritesClassesOfRequests) {
  const TestFolder folder;
  FitOptions options;
  options.bootstrap = 5;
  const FitResult fit = fit_log(folder.write("log.csv", two_classes(2000)), options);
  ASSERT_EQ(fit.classes.size(), 2U);
  EXPECT_EQ(fit.classes[0].family, "lognormal");
  EXPECT_EQ(fit.classes[1].family, "lognormal");
  const WrittenFit made = written(fit, "fitted", options);
  EXPECT_NE(made.scenario.find("classes:\n      small-model:\n        share: 75%\n        service: {dist: lognormal"),
            std::string::npos)
      << made.scenario;
  EXPECT_NE(made.scenario.find("large-model:\n        share: 25%\n        service: {dist: lognormal"),
            std::string::npos);
  for (const auto& [file, content] : made.files) folder.write(file, content);
  const Loaded loaded = load(folder.write("fitted.yaml", made.scenario));
  ASSERT_TRUE(loaded.scenario) << render(loaded.diagnostics, loaded.sources) << made.scenario;
  Diagnostics wrong;
  const auto draws = input_draws(loaded, 10, wrong);
  ASSERT_TRUE(draws) << render(wrong, loaded.sources);
  EXPECT_EQ(draws->draws.size(), 5U);
  const auto share = [](const Scenario& s) { return classes_of(s.workloads.front().second).front().second.share; };
  EXPECT_NE(share(draws->draws[0]), share(draws->draws[1]));
  EXPECT_NEAR(share(draws->draws[0]), 0.75, 5 * std::sqrt(0.75 * 0.25 / 2000));
  FitOptions one = options;
  one.log.only = {"class=Small model"};
  EXPECT_TRUE(fit_log(folder.write("log.csv", two_classes(2000)), one).by_class.empty());
}

TEST(Fit, TheSameTextForTheSameLog) {
  const TestFolder folder;
  FitOptions options;
  options.bootstrap = 5;
  const std::string file = folder.write("log.csv", made_up(500, 1, "gamma", 0.5));
  const WrittenFit a = written(fit_log(file, options), "x", options), b = written(fit_log(file, options), "x", options);
  EXPECT_EQ(a.scenario, b.scenario);
  EXPECT_EQ(a.files, b.files);
  options.seed = 2;
  EXPECT_NE(written(fit_log(file, options), "x", options).files, a.files);
}

TEST(Fit, SaysWhenALogIsTooShortOrOutOfOrder) {
  const TestFolder folder;
  const FitResult fit = fit_log(folder.write("log.csv", "time_s,duration_s\n3,1\n1,2\n2,1.5\n"), {});
  std::string all;
  for (const std::string& w : fit.warnings) all += w + "\n";
  for (const FittedQuantity& q : fit.quantities)
    for (const std::string& w : q.warnings) all += w + "\n";
  EXPECT_NE(all.find("1 rows are earlier than the row before them"), std::string::npos) << all;
  EXPECT_NE(all.find("only 3 arrivals"), std::string::npos) << all;
  EXPECT_NE(all.find("only 3 values"), std::string::npos) << all;
  const FitResult mixed =
      fit_log(folder.write("mixed.csv", "duration_s\n1\n2\n3\n1.5\n2.5\n900\n1100\n1300\n1500\n800\n"), {});
  ASSERT_FALSE(mixed.quantities.empty());
  std::string warnings;
  for (const std::string& w : mixed.quantities[0].warnings) warnings += w;
  EXPECT_NE(warnings.find("two units"), std::string::npos) << warnings;
}

}  // namespace
}  // namespace busyhour
