#include "retries.hpp"

#include <stdexcept>

namespace busyhour::recognition {
namespace {

void bounds(const RetryBounds& rule, const Reject& no, std::vector<std::string>& why_not) {
  if (!rule.attempts.unlimited)
    why_not.push_back("a request is given up after " + std::to_string(rule.attempts.count) + " attempts");
  if (rule.deadline) why_not.push_back("a request is given up at its deadline");
  if (rule.budget) why_not.push_back("the client has a budget of retries");
  if (rule.honours_retry_after && no.retry_after) why_not.push_back("the refusal says when to come again");
}

/// The mean of the first pause.
double first_pause(const ExponentialRetry& rule) {
  const double first = in_seconds(rule.first);
  switch (rule.jitter) {
    case Jitter::full:
      return first / 2;
    case Jitter::equal:
      return first * 3 / 4;
    case Jitter::decorrelated:
      return 2 * first;
    case Jitter::subtractive:
      return first * (1 - rule.spread.value_or(0) / 2);
    case Jitter::none:
    case Jitter::proportional:
      break;
  }
  return first;
}

}  // namespace

std::optional<double> backoff_of(const Shape& s, const Door& door, std::vector<std::string>& why_not) {
  if (!s.journey.is_nothing()) why_not.push_back("a refusal costs a round trip");
  if (const auto* constant = std::get_if<ConstantRetry>(&s.client->retry)) {
    const Law law = law_of(constant->pause);
    bounds(*constant, *door.reject(), why_not);
    ask_exponential(law, "the pause before a further attempt", why_not);
    return law.mean > 0 ? std::optional{law.mean} : std::nullopt;
  }
  if (const auto* growing = std::get_if<ExponentialRetry>(&s.client->retry)) {
    bounds(*growing, *door.reject(), why_not);
    why_not.push_back("the pause before a further attempt grows; the model's keeps the mean of the first one");
    return first_pause(*growing);
  }
  return std::nullopt;
}

void tried_again(Findings& to, const RetrialFigures& f, const Shape& s, const Door& door) {
  to.put("first_attempt_rejected", f.first_attempt_rejected);
  to.put("attempt_rejected", f.attempt_rejected);
  to.put("attempts_per_request", f.attempts_per_request);
  to.all_admitted(s);
  to.mean("added_delay", f.added_delay);
  to.carried(f.throughput, s);
  to.use_of(door, f.slot_use, f.full_time);
  to.response(f.added_delay, s);
}

void require_solvable(std::int64_t slots, std::int64_t levels) {
  if ((slots + 1) * (levels + 1) > 20'000'000)
    throw std::domain_error{"the chain of this many slots and sources is too large to be solved in a moment"};
}

bool quick(std::int64_t slots, std::int64_t levels) { return (slots + 1) * (levels + 1) <= 20'000; }

}  // namespace busyhour::recognition
