#include "shape.hpp"

#include <algorithm>
#include <cmath>

namespace busyhour::recognition {
namespace {

Law scaled(Law law, double by) {
  law.mean *= by;
  law.variance *= by * by;
  return law;
}

/// Of two independent factors.
Law product(const Law& a, const Law& b) {
  Law law;
  law.mean = a.mean * b.mean;
  law.variance = (a.variance + a.mean * a.mean) * (b.variance + b.mean * b.mean) - law.mean * law.mean;
  if (a.kind == Law::Kind::constant && b.kind == Law::Kind::constant) return law;
  law.kind = Law::Kind::general;
  law.words = "a product";
  return law;
}

std::string_view kind_of(const WorkloadConfig& workload) {
  return std::visit([](const auto& w) { return std::remove_cvref_t<decltype(w)>::kind; }, workload);
}
const ClientConfig& client_of(const WorkloadConfig& workload) {
  return std::visit([](const auto& w) -> const ClientConfig& { return w.client; }, workload);
}

void look_at_client(Shape& s, const std::string& name, const ClientConfig& client) {
  if (has_manners(client)) s.odd.push_back(name + " does more about refusals or delays than to try again");
  if (client.in_flight) s.odd.push_back(name + " bounds its own requests (in_flight)");
  if (!std::holds_alternative<ByResponse>(client.completion) && !std::holds_alternative<ByWebsocket>(client.completion))
    s.odd.push_back(name + " learns of a request's end later than it is");
}

void add_closed(Shape& s, const std::string& name, const ConversationsConfig& config) {
  s.closed = &config;
  s.endpoint = &endpoint_of(s.scenario->provider, config.endpoint);
  if (!config.turn.pause) return;  // the voice model looks for itself
  const Work work = work_of(*s.endpoint, nullptr);
  s.hold = work.hold;
  s.think = law_of(*config.turn.pause) + s.journey + s.journey;
  if (!work.odd.empty()) s.odd.push_back(work.odd);
  if (!work.rest.is_nothing()) s.odd.push_back(name + ": a slot goes back before the request has ended");
  const SlotHeld held = word_of(s.endpoint->slot_held);
  const bool longer = held == SlotHeld::whole_call ||
                      (held == SlotHeld::whole_connection && config.connection == ConnectionUse::per_conversation);
  if (longer) s.odd.push_back(name + ": a slot is held between requests");
  if (s.endpoint->idle_timeout && config.connection == ConnectionUse::per_conversation)
    s.odd.push_back(name + ": a connection is closed when it is idle");
}

/// Arrivals a second, and what makes them no Poisson stream.
template <class Arrivals>
std::pair<double, std::string> pace_of(const Arrivals& a) {
  if constexpr (requires { a.gap; }) {
    const Law gap = law_of(a.gap);
    return {gap.mean > 0 ? 1 / gap.mean : 0,
            gap.is_exponential() ? "" : "arrivals are not Poisson (gaps are " + gap.words + ")"};
  } else if constexpr (requires { a.rate; }) {
    if constexpr (requires { a.profile; })
      if (a.profile) return {a.rate, "the rate of arrivals changes"};
    if constexpr (requires { a.batch_size; })
      if (a.batch_size) return {a.rate, "arrivals come in batches"};
    return {a.rate, ""};
  } else {
    return {0, "arrivals come in bursts"};
  }
}

void add_stream(Shape& s, const std::string& name, const ArrivalsConfig& config) {
  s.endpoint = &endpoint_of(s.scenario->provider, config.endpoint);
  const Work work = work_of(*s.endpoint, &config.demand);
  if (!work.odd.empty()) s.odd.push_back(work.odd);
  if (!work.rest.is_nothing()) s.odd.push_back(name + ": a slot goes back before the request has ended");
  const auto [rate, odd] = std::visit([](const auto& a) { return pace_of(a); }, config.arrive);
  if (!odd.empty()) s.odd.push_back(name + ": " + odd);
  s.streams.push_back({name, rate, work.hold});
}

/// The streams as one: their rates add, a hold is that of any of them.
void mix(Shape& s) {
  double first = 0, second = 0;
  bool alike = true;
  for (const Stream& one : s.streams) {
    s.rate += one.rate;
    first += one.rate * one.hold.mean;
    second += one.rate * (one.hold.variance + one.hold.mean * one.hold.mean);
    const Law& model = s.streams.front().hold;
    alike = alike && one.hold.kind == model.kind && one.hold.mean == model.mean && one.hold.variance == model.variance;
  }
  s.hold = s.streams.front().hold;
  if (alike) return;
  s.hold.mean = first / s.rate;
  s.hold.variance = std::max(0.0, second / s.rate - s.hold.mean * s.hold.mean);
  s.hold.kind = Law::Kind::general;
  s.hold.words = "a mixture";
}

void add_workloads(Shape& s) {
  const auto& workloads = s.scenario->workloads;
  if (workloads.size() == 1) s.workload = workloads.front().first;
  s.client = &client_of(workloads.front().second);
  for (const auto& [name, workload] : workloads) {
    look_at_client(s, name, client_of(workload));
    if (has_classes(workload)) s.odd.push_back(name + " has classes of its own");
    const auto* closed = std::get_if<ConversationsConfig>(&workload);
    if (const auto* arrivals = std::get_if<ArrivalsConfig>(&workload)) {
      add_stream(s, name, *arrivals);
    } else if (closed && workloads.size() == 1) {
      add_closed(s, name, *closed);
    } else {
      s.odd.push_back(closed ? name + " is not the only workload"
                             : name + " is of the kind '" + std::string(kind_of(workload)) + "'");
    }
    if (workloads.size() > 1 && !std::holds_alternative<NoRetry>(client_of(workload).retry))
      s.odd.push_back(name + " tries again, beside other workloads");
  }
  if (s.streams.size() < workloads.size()) s.streams.clear();
  if (std::ranges::any_of(s.streams, [](const Stream& one) { return one.rate <= 0; })) s.streams.clear();
  if (!s.streams.empty()) mix(s);
}

}  // namespace

Law law_of(const Distribution& distribution) {
  Law law;
  law.mean = distribution.mean();
  law.variance = distribution.variance();
  law.words = distribution.family();
  const std::string_view f = distribution.family();
  const bool alone = std::abs(law.cv() - 1) < 1e-12;
  if (distribution.is_constant())
    law.kind = Law::Kind::constant;
  else if (f == "exponential" ||
           (alone && (f == "gamma" || f == "erlang" || f == "weibull" || f == "hyperexponential")))
    law.kind = Law::Kind::exponential;
  else
    law.kind = f == "discrete" || f == "empirical" ? Law::Kind::lattice : Law::Kind::general;
  return law;
}

Law operator+(const Law& a, const Law& b) {
  if (a.is_nothing()) return b;
  if (b.is_nothing()) return a;
  Law sum;
  sum.mean = a.mean + b.mean;
  sum.variance = a.variance + b.variance;
  if (a.kind == Law::Kind::constant && b.kind == Law::Kind::constant) return sum;
  sum.kind = a.is_lattice() && b.is_lattice() ? Law::Kind::lattice : Law::Kind::general;
  sum.words = "a sum of several parts";
  return sum;
}

Work work_of(const EndpointConfig& endpoint, const Demands* demand) {
  Work work;
  if (const auto* timed = std::get_if<TimedService>(&endpoint.service)) work.hold = law_of(timed->time);
  if (const auto* speech = std::get_if<SpeechService>(&endpoint.service)) {
    work.hold = law_of(speech->first_byte);
    if (demand && demand->characters)
      work.hold = work.hold + scaled(law_of(*demand->characters),
                                     1 / (demand->speaking_rate.value_or(1) * speech->generation_speed));
  }
  if (const auto* tokens = std::get_if<TokenService>(&endpoint.service)) {
    work.hold = law_of(tokens->first_token);
    if (demand && demand->tokens_out) {
      Law further = law_of(*demand->tokens_out);
      if (demand->tokens_out->min() < 1) work.odd = "an answer may have less than one token";
      further.mean -= 1;
      work.hold = work.hold + product(law_of(tokens->per_token), further);
    }
  }
  const auto* held = std::get_if<HeldByStages>(&endpoint.slot_held);
  bool released = false;
  for (const auto& [name, law] : endpoint.stages) {
    (released ? work.rest : work.hold) = (released ? work.rest : work.hold) + law_of(law);
    released = released || (held && held->to == name);
  }
  return work;
}

const EndpointConfig& endpoint_of(const ProviderConfig& provider, const std::string& name) {
  for (const auto& [at, endpoint] : provider.endpoints)
    if (at == name) return endpoint;
  return provider.endpoints.front().second;
}

bool has_manners(const ClientConfig& client) {
  return client.timeout || client.adapt || client.rate_guard || client.breaker || client.preset ||
         client.resubmit_failed > 0;
}

bool has_classes(const WorkloadConfig& workload) {
  return std::visit(
      [](const auto& w) {
        if constexpr (requires { w.classes; })
          return !w.classes.empty();
        else
          return false;
      },
      workload);
}

bool Shape::retries(const Door& door) const {
  const Reject* no = door.reject();
  if (!client || std::holds_alternative<NoRetry>(client->retry) || (no && no->retry == Retriable::never)) return false;
  const bool again = std::visit(
      [](const auto& r) {
        if constexpr (requires { r.attempts; })
          return r.attempts.allows(2);
        else
          return false;
      },
      client->retry);
  if (!again || client->retry_on.empty()) return again;
  const std::int64_t status = no ? no->status : door.queue() ? door.queue()->status : 429;
  return std::ranges::any_of(client->retry_on, [&](const std::string& word) {
    return word == "status " + std::to_string(status) ||
           (no && no->code && word == "code " + std::to_string(*no->code));
  });
}

Shape shape_of(const Scenario& scenario) {
  Shape s;
  s.scenario = &scenario;
  s.journey = law_of(scenario.provider.network);
  if (scenario.workloads.empty() || scenario.provider.endpoints.empty()) {
    s.odd.push_back("there is nobody who asks");
    return s;
  }
  if (scenario.run.until == Until::workload_done) s.odd.push_back("the run ends with its work: there is no long run");
  if (!scenario.provider.changes.empty()) s.odd.push_back("the provider changes its limits while the run goes on");
  add_workloads(s);
  if (s.endpoint && s.endpoint->fails) s.success = 1 - s.endpoint->fails->share;
  for (const auto& [name, workload] : scenario.workloads) {
    const auto* arrivals = std::get_if<ArrivalsConfig>(&workload);
    const EndpointConfig* other = arrivals ? &endpoint_of(scenario.provider, arrivals->endpoint) : s.endpoint;
    const double success = other && other->fails ? 1 - other->fails->share : 1;
    if (success < 1 && other->retries) s.odd.push_back("the provider tries again by itself what has failed");
    if (success != s.success) s.odd.push_back(name + " fails more or less often than the others");
  }
  add_doors(s);
  return s;
}

}  // namespace busyhour::recognition
