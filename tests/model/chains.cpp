#include "chains.hpp"

#include <algorithm>
#include <cmath>

namespace busyhour::testing {

double erlang_b(int c, double a) {
  double b = 1;
  for (int k = 1; k <= c; ++k) b = a * b / (k + a * b);
  return b;
}

double engset_time(double alpha, int c, int N) {
  if (c > N) return 0;
  // p(k) ~ C(N, k) alpha^k, from the largest k down: p(k - 1) / p(k) = k / ((N - k + 1) alpha).
  double term = 1, sum = 1;
  for (int k = c; k >= 1; --k) {
    term *= k / ((N - k + 1) * alpha);
    sum += term;
  }
  return 1 / sum;
}

double engset(double alpha, int c, int N) { return engset_time(alpha, c, N - 1); }

Bounded bounded_queue(int c, int K, double lambda, double mu) {
  std::vector<double> p{1};
  double sum = 1;
  for (int n = 1; n <= K; ++n) {
    p.push_back(p.back() * lambda / (std::min(n, c) * mu));
    sum += p.back();
  }
  double waiting = 0;
  for (int n = c; n <= K; ++n) waiting += (n - c) * p[static_cast<std::size_t>(n)] / sum;
  const double lost = p.back() / sum;
  return {lost, waiting / (lambda * (1 - lost))};
}

std::vector<double> stationary(std::vector<std::vector<double>> q) {
  const std::size_t n = q.size();
  for (std::size_t k = n - 1; k > 0; --k) {  // the chain without its last state
    double out = 0;
    for (std::size_t j = 0; j < k; ++j) out += q[k][j];
    for (std::size_t i = 0; i < k; ++i) {
      const double share = q[i][k] / out;
      if (share == 0) continue;
      q[i][k] = share;
      for (std::size_t j = 0; j < k; ++j) {
        if (j != i) q[i][j] += share * q[k][j];
      }
    }
  }
  std::vector<double> p{1};
  double sum = 1;
  for (std::size_t k = 1; k < n; ++k) {
    double x = 0;
    for (std::size_t i = 0; i < k; ++i) x += p[i] * q[i][k];
    p.push_back(x);
    sum += x;
  }
  for (double& x : p) x /= sum;
  return p;
}

Retrial retrial(int c, int N, double h, double Z, double b) {
  const int most = std::max(0, N - c);  // who enters the orbit leaves c others in service
  const int columns = most + 1;
  const auto at = [&](int busy, int orbit) { return static_cast<std::size_t>(busy * columns + orbit); };
  const auto thinking = [&](int busy, int orbit) { return static_cast<double>(std::max(0, N - busy - orbit)); };
  std::vector<std::vector<double>> q(static_cast<std::size_t>((c + 1) * columns));
  for (auto& row : q) row.resize(q.size());
  for (int i = 0; i <= c; ++i) {
    for (int j = 0; j <= most; ++j) {
      if (i > 0) q[at(i, j)][at(i - 1, j)] += i / h;
      if (i < c)
        q[at(i, j)][at(i + 1, j)] += thinking(i, j) / Z;
      else if (j < most)
        q[at(i, j)][at(i, j + 1)] += thinking(i, j) / Z;
      if (i < c && j > 0) q[at(i, j)][at(i + 1, j - 1)] += j / b;
    }
  }
  const std::vector<double> p = stationary(q);
  double first = 0, first_no = 0, again = 0, again_no = 0, orbit = 0, busy = 0, full = 0;
  for (int i = 0; i <= c; ++i) {
    for (int j = 0; j <= most; ++j) {
      const double x = p[at(i, j)];
      first += x * thinking(i, j) / Z;
      again += x * j / b;
      orbit += x * j;
      busy += x * i;
      if (i < c) continue;
      first_no += x * thinking(i, j) / Z;
      again_no += x * j / b;
      full += x;
    }
  }
  return {first_no / first, (first_no + again_no) / (first + again), orbit / first, busy / c, full};
}

Repair::Repair(int c, int N, double h, double Z) : c_{c}, N_{N}, h_{h}, Z_{Z} {}

std::vector<double> Repair::law(int sources) const {
  std::vector<double> p{1};
  double sum = 1;
  for (int n = 1; n <= sources; ++n) {
    p.push_back(p.back() * (sources - n + 1) * h_ / Z_ / std::min(n, c_));
    sum += p.back();
  }
  for (double& x : p) x /= sum;
  return p;
}

double Repair::wait() const {
  const auto p = law(N_);
  double waiting = 0, rate = 0;
  for (int n = 0; n <= N_; ++n) {
    waiting += std::max(0, n - c_) * p[static_cast<std::size_t>(n)];
    rate += (N_ - n) / Z_ * p[static_cast<std::size_t>(n)];
  }
  return waiting / rate;
}

/// An arrival sees the system of the other N - 1; with k >= c there it waits for k - c + 1 services, each at rate c /
/// h.
double Repair::longer(double t) const {
  const auto seen = law(N_ - 1);
  const double x = c_ * t / h_;
  double sum = 0, poisson = std::exp(-x), tail = 0;
  for (int k = c_; k <= N_ - 1; ++k) {
    tail += poisson;  // P(Erlang(k - c + 1) > t)
    poisson *= x / (k - c_ + 1);
    sum += seen[static_cast<std::size_t>(k)] * tail;
  }
  return sum;
}

double Repair::slot_use() const {
  const auto p = law(N_);
  double held = 0;
  for (int n = 0; n <= N_; ++n) held += std::min(n, c_) * p[static_cast<std::size_t>(n)];
  return held / c_;
}

ServiceLaw constant_service(double h) {
  return {h, [h](double s) { return std::exp(-s * h); }};
}
ServiceLaw exponential_service(double h) {
  return {h, [h](double s) { return 1 / (1 + s * h); }};
}
ServiceLaw lognormal_service(double h, double cv) {
  const double sigma = std::sqrt(std::log(1 + cv * cv)), mu = std::log(h) - sigma * sigma / 2;
  // The trapezoid rule over a normal density converges faster than any power of the step.
  return {h, [=](double s) {
            double sum = 0, weight = 0;
            for (double z = -9; z <= 9; z += 1.0 / 64) {
              const double w = std::exp(-z * z / 2);
              sum += w * std::exp(-s * std::exp(mu + sigma * z));
              weight += w;
            }
            return sum / weight;
          }};
}

namespace {

/// P(x of k thinking sources call during one service) = C(k, x) E (1 - e^(-S/Z))^x e^(-(k-x) S/Z), the power multiplied
/// out.
double calls(int k, int x, const ServiceLaw& service, double Z) {
  double sum = 0, sign = 1, choose_i = 1, choose_x = 1;
  for (int i = 0; i < x; ++i) choose_x = choose_x * (k - i) / (i + 1);
  for (int i = 0; i <= x; ++i) {
    sum += sign * choose_i * service.transform((k - x + i) / Z);
    sign = -sign;
    choose_i = choose_i * (x - i) / (i + 1);
  }
  return choose_x * sum;
}

}  // namespace

OneSlot one_slot(int N, const ServiceLaw& service, double Z, double b) {
  const std::size_t states = static_cast<std::size_t>(N);  // in the orbit when a service ends: 0 .. N - 1
  std::vector<std::vector<double>> step(states, std::vector<double>(states));
  // From j, what begins the next service, and how long the slot is free before.
  struct Next {
    double free, by_call;
  };
  const auto next = [&](int j) -> Next {
    if (b == 0 && j > 0) return {0, 0};
    const double call = (N - j) / Z, again = j > 0 ? j / b : 0;
    return {1 / (call + again), call / (call + again)};
  };
  const auto each_start = [&](int j, auto&& f) {  // f(probability, in the orbit, thinking)
    const double p = next(j).by_call;
    if (p > 0) f(p, j, N - 1 - j);
    if (p < 1) f(1 - p, j - 1, N - j);
  };
  for (int j = 0; j < N; ++j) {
    each_start(j, [&](double p, int orbit, int k) {
      for (int x = 0; x <= k; ++x)
        step[static_cast<std::size_t>(j)][static_cast<std::size_t>(orbit + x)] += p * calls(k, x, service, Z);
    });
  }
  const auto at_end = stationary(step);
  const double caught = 1 - service.transform(1 / Z);  // share of thinking sources that call during a service
  double orbit_time = 0, refused = 0, first = 0;
  for (int j = 0; j < N; ++j) {
    const double pi = at_end[static_cast<std::size_t>(j)];
    orbit_time += pi * j * next(j).free;
    first += pi * next(j).by_call;
    each_start(j, [&](double p, int orbit, int k) {
      orbit_time += pi * p * (orbit * service.mean + k * (service.mean - Z * caught));
      refused += pi * p * k * caught;
    });
  }
  return {refused / (first + refused),
          orbit_time};  // one request a service: the orbit's time in a cycle is its mean delay
}

}  // namespace busyhour::testing
