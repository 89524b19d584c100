#include "turn.hpp"

#include <cmath>

#include "busyhour/model/playback.hpp"
#include "busyhour/random/uniform.hpp"

namespace busyhour {

namespace {

/// A turn under way: said once, however its story ends, if it has come to its first attempt.
class OpenTurn {
 public:
  OpenTurn(World& world, const Caller& caller, const Member& m, bool has_voice) : world_{world} {
    done.who = m.me.who(caller);
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
  /// And is refused another.
  void has_lost_its_connection(TimePoint thought) {
    if (!progress.belongs) without_request(thought);
    progress.rejected = true;
  }
  TurnDone done;
  Progress progress;

 private:
  World& world_;
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

/// Whether the user will interrupt this turn, and how long after its first sound.
std::optional<BargeIn> interruption(const TurnConfig& config, const Member& m, std::uint32_t first,
                                    std::uint32_t planned) {
  if (!config.barge_in) return std::nullopt;
  Draw whether = m.me.draw(purpose::barge_in, m.turn);
  if (uniform01(whether) >= config.barge_in->share) return std::nullopt;
  BargeIn user;
  user.frees_slot = config.barge_in->frees_slot == FreesSlot::at_cancel;
  if (config.barge_in->after) {
    user.after = m.me.duration(*config.barge_in->after, purpose::barge_at, m.turn);
    return user;
  }
  double sound = 0;
  for (std::uint32_t i = 0; i < planned; ++i)
    sound += m.me.value(config.say->characters, purpose::characters, first + i) / config.say->speaking_rate;
  Draw when = m.me.draw(purpose::barge_at, m.turn);
  user.after = seconds(sound * uniform01(when));
  return user;
}

/// A request that is told beside its conversation, which may stop waiting for it.
struct Beside {
  World& world;
  Caller& caller;
  Drawer& me;
  const Order& order;
  RequestDone done;
  Wakeup over;
};
Process tell_beside(Beside& it) {
  it.done = co_await send(it.world, it.caller, it.me, it.order);
  it.over.fire(Phase::arrival);
}

/// Until its end or until the user interrupts: then it has not been admitted yet (whoever has been ends by then), and
/// is given up.
Task<RequestDone> send_until(World& world, Caller& caller, Drawer& me, const Order& order, TimePoint at) {
  Beside it{world, caller, me, order, {}, Wakeup{world.calendar}};
  it.done.outcome = Outcome::given_up;
  const StoryId story = world.stories->spawn(tell_beside(it));
  const bool over = co_await it.over.fired_within(at - world.calendar.now());
  if (!over) world.stories->cancel(story);
  co_return it.done;
}

/// Until its end, or until a user interrupts of whom it is known when.
Task<RequestDone> send_unless(const std::optional<BargeIn>& user, World& world, Caller& caller, Drawer& me,
                              const Order& order) {
  return user && user->at ? send_until(world, caller, me, order, *user->at) : send(world, caller, me, order);
}

/// In place of the connection that was lost. Refused, the turn is over.
Task<void> connect_again(World& world, Caller& caller, Member& m, OpenTurn& turn, TimePoint thought) {
  const bool connected = co_await reconnect(world, caller, m);
  if (!connected) turn.has_lost_its_connection(thought);
}

/// Whether the user hears this sound begin.
bool is_heard(const Playback& playback, const RequestDone& r, const std::optional<BargeIn>& user) {
  return playback.silent() || !user || !user->by(std::max(r.first_byte, *playback.ends()));
}

/// What the request of one sentence asks for.
Order order_of(const Caller& caller, Member& m, const Say& say, const Sentence& s, std::uint32_t number) {
  Order order;
  order.number = order.draw_number = number;
  order.characters = s.characters;
  order.speaking_rate = say.speaking_rate;
  order.kept = caller.holds_longer ? &m.kept : nullptr;
  return order;
}

/// When the user's next pause starts, given when the last sentence was dealt with.
void closes(TurnEnd& end, const Playback& playback, const std::optional<BargeIn>& user, TimePoint now) {
  end.gap_starts = std::max(end.gap_starts, playback.ends().value_or(end.gap_starts));
  end.interrupted |= user && user->by(end.gap_starts) && !end.conversation_ended;
  if (end.interrupted) end.gap_starts = std::max(now, *user->at);
}

}  // namespace

Task<TurnEnd> say_all(World& world, Caller& caller, Member& m, const TurnConfig& config, TimePoint spoken) {
  const Say& say = *config.say;
  OpenTurn turn{world, caller, m, true};
  Playback playback;
  TurnEnd end{world.calendar.now()};
  const TimePoint thought = world.calendar.now();
  const auto planned = static_cast<std::uint32_t>(std::llround(m.me.value(say.sentences, purpose::sentences, m.turn)));
  const std::uint32_t first = std::exchange(m.sentences, m.sentences + planned);
  std::optional<BargeIn> user = interruption(config, m, first, planned);
  double written = 0;
  if (planned == 0) turn.without_request(thought);
  for (std::uint32_t i = 0; i < planned; ++i) {
    const Sentence s = sentence(say, m, first + i, thought, written);
    const Duration turnaround =
        i == 0 ? Duration{0} : m.me.duration(caller.client->turnaround, purpose::turnaround, first + i);
    const TimePoint at = send_at(say, s, world.calendar.now() + turnaround, playback);
    if (user && user->by(at)) {  // dropped before it was a request
      end.interrupted = true;
      break;
    }
    if (m.closes <= at) co_await lose_connection(world, m);
    if (i > 0 || at > thought) co_await world.calendar.until(at);
    if (m.lost) {
      co_await connect_again(world, caller, m, turn, thought);
      end.gap_starts = world.calendar.now();
    }
    end.interrupted = user && user->by(world.calendar.now());
    if (m.refused || end.interrupted) break;
    Order order = order_of(caller, m, say, s, first + i);
    order.progress = &turn.progress;
    order.barge_in = user ? &*user : nullptr;
    const RequestDone r = co_await send_unless(user, world, caller, m.me, order);
    end.gap_starts = world.calendar.now();
    if (turn.progress.last_sent) m.has_sent(caller, *turn.progress.last_sent);
    if (r.outcome == Outcome::completed && is_heard(playback, r, user)) hear(world, turn, playback, r, s, spoken);
    if (user && user->by(end.gap_starts)) break;
    if (r.outcome == Outcome::completed || config.if_given_up == IfGivenUp::skip_sentence) continue;
    end.conversation_ended = config.if_given_up == IfGivenUp::end_conversation;
    break;
  }
  closes(end, playback, user, world.calendar.now());
  co_return end;
}

void without_connection(World& world, const Caller& caller, const Member& m, bool has_voice) {
  OpenTurn turn{world, caller, m, has_voice};
  turn.progress.rejected = true;
  turn.without_request(world.calendar.now());
}

Task<bool> ask_once(World& world, Caller& caller, Member& m) {
  OpenTurn turn{world, caller, m, false};
  if (m.lost) co_await connect_again(world, caller, m, turn, world.calendar.now());
  if (m.refused) co_return false;
  Order order;
  order.number = order.draw_number = m.turn;
  order.kept = caller.holds_longer ? &m.kept : nullptr;
  order.progress = &turn.progress;
  const RequestDone r = co_await send(world, caller, m.me, order);
  if (turn.progress.last_sent) m.has_sent(caller, *turn.progress.last_sent);
  co_return r.outcome != Outcome::completed;
}

}  // namespace busyhour
