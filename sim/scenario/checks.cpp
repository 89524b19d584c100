#include "checks.hpp"

#include <algorithm>
#include <array>

#include "check_limits.hpp"

namespace busyhour {
namespace {

template <class T>
std::vector<std::string_view> names_of(const Named<T>& all) {
  std::vector<std::string_view> names;
  for (const auto& [name, value] : all) names.push_back(name);
  return names;
}

std::string known_names(std::string_view wrong, const std::vector<std::string_view>& names) {
  std::string help = did_you_mean(wrong, names);
  if (!help.empty() || names.empty()) return help;
  for (const std::string_view n : names) help += (help.empty() ? "known: " : ", ") + std::string(n);
  return help;
}

bool knows(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The endpoints that a limit names must exist.
void check_limit(Decoder& d, const ProviderConfig& provider, const std::string& name, const LimitConfig& limit) {
  const auto endpoints = names_of(provider.endpoints);
  const std::string path = "provider.limits." + name + ".endpoints";
  const Node* list = d.document().find(path);
  std::visit(
      [&](const auto& l) {
        if constexpr (requires { l.endpoints; })
          for (std::size_t i = 0; i < l.endpoints.size(); ++i)
            if (!knows(endpoints, l.endpoints[i]) && list && i < list->items.size())
              d.complain(*list->items[i], "there is no endpoint " + in_quotes(l.endpoints[i]),
                         known_names(l.endpoints[i], endpoints));
      },
      limit);
  if (list && list->is_list() && list->items.empty())
    d.complain_at(path, "no endpoint is named here", "leave the key out to count all endpoints");
}

void check_override(Decoder& d, const ProviderConfig& provider, const std::string& endpoint, const std::string& limit) {
  const std::string path = "provider.endpoints." + endpoint + ".limits." + limit;
  const auto limits = names_of(provider.limits);
  if (!knows(limits, limit))
    return d.complain_at(path, "there is no limit " + in_quotes(limit), known_names(limit, limits));
  for (const auto& [name, config] : provider.limits)
    if (name == limit)
      std::visit(
          [&](const auto& l) {
            if constexpr (requires { l.endpoints; })
              if (!l.endpoints.empty() &&
                  std::find(l.endpoints.begin(), l.endpoints.end(), endpoint) == l.endpoints.end())
                d.complain_at(path, "the limit '" + limit + "' does not count this endpoint",
                              "add it to provider.limits." + limit + ".endpoints");
          },
          config);
}

/// Nobody keeps a connection to it that could be closed.
bool has_no_lasting_connection(const Scenario& s, const std::string& endpoint) {
  return std::none_of(s.workloads.begin(), s.workloads.end(), [&](const auto& workload) {
    return std::visit(
        [&](const auto& w) {
          if constexpr (requires { w.connection; })
            return w.endpoint == endpoint && w.connection == ConnectionUse::per_conversation;
          return false;
        },
        workload.second);
  });
}

void check_idle_timeouts(Decoder& d, const Scenario& s) {
  if (!d.is_sound("workloads")) return;
  for (const auto& [name, endpoint] : s.provider.endpoints)
    if (endpoint.idle_timeout && has_no_lasting_connection(s, name))
      d.complain_at("provider.endpoints." + name + ".idle_timeout",
                    "idle_timeout has no effect: nobody keeps a connection to " + in_quotes(name),
                    "write connection: per_conversation in a workload of conversations or calls", Severity::warning);
}

bool is_finite_workload(const WorkloadConfig& w) {
  return std::visit(
      [](const auto& one) {
        return requires { one.is_finite; };
      },
      w);
}

void check_duration_run(Decoder& d, const RunConfig& run) {
  if (!run.duration && d.is_sound("run.until"))
    d.complain_at("run", "'duration' is missing in run", "or write until: workload_done");
  if (run.duration && run.warm_up && d.is_sound("run.duration") && d.is_sound("run.warm_up") &&
      *run.warm_up >= *run.duration)
    d.complain_at("run.warm_up",
                  "the warm-up is as long as the run or longer (" +
                      written(in_seconds(*run.duration), dimension::time, false) + ")",
                  "duration includes the warm-up");
  if (run.stop_after)
    d.complain_at("run.stop_after", "stop_after belongs to until: workload_done",
                  "a run of a given duration ends by itself");
}

void check_finite_run(Decoder& d, const Scenario& s) {
  if (s.run.duration) d.complain_at("run.duration", "a workload_done run has no duration", "stop_after bounds it");
  if (s.run.warm_up) d.complain_at("run.warm_up", "a workload_done run has no warm-up", "leave it out");
  if (d.is_sound("workloads") &&
      std::none_of(s.workloads.begin(), s.workloads.end(), [](const auto& w) { return is_finite_workload(w.second); }))
    d.complain_at("run.until", "no workload ever ends, so this run would not", "give it a duration instead");
}

}  // namespace

void check_provider(Decoder& d, const ProviderConfig& provider) {
  if (d.is_sound("provider.endpoints") && provider.endpoints.empty())
    d.complain_at("provider.endpoints", "there must be at least one endpoint");
  for (const auto& [name, limit] : provider.limits)
    if (d.is_sound("provider.limits." + name + ".endpoints")) check_limit(d, provider, name, limit);
  for (const auto& [endpoint, config] : provider.endpoints)
    for (const auto& [limit, otherwise] : config.limits)
      if (d.is_sound("provider.endpoints." + endpoint + ".limits")) check_override(d, provider, endpoint, limit);
}

void check_run(Decoder& d, const Scenario& s) {
  if (!d.document().find("run")) return;
  if (s.run.until == Until::duration)
    check_duration_run(d, s.run);
  else
    check_finite_run(d, s);
}

void check(Decoder& d, Scenario& s) {
  const bool whole = d.document().find("provider") && d.document().find("workloads");
  if (whole) {
    check_provider(d, s.provider);
    if (d.is_sound("workloads") && s.workloads.empty())
      d.complain_at("workloads", "there must be at least one workload");
    for (auto& [name, workload] : s.workloads)
      if (d.is_sound("workloads." + name)) check_workload(d, s.provider, name, workload);
    check_limits(d, s);
    check_idle_timeouts(d, s);
  }
  check_run(d, s);
}

}  // namespace busyhour
