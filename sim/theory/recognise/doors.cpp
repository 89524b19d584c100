#include <algorithm>

#include "busyhour/model/accounts/wallet.hpp"
#include "shape.hpp"

namespace busyhour::recognition {
namespace {

struct Common {
  Counts counts;
  LimitKey key;
  const std::vector<std::string>* endpoints;
  const WhenFull* when_full;
  const Formula* cap;
};
Common common(const LimitConfig& config) {
  return std::visit([](const auto& l) { return Common{l.counts, l.key, &l.endpoints, &l.when_full, &l.cap}; }, config);
}

bool counts_requests(Counts counts) {
  return counts == Counts::requests || counts == Counts::tasks || counts == Counts::contexts;
}

/// The endpoints that are used, each with its name.
std::vector<std::pair<std::string, const EndpointConfig*>> used(const Scenario& scenario) {
  std::vector<std::pair<std::string, const EndpointConfig*>> all;
  for (const auto& [name, workload] : scenario.workloads) {
    const std::string& asked = std::visit([](const auto& w) -> const std::string& { return w.endpoint; }, workload);
    for (const auto& [endpoint, config] : scenario.provider.endpoints)
      if (asked.empty() || asked == endpoint) {
        all.emplace_back(endpoint, &config);
        break;
      }
  }
  return all;
}

const WhenFull& when_full_of(const EndpointConfig& endpoint, const std::string& limit, const WhenFull& own) {
  for (const auto& [name, other] : endpoint.limits)
    if (name == limit) return other.when_full;
  return own;
}

bool alike(const WhenFull& a, const WhenFull& b) {
  if (const auto* reject = std::get_if<Reject>(&a))
    return std::holds_alternative<Reject>(b) && *reject == std::get<Reject>(b);
  if (const auto* queue = std::get_if<Queue>(&a))
    return std::holds_alternative<Queue>(b) && *queue == std::get<Queue>(b);
  return &a == &b;
}

/// What of a concurrency limit no model has.
void look_at_slots(const ConcurrencyLimit& limit, const Shape& s, Door& door) {
  if (!limit.reserve.empty()) door.odd.push_back(door.name + " keeps slots for some");
  if (std::holds_alternative<Surcharge>(*door.when_full)) door.odd.push_back(door.name + " has a second, dearer cap");
  if (limit.unlimited_when) door.odd.push_back(door.name + " is lifted at times");
  if (limit.counts == Counts::balance) door.odd.push_back(door.name + " looks at the balance");
  if (limit.counts == Counts::calls) door.odd.push_back(door.name + " counts conversations");
  if (counts_size(limit.counts)) door.odd.push_back(door.name + " counts by size");
  const bool lasting = s.closed && s.closed->connection == ConnectionUse::per_conversation;
  if (limit.counts == Counts::connections && lasting) door.odd.push_back(door.name + " counts connections that last");
  const bool longer =
      limit.slot_held == SlotHeld::whole_call || (limit.slot_held == SlotHeld::whole_connection && lasting);
  if (longer && s.closed) door.odd.push_back(door.name + ": a slot is held between requests");
}

/// At most so many are ever held at once: a limit of as many never says no.
bool never_binds(const Door& door, const Shape& s) {
  const ConcurrencyLimit* limit = door.slots();
  return limit && s.closed && door.cap >= s.sources() && limit->cap.expression.is_constant() &&
         (counts_requests(limit->counts) || limit->counts == Counts::connections);
}

std::optional<Door> door_of(const Shape& s, const std::string& name, const LimitConfig& config) {
  const Common common_part = common(config);
  const auto endpoints = used(*s.scenario);
  const auto concerned = std::ranges::count_if(endpoints, [&](const auto& e) {
    const auto& only = *common_part.endpoints;
    return only.empty() || std::ranges::find(only, e.first) != only.end();
  });
  if (concerned == 0) return std::nullopt;
  Door door{name, &config, &when_full_of(*endpoints.front().second, name, *common_part.when_full), 0, {}};
  if (static_cast<std::size_t>(concerned) < endpoints.size())
    door.odd.push_back(name + " concerns some of the endpoints only");
  for (const auto& [endpoint, at] : endpoints) {
    if (!alike(when_full_of(*at, name, *common_part.when_full), *door.when_full))
      door.odd.push_back(name + " does otherwise at " + endpoint);
    if (common_part.key == LimitKey::endpoint && endpoint != endpoints.front().first)
      door.odd.push_back(name + " has a counter for each endpoint");
  }
  if (common_part.key == LimitKey::workload && endpoints.size() > 1)
    door.odd.push_back(name + " has a counter for each workload");
  if (*common_part.cap) {
    const Money opening = s.scenario->provider.account ? s.scenario->provider.account->balance : Money{};
    door.cap = static_cast<std::int64_t>(value_at(common_part.cap->expression, opening));
    if (!common_part.cap->expression.is_constant()) door.odd.push_back("the cap of " + name + " follows the balance");
  }
  if (const ConcurrencyLimit* limit = door.slots())
    look_at_slots(*limit, s, door);
  else if (!counts_requests(common_part.counts))
    door.odd.push_back(name + " does not count requests");
  return door;
}

}  // namespace

void add_doors(Shape& s) {
  for (const auto& [name, config] : s.scenario->provider.limits)
    if (auto door = door_of(s, name, config)) s.doors.push_back(std::move(*door));
  for (std::size_t i = 0; i < s.doors.size() && s.doors.size() > 1;) {
    if (never_binds(s.doors[i], s))
      s.doors.erase(s.doors.begin() + static_cast<std::ptrdiff_t>(i));
    else
      ++i;
  }
}

}  // namespace busyhour::recognition
