#include "stories.hpp"

#include <fmt/format.h>

namespace busyhour::testing {
namespace {

std::string at(TimePoint t) { return in_seconds_exactly(t.time_since_epoch()); }

std::string line(const RequestDone& r) {
  std::string text = at(r.first_attempt) + ":";
  if (r.rejected > 0) text += r.rejected == 1 ? " refused once," : fmt::format(" refused {} times,", r.rejected);
  if (r.queued > 0s) text += fmt::format(" queued {},", in_seconds_exactly(r.queued));
  if (r.outcome == Outcome::given_up) return text + fmt::format(" given up at {}", at(r.known));
  return text + fmt::format(" in at {}, bytes {} to {}", at(r.admitted), at(r.first_byte), at(r.last_byte));
}

std::string line(const TurnDone& t) {
  std::string text = at(t.belongs) + ":";
  if (t.rejected) text += " rejected,";
  if (!t.has_voice) return text + " no voice";
  if (t.silent) return text + " silent";
  return text + fmt::format(" sounds after {}, {} of it added", in_seconds_exactly(t.time_to_first_audio),
                            in_seconds_exactly(t.first_audio_delay));
}

std::string line(const PlaybackGap& g) { return in_seconds_exactly(g.silence); }

template <class T>
Lines lines(const std::vector<T>& all, std::uint32_t workload) {
  Lines text;
  for (const T& one : all) {
    if (one.who.workload == workload) text.push_back(line(one));
  }
  return text;
}

}  // namespace

std::string in_seconds_exactly(Duration d) {
  std::string text = fmt::format("{}.{:09}", d.count() / 1'000'000'000, d.count() % 1'000'000'000);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

Lines requests(const plain::Records& records, std::uint32_t workload) { return lines(records.requests, workload); }
Lines turns(const plain::Records& records, std::uint32_t workload) { return lines(records.turns, workload); }
Lines gaps(const plain::Records& records, std::uint32_t workload) { return lines(records.gaps, workload); }

Scene conversations(std::int64_t n) {
  ConversationsConfig calls;
  calls.count = n;
  calls.start = StartConfig{};
  calls.turn.user_speaks = always(2s);
  calls.turn.think.emplace_back("think", always(1s));
  calls.turn.gap = always(1s);
  Say say;
  say.sentences = always(2.0);
  say.characters = always(30.0);
  calls.turn.say = say;
  Scene scene;
  scene.provider.limits.emplace_back("requests", limit(Counts::requests, 1));
  scene.provider.endpoints.emplace_back("tts", endpoint(SpeechService{always(200ms), 2}));
  scene.workloads.emplace_back("calls", calls);
  scene.run.duration = 8s;
  return scene;
}

Scene one_conversation() { return conversations(1); }

ConversationsConfig& voice(Scene& scene) { return std::get<ConversationsConfig>(scene.workloads[0].second); }
SpeechService& speech(Scene& scene) { return std::get<SpeechService>(scene.provider.endpoints[0].second.service); }
ConcurrencyLimit& limit_of(Scene& scene, std::size_t i) {
  return std::get<ConcurrencyLimit>(scene.provider.limits[i].second);
}

Scene callers(std::vector<At> rows, ClientConfig client) {
  Scene scene;
  scene.provider.limits.emplace_back("requests", limit(Counts::requests, 1));
  scene.provider.endpoints.emplace_back("api", endpoint(TimedService{}));
  scene.run.duration = 10s;
  takes(scene, std::move(rows), std::move(client));
  return scene;
}

void takes(Scene& scene, std::vector<At> rows, ClientConfig client) {
  TraceConfig config = trace(std::move(rows));
  config.client = std::move(client);
  scene.workloads.emplace_back(fmt::format("callers {}", scene.workloads.size()), config);
}

Reject reject(std::int64_t status, std::optional<std::int64_t> code) {
  Reject one;
  one.status = status;
  one.code = code;
  return one;
}

ClientConfig retries(Duration pause, CountOrUnlimited attempts) {
  ConstantRetry rule;
  rule.pause = always(pause);
  rule.attempts = attempts;
  ClientConfig client;
  client.retry = rule;
  return client;
}

}  // namespace busyhour::testing
