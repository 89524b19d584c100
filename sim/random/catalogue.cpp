#include "busyhour/random/distribution.hpp"

#include <array>

namespace busyhour {
namespace {

using enum ParameterDimension;

constexpr ParameterAbout mean{"mean", same, "the mean"};
constexpr ParameterAbout sd{"sd", same, "the standard deviation"};
constexpr ParameterAbout cv{"cv", number, "the coefficient of variation: standard deviation / mean"};
constexpr ParameterAbout median{"median", same, "half of the values are below"};
constexpr ParameterAbout p50{"p50", same, "the same as median"};
constexpr ParameterAbout p90{"p90", same, "9 values in 10 are below"};
constexpr ParameterAbout p95{"p95", same, "19 values in 20 are below"};
constexpr ParameterAbout p99{"p99", same, "99 values in 100 are below"};

constexpr std::array constant_keys{ParameterAbout{"value", same, "the value that is always drawn"}};
constexpr std::array uniform_keys{ParameterAbout{"min", same, "the smallest value"},
                                  ParameterAbout{"max", same, "the largest value"},
                                  mean,
                                  sd,
                                  cv,
                                  median,
                                  p50,
                                  p90,
                                  p95,
                                  p99};
constexpr std::array exponential_keys{mean, ParameterAbout{"rate", rate, "1 / mean"}, sd, median, p50, p90, p95, p99};
constexpr std::array gamma_keys{mean,
                                sd,
                                cv,
                                median,
                                p50,
                                p90,
                                p95,
                                p99,
                                ParameterAbout{"shape", number, "1 / cv^2; from 0.001 to 1000000"},
                                ParameterAbout{"scale", same, "mean / shape"},
                                ParameterAbout{"rate", rate, "1 / scale"}};
constexpr std::array erlang_keys{ParameterAbout{"stages", count, "how many exponential stages follow each other"},
                                 mean,
                                 sd,
                                 median,
                                 p50,
                                 p90,
                                 p95,
                                 p99,
                                 ParameterAbout{"scale", same, "the mean of one stage"},
                                 ParameterAbout{"rate", rate, "1 / scale"}};
constexpr std::array lognormal_keys{
    mean,
    sd,
    cv,
    median,
    p50,
    p90,
    p95,
    p99,
    ParameterAbout{"mu", number, "the logarithm of the median in base units (seconds for durations)"},
    ParameterAbout{"sigma", number, "the standard deviation of the logarithm; from 0.001 to 10"}};
constexpr std::array weibull_keys{mean,
                                  sd,
                                  cv,
                                  median,
                                  p50,
                                  p90,
                                  p95,
                                  p99,
                                  ParameterAbout{"shape", number, "k in 1 - exp(-(x / scale)^k); from 0.05 to 1000"},
                                  ParameterAbout{"scale", same, "63% of the values are below"}};
constexpr std::array pareto_keys{
    mean,
    sd,
    cv,
    median,
    p50,
    p90,
    p95,
    p99,
    ParameterAbout{"shape", number, "the power of the tail; above 1 so that a mean exists, to 1001"},
    ParameterAbout{"min", same, "the smallest value"},
    ParameterAbout{"scale", same, "the same as min"}};
constexpr std::array hyperexponential_keys{
    mean,
    sd,
    cv,
    median,
    p50,
    p90,
    p95,
    p99,
    ParameterAbout{"p1", number, "the probability of the first branch, with mean1 and mean2"},
    ParameterAbout{"mean1", same, "the mean of the first branch"},
    ParameterAbout{"mean2", same, "the mean of the second branch"}};

constexpr std::array all{
    FamilyAbout{"constant", "always the same value; a bare value means this", "{dist: constant, value: 250 ms}",
                constant_keys},
    FamilyAbout{"uniform", "equally likely anywhere from min to max; any two parameters",
                "{dist: uniform, min: 1 s, max: 3 s}", uniform_keys},
    FamilyAbout{"exponential", "memoryless, cv 1; one parameter", "{dist: exponential, mean: 2.5 s}", exponential_keys},
    FamilyAbout{
        "gamma",
        "from near constant to very variable with a light tail; any two parameters, and of two laws that fit the "
        "one with the smaller cv",
        "{dist: gamma, mean: 2 s, cv: 60%}", gamma_keys},
    FamilyAbout{"erlang", "a sum of equal exponential stages, cv 1 / sqrt(stages); stages and one more",
                "{dist: erlang, stages: 4, mean: 2 s}", erlang_keys},
    FamilyAbout{
        "lognormal",
        "the usual law of service times, with a long tail; any two parameters, and of two laws that fit the one "
        "with the smaller cv",
        "{dist: lognormal, mean: 900 ms, p95: 2.1 s}", lognormal_keys},
    FamilyAbout{
        "weibull",
        "tail lighter (shape above 1) or heavier (below 1) than exponential; any two parameters, and of two laws "
        "that fit the one with the smaller cv",
        "{dist: weibull, median: 1 s, p95: 4 s}", weibull_keys},
    FamilyAbout{
        "pareto",
        "power tail from a minimum (first kind); variance infinite up to shape 2; any two parameters, and of two "
        "laws that fit the one with the smaller cv",
        "{dist: pareto, min: 500 ms, shape: 2.5}", pareto_keys},
    FamilyAbout{"hyperexponential",
                "two exponential branches: p1, mean1 and mean2, or any two others for balanced means (each branch "
                "carries half of the mean; cv at least 1)",
                "{dist: hyperexponential, mean: 2 s, cv: 200%}", hyperexponential_keys},
    FamilyAbout{"discrete",
                "listed values with their shares, which sum to 100%",
                "{dist: discrete, values: {1: 30%, 2: 70%}}",
                {}},
    FamilyAbout{"empirical",
                "the values of a file, each as likely as any other, drawn with replacement",
                "{dist: empirical, file: holds.csv, column: hold_s, unit: s}",
                {}}};

}  // namespace

std::span<const FamilyAbout> families() { return all; }

}  // namespace busyhour
