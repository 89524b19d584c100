#pragma once
/// The plain implementation's world: an event list, callers as plain structs, and what each event does.
#include <map>
#include <tuple>

#include "busyhour/model/purpose.hpp"
#include "plain_client.hpp"

namespace busyhour::plain {

enum class What : std::uint8_t {
  arrives,  ///< an independent request; of = workload
  begins,   ///< a conversation (again); of = caller, as in all that follow
  speaks,   ///< what was thought is to be said; a pause is over
  sends,    ///< a sentence or the next attempt
  asks,     ///< the attempt reaches the door
  loses_patience,
  learns_refusal,
  connected,
  last_byte,  ///< leaves the provider
  learns_end,
  goes_on  ///< the gap is over
};

struct Event {
  What what;
  std::size_t of;
  std::uint64_t ticket = 0;  ///< loses_patience: of which wait
};

/// What a request needs done, once admitted.
struct Work {
  Duration first_byte{}, last_byte{};  ///< from admission
};

/// One conversation or one independent request. It has at most one attempt under way.
struct Caller {
  std::size_t workload = 0;
  std::uint32_t entity = 0;
  const ConversationsConfig* conversation = nullptr;
  // Where its draws stand.
  std::uint32_t turn = 0, sentence = 0, retries = 0, connection_retries = 0, trips = 0;
  // The connection.
  bool refused = false;                                       ///< for good
  std::vector<std::size_t> connection;                        ///< counters held by an open connection
  std::vector<std::pair<std::size_t, std::size_t>> for_good;  ///< limit and counter, held until the conversation ends
  bool connecting = false;                                    ///< what is being tried is the connection
  // The turn.
  bool in_turn = false, ends_conversation = false;
  TurnDone told;
  bool belongs = false;            ///< told.belongs is known
  std::int64_t left = 0;           ///< sentences not yet sent
  TimePoint spoken, thought;       ///< end of the user's speech, end of thinking
  double text = 0;                 ///< characters of the sentences so far
  double audio = 0;                ///< [s] of the sentence being requested
  std::optional<TimePoint> sound;  ///< end of the last sound
  // The request, or the connection attempt.
  bool in_request = false;
  RequestDone request;
  Client::Trying trying;
  std::int64_t queue_status = 429;
  TimePoint queued_since;
  std::uint64_t ticket = 0;
  Refusal refusal;
  std::vector<std::size_t> taken;  ///< counters to be given back at the last byte
  Duration answer{};               ///< how long the answer travels
};

class World {
 public:
  World(const ProviderConfig&, const Named<WorkloadConfig>&, const Run&);
  Records run();

 private:
  // The event list and the integrals.
  void at(TimePoint, Phase, const Event&);
  bool tell_next(TimePoint end);
  void tell(const Event&);
  void pass_to(TimePoint);
  // Draws.
  [[nodiscard]] Draw place(const Caller&, Purpose, std::uint32_t number) const;
  [[nodiscard]] double value(const Caller&, const Distribution&, Purpose, std::uint32_t number) const;
  [[nodiscard]] Duration time(const Caller&, const Distribution&, Purpose, std::uint32_t number) const;
  [[nodiscard]] Duration trip(Caller&);
  [[nodiscard]] std::uint32_t request_number(const Caller&) const;
  [[nodiscard]] Work work(Caller&) const;
  [[nodiscard]] Work speech(Caller&, const SpeechService&, double audio) const;
  // Workloads.
  void begin(std::size_t workload);
  void begin(std::size_t workload, const ConversationsConfig&);
  void arrive(std::size_t workload);
  void schedule_arrival(std::size_t workload);
  // Conversations (plain_conversation.cpp).
  void begin_conversation(std::size_t);
  void begin_turn(std::size_t);
  [[nodiscard]] Duration thinking(const Caller&) const;
  void speak(std::size_t);
  void next_sentence(std::size_t);
  void hear(Caller&);
  void end_turn(std::size_t);
  void close(Caller&);
  // Requests (plain_request.cpp).
  void new_request(std::size_t);
  void send(std::size_t);
  void ask(std::size_t);
  void admit(std::size_t, const Taken&);
  void serve(std::size_t, const Taken&);
  void refuse(std::size_t, const Refusal&);
  void lose_patience(std::size_t, std::uint64_t ticket);
  void learn_refusal(std::size_t);
  void last_byte(std::size_t);
  void learn_end(std::size_t);
  void resolve(std::size_t, Outcome);
  void dispatch();
  // The end (plain_simulation.cpp).
  [[nodiscard]] bool counts(TimePoint) const;
  [[nodiscard]] bool all_resolved() const;
  [[nodiscard]] bool traces_resolved() const;
  bool tell_counted();
  void cut();
  void say(const TurnDone&);

  [[nodiscard]] const ClientConfig& client_of(std::size_t workload) const;
  [[nodiscard]] std::size_t endpoint_of(std::size_t workload) const;
  [[nodiscard]] std::vector<std::size_t> endpoints() const;
  [[nodiscard]] Wants wants_of(const Caller&) const;
  [[nodiscard]] const Demands* demand_of(const Caller&) const;

  struct Arrivals {
    std::uint32_t number = 0;  ///< of the next one
    std::size_t open = 0;      ///< of a trace: not yet resolved
  };

  const ProviderConfig& provider_;
  const Named<WorkloadConfig>& workloads_;
  Run run_;
  Door door_;
  std::vector<Client> clients_;
  std::vector<Arrivals> arrivals_;
  std::vector<std::int64_t> serving_;  ///< requests of each workload
  std::vector<Caller> callers_;        ///< the conversations first
  std::map<std::tuple<TimePoint, Phase, std::uint64_t>, Event> events_;
  std::uint64_t order_ = 0;
  TimePoint now_, from_, to_;
  bool travels_ = false;  ///< the network takes time
  Records records_;
};

}  // namespace busyhour::plain
