#include "check_limits.hpp"

#include <algorithm>
#include <cmath>

#include "busyhour/model/accounts/wallet.hpp"
#include "plan_reader.hpp"

namespace busyhour {
namespace {

/// Whether a workload's requests or polls are counted by the limit.
bool comes_to(const Scenario& s, const std::string& name, const ConcurrencyLimit& limit) {
  const auto counted = [&](const std::string& endpoint) {
    return limit.endpoints.empty() ||
           std::find(limit.endpoints.begin(), limit.endpoints.end(), endpoint) != limit.endpoints.end();
  };
  return std::any_of(s.workloads.begin(), s.workloads.end(), [&](const auto& w) {
    return w.first == name && std::visit(
                                  [&](const auto& config) {
                                    const auto* polls = std::get_if<ByPolling>(&config.client.completion);
                                    return counted(config.endpoint) || (polls && counted(polls->endpoint));
                                  },
                                  w.second);
  });
}

/// A workload's own word on slots as if the limits said it.
void keep_slots(Decoder& d, Scenario& s, const std::string& name, std::int64_t slots) {
  bool any = false;
  for (auto& [limit_name, limit] : s.provider.limits) {
    auto* own = std::get_if<ConcurrencyLimit>(&limit);
    const bool counts = own && (own->counts == Counts::requests || own->counts == Counts::tasks ||
                                own->counts == Counts::contexts);
    if (!counts || !comes_to(s, name, *own)) continue;
    any = true;
    const auto is_this = [&](const auto& kept) { return kept.first == name; };
    if (std::none_of(own->reserve.begin(), own->reserve.end(), is_this)) own->reserve.emplace_back(name, slots);
  }
  if (!any)
    d.complain_at("workloads." + name + ".reserve",
                  "this reserve has no effect: no concurrency limit counts the requests of " + name, {},
                  Severity::warning);
}

void check_reserve(Decoder& d, const Scenario& s, const std::string& path, const ConcurrencyLimit& limit) {
  std::vector<std::string_view> names;
  for (const auto& [name, workload] : s.workloads) names.push_back(name);
  std::int64_t kept = 0;
  for (const auto& [name, slots] : limit.reserve) {
    kept += slots;
    if (std::find(names.begin(), names.end(), name) == names.end() && d.is_sound("workloads"))
      d.complain_at(path + ".reserve." + name, "there is no workload " + in_quotes(name), did_you_mean(name, names));
    else if (!comes_to(s, name, limit))
      d.complain_at(path + ".reserve." + name,
                    "this reserve has no effect: " + name + " sends nothing to the limit's endpoints", {},
                    Severity::warning);
  }
  if (limit.cap.expression.is_constant() && static_cast<double>(kept) > limit.cap.expression.constant())
    d.complain_at(path + ".reserve", "more slots are reserved than there are");
}

void check_surcharge(Decoder& d, const std::string& path, const WhenFull& when_full, const LimitConfig& limit) {
  const auto* surcharge = std::get_if<Surcharge>(&when_full);
  if (!surcharge) return;
  const auto* slots = std::get_if<ConcurrencyLimit>(&limit);
  if (!slots || slots->counts == Counts::balance)
    return d.complain_at(path + ".when_full", "only slots are sold beyond a cap, and this limit has none",
                         "a rate takes burst, or a higher cap");
  if (slots->cap.expression.is_constant() && surcharge->cap.expression.constant() < slots->cap.expression.constant())
    d.complain_at(path + ".when_full.cap", "the second cap is below the first one");
}

/// Whether a workload says how much of what is counted its requests ask for.
template <class W>
bool says(const W& w, Counts counts) {
  const auto in = [&](const auto& sizes) {
    if (counts == Counts::characters) return sizes.characters.has_value();
    return (counts != Counts::tokens_out && sizes.tokens_in) || (counts != Counts::tokens_in && sizes.tokens_out);
  };
  bool said = false;
  if constexpr (requires { w.demand; }) said = in(w.demand);
  if constexpr (requires { w.columns; }) said = said || in(w.columns);
  if constexpr (requires { w.turn.say; }) said = said || (counts == Counts::characters && w.turn.say);
  return said;
}

bool counts_at(const LimitConfig& limit, const std::string& endpoint) {
  return std::visit(
      [&](const auto& l) {
        return l.endpoints.empty() || std::find(l.endpoints.begin(), l.endpoints.end(), endpoint) != l.endpoints.end();
      },
      limit);
}

void check_counted(Decoder& d, const Scenario& s, const std::string& name, const LimitConfig& limit) {
  const Counts counts = std::visit([](const auto& l) { return l.counts; }, limit);
  if (!counts_size(counts)) return;
  for (const auto& [workload, config] : s.workloads)
    std::visit(
        [&, &caller = workload](const auto& w) {
          if (!d.is_sound("workloads." + caller) || !counts_at(limit, w.endpoint) || says(w, counts)) return;
          const std::string what = counts == Counts::characters  ? "characters"
                                   : counts == Counts::tokens_in ? "tokens_in"
                                                                 : "tokens_out";
          d.complain_at("workloads." + caller,
                        "the limit '" + name + "' counts " + (counts == Counts::characters ? "characters" : "tokens") +
                            ", and " + caller + " does not say how many its requests have",
                        "write demand: {" + what + ": ...}, or name the limit's endpoints");
        },
        config);
}

void check_ceiling(Decoder& d, const std::string& path, const LimitConfig& limit) {
  const auto* growth = std::get_if<GrowingRate>(&limit);
  if (growth && !growth->at_most.unlimited && growth->cap.expression.is_constant() &&
      static_cast<double>(growth->at_most.count) < growth->cap.expression.constant())
    d.complain_at(path + ".at_most", "the cap begins above the most to which it grows");
}

/// A cap over the balance, at the balance that the account begins with.
void check_opening(Decoder& d, const Scenario& s, const std::string& path, const LimitConfig& limit) {
  const Formula& cap = std::visit([](const auto& l) -> const Formula& { return l.cap; }, limit);
  if (!s.provider.account || !cap || cap.expression.is_constant()) return;
  const double value = value_at(cap.expression, s.provider.account->balance);
  const std::string at = "at the opening balance of " +
                         written(in_dollars(s.provider.account->balance), dimension::money, false) + " this cap is ";
  if (!std::isfinite(value))
    d.complain_at(path + ".cap", at + "no finite number", "does it divide by nothing?");
  else if (value > 9e15)
    d.complain_at(path + ".cap", at + written(value, dimension::number, false) + ", which is too large",
                  "at most 9e15");
  else if (value < 1)
    d.complain_at(path + ".cap", at + written(value, dimension::number, false) + ": nothing is admitted", {},
                  Severity::warning);
}

/// What is taken whole or not at all is taken from slots and rates that are the same for all.
void check_together(Decoder& d, const Scenario& s) {
  const auto is_special = [](const auto& limit) {
    const auto* slots = std::get_if<ConcurrencyLimit>(&limit.second);
    return slots && (!slots->reserve.empty() || std::holds_alternative<Surcharge>(slots->when_full));
  };
  for (const auto& [name, workload] : s.workloads) {
    const auto* batch = std::get_if<BatchConfig>(&workload);
    if (batch && batch->together > 1 && std::any_of(s.provider.limits.begin(), s.provider.limits.end(), is_special))
      d.complain_at("workloads." + name + ".together",
                    "no tasks are submitted together beside reserved or dearer slots",
                    "leave out together, or reserve and surcharge");
  }
}

}  // namespace

void check_limits(Decoder& d, Scenario& s) {
  for (const auto& [name, workload] : s.workloads) {
    const auto reserve = std::visit([](const auto& config) { return config.reserve; }, workload);
    if (reserve && d.is_sound("workloads." + name)) keep_slots(d, s, name, *reserve);
  }
  check_together(d, s);
  for (const auto& [name, limit] : s.provider.limits) {
    const std::string path = "provider.limits." + name;
    if (!d.is_sound(path)) continue;
    if (const auto* slots = std::get_if<ConcurrencyLimit>(&limit)) check_reserve(d, s, path, *slots);
    check_surcharge(d, path, std::visit([](const auto& l) -> const WhenFull& { return l.when_full; }, limit), limit);
    check_counted(d, s, name, limit);
    check_opening(d, s, path, limit);
    check_ceiling(d, path, limit);
    for (const auto& [endpoint, config] : s.provider.endpoints)
      for (const auto& [overridden, word] : config.limits)
        if (overridden == name)
          check_surcharge(d, "provider.endpoints." + endpoint + ".limits." + name, word.when_full, limit);
  }
}

void read_changes(Decoder& d, const Named<WrittenChange>& changes, ProviderConfig& provider) {
  for (const auto& [name, change] : changes) {
    if (!change.set || !d.is_sound("changes." + name)) continue;
    if (!change.set->is_map() || change.set->entries.empty())
      return d.complain(*change.set, "a map of paths and values was due here",
                        "such as {provider.limits.slots.cap: 40}");
    for (const Node::Entry& e : change.set->entries) {
      const auto& limits = provider.limits;
      const auto limit = std::find_if(limits.begin(), limits.end(),
                                      [&](const auto& l) { return e.key == "provider.limits." + l.first + ".cap"; });
      const auto field = field_at(d.document(), e.key);
      if (limit == limits.end() || !field) {
        d.complain(e, "only the caps of limits change during a run, and " + in_quotes(e.key) + " is none",
                   "such as provider.limits.slots.cap: 40");
        continue;
      }
      CapChange made{TimePoint{change.at}, static_cast<std::uint32_t>(limit - limits.begin()), {}};
      read(d, *e.value, *field, made.cap);
      if (made.cap) provider.changes.push_back(std::move(made));
    }
  }
  std::stable_sort(provider.changes.begin(), provider.changes.end(),
                   [](const CapChange& a, const CapChange& b) { return a.at < b.at; });
}

}  // namespace busyhour
