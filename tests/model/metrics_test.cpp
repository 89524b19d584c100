/// The metrics of the model are what the words of design.md say of the plain implementation's records: the same counts,
/// the same sums.
#include <gtest/gtest.h>

#include <map>
#include <optional>

#include "busyhour/model/replication.hpp"
#include "scenes.hpp"

namespace busyhour::testing {
namespace {

/// A distribution's count, how many of it are infinite, and the sum of the others.
struct Times {
  std::uint64_t all = 0, infinite = 0;
  Duration sum{};
  void add(Duration d) { ++all, sum += d; }
  void add(std::optional<Duration> d) { d ? add(*d) : (++all, void(++infinite)); }
  bool operator==(const Times&) const = default;
};
struct Share {
  double yes = 0, all = 0;
  void add(double n, double of = 1) { yes += n, all += of; }
  bool operator==(const Share&) const = default;
};

/// What the records say of one workload, or of all (-1).
struct Said {
  std::map<std::string, Share> shares;
  std::map<std::string, Times> times;
};

void hear(Said& said, const RequestDone& r) {
  const bool given_up = r.outcome == Outcome::given_up;
  said.shares["first_attempt_rejected"].add(r.first_rejected);
  said.shares["attempt_rejected"].add(r.rejected, r.attempts);
  said.shares["given_up"].add(given_up);
  said.shares["completed"].add(r.outcome == Outcome::completed);
  said.shares["failed"].add(false);
  said.shares["attempts_per_request"].add(r.attempts);
  said.times["queue_wait"].add(r.queued);
  said.times["added_delay"].add(given_up ? std::nullopt : std::optional{r.admitted - r.first_attempt});
  said.times["response_time"].add(given_up ? std::nullopt : std::optional{r.known - r.first_attempt});
}

void hear(Said& said, const TurnDone& t) {
  said.shares["turn_rejected"].add(t.rejected);
  if (!t.has_voice) return;
  said.shares["silent_turns"].add(t.silent);
  said.times["first_audio_delay"].add(t.silent ? std::nullopt : std::optional{t.first_audio_delay});
  said.times["time_to_first_audio"].add(t.silent ? std::nullopt : std::optional{t.time_to_first_audio});
}

Said said_of(const plain::Records& records, std::int32_t workload) {
  Said said;
  const auto concerns = [&](const Who& who) {
    return workload < 0 || who.workload == static_cast<std::uint32_t>(workload);
  };
  for (const RequestDone& r : records.requests) {
    if (concerns(r.who)) hear(said, r);
  }
  for (const TurnDone& t : records.turns) {
    if (concerns(t.who)) hear(said, t);
  }
  for (const PlaybackGap& g : records.gaps) {
    if (concerns(g.who)) said.times["playback_gap"].add(g.silence);
  }
  const Duration window = records.to - records.from;
  Share in_flight{0, static_cast<double>(window.count())}, refused;
  for (std::size_t w = 0; w < records.members.size(); ++w) {
    if (!concerns({static_cast<std::uint32_t>(w), 0})) continue;
    in_flight.yes += static_cast<double>(records.in_flight[w].count());
    const plain::Members& m = records.members[w];
    refused.add(static_cast<double>(m.unconnected.count()), static_cast<double>(m.window.count()));
  }
  said.shares["in_flight"] = in_flight;
  said.shares["conversation_refused"] = refused;
  said.shares["throughput"] = {said.shares["completed"].yes, in_seconds(window)};
  return said;
}

void expect_alike(const Measured& m, Said& said) {
  const std::string name{m.metric};
  if (const auto* share = std::get_if<Ratio>(&m.value)) {
    EXPECT_EQ(share->numerator, said.shares[name].yes) << name << " of workload " << m.workload;
    EXPECT_EQ(share->denominator, said.shares[name].all) << name << " of workload " << m.workload;
  } else if (const auto* times = std::get_if<Tally>(&m.value)) {
    const Times got{times->count(), times->infinite(), Duration{static_cast<Duration::rep>(times->sum())}};
    EXPECT_EQ(got, said.times[name]) << name << " of workload " << m.workload << ": " << got.all << " values ("
                                     << got.infinite << " infinite), expected " << said.times[name].all << " ("
                                     << said.times[name].infinite << ")";
  }
}

TEST(Metrics, AreWhatTheRecordsSay) {
  for (std::uint64_t number = 0; number < 200; ++number) {
    const Scene scene = made_up(number);
    const plain::Records records = counted(tell(Teller::plain, scene));
    if (records.never_begun > 0) continue;  // they have no record of their own
    const ReplicationResult result = replicate(plan_of(scene));
    std::map<std::int32_t, Said> said;
    for (std::int32_t w = -1; w < static_cast<std::int32_t>(scene.workloads.size()); ++w) said[w] = said_of(records, w);
    for (const Measured& m : result.measured) {
      if (m.limit < 0 && !std::holds_alternative<double>(m.value)) expect_alike(m, said[m.workload]);
    }
    if (HasFailure()) FAIL() << "in scene " << number;
  }
}

}  // namespace
}  // namespace busyhour::testing
