#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "busyhour/model/clients/presets.hpp"
#include "checks.hpp"

namespace busyhour {
namespace {

/// How much a request of this workload asks for, and where that is said.
struct Sizes {
  bool tokens = false, characters = false, speaking_rate = false, measured = false;
};

template <class W>
Sizes sizes_of(const W& w) {
  Sizes s;
  if constexpr (requires { w.demand; })
    s = {w.demand.tokens_out.has_value(), w.demand.characters.has_value(), w.demand.speaking_rate.has_value(), false};
  if constexpr (requires { w.turn.say; }) s.characters = s.speaking_rate = w.turn.say.has_value();
  if constexpr (requires { w.columns; }) {
    s.tokens = s.tokens || w.columns.tokens_out, s.characters = s.characters || w.columns.characters;
    s.measured = w.columns.service.has_value();
  }
  return s;
}

const EndpointConfig* endpoint_of(Decoder& d, const ProviderConfig& provider, const std::string& path,
                                  std::string& endpoint) {
  std::vector<std::string_view> names;
  for (const auto& [name, config] : provider.endpoints) names.push_back(name);
  if (endpoint.empty()) {
    if (provider.endpoints.size() == 1)
      endpoint = provider.endpoints.front().first;
    else if (!names.empty())
      d.complain_at(path, "'endpoint' is missing in " + path + ": there is more than one",
                    "such as endpoint: " + std::string(names.front()));
  } else if (std::find(names.begin(), names.end(), endpoint) == names.end() &&
             d.document().find("provider.endpoints")) {
    std::string help = did_you_mean(endpoint, names);
    for (std::size_t i = 0; help.empty() && i < names.size(); ++i) help = "known: " + std::string(names[i]);
    d.complain_at(path + ".endpoint", "there is no endpoint " + in_quotes(endpoint), std::move(help));
  }
  for (const auto& [name, config] : provider.endpoints)
    if (name == endpoint) return &config;
  return nullptr;
}

/// Whether the workload says what the endpoint's service needs to know of a request.
template <class W>
void check_sizes(Decoder& d, const std::string& path, const W& w, const Service& service) {
  const Sizes said = sizes_of(w);
  if (said.measured) return;
  constexpr bool talks = requires { w.turn; };
  if (std::holds_alternative<SpeechService>(service)) {
    const std::string where = talks ? "turn.say" : "demand";
    if (!said.characters || !said.speaking_rate)
      d.complain_at(path,
                    "the endpoint's service depends on characters and speaking_rate, which " + path + " does not say",
                    "write them in " + where + ", such as {characters: 75 chars, speaking_rate: 15 chars/s}");
  } else if (std::holds_alternative<TokenService>(service) && !said.tokens) {
    d.complain_at(
        path, "the endpoint's service depends on tokens_out, which " + path + " does not say",
        talks ? "conversations do not say tokens in this version; give the service as a duration or distribution"
              : "write demand: {tokens_out: 200 tokens}");
  }
}

/// The same for each class, if there are any.
template <class W>
void check_all_sizes(Decoder& d, const std::string& path, const W& w, const EndpointConfig& endpoint) {
  if constexpr (requires { w.classes; })
    if (!w.classes.empty()) {
      Sizing sizing;
      if constexpr (requires { w.demand; }) sizing.demand = &w.demand;
      if constexpr (requires { w.turn.say; }) sizing.talks = true, sizing.speaks = w.turn.say.has_value();
      return check_classes(d, path, w.classes, sizing, endpoint);
    }
  check_sizes(d, path, w, endpoint.service);
}

/// Numbers that nothing depends on are most likely meant to do something.
void warn_of_idle(Decoder& d, const std::string& path, const Demands& demand, const ProviderConfig& provider,
                  const EndpointConfig& endpoint) {
  const auto counted = [&](Counts counts) {
    return std::any_of(provider.limits.begin(), provider.limits.end(), [&](const auto& limit) {
      return std::visit([&](const auto& l) { return l.counts == counts; }, limit.second);
    });
  };
  const auto idle = [&](bool said, std::string_view key, bool used) {
    if (said && !used)
      d.complain_at(path + ".demand." + std::string(key),
                    std::string(key) + " has no effect: no service, price or limit depends on it", {},
                    Severity::warning);
  };
  const bool speech = std::holds_alternative<SpeechService>(endpoint.service);
  const bool tokens = std::holds_alternative<TokenService>(endpoint.service);
  const bool both = counted(Counts::tokens);
  idle(demand.tokens_in.has_value(), "tokens_in", endpoint.price_per_token_in || both || counted(Counts::tokens_in));
  idle(demand.tokens_out.has_value(), "tokens_out",
       tokens || endpoint.price_per_token || both || counted(Counts::tokens_out));
  idle(demand.characters.has_value(), "characters",
       speech || endpoint.price_per_character || counted(Counts::characters));
  idle(demand.speaking_rate.has_value(), "speaking_rate", speech);
}

bool is_constant(const std::optional<Distribution>& x) { return !x || x->is_constant(); }

bool is_constant(const TurnConfig& t) {
  const bool thinks_alike =
      std::all_of(t.think.begin(), t.think.end(), [](const auto& part) { return part.second.is_constant(); });
  return is_constant(t.pause) && is_constant(t.user_speaks) && is_constant(t.gap) && thinks_alike &&
         (!t.say || (t.say->sentences.is_constant() && t.say->characters.is_constant()));
}

bool is_constant(const Service& service) {
  if (const auto* t = std::get_if<TimedService>(&service)) return t->time.is_constant();
  if (const auto* s = std::get_if<SpeechService>(&service)) return s->first_byte.is_constant();
  const auto* t = std::get_if<TokenService>(&service);
  return t && t->first_token.is_constant() && t->per_token.is_constant();
}

/// The conversations of a population keep their phases for ever if nothing in their cycle varies.
template <class W>
void warn_of_constants(Decoder& d, const std::string& path, const W& w, const Service& service) {
  if constexpr (requires { w.turn, w.start, w.count; })
    if (!w.start && w.count > 1 && is_constant(w.turn) && is_constant(service))
      d.complain_at(
          path + ".turn",
          "this cycle is made only of constants: the conversations keep the phases they begin with and never mix",
          "what comes out depends on the beginning alone; let a pause vary, or say start", Severity::warning);
}

template <class W>
void check_columns(Decoder& d, const std::string& path, const W& w) {
  const auto twice = [&](bool in_file, bool in_demand, std::string_view key) {
    if (in_file && in_demand)
      d.complain_at(path + ".demand." + std::string(key),
                    fmt::format("{} is said twice: in demand and as a column of the file", key), "leave one out");
  };
  twice(w.columns.tokens_in.has_value(), w.demand.tokens_in.has_value(), "tokens_in");
  twice(w.columns.tokens_out.has_value(), w.demand.tokens_out.has_value(), "tokens_out");
  twice(w.columns.characters.has_value(), w.demand.characters.has_value(), "characters");
}

/// "status 429", "code 96".
bool is_refusal_word(std::string_view text, std::string_view& noun, std::int64_t& number) {
  const auto blank = text.find(' ');
  if (blank == std::string_view::npos) return false;
  noun = text.substr(0, blank);
  const std::string_view digits = text.substr(blank + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (noun == "status" && digits.size() == 3 && digits.substr(1) == "xx" && digits[0] >= '1' && digits[0] <= '5') {
    number = (digits[0] - '0') * 100;
    noun = "statuses";
    return true;
  }
  return (noun == "status" || noun == "code") && error == std::errc{} && end == digits.data() + digits.size() &&
         number >= 0;
}

bool may_answer(const WhenFull& w, std::string_view noun, std::int64_t number) {
  return std::visit(
      [&](const auto& a) {
        if (noun == "status") return a.status == number;
        if (noun == "statuses") return a.status / 100 == number / 100;
        if constexpr (requires { a.code; }) return a.code == number;
        return false;
      },
      w);
}

bool may_answer(const ProviderConfig& provider, std::string_view noun, std::int64_t number) {
  for (const auto& [name, limit] : provider.limits)
    if (std::visit([&](const auto& l) { return may_answer(l.when_full, noun, number); }, limit)) return true;
  for (const auto& [name, endpoint] : provider.endpoints)
    for (const auto& [limit, otherwise] : endpoint.limits)
      if (may_answer(otherwise.when_full, noun, number)) return true;
  return false;
}

/// Polls are made at an endpoint that exists; a provider that queues again is waited for.
void check_ends(Decoder& d, const ProviderConfig& provider, const std::string& path, const ClientConfig& client,
                const EndpointConfig* endpoint) {
  const auto* polling = std::get_if<ByPolling>(&client.completion);
  const auto is_polled = [&](const auto& e) { return e.first == polling->endpoint; };
  if (polling && !polling->endpoint.empty() &&
      std::none_of(provider.endpoints.begin(), provider.endpoints.end(), is_polled))
    d.complain_at(path + ".completion.endpoint", "there is no endpoint " + in_quotes(polling->endpoint));
  if (client.timeout && endpoint && endpoint->retries && endpoint->retries->between == BetweenTries::queues_again)
    d.complain_at(path + ".timeout", "the provider queues what failed again, and this client would not wait for it",
                  "leave timeout out, or let the slot be held between tries");
}

/// A rule under which a refused client tries again at that very instant, for ever: time would stand still.
void check_pace(Decoder& d, const ProviderConfig& provider, const std::string& path, const ClientConfig& client) {
  if (!(provider.network.is_constant() && provider.network.mean() == 0)) return;
  const auto for_ever = [](const auto& rule) { return rule.attempts.unlimited && !rule.deadline && !rule.budget; };
  const auto* constant = std::get_if<ConstantRetry>(&client.retry);
  const auto* paced = std::get_if<ExponentialRetry>(&client.retry);
  if (constant && for_ever(*constant) && constant->pause.is_constant() && constant->pause.mean() == 0)
    d.complain_at(path + ".retry.pause", "this client tries again at once, for ever: time would stand still",
                  "write a pause, a number of attempts or a deadline");
  const bool obeys = (constant && for_ever(*constant) && constant->honours_retry_after) ||
                     (paced && for_ever(*paced) && paced->honours_retry_after);
  for (const auto& [name, limit] : provider.limits) {
    const WhenFull& word = std::visit([](const auto& l) -> const WhenFull& { return l.when_full; }, limit);
    const auto* reject = std::get_if<Reject>(&word);
    if (obeys && reject && reject->retry_after == Duration{0})
      d.complain_at(
          path + ".retry.honours_retry_after",
          "the limit '" + name + "' asks for no pause and this client obeys, for ever: time would stand still",
          "write a longer retry_after, or a number of attempts");
  }
}

/// More than one arrival in each nanosecond, the smallest step of the clock.
template <class W>
void check_rate(Decoder& d, const std::string& path, const W& w) {
  if constexpr (requires { w.arrive; })
    if (const auto* poisson = std::get_if<PoissonArrivals>(&w.arrive); poisson && poisson->rate > 1e9)
      d.complain_at(path + ".arrive.rate", "more arrives than one a nanosecond, the smallest step of the clock");
}

/// What is written wins over the preset.
void apply_preset(const Decoder& d, const std::string& path, ClientConfig& client) {
  const auto is_written = [&](const char* key) { return d.document().find(path + key) != nullptr; };
  apply_preset(client, {is_written(".retry"), is_written(".retry_on"), is_written(".breaker")});
}

}  // namespace

void check_client(Decoder& d, const ProviderConfig& provider, const std::string& path, const ClientConfig& client) {
  const Node* list = d.document().find(path + ".retry_on");
  for (std::size_t i = 0; list && i < client.retry_on.size() && i < list->items.size(); ++i) {
    std::string_view noun;
    std::int64_t number = 0;
    if (client.retry_on[i] == "timeout") {
      if (!client.timeout) d.warn(*list->items[i], "this client never stops waiting: it has no timeout");
      continue;
    }
    if (!is_refusal_word(client.retry_on[i], noun, number))
      d.complain(*list->items[i], in_quotes(client.retry_on[i]) + " names no refusal",
                 "such as status 429, status 5xx, code 96 or timeout");
    else if (d.is_sound("provider") && !may_answer(provider, noun, number))
      d.warn(*list->items[i], "no limit refuses with " + client.retry_on[i]);
  }
}

void check_workload(Decoder& d, const ProviderConfig& provider, const std::string& name, WorkloadConfig& workload) {
  const std::string path = "workloads." + name;
  std::visit(
      [&](auto& w) {
        const EndpointConfig* endpoint = endpoint_of(d, provider, path, w.endpoint);
        const bool sound = endpoint && d.is_sound("provider.endpoints." + w.endpoint + ".service");
        const Service* service = sound ? &endpoint->service : nullptr;
        if (service) check_all_sizes(d, path, w, *endpoint), warn_of_constants(d, path, w, *service);
        if constexpr (requires { w.demand; })
          if (service && !sizes_of(w).measured && classes_of(workload).empty())
            warn_of_idle(d, path, w.demand, provider, *endpoint);
        if constexpr (requires { w.columns; }) check_columns(d, path, w), read_trace(d, path, w);
        check_client(d, provider, path + ".client", w.client);
        check_ends(d, provider, path + ".client", w.client, endpoint);
        check_pace(d, provider, path + ".client", w.client);
        check_rate(d, path, w);
        apply_preset(d, path + ".client", w.client);
      },
      workload);
}

}  // namespace busyhour
