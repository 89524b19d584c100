#include "tell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace busyhour::testing {
namespace {

std::string at(TimePoint t) { return fmt::format("{:.9f}", in_seconds(t.time_since_epoch())); }
std::string who(const Who& w, std::uint32_t number) {
  return fmt::format("workload {} #{} ({})", w.workload, w.entity, number);
}

const Ratio* ratio(const ReplicationResult& result, std::string_view metric, std::int32_t workload,
                   std::int32_t limit) {
  for (const Measured& m : result.measured) {
    if (m.metric == metric && m.workload == workload && m.limit == limit) return &std::get<Ratio>(m.value);
  }
  return nullptr;
}

/// A level's area in slot-nanoseconds, exact in a double.
Duration area(double x) { return Duration{static_cast<Duration::rep>(x)}; }

plain::Records tell_model(const Scene& scene) {
  Recorder recorder;
  Listeners listeners;
  listeners.recorder = &recorder;
  const ReplicationResult result = replicate(plan_of(scene), listeners);
  plain::Records records;
  records.requests = recorder.requests;
  records.turns = recorder.turns;
  records.gaps = recorder.gaps;
  records.movements = recorder.movements;
  records.from = TimePoint{scene.run.warm_up};
  records.to = records.from + result.counted;
  records.closed = !scene.run.duration;
  for (std::int32_t l = 0; l < static_cast<std::int32_t>(scene.provider.limits.size()); ++l) {
    const Ratio *use = ratio(result, "slot_use", -1, l), *full = ratio(result, "full_time", -1, l);
    records.limits.push_back({});
    if (!use || !full) continue;  // a rate, a floor
    records.limits.back() =
        (plain::Use{area(use->numerator), area(use->denominator), area(full->numerator), area(full->denominator)});
  }
  for (std::int32_t w = 0; w < static_cast<std::int32_t>(scene.workloads.size()); ++w) {
    const Ratio* refused = ratio(result, "conversation_refused", w, -1);
    records.members.push_back({});
    if (refused) records.members.back() = {area(refused->numerator), area(refused->denominator)};
  }
  return records;
}

template <class T>
std::string first_difference(const std::vector<T>& expected, const std::vector<T>& got) {
  const auto [e, g] = std::ranges::mismatch(expected, got);
  if (e == expected.end() && g == got.end()) return {};
  const std::string wanted = e == expected.end() ? "nothing more" : in_words(*e);
  const std::string found = g == got.end() ? "nothing more" : in_words(*g);
  return fmt::format("after {} alike\n  expected {}\n  got      {}", e - expected.begin(), wanted, found);
}

}  // namespace

ReplicationPlan plan_of(const Scene& scene) {
  ReplicationPlan plan;
  plan.provider = &scene.provider;
  plan.workloads = &scene.workloads;
  plan.seed = scene.run.seed;
  plan.replication = scene.run.replication;
  plan.duration = scene.run.duration;
  plan.stop_after = scene.run.stop_after;
  plan.warm_up = scene.run.warm_up;
  return plan;
}

plain::Records tell(Teller teller, const Scene& scene) {
  if (teller == Teller::model) return tell_model(scene);
  return plain::simulate(scene.provider, scene.workloads, scene.run);
}

plain::Records counted(plain::Records all) {
  all.never_begun += std::erase_if(all.requests, [](const RequestDone& r) { return r.attempts == 0; });
  const auto outside = [&](TimePoint belongs) {
    return belongs < all.from || (all.closed ? belongs > all.to : belongs >= all.to);
  };
  std::erase_if(all.requests, [&](const RequestDone& r) { return outside(r.first_attempt); });
  std::erase_if(all.turns, [&](const TurnDone& t) { return outside(t.belongs); });
  std::erase_if(all.gaps, [&](const PlaybackGap& g) { return outside(g.belongs); });
  std::erase_if(all.movements, [&](const Movement& m) { return all.closed ? m.at > all.to : m.at >= all.to; });
  std::ranges::stable_sort(all.movements, {}, [](const Movement& m) { return std::tuple{m.at, m.kind, m.amount}; });
  for (RequestDone& r : all.requests) {  // meaningless fields
    if (r.outcome == Outcome::completed) continue;
    r.admitted = r.first_byte = r.last_byte = {};
  }
  const auto key = [](const auto& x) { return std::tuple{x.who.workload, x.who.entity, x.number}; };
  std::ranges::stable_sort(all.requests, {}, key);
  std::ranges::stable_sort(all.turns, {}, key);
  std::ranges::stable_sort(all.gaps, {}, [](const PlaybackGap& g) {
    return std::tuple{g.who.workload, g.who.entity, g.belongs};
  });
  return all;
}

std::string difference(const plain::Records& expected, const plain::Records& got) {
  if (auto d = first_difference(expected.requests, got.requests); !d.empty()) return "requests " + d;
  if (auto d = first_difference(expected.turns, got.turns); !d.empty()) return "turns " + d;
  if (auto d = first_difference(expected.gaps, got.gaps); !d.empty()) return "playback gaps " + d;
  if (auto d = first_difference(expected.movements, got.movements); !d.empty()) return "money " + d;
  if (expected.never_begun != got.never_begun) {
    return fmt::format("{} requests never begun, got {}", expected.never_begun, got.never_begun);
  }
  if (expected.from != got.from || expected.to != got.to) {
    return fmt::format("counted time {} to {}, got {} to {}", at(expected.from), at(expected.to), at(got.from),
                       at(got.to));
  }
  for (std::size_t l = 0; l < expected.limits.size(); ++l) {
    const plain::Use &e = expected.limits[l], &g = got.limits[l];
    if (e == g) continue;
    return fmt::format("limit {}: held {} of {}, full {} of {} ns\n  got held {} of {}, full {} of {}", l,
                       e.held.count(), e.cap.count(), e.full.count(), e.window.count(), g.held.count(), g.cap.count(),
                       g.full.count(), g.window.count());
  }
  for (std::size_t w = 0; w < expected.members.size(); ++w) {
    const plain::Members &e = expected.members[w], &g = got.members[w];
    if (e.unconnected == g.unconnected && (e.unconnected == Duration{} || e.window == g.window)) continue;
    return fmt::format("workload {}: unconnected {} of {} ns, got {} of {}", w, e.unconnected.count(), e.window.count(),
                       g.unconnected.count(), g.window.count());
  }
  return {};
}

std::string in_words(const RequestDone& r) {
  static constexpr std::string_view outcomes[] = {"completed", "given up", "failed"};
  return fmt::format(
      "{}: first attempt {}, {}, {} attempts, {} rejected{}, admitted {}, bytes {} to {}, known {}, queued {}, in line "
      "{}",
      who(r.who, r.number), at(r.first_attempt), outcomes[static_cast<std::size_t>(r.outcome)], r.attempts, r.rejected,
      r.first_rejected ? " (the first too)" : "", at(r.admitted), at(r.first_byte), at(r.last_byte), at(r.known),
      in_seconds(r.queued), in_seconds(r.line_wait));
}

std::string in_words(const TurnDone& t) {
  return fmt::format("{}: belongs {}{}{}{}, first audio delay {}, time to first audio {}", who(t.who, t.number),
                     at(t.belongs), t.has_voice ? ", voice" : "", t.rejected ? ", rejected" : "",
                     t.silent ? ", silent" : "", in_seconds(t.first_audio_delay), in_seconds(t.time_to_first_audio));
}

std::string in_words(const PlaybackGap& g) {
  return fmt::format("{}: {} s", who(g.who, 0), in_seconds(g.silence)) + " in the turn of " + at(g.belongs);
}

std::string in_words(const Movement& m) {
  static constexpr std::string_view kinds[] = {"charge", "refund", "deposit"};
  return fmt::format("{} of {} nano-dollars at {}", kinds[static_cast<std::size_t>(m.kind)], m.amount.nano, at(m.at));
}

Formula cap(std::int64_t n) {
  const std::string text = std::to_string(n);
  return {text, Expression::read(text, [](std::string_view) { return std::nullopt; })};
}

Distribution law(std::string family, double mean, double cv) {
  DistributionSpec spec;
  spec.family = std::move(family);
  spec.parameters = {{"mean", mean}, {"cv", cv}};
  return fitted(spec);
}

Distribution exponential(double mean) {
  DistributionSpec spec;
  spec.family = "exponential";
  spec.parameters = {{"mean", mean}};
  return fitted(spec);
}

ConcurrencyLimit limit(Counts counts, std::int64_t most, WhenFull when_full) {
  ConcurrencyLimit one;
  one.counts = counts;
  one.cap = cap(most);
  one.when_full = std::move(when_full);
  return one;
}

Queue queue(CountOrUnlimited capacity) {
  Queue one;
  one.capacity = capacity;
  return one;
}

EndpointConfig endpoint(Service service) {
  EndpointConfig one;
  one.service = std::move(service);
  return one;
}

TraceConfig trace(std::vector<At> rows) {
  std::vector<TraceRow> read;
  for (const At& row : rows) {
    TraceRow one;
    one.arrives = TimePoint{row.arrives};
    one.service = row.service;
    read.push_back(one);
  }
  TraceConfig config;
  config.columns.service = Column{"service", "s"};
  config.rows = std::make_shared<const std::vector<TraceRow>>(std::move(read));
  return config;
}

}  // namespace busyhour::testing
