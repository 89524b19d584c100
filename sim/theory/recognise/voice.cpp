/// Voice turns: no exact model has sentences, playback and a user who listens. The nearest one counts only how much of
/// a conversation's time its requests hold a slot.
#include "busyhour/model/conversation.hpp"
#include "busyhour/theory/engset.hpp"
#include "busyhour/theory/tasi.hpp"
#include "model.hpp"

namespace busyhour::recognition {
namespace {

/// Mean time that one sentence holds a slot.
double mean_hold(const EndpointConfig& endpoint, const Say& say) {
  if (const auto* timed = std::get_if<TimedService>(&endpoint.service)) return timed->time.mean();
  if (const auto* speech = std::get_if<SpeechService>(&endpoint.service))
    return speech->first_byte.mean() + say.characters.mean() / say.speaking_rate / speech->generation_speed;
  double sum = 0;
  for (const auto& [name, law] : endpoint.stages) sum += law.mean();
  return sum;
}

void look(const Shape& s, const Door& door, std::vector<std::string>& why_not) {
  why_not.push_back("a turn has sentences and playback");
  if (s.retries(door)) why_not.push_back("who finds no slot free tries again");
  if (!s.journey.is_nothing()) why_not.push_back("a request travels");
  if (word_of(s.endpoint->slot_held) == SlotHeld::whole_call ||
      word_of(s.endpoint->slot_held) == SlotHeld::whole_connection)
    why_not.push_back("a slot may be held between requests");
}

}  // namespace

std::optional<Candidate> voice(const Shape& s, const Door& door) {
  if (!s.closed || !s.closed->turn.say || !door.slots()) return std::nullopt;
  if (door.slots()->counts == Counts::connections) return std::nullopt;
  const double held = s.closed->turn.say->sentences.mean() * mean_hold(*s.endpoint, *s.closed->turn.say);
  const double cycle = in_seconds(mean_cycle(*s.closed, *s.endpoint)), share = cycle > 0 ? held / cycle : 1;
  if (!(share > 0 && share < 1)) return std::nullopt;
  Candidate c;
  c.model = "Engset's loss system, " + std::to_string(s.sources()) + " sources on " + std::to_string(door.cap) +
            (door.cap == 1 ? " slot" : " slots");
  const double cut = tasi_cutout(door.cap, s.sources(), share);
  c.assumes = {"a conversation that meets no refusal holds a slot " + in_words(share * 100) + " % of its time (" +
                   seconds_in_words(held) + " of " + seconds_in_words(cycle) + " a turn)",
               "each request is refused or not for itself, who is refused goes on as if served",
               "TASI, where speech is cut out only while too many speak, would lose " + in_words(cut * 100) + " %"};
  look(s, door, c.why_not);
  c.fill = [&s, &door, share](Findings to) {
    const EngsetFigures f = engset(door.cap, static_cast<double>(s.sources()), idle_load(share));
    to.put("first_attempt_rejected", f.call_congestion);
    to.use_of(door, f.carried_load / static_cast<double>(door.cap), f.time_congestion);
  };
  return c;
}

}  // namespace busyhour::recognition
