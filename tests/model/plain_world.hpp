#pragma once
/// The plain implementation's world: an event list, callers and the provider's jobs as plain structs, and what each
/// event does.
#include <map>
#include <tuple>

#include "busyhour/model/purpose.hpp"
#include "plain_client.hpp"

namespace busyhour::plain {

enum class What : std::uint8_t {
  arrives,  ///< an independent request or a call; of = workload
  begins,   ///< a conversation (again); of = caller, as in all that follow
  speaks,   ///< what was thought is to be said; a pause is over
  says,     ///< the next sentence
  sends,    ///< the next attempt
  asks,     ///< the attempt reaches the door
  loses_patience,
  learns_refusal,
  connected,
  learns_end,
  abandons,    ///< the client has waited long enough for the attempt that is under way
  interrupts,  ///< the user does, while a request is being tried
  goes_on,     ///< the gap is over
  hangs_up,
  idles_out,  ///< nothing was sent on the connection for too long
  starts,     ///< of = job, as in what follows: its service begins
  releases,   ///< the slots go back
  ends,
  job_loses_patience,
  polls,
  asks_for_money,  ///< of = 0 if because the balance is low, else which of the regular ones
  brings_money,
  changes_cap  ///< of = which of the changes
};

/// What the provider does with an admitted request. It may outlast the client's wait.
struct Job {
  std::size_t caller = 0, workload = 0, endpoint = 0;
  bool is_awaited = true;  ///< the client still waits for it
  Wants wants{};
  std::vector<std::size_t> taken{};  ///< counters to be given back at `released`
  TimePoint admitted{}, starts{}, first_byte{}, released{}, ends{};
  bool fails = false, stopped = false, over = false, waits = false, holds = false;
  Money price{};
  std::uint32_t tries = 1;  ///< of a provider that queues again
  Duration back{};          ///< how long the answer travels
  double poll_wait = 0;     ///< [s] before the last poll
};

/// One conversation or one independent request. It has at most one attempt under way.
struct Caller {
  std::size_t workload = 0;
  std::uint32_t entity = 0;
  std::optional<std::size_t> of_class;
  const TurnConfig* talk = nullptr;  ///< of a conversation
  bool stays = false;                ///< one of a closed population
  bool own_connection = false;
  std::uint64_t epoch = 0;  ///< what was to happen in an earlier one does not happen any more
  // Where its draws stand.
  std::uint32_t turn = 0, sentence = 0, retries = 0, connection_retries = 0, trips = 0;
  // The conversation.
  TimePoint begun, hangs_up = TimePoint::max();
  std::uint32_t turns = 0;  ///< 0: no matter
  // The connection.
  bool refused = false;                 ///< for good
  bool lost = false, overdue = false;   ///< closed by the provider; to be closed after the request
  std::uint64_t messages = 0;           ///< sent on it
  std::vector<std::size_t> connection;  ///< counters held by an open connection
  std::vector<std::pair<std::size_t, std::size_t>> for_good;  ///< limit and counter, held beyond the request
  bool connecting = false;                                    ///< what is being tried is the connection
  bool counted = false;                                       ///< where conversations are counted
  bool has_life = false;                                      ///< of a call: how long it lasts is known
  // The turn.
  bool in_turn = false, ends_conversation = false;
  TurnDone told;
  bool belongs = false;            ///< told.belongs is known
  std::int64_t left = 0;           ///< sentences not yet sent
  TimePoint spoken, thought;       ///< end of the user's speech, end of thinking
  double text = 0;                 ///< characters of the sentences so far
  double characters = 0;           ///< of the sentence being requested
  double audio = 0;                ///< [s] of it
  std::optional<TimePoint> sound;  ///< end of the last sound
  std::optional<Duration> interrupts_after;
  std::optional<TimePoint> interrupted_at;
  bool rest_dropped = false;  ///< there was more to say, and it never became a request
  // The request, or the connection attempt.
  bool in_request = false, under_way = false;  ///< the second from its first attempt on
  RequestDone request;
  Client::Trying trying;
  TimePoint leaves = TimePoint::max();
  std::int64_t queue_status = 429;
  bool queued = false, served = false;
  TimePoint queued_since;
  std::uint64_t ticket = 0;
  Refusal refusal;
  std::optional<std::size_t> job;
};

struct Event {
  What what;
  std::size_t of;
  std::uint64_t ticket = 0;  ///< of a caller: its epoch, or which wait, message or request
};

class World {
 public:
  World(const ProviderConfig&, const Named<WorkloadConfig>&, const Run&);
  Records run();

 private:
  // The event list and the integrals.
  void at(TimePoint, Phase, const Event&);
  void later(TimePoint, What, std::size_t caller, Phase = Phase::arrival);
  bool tell_next(TimePoint end);
  void tell(const Event&);
  void tell_of_caller(const Event&);
  void tell_of_provider(const Event&);
  void pass_to(TimePoint);
  // Draws.
  [[nodiscard]] Draw place(const Caller&, Purpose, std::uint32_t number) const;
  [[nodiscard]] double uniform(const Caller&, Purpose, std::uint32_t number) const;
  [[nodiscard]] double value(const Caller&, const Distribution&, Purpose, std::uint32_t number) const;
  [[nodiscard]] Duration time(const Caller&, const Distribution&, Purpose, std::uint32_t number) const;
  [[nodiscard]] Duration trip(Caller&);
  // Workloads.
  void begin(std::size_t workload);
  void begin(std::size_t workload, const ConversationsConfig&);
  void arrive(std::size_t workload);
  void schedule_arrival(std::size_t workload);
  [[nodiscard]] Caller new_caller(std::size_t workload, std::uint32_t entity) const;
  // Conversations (plain_conversation.cpp).
  void begin_conversation(std::size_t);
  void connected(std::size_t);
  void refuse_connection(std::size_t);
  void begin_turn(std::size_t);
  [[nodiscard]] Duration thinking(const Caller&) const;
  void speak(std::size_t);
  void plan_interruption(Caller&) const;
  void next_sentence(std::size_t);
  void send_sentence(std::size_t);
  void hear(Caller&);
  void end_turn(std::size_t);
  void close(Caller&, bool call_goes_on = false);
  void message(std::size_t);
  void idle_out(std::size_t, std::uint64_t message);
  void interrupt(std::size_t);
  void hang_up(std::size_t);
  // Requests (plain_request.cpp).
  void new_request(std::size_t);
  void send(std::size_t);
  void ask(std::size_t);
  void count_attempt(Caller&);
  void admit(std::size_t, const Taken&);
  void refuse(std::size_t, const Refusal&);
  void lose_patience(std::size_t, std::uint64_t ticket);
  void learn_refusal(std::size_t);
  void abandon(std::size_t);
  void learn_end(std::size_t);
  [[nodiscard]] std::optional<Duration> pause_after(std::size_t, const Refusal&);
  void resolve(std::size_t, Outcome);
  void dispatch();
  void leave_queue(std::size_t, const Taken&);
  [[nodiscard]] Wants wants_of(const Caller&) const;
  // The provider's work (plain_work.cpp).
  struct Try {
    Duration starts{}, first_byte{}, released{}, ends{};
    bool fails = false;
  };
  [[nodiscard]] const ClassConfig* class_of(const Caller&) const;
  [[nodiscard]] Try in_stages(const Caller&, std::uint32_t n) const;
  [[nodiscard]] Try in_one(const Caller&, const Service&, std::uint32_t n) const;
  [[nodiscard]] Try one_try(const Caller&, std::uint32_t nth) const;
  [[nodiscard]] Try all_tries(const Caller&) const;
  [[nodiscard]] Money price(const Caller&, Duration service, const Surcharge*) const;
  [[nodiscard]] double size(const Caller&, Purpose) const;
  [[nodiscard]] std::uint32_t request_number(const Caller&) const;
  void serve(std::size_t, const Taken&);
  void keep(Caller&, Job&, const Taken&) const;
  void cut_short(Caller&, Job&, TimePoint& known, const Surcharge*);
  void interrupt_service(Caller&, Job&, TimePoint& known);
  [[nodiscard]] bool can_be_stopped(const Caller&, Duration since) const;
  [[nodiscard]] TimePoint known_by_polls(const Caller&, TimePoint admitted, TimePoint ends) const;
  void schedule(std::size_t job);
  void start(std::size_t job);
  void release(std::size_t job);
  void end(std::size_t job);
  void finish(std::size_t job);
  void lose_patience_again(std::size_t job, std::uint64_t tries);
  void settle(const Job&);
  bool try_again(std::size_t job);
  void let_in_again(std::size_t job, const Taken&);
  void poll(std::size_t job);
  void charge_if(ChargeWhen, const Job&);
  // Money.
  void balance_changed();
  void ask_for_money(std::size_t which);
  void bring_money(std::size_t which);
  // The end (plain_simulation.cpp).
  [[nodiscard]] bool counts(TimePoint) const;
  [[nodiscard]] bool all_resolved() const;
  [[nodiscard]] bool traces_resolved() const;
  bool tell_counted();
  void cut();
  void say(const TurnDone&);

  [[nodiscard]] const ClientConfig& client_of(std::size_t workload) const;
  [[nodiscard]] const EndpointConfig& endpoint(std::size_t workload) const;
  [[nodiscard]] std::size_t endpoint_of(std::size_t workload) const;
  [[nodiscard]] std::size_t endpoint_named(const std::string&) const;
  [[nodiscard]] const ByPolling* costly_polls(std::size_t workload) const;
  [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> ways() const;
  [[nodiscard]] const Demands* demand_of(const Caller&) const;

  struct Arrivals {
    std::uint32_t number = 0;  ///< of the next one
    std::size_t open = 0;      ///< of a trace: not yet resolved
  };

  const ProviderConfig& provider_;
  const Named<WorkloadConfig>& workloads_;
  Run run_;
  Account account_;
  Door door_;
  std::vector<Client> clients_;
  std::vector<Arrivals> arrivals_;
  std::vector<Caller> callers_;  ///< the conversations first
  std::vector<Job> jobs_;
  std::vector<std::int64_t> serving_;  ///< requests of each workload that hold slots
  std::map<std::tuple<TimePoint, Phase, std::uint64_t>, Event> events_;
  std::uint64_t order_ = 0;
  TimePoint now_, from_, to_;
  bool travels_ = false;  ///< the network takes time
  Records records_;
};

}  // namespace busyhour::plain
