/// A conversation: its connection, its turns, its users who interrupt and hang up.
#include <algorithm>
#include <cmath>

#include "plain_world.hpp"

namespace busyhour::plain {

// --- the connection ---

void World::begin_conversation(std::size_t c) {
  Caller& caller = callers_[c];
  caller.begun = now_;
  if (!caller.own_connection) return connected(c);
  caller.connecting = true;
  caller.trying = {};
  send(c);
}

void World::connected(std::size_t c) {
  Caller& caller = callers_[c];
  const bool again = caller.in_turn;  // in place of one that was lost
  if (caller.connecting && !caller.stays && !again) records_.begun.push_back({caller.told.who, caller.begun, false});
  caller.counted |= caller.connecting;
  caller.connecting = false;
  message(c);
  if (again) return send_sentence(c);
  const auto* call = std::get_if<CallsConfig>(&workloads_[caller.workload].second);
  if (call && !caller.has_life) {
    caller.has_life = true;
    if (const auto* lasts = std::get_if<LastsTime>(&call->lasts))
      caller.hangs_up = now_ + time(caller, lasts->time, purpose::lasts, 0);
    else
      caller.turns = static_cast<std::uint32_t>(
          std::llround(value(caller, std::get<LastsTurns>(call->lasts).turns, purpose::lasts, 0)));
  }
  begin_turn(c);
}

/// For good. A member of a closed population stays without one, a call ends.
void World::refuse_connection(std::size_t c) {
  Caller& caller = callers_[c];
  const bool again = caller.in_turn;
  caller.connecting = false;
  caller.refused = true;
  if (!again && !caller.stays) records_.begun.push_back({caller.told.who, caller.begun, true});
  if (!again) return caller.stays ? begin_turn(c) : close(caller);
  caller.told.rejected = true;
  caller.in_request = false;
  if (!caller.belongs) caller.told.belongs = caller.thought;
  caller.belongs = true;
  if (caller.talk->say) caller.sentence += 1 + static_cast<std::uint32_t>(caller.left);
  caller.left = 0;
  end_turn(c);
}

/// The client has sent something: the provider waits anew.
void World::message(std::size_t c) {
  Caller& caller = callers_[c];
  caller.overdue = false;
  const auto& timeout = endpoint(caller.workload).idle_timeout;
  if (!timeout || !caller.own_connection) return;
  at(now_ + *timeout, Phase::release, {What::idles_out, c, ++caller.messages});
}

void World::idle_out(std::size_t c, std::uint64_t message) {
  Caller& caller = callers_[c];
  if (message != caller.messages) return;
  caller.overdue = caller.under_way;
  if (!caller.under_way) close(caller, true);
}

/// The connection goes, and what is held as long as it; and if the conversation ends, all that it holds.
void World::close(Caller& caller, bool call_goes_on) {
  caller.overdue = false;
  ++caller.messages;
  const auto stays = [&](std::size_t counter) {
    const std::size_t limit = door_.limit_of(counter);
    const Counts counts = door_.counts_of(limit);
    if (!call_goes_on || counts == Counts::connections) return false;
    return counts == Counts::calls || door_.slot_held(limit, endpoint_of(caller.workload)) == SlotHeld::whole_call;
  };
  std::vector<std::size_t> connection;
  std::vector<std::pair<std::size_t, std::size_t>> for_good;
  for (const std::size_t counter : caller.connection) {
    if (stays(counter))
      connection.push_back(counter);
    else
      door_.give_back(counter, caller.workload);
  }
  for (const auto& [limit, counter] : caller.for_good) {
    if (stays(counter))
      for_good.emplace_back(limit, counter);
    else
      door_.give_back(counter, caller.workload);
  }
  caller.connection = connection;
  caller.for_good = for_good;
  caller.lost = call_goes_on;
  if (!call_goes_on) caller.counted = false;
  dispatch();
}

// --- a turn ---

void World::begin_turn(std::size_t c) {
  Caller& caller = callers_[c];
  const TurnConfig& turn = *caller.talk;
  if (caller.ends_conversation) {  // its gap is over: a new one in its place
    caller.ends_conversation = false;
    return begin_conversation(c);
  }
  caller.in_turn = true;
  caller.belongs = false;
  const Who who = caller.told.who;
  caller.told = {};
  caller.told.who = who;
  caller.told.number = caller.turn;
  caller.told.has_voice = caller.told.silent = turn.say.has_value();
  caller.sound.reset();
  caller.interrupts_after.reset();
  caller.interrupted_at.reset();
  caller.rest_dropped = false;
  caller.text = 0;
  caller.spoken = now_;
  if (turn.user_speaks) caller.spoken += time(caller, *turn.user_speaks, purpose::user_speaks, caller.turn);
  const TimePoint thought = caller.spoken + thinking(caller);
  if (caller.hangs_up <= thought) return later(caller.hangs_up, What::hangs_up, c, Phase::release);
  later(thought, What::speaks, c);
}

/// A pause, or the parts of `think`.
Duration World::thinking(const Caller& caller) const {
  const TurnConfig& turn = *caller.talk;
  if (turn.pause) return time(caller, *turn.pause, purpose::pause, caller.turn);
  Duration sum{};
  for (std::size_t i = 0; i < turn.think.size(); ++i) {
    sum += time(caller, turn.think[i].second, purpose::think_part(i), caller.turn);
  }
  return sum;
}

void World::speak(std::size_t c) {
  Caller& caller = callers_[c];
  const TurnConfig& turn = *caller.talk;
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
  if (turn.barge_in) plan_interruption(caller);
  next_sentence(c);
}

/// Whether its user will interrupt this turn, and how long after its first sound.
void World::plan_interruption(Caller& caller) const {
  const BargeInConfig& rule = *caller.talk->barge_in;
  if (uniform(caller, purpose::barge_in, caller.turn) >= rule.share) return;
  if (rule.after) {
    caller.interrupts_after = time(caller, *rule.after, purpose::barge_at, caller.turn);
    return;
  }
  const Say& say = *caller.talk->say;
  double sound = 0;
  for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(caller.left); ++i)
    sound += value(caller, say.characters, purpose::characters, caller.sentence + i) / say.speaking_rate;
  caller.interrupts_after = seconds(sound * uniform(caller, purpose::barge_at, caller.turn));
}

/// Sends what is to be said next when its time has come.
void World::next_sentence(std::size_t c) {
  Caller& caller = callers_[c];
  const TurnConfig& turn = *caller.talk;
  const bool first = !caller.belongs;
  --caller.left;
  TimePoint when = now_;
  if (turn.say) {
    const Say& say = *turn.say;
    caller.characters = value(caller, say.characters, purpose::characters, caller.sentence);
    caller.text += caller.characters;
    caller.audio = caller.characters / say.speaking_rate;
    if (!first) when += time(caller, client_of(caller.workload).turnaround, purpose::turnaround, caller.sentence);
    if (say.text_rate) when = std::max(when, caller.thought + seconds(caller.text / *say.text_rate));
    if (say.request_ahead && caller.sound) when = std::max(when, *caller.sound - *say.request_ahead);
  }
  if (caller.interrupted_at && *caller.interrupted_at <= when) {  // dropped: it is never a request
    caller.rest_dropped = true;
    caller.sentence += 1 + static_cast<std::uint32_t>(caller.left);
    caller.left = 0;
    return end_turn(c);
  }
  if (first && when == now_) return send_sentence(c);
  later(when, What::says, c);  // after what was due at this instant already
}

void World::send_sentence(std::size_t c) {
  Caller& caller = callers_[c];
  if (caller.lost) {
    caller.lost = false;
    caller.connecting = true;
    caller.trying = {};
    return send(c);
  }
  if (caller.interrupted_at && *caller.interrupted_at <= now_) {
    caller.rest_dropped = true;
    caller.sentence += 1 + static_cast<std::uint32_t>(caller.left);
    caller.left = 0;
    return end_turn(c);
  }
  new_request(c);
  if (caller.interrupted_at) later(*caller.interrupted_at, What::interrupts, c);
  send(c);
}

/// The user interrupts while a request is being tried: it is given up, if it has come to an attempt.
void World::interrupt(std::size_t c) {
  Caller& caller = callers_[c];
  if (caller.served) return;  // it is cut off
  ++caller.epoch;
  ++caller.ticket;
  if (caller.queued) door_.leave_queue(c);
  if (caller.queued) caller.request.queued += now_ - caller.queued_since;
  caller.queued = false;
  caller.in_request = caller.under_way = false;
  if (caller.request.attempts > 0) {
    caller.request.outcome = Outcome::given_up;
    caller.request.known = now_;
    records_.requests.push_back(caller.request);
  }
  caller.sentence += 1 + static_cast<std::uint32_t>(caller.left);
  caller.left = 0;
  if (caller.overdue) close(caller, true);
  dispatch();
  end_turn(c);
}

/// The sound of the sentence whose last byte has just come.
void World::hear(Caller& caller) {
  const RequestDone& request = caller.request;
  TimePoint starts = request.first_byte;
  if (caller.sound) {
    starts = std::max(starts, *caller.sound);
    if (caller.interrupted_at && *caller.interrupted_at <= starts) return;  // never heard
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
  const TurnConfig& turn = *caller.talk;
  say(caller.told);
  caller.in_turn = false;
  const bool was_last = caller.turn + 1 == caller.turns;
  if ((caller.ends_conversation || caller.refused) && !caller.stays) return close(caller);
  if (caller.ends_conversation) close(caller);
  const std::uint32_t number = caller.turn++;
  if (turn.pause) {  // nothing lies between the request and the next pause
    if (was_last || now_ >= caller.hangs_up) return close(caller);
    return begin_turn(c);
  }
  TimePoint quiet = std::max(now_, caller.sound.value_or(now_));
  Duration gap = turn.gap ? time(caller, *turn.gap, purpose::gap, number) : Duration{};
  const bool interrupted = caller.interrupted_at && (*caller.interrupted_at <= quiet || caller.rest_dropped);
  if (interrupted && !caller.ends_conversation) {
    quiet = std::max(now_, *caller.interrupted_at);
    gap = Duration{};
  }
  if (was_last || caller.hangs_up <= quiet + gap) {
    const TimePoint over = was_last ? quiet : std::max(quiet, caller.hangs_up);
    return later(over, What::hangs_up, c, Phase::release);
  }
  later(quiet + gap, What::goes_on, c);
}

void World::hang_up(std::size_t c) {
  callers_[c].in_turn = false;
  close(callers_[c]);
}

}  // namespace busyhour::plain
