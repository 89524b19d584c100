#include "busyhour/model/conversation.hpp"

#include <cmath>
#include <limits>

#include "busyhour/model/playback.hpp"
#include "busyhour/random/uniform.hpp"

namespace busyhour {

namespace {

/// A member of the population: where its draws stand, and how far it has come.
struct Member {
  Drawer me;
  std::uint32_t turn = 0;       ///< turns told so far
  std::uint32_t sentences = 0;  ///< sentences planned so far, the dropped ones too
  Permit connection{}, kept{};
};

Duration maybe(const Member& m, const std::optional<Distribution>& law, Purpose purpose) {
  return law ? m.me.duration(*law, purpose, m.turn) : Duration{0};
}

Duration think_time(const Member& m, const TurnConfig& turn) {
  Duration sum{0};
  for (std::size_t i = 0; i < turn.think.size(); ++i)
    sum += m.me.duration(turn.think[i].second, purpose::think_part(i), m.turn);
  return sum;
}

/// A turn under way: said once, however its story ends, if it has come to its first attempt.
class OpenTurn {
 public:
  OpenTurn(World& world, const Caller& caller, const Member& m, bool has_voice) : world_{world} {
    done.who = {caller.index, m.me.at.entity};
    done.number = m.turn;
    done.has_voice = done.silent = has_voice;
  }
  OpenTurn(const OpenTurn&) = delete;
  OpenTurn& operator=(const OpenTurn&) = delete;
  ~OpenTurn() {
    if (!progress.belongs) return;
    done.belongs = *progress.belongs;
    done.rejected = progress.rejected;
    world_.observed.say(done);
  }
  /// A turn without a request belongs to the end of `think`.
  void without_request(TimePoint thought) {
    progress.belongs = thought;
    world_.observed.begun(thought);
  }
  TurnDone done;
  Progress progress;

 private:
  World& world_;
};

/// How a voice turn left things.
struct TurnEnd {
  TimePoint gap_starts;
  bool conversation_ended = false;
};

/// What one sentence needs to know of the others.
struct Sentence {
  double characters = 0;
  Duration audio{};
  TimePoint text_ready;
};

Sentence sentence(const Say& say, const Member& m, std::uint32_t number, TimePoint thought, double& written) {
  Sentence s;
  s.characters = m.me.value(say.characters, purpose::characters, number);
  s.audio = seconds(s.characters / say.speaking_rate);
  written += s.characters;
  s.text_ready = say.text_rate ? thought + seconds(written / *say.text_rate) : thought;
  return s;
}

/// When the next sentence is sent: not before its text, not before the one before has ended, and with `request_ahead`
/// not long before it is heard.
TimePoint send_at(const Say& say, const Sentence& s, TimePoint now, const Playback& playback) {
  TimePoint at = std::max(now, s.text_ready);
  if (say.request_ahead && playback.ends()) at = std::max(at, *playback.ends() - *say.request_ahead);
  return at;
}

/// Hears one answered sentence: the turn's first sound, or the silence before a further one.
void hear(World& world, OpenTurn& turn, Playback& playback, const RequestDone& r, const Sentence& s, TimePoint spoken) {
  const bool first = playback.silent();
  const auto silence = playback.sound(r.first_byte, r.last_byte, s.audio);
  if (silence) world.observed.say(PlaybackGap{turn.done.who, *turn.progress.belongs, *silence});
  if (!first) return;
  turn.done.silent = false;
  turn.done.first_audio_delay = r.admitted - *turn.progress.belongs;
  turn.done.time_to_first_audio = playback.begins() - spoken;
}

/// The sentences of one turn, from the end of `think`. `spoken` is when the user fell silent.
Task<TurnEnd> say_all(World& world, Caller& caller, Member& m, const TurnConfig& config, TimePoint spoken) {
  const Say& say = *config.say;
  OpenTurn turn{world, caller, m, true};
  Playback playback;
  TurnEnd end{world.calendar.now()};
  const TimePoint thought = world.calendar.now();
  const auto planned = static_cast<std::uint32_t>(std::llround(m.me.value(say.sentences, purpose::sentences, m.turn)));
  const std::uint32_t first = std::exchange(m.sentences, m.sentences + planned);
  double written = 0;
  if (planned == 0) turn.without_request(thought);
  for (std::uint32_t i = 0; i < planned; ++i) {
    const Sentence s = sentence(say, m, first + i, thought, written);
    const Duration turnaround =
        i == 0 ? Duration{0} : m.me.duration(caller.client->turnaround, purpose::turnaround, first + i);
    const TimePoint at = send_at(say, s, world.calendar.now() + turnaround, playback);
    if (i > 0 || at > thought) co_await world.calendar.until(at);
    Order order;
    order.number = order.draw_number = first + i;
    order.characters = s.characters;
    order.speaking_rate = say.speaking_rate;
    order.kept = caller.holds_longer ? &m.kept : nullptr;
    order.progress = &turn.progress;
    const RequestDone r = co_await send(world, caller, m.me, order);
    end.gap_starts = world.calendar.now();
    if (r.outcome == Outcome::completed) {
      hear(world, turn, playback, r, s, spoken);
    } else if (config.if_given_up != IfGivenUp::skip_sentence) {
      end.conversation_ended = config.if_given_up == IfGivenUp::end_conversation;
      break;
    }
  }
  end.gap_starts = std::max(end.gap_starts, playback.ends().value_or(end.gap_starts));
  co_return end;
}

/// One turn of a conversation that has no connection: nothing is sent, nothing is heard.
void without_connection(World& world, const Caller& caller, const Member& m, bool has_voice) {
  OpenTurn turn{world, caller, m, has_voice};
  turn.progress.rejected = true;
  turn.without_request(world.calendar.now());
}

/// Asks for the connection of a conversation that begins; answers whether it has one (or needs none).
Task<bool> begin_conversation(World& world, Caller& caller, Member& m, ConnectionUse use) {
  if (use == ConnectionUse::per_request) co_return true;
  world.observed.say(caller.index, UnconnectedChange{world.calendar.now(), +1});
  m.connection = co_await connect(world, caller, m.me);
  if (m.connection) world.observed.say(caller.index, UnconnectedChange{world.calendar.now(), -1});
  co_return static_cast<bool>(m.connection);
}

/// `user_speaks`, `think`, sentences, `gap`, again and again; a new conversation takes the place of one that has ended.
Task<void> talk(World& world, Caller& caller, Member& m, const ConversationsConfig& config) {
  bool connected = co_await begin_conversation(world, caller, m, config.connection);
  for (;; ++m.turn) {
    const TimePoint spoken = world.calendar.now() + maybe(m, config.turn.user_speaks, purpose::user_speaks);
    co_await world.calendar.until(spoken + think_time(m, config.turn));
    TurnEnd end{world.calendar.now()};
    if (connected)
      end = co_await say_all(world, caller, m, config.turn, spoken);
    else
      without_connection(world, caller, m, true);
    if (end.conversation_ended) {
      m.kept.release();
      m.connection.release();
    }
    co_await world.calendar.until(end.gap_starts + maybe(m, config.turn.gap, purpose::gap));
    if (end.conversation_ended) connected = co_await begin_conversation(world, caller, m, config.connection);
  }
}

/// The request that follows one pause; answers whether it was given up.
Task<bool> ask_once(World& world, Caller& caller, Member& m) {
  OpenTurn turn{world, caller, m, false};
  Order order;
  order.number = order.draw_number = m.turn;
  order.kept = caller.holds_longer ? &m.kept : nullptr;
  order.progress = &turn.progress;
  const RequestDone r = co_await send(world, caller, m.me, order);
  co_return r.outcome == Outcome::given_up;
}

/// `pause`, one request, `pause`, one request; a new conversation takes the place of one that has ended.
Task<void> ask_and_pause(World& world, Caller& caller, Member& m, const ConversationsConfig& config) {
  bool connected = co_await begin_conversation(world, caller, m, config.connection);
  for (;; ++m.turn) {
    co_await world.calendar.delay(m.me.duration(*config.turn.pause, purpose::pause, m.turn));
    bool given_up = false;
    if (connected)
      given_up = co_await ask_once(world, caller, m);
    else
      without_connection(world, caller, m, false);
    if (!given_up || config.turn.if_given_up != IfGivenUp::end_conversation) continue;
    m.kept.release();
    m.connection.release();
    co_await world.calendar.until(world.calendar.now());
    connected = co_await begin_conversation(world, caller, m, config.connection);
  }
}

/// Expected time to the first byte, and to the last one of a sentence, where that does not depend on its length.
double mean_service(const EndpointConfig& endpoint) {
  if (const auto* timed = std::get_if<TimedService>(&endpoint.service)) return timed->time.mean();
  if (const auto* speech = std::get_if<SpeechService>(&endpoint.service)) return speech->first_byte.mean();
  if (const auto* tokens = std::get_if<TokenService>(&endpoint.service)) return tokens->first_token.mean();
  double sum = 0;
  for (const auto& [name, law] : endpoint.stages) sum += law.mean();
  return sum;
}

/// Expected length of the sound of one turn and of the wait for its first byte.
double mean_sound(const Say& say, const EndpointConfig& endpoint) {
  const double audio = say.characters.mean() / say.speaking_rate;
  const auto* speech = std::get_if<SpeechService>(&endpoint.service);
  const double longest = speech ? std::max(audio, audio / speech->generation_speed) : audio;
  return mean_service(endpoint) + say.sentences.mean() * longest;
}

double mean_of(const std::optional<Distribution>& law) { return law ? law->mean() : 0; }

}  // namespace

Duration mean_cycle(const ConversationsConfig& config, const EndpointConfig& endpoint) {
  const TurnConfig& turn = config.turn;
  double cycle = 0;
  if (turn.pause) {
    cycle = turn.pause->mean() + mean_service(endpoint);
  } else {
    cycle = mean_of(turn.user_speaks) + mean_of(turn.gap) + mean_sound(*turn.say, endpoint);
    for (const auto& [name, part] : turn.think) cycle += part.mean();
  }
  return std::isfinite(cycle) ? seconds(cycle) : Duration{0};
}

Process converse(World& world, Caller& caller, const ConversationsConfig& config, std::uint32_t member) {
  Member m{world.drawer(caller, member)};
  const Duration over = config.start ? config.start->over : mean_cycle(config, *caller.endpoint);
  Draw draw = m.me.draw(purpose::start, 0);
  co_await world.calendar.delay(seconds(in_seconds(over) * uniform01(draw)));
  if (config.turn.pause)
    co_await ask_and_pause(world, caller, m, config);
  else
    co_await talk(world, caller, m, config);
}

}  // namespace busyhour
