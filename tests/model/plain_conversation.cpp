/// A conversation's turns.
#include <algorithm>
#include <cmath>

#include "plain_world.hpp"

namespace busyhour::plain {

void World::begin_conversation(std::size_t c) {
  Caller& caller = callers_[c];
  if (caller.conversation->connection == ConnectionUse::per_request) return begin_turn(c);
  caller.connecting = true;
  caller.trying = {};
  send(c);
}

void World::begin_turn(std::size_t c) {
  Caller& caller = callers_[c];
  const TurnConfig& turn = caller.conversation->turn;
  caller.connecting = false;
  if (caller.ends_conversation) {  // its gap is over: a new one in its place
    caller.ends_conversation = false;
    return begin_conversation(c);
  }
  caller.in_turn = true;
  caller.belongs = false;
  caller.told = {};
  caller.told.who = {static_cast<std::uint32_t>(caller.workload), caller.entity};
  caller.told.number = caller.turn;
  caller.told.has_voice = caller.told.silent = turn.say.has_value();
  caller.sound.reset();
  caller.text = 0;
  caller.spoken = now_;
  if (turn.user_speaks) caller.spoken += time(caller, *turn.user_speaks, purpose::user_speaks, caller.turn);
  at(caller.spoken + thinking(caller), Phase::arrival, {What::speaks, c});
}

/// A pause, or the parts of `think`.
Duration World::thinking(const Caller& caller) const {
  const TurnConfig& turn = caller.conversation->turn;
  if (turn.pause) return time(caller, *turn.pause, purpose::pause, caller.turn);
  Duration sum{};
  for (std::size_t i = 0; i < turn.think.size(); ++i) {
    sum += time(caller, turn.think[i].second, purpose::think_part(i), caller.turn);
  }
  return sum;
}

void World::speak(std::size_t c) {
  Caller& caller = callers_[c];
  const TurnConfig& turn = caller.conversation->turn;
  caller.thought = now_;
  caller.left = turn.pause ? 1 : 0;
  if (turn.say) caller.left = std::llround(value(caller, turn.say->sentences, purpose::sentences, caller.turn));
  if (caller.refused) {
    caller.told.rejected = true;
    if (turn.say) caller.sentence += static_cast<std::uint32_t>(caller.left);
    caller.left = 0;
  }
  if (caller.left == 0) {
    caller.told.belongs = now_;
    caller.belongs = true;
    return end_turn(c);
  }
  next_sentence(c);
}

/// Sends what is to be said next when its time has come.
void World::next_sentence(std::size_t c) {
  Caller& caller = callers_[c];
  const TurnConfig& turn = caller.conversation->turn;
  const bool first = !caller.belongs;
  --caller.left;
  new_request(c);
  TimePoint when = now_;
  if (turn.say) {
    const Say& say = *turn.say;
    const double characters = value(caller, say.characters, purpose::characters, caller.sentence);
    caller.text += characters;
    caller.audio = characters / say.speaking_rate;
    const auto& turnaround = caller.conversation->client.turnaround;
    if (!first) when += time(caller, turnaround, purpose::turnaround, caller.sentence);
    if (say.text_rate) when = std::max(when, caller.thought + seconds(caller.text / *say.text_rate));
    if (say.request_ahead && caller.sound) when = std::max(when, *caller.sound - *say.request_ahead);
  }
  if (first && when == now_) return send(c);
  at(when, Phase::arrival, {What::sends, c});  // after what was due at this instant already
}

/// The sound of the sentence whose last byte has just come.
void World::hear(Caller& caller) {
  const RequestDone& request = caller.request;
  TimePoint starts = request.first_byte;
  if (caller.sound) {
    starts = std::max(starts, *caller.sound);
    records_.gaps.push_back({request.who, caller.told.belongs, starts - *caller.sound});
  } else {
    caller.told.silent = false;
    caller.told.first_audio_delay = request.admitted - caller.told.belongs;
    caller.told.time_to_first_audio = starts - caller.spoken;
  }
  caller.sound = std::max(starts + seconds(caller.audio), request.last_byte);
}

/// The last request is resolved, or there was none.
void World::end_turn(std::size_t c) {
  Caller& caller = callers_[c];
  const TurnConfig& turn = caller.conversation->turn;
  say(caller.told);
  caller.in_turn = false;
  if (caller.ends_conversation) close(caller);
  const Duration gap = turn.gap ? time(caller, *turn.gap, purpose::gap, caller.turn) : Duration{};
  ++caller.turn;
  if (turn.pause) return begin_turn(c);  // nothing lies between the request and the next pause
  at(std::max(now_, caller.sound.value_or(now_)) + gap, Phase::arrival, {What::goes_on, c});
}

/// The conversation ends: its connection, and what it held as long as it had one.
void World::close(Caller& caller) {
  for (const std::size_t counter : caller.connection) door_.give_back(counter);
  for (const auto& [limit, counter] : caller.for_good) door_.give_back(counter);
  caller.connection.clear();
  caller.for_good.clear();
  dispatch();
}

}  // namespace busyhour::plain
