#pragma once
/// What the door does when a limit is full: refuse, or let the attempt wait.
#include <array>
#include <variant>

#include "busyhour/base/expression.hpp"
#include "busyhour/base/field.hpp"
#include "busyhour/base/money.hpp"
#include "busyhour/base/time.hpp"

namespace busyhour {

/// Whether a refusal may be tried again at all.
enum class Retriable : std::uint8_t { allowed, never };
template <>
struct Words<Retriable> {
  static constexpr std::array words{Word<Retriable>{Retriable::allowed, "allowed", "as the client's retry rule says"},
                                    Word<Retriable>{Retriable::never, "never", "the request is given up at once"}};
};

/// The attempt is answered at once with a refusal.
struct Reject {
  static constexpr std::string_view kind = "reject", about = "Refuse the attempt at once.";
  std::int64_t status = 429;
  std::optional<std::int64_t> code;
  std::optional<Duration> retry_after;
  Retriable retry = Retriable::allowed;
  bool operator==(const Reject&) const = default;

  static constexpr auto fields() {
    return std::tuple{
        optional("status", &Reject::status, "HTTP status of the refusal").at_least(100).at_most(599).by_default("429"),
        optional("code", &Reject::code, "code in the body of the refusal, where the status does not tell")
            .such_as("96"),
        optional("retry_after", &Reject::retry_after, "time that the refusal asks the client to wait")
            .of(dimension::time)
            .at_least(0)
            .such_as("2 s"),
        optional("retry", &Reject::retry, "whether clients may try again").by_default("allowed").such_as("never")};
  }
};

enum class Discipline : std::uint8_t { fifo, priority };
template <>
struct Words<Discipline> {
  static constexpr std::array words{
      Word<Discipline>{Discipline::fifo, "fifo", "first come, first served"},
      Word<Discipline>{Discipline::priority, "priority", "higher priority first, then first come"}};
};

/// The attempt waits at the provider, holding no slot, until one is free.
struct Queue {
  static constexpr std::string_view kind = "queue",
                                    about = "Let the attempt wait at the provider; it holds no slot while it waits.";
  CountOrUnlimited capacity;
  Discipline discipline = Discipline::fifo;
  std::optional<Duration> patience;
  std::int64_t status = 429;
  bool operator==(const Queue&) const = default;

  static constexpr auto fields() {
    return std::tuple{
        required("capacity", &Queue::capacity, "most attempts that wait; one more is refused")
            .at_least(1)
            .such_as("unlimited"),
        optional("discipline", &Queue::discipline, "who is served first").by_default("fifo"),
        optional("patience", &Queue::patience, "longest wait; then the provider refuses the attempt")
            .of(dimension::time)
            .more_than(0)
            .such_as("30 s"),
        optional("status", &Queue::status, "HTTP status of a refusal when the queue is full or patience has run out")
            .at_least(100)
            .at_most(599)
            .by_default("429")};
  }
};

/// The attempt is admitted up to a second cap, and costs more. (ElevenLabs Agents, Retell: burst pricing.)
struct Surcharge {
  static constexpr std::string_view
      kind = "surcharge",
      about = "Admit the attempt up to a second cap, at a higher price for the whole request; refuse it beyond.";
  Formula cap;
  double price = 1;  ///< to the ordinary price
  std::optional<Money> adds;
  std::optional<double> adds_per_second;  ///< [$]
  std::int64_t status = 429;
  std::optional<std::int64_t> code;
  std::optional<Duration> retry_after;

  static constexpr auto fields() {
    using S = Surcharge;
    return std::tuple{
        required("cap", &S::cap, "the second cap: most held at one instant, those within the first one included")
            .at_least(1)
            .whole()
            .such_as("min(3 * provider.limits.calls.cap, 300)"),
        optional("price", &S::price, "price of a request beyond the first cap, to its ordinary one")
            .ratio()
            .at_least(1)
            .by_default("1x")
            .such_as("2x"),
        optional("adds", &S::adds, "added to the price of each such request")
            .of(dimension::money)
            .at_least(0)
            .such_as("$0.01"),
        optional("adds_per_second", &S::adds_per_second, "and for each second of its service")
            .of(dimension::money / dimension::time)
            .at_least(0)
            .such_as("$0.10 / min"),
        optional("status", &S::status, "HTTP status of a refusal beyond the second cap")
            .at_least(100)
            .at_most(599)
            .by_default("429"),
        optional("code", &S::code, "code in the body of that refusal").such_as("96"),
        optional("retry_after", &S::retry_after, "time that it asks the client to wait")
            .of(dimension::time)
            .at_least(0)
            .such_as("2 s")};
  }
  [[nodiscard]] std::vector<FieldMistake> mistakes() const {
    if (cap && !cap.expression.is_constant())
      return {{"cap", "the second cap cannot follow the balance", "write it over the other caps or as a number"}};
    return {};
  }
};

using WhenFull = std::variant<Reject, Queue, Surcharge>;
template <>
struct Choice<WhenFull> {
  static constexpr std::string_view key = "action", noun = "action";
  static constexpr bool absent_means_first = false;
};

}  // namespace busyhour
