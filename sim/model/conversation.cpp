#include "busyhour/model/conversation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "busyhour/model/arrival_times.hpp"
#include "busyhour/random/uniform.hpp"
#include "turn.hpp"

namespace busyhour {

namespace {

Duration maybe(const Member& m, const std::optional<Distribution>& law, Purpose purpose) {
  return law ? m.me.duration(*law, purpose, m.turn) : Duration{0};
}

Duration think_time(const Member& m, const TurnConfig& turn) {
  Duration sum{0};
  for (std::size_t i = 0; i < turn.think.size(); ++i)
    sum += m.me.duration(turn.think[i].second, purpose::think_part(i), m.turn);
  return sum;
}

/// Until `next`; if the conversation is over by then, until its end, when what it holds goes back before any arrival.
auto wait_until(World& world, TimePoint next, bool over, TimePoint end) {
  return over ? world.calendar.until(end, Phase::release) : world.calendar.until(next);
}

/// `user_speaks`, `think`, sentences, `gap`, again and again until it is over; of a closed population a new
/// conversation takes the place of one that has ended.
Task<void> talk(World& world, Caller& caller, Member& m, const TurnConfig& config, ConnectionUse use) {
  for (;; ++m.turn) {
    const TimePoint spoken = world.calendar.now() + maybe(m, config.user_speaks, purpose::user_speaks);
    const TimePoint thought = spoken + think_time(m, config);
    if (m.closes <= std::min(thought, m.hangs_up)) co_await lose_connection(world, m);
    co_await wait_until(world, thought, m.hangs_up <= thought, m.hangs_up);
    if (world.calendar.now() == m.hangs_up) co_return;
    TurnEnd end{world.calendar.now()};
    if (!m.refused)
      end = co_await say_all(world, caller, m, config, spoken);
    else
      without_connection(world, caller, m, true);
    if ((end.conversation_ended || m.refused) && !m.stays) co_return;
    if (end.conversation_ended) end_conversation(world, m);
    const Duration gap = end.interrupted ? Duration{0} : maybe(m, config.gap, purpose::gap);
    const TimePoint next = end.gap_starts + gap;
    const bool over = m.was_last_turn() || m.hangs_up <= next;
    const TimePoint heard = m.was_last_turn() ? end.gap_starts : std::max(m.hangs_up, end.gap_starts);
    const TimePoint until = over ? heard : next;
    if (m.closes <= until) co_await lose_connection(world, m);
    co_await wait_until(world, next, over, heard);
    if (over) co_return;
    if (end.conversation_ended) co_await begin_conversation(world, caller, m, use);
  }
}

/// `pause`, one request, `pause`, one request until it is over; of a closed population a new conversation takes the
/// place of one that has ended.
Task<void> ask_and_pause(World& world, Caller& caller, Member& m, const TurnConfig& config, ConnectionUse use) {
  for (;; ++m.turn) {
    const TimePoint asks = world.calendar.now() + m.me.duration(*config.pause, purpose::pause, m.turn);
    if (m.closes <= std::min(asks, m.hangs_up)) co_await lose_connection(world, m);
    co_await wait_until(world, asks, m.hangs_up <= asks, m.hangs_up);
    if (world.calendar.now() == m.hangs_up) co_return;
    bool given_up = false;
    if (!m.refused)
      given_up = co_await ask_once(world, caller, m);
    else
      without_connection(world, caller, m, false);
    if (m.refused && !m.stays) co_return;
    if (m.was_last_turn() || world.calendar.now() >= m.hangs_up) co_return;
    if (!given_up || config.if_given_up != IfGivenUp::end_conversation) continue;
    if (!m.stays) co_return;
    end_conversation(world, m);
    co_await world.calendar.until(world.calendar.now());
    co_await begin_conversation(world, caller, m, use);
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
  const Duration over = config.start ? config.start->over : mean_cycle(config, m.me.endpoint(caller));
  Draw draw = m.me.draw(purpose::start, 0);
  co_await world.calendar.delay(seconds(in_seconds(over) * uniform01(draw)));
  co_await begin_conversation(world, caller, m, config.connection);
  if (config.turn.pause)
    co_await ask_and_pause(world, caller, m, config.turn, config.connection);
  else
    co_await talk(world, caller, m, config.turn, config.connection);
}

Process call(World& world, Caller& caller, const CallsConfig& config, std::uint32_t number) {
  Member m{world.drawer(caller, number)};
  m.stays = false;
  co_await begin_conversation(world, caller, m, config.connection);
  if (m.refused) co_return;
  if (const auto* time = std::get_if<LastsTime>(&config.lasts))
    m.hangs_up = world.calendar.now() + m.me.duration(time->time, purpose::lasts, 0);
  else
    m.turns = static_cast<std::uint32_t>(
        std::llround(m.me.value(std::get<LastsTurns>(config.lasts).turns, purpose::lasts, 0)));
  if (config.turn.pause)
    co_await ask_and_pause(world, caller, m, config.turn, config.connection);
  else
    co_await talk(world, caller, m, config.turn, config.connection);
  end_conversation(world, m);
}

Process take_calls(World& world, Caller& caller, const CallsConfig& config) {
  ArrivalTimes times{config.arrive, world.drawer(caller, 0)};
  for (std::uint32_t n = 0;;) {
    const ArrivalTimes::Instant next = times.next();
    co_await world.calendar.until(next.at);
    for (std::int64_t i = 0; i < next.together; ++i, ++n) world.stories->spawn(call(world, caller, config, n));
  }
}

}  // namespace busyhour
