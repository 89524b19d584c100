#include "stats/experiments.hpp"

#include <boost/random/bernoulli_distribution.hpp>
#include <boost/random/beta_distribution.hpp>
#include <boost/random/binomial_distribution.hpp>
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/geometric_distribution.hpp>
#include <boost/random/lognormal_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>
#include <cmath>
#include <cstdio>
#include <utility>

namespace busyhour::experiments {
namespace {

namespace law = boost::random;

template <class Replication>  // Engine& -> Ratio
Case ratio_case(std::string family, std::string name, double truth, Replication one) {
  return {std::move(family), std::move(name), truth, [one](Engine& engine, std::size_t replications) {
            std::vector<Ratio> ratios;
            for (std::size_t r = 0; r < replications; ++r) ratios.push_back(one(engine));
            return pooled_ratio(ratios);
          }};
}

std::string text(const char* words, double a, double b = 0) {
  std::string line(200, ' ');
  line.resize(static_cast<std::size_t>(std::snprintf(line.data(), line.size(), words, a, b)));
  return line;
}

double binomial(Engine& engine, double n, double p) {
  return law::binomial_distribution<int>{static_cast<int>(n), p}(engine);
}
double poisson(Engine& engine, double mean) { return law::poisson_distribution<int>{mean}(engine); }
double exponential(Engine& engine, double mean) { return law::exponential_distribution<>{1 / mean}(engine); }

Case independent(double n, double p) {
  return ratio_case("shares", text("binomial, n = %g, p = %g", n, p), p, [=](Engine& engine) {
    return Ratio{binomial(engine, n, p), n};
  });
}

/// Each replication has a probability of its own, beta distributed.
Case beta_binomial(double n, double p, double strength) {
  const double design_effect = 1 + (n - 1) / (strength + 1);
  return ratio_case(
      "shares", text("beta-binomial, p = %g, design effect %.1f", p, design_effect), p, [=](Engine& engine) {
        return Ratio{binomial(engine, n, law::beta_distribution<>{p * strength, (1 - p) * strength}(engine)), n};
      });
}

Case unequal(double sigma, bool clustered) {
  const char* words =
      clustered ? "beta-binomial, p = %g, lognormal(%g) denominators" : "binomial, p = %g, lognormal(%g) denominators";
  return ratio_case("shares", text(words, 0.05, sigma), 0.05, [=](Engine& engine) {
    const double n = 1 + std::floor(law::lognormal_distribution<>{std::log(500.0), sigma}(engine));
    const double p = clustered ? law::beta_distribution<>{2.5, 47.5}(engine) : 0.05;
    return Ratio{binomial(engine, n, p), n};
  });
}

/// Poisson clusters of geometric size among a Poisson number of requests.
Case bursts(std::string family, double clusters, double size, double n) {
  return ratio_case(std::move(family), text("%g bursts a replication of %g events on average", clusters, size),
                    clusters * size / n, [=](Engine& engine) {
                      const double number = poisson(engine, clusters);
                      double events = number;
                      for (int i = 0; i < number; ++i) events += law::geometric_distribution<int>{1 / size}(engine);
                      return Ratio{events, std::max(events, poisson(engine, n))};
                    });
}

/// A resource that is full for exponential times of mean `on`, free for those of mean `off`, from its steady state.
Case on_off(double on, double off, double length) {
  return ratio_case("shares", text("time on, on %g and off %g on average", on, off), on / (on + off),
                    [=](Engine& engine) {
                      bool full = law::bernoulli_distribution<>{on / (on + off)}(engine);
                      double now = 0, held = 0;
                      while (now < length) {
                        const double span = std::min(exponential(engine, full ? on : off), length - now);
                        held += full ? span : 0;
                        now += span;
                        full = !full;
                      }
                      return Ratio{held, length, RatioKind::part};
                    });
}

/// Requests that try until admitted, in a replication of its own mood.
Case attempts(double n) {
  return ratio_case("shares", "attempts per request, 1.25 on average", 1.25, [=](Engine& engine) {
    const double refused = law::beta_distribution<>{2 * 10, 8 * 10}(engine);
    double all = n;
    for (int i = 0; i < n; ++i) all += law::geometric_distribution<int>{1 - refused}(engine);
    return Ratio{all, n, RatioKind::rate};
  });
}

/// Waits in M/M/1 with services of mean one second, by Lindley's recursion from the steady state:
/// P(W > x) = load exp(-(1 - load) x).
template <class Visit>
void lindley(Engine& engine, double load, int customers, Visit visit) {
  double wait = law::bernoulli_distribution<>{load}(engine) ? exponential(engine, 1 / (1 - load)) : 0;
  for (int i = 0; i < customers; ++i) {
    visit(wait);
    wait = std::max(0.0, wait + exponential(engine, 1) - exponential(engine, 1 / load));
  }
}
double wait_quantile(double load, double p) { return -std::log((1 - p) / load) / (1 - load); }

Case late_waits(double load, int customers, double p) {
  const double limit = wait_quantile(load, 1 - p);
  return ratio_case("shares", text("M/M/1 waits above a limit, load %g, p = %g", load, p), p, [=](Engine& engine) {
    Ratio late;
    lindley(engine, load, customers, [&](double wait) { late.add(wait > limit); });
    return late;
  });
}

/// What `estimate` makes of the tallies that `fill` fills.
template <class Fill, class Make>
Case tally_case(std::string family, std::string name, double truth, Fill fill, Make make) {
  return {std::move(family), std::move(name), truth, [=](Engine& engine, std::size_t replications) {
            std::vector<Tally> tallies(replications);
            std::vector<const Tally*> each;
            for (Tally& tally : tallies) fill(engine, tally), each.push_back(&tally);
            return make(each);
          }};
}

template <class Fill>
Case mean_case(std::string name, double truth, Fill fill) {
  return tally_case("means", std::move(name), truth, fill,
                    [](const std::vector<const Tally*>& each) { return pooled_mean(each); });
}

template <class Fill>
Case quantile_case(std::string name, double p, double truth, Fill fill) {
  return tally_case("quantiles", std::move(name) + text(", p%g", 100 * p), truth, fill,
                    [p](const std::vector<const Tally*>& each) {
                      std::vector<const Sketch*> sketches;
                      for (const Tally* tally : each) sketches.push_back(&tally->sketch());
                      Estimate estimate = pooled_quantile(sketches, p);
                      for (double* number : {&estimate.value, &estimate.low, &estimate.high}) *number *= 1e-9;
                      return estimate;
                    });
}

auto queue(double load, int customers) {
  return [=](Engine& engine, Tally& tally) {
    lindley(engine, load, customers, [&](double wait) { tally.add(seconds(wait)); });
  };
}

auto independent_exponential(int n) {
  return [=](Engine& engine, Tally& tally) {
    for (int i = 0; i < n; ++i) tally.add(seconds(exponential(engine, 1)));
  };
}

/// A Poisson number of lognormal durations in a replication, faster or slower as a whole by a gamma factor.
auto moody_lognormal(double n) {
  return [=](Engine& engine, Tally& tally) {
    const double mood = law::gamma_distribution<>{25, 1.0 / 25}(engine);
    for (double left = poisson(engine, n); left > 0; --left)
      tally.add(seconds(mood * law::lognormal_distribution<>{0, 1}(engine)));
  };
}

template <class Draw, class Make>
Case across_case(std::string name, double truth, Draw draw, Make make) {
  return {"across", std::move(name), truth, [=](Engine& engine, std::size_t replications) {
            Draw fresh = draw;
            std::vector<double> values;
            for (std::size_t r = 0; r < replications; ++r) values.push_back(fresh(engine));
            return make(values);
          }};
}

/// Waits so late that few or none are seen, in bursts.
Case rare_late_waits(double load, int customers, double p) {
  const double limit = wait_quantile(load, 1 - p);
  return tally_case(
      "few events", text("M/M/1 waits above a far limit, load %g, p = %g", load, p), p,
      [=](Engine& engine, Tally& tally) {
        tally = Tally{{seconds(limit)}};
        lindley(engine, load, customers, [&](double wait) { tally.add(seconds(wait)); });
      },
      [](const std::vector<const Tally*>& each) { return pooled_share_above(each, 0); });
}

}  // namespace

std::vector<Case> share_cases() {
  return {independent(200, 0.5),
          independent(200, 0.1),
          independent(1000, 0.01),
          independent(1000, 0.99),
          beta_binomial(1000, 0.3, 100),
          beta_binomial(1000, 0.02, 200),
          beta_binomial(5000, 0.97, 500),
          unequal(0.5, false),
          unequal(1, false),
          unequal(1, true),
          bursts("shares", 5, 5, 1000),
          bursts("shares", 20, 5, 10'000),
          on_off(1, 4, 50),
          on_off(1, 49, 400),
          attempts(200),
          late_waits(0.5, 1000, 0.3),
          late_waits(0.5, 1000, 0.05),
          late_waits(0.8, 4000, 0.3),
          late_waits(0.8, 4000, 0.05)};
}

std::vector<Case> few_event_cases() {
  std::vector<Case> cases;
  for (const double total : {1.0, 4.0, 8.0, 15.0})
    cases.push_back({"few events", text("Poisson, %g events in all", total), total / 1e5,
                     [total](Engine& engine, std::size_t replications) {
                       const auto count = static_cast<double>(replications);
                       std::vector<Ratio> ratios(replications);
                       for (Ratio& ratio : ratios) ratio = {poisson(engine, total / count), 1e5 / count};
                       return pooled_ratio(ratios);
                     }});
  cases.push_back(bursts("few events", 0.1, 2, 10'000));
  cases.push_back(bursts("few events", 0.5, 2, 10'000));
  cases.push_back(bursts("few events", 0.5, 5, 10'000));
  cases.push_back(bursts("few events", 2, 5, 10'000));
  cases.push_back(rare_late_waits(0.5, 1000, 1e-3));
  cases.push_back(rare_late_waits(0.5, 1000, 1e-4));
  cases.push_back(rare_late_waits(0.8, 4000, 1e-3));
  cases.push_back(rare_late_waits(0.8, 4000, 1e-4));
  return cases;
}

std::vector<Case> mean_cases() {
  std::vector<Case> cases;
  for (const auto& [load, customers] :
       {std::pair{0.5, 200}, {0.5, 2000}, {0.8, 1000}, {0.8, 4000}, {0.9, 4000}, {0.9, 16'000}})
    cases.push_back(mean_case(text("M/M/1 waits, load %g, %g customers", load, customers), load / (1 - load),
                              queue(load, customers)));
  cases.push_back(mean_case("exponential, 20 each", 1, independent_exponential(20)));
  cases.push_back(mean_case("exponential, 1000 each", 1, independent_exponential(1000)));
  cases.push_back(mean_case("lognormal(1), about 100 each, moody", std::exp(0.5), moody_lognormal(100)));
  return cases;
}

std::vector<Case> quantile_cases() {
  std::vector<Case> cases;
  for (const double p : {0.5, 0.9, 0.95, 0.99}) {
    cases.push_back(quantile_case("exponential, 1000 each", p, -std::log(1 - p), independent_exponential(1000)));
    cases.push_back(quantile_case("M/M/1 waits, load 0.8, 4000 customers", p, wait_quantile(0.8, p), queue(0.8, 4000)));
  }
  cases.push_back(quantile_case("exponential, 100 each", 0.95, -std::log(0.05), independent_exponential(100)));
  cases.push_back(
      quantile_case("M/M/1 waits, load 0.5, 1000 customers", 0.95, wait_quantile(0.5, 0.95), queue(0.5, 1000)));
  cases.push_back(
      quantile_case("M/M/1 waits, load 0.9, 16000 customers", 0.95, wait_quantile(0.9, 0.95), queue(0.9, 16'000)));
  return cases;
}

std::vector<Case> across_cases() {
  const auto mean = [](const std::vector<double>& values) { return mean_of(values); };
  return {across_case("mean of normals", 10, law::normal_distribution<>{10, 3}, mean),
          across_case(
              "mean of the largest of 50 exponentials", 4.499205338329425,  // 1 + 1/2 + ... + 1/50
              [](Engine& engine) {
                double largest = 0;
                for (int i = 0; i < 50; ++i) largest = std::max(largest, exponential(engine, 1));
                return largest;
              },
              mean),
          across_case("median of exponentials", std::log(2.0), law::exponential_distribution<>{},
                      [](const std::vector<double>& values) { return quantile_across(values, 0.5); }),
          across_case("p95 of exponentials", std::log(20.0), law::exponential_distribution<>{},
                      [](const std::vector<double>& values) { return quantile_across(values, 0.95); })};
}

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const auto& family : {share_cases, few_event_cases, mean_cases, quantile_cases, across_cases})
    for (Case& c : family()) all.push_back(std::move(c));
  return all;
}

}  // namespace busyhour::experiments
