#pragma once
/// What a limit counts, and whose counter it is: the words that every limit shares.
#include <array>
#include <string>
#include <vector>

#include "busyhour/base/field.hpp"

namespace busyhour {

/// What a limit counts, and so which demands it is asked about.
enum class Counts : std::uint8_t {
  requests,
  connections,
  contexts,
  tasks,
  calls,
  tokens,
  tokens_in,
  tokens_out,
  characters,
  balance
};
template <>
struct Words<Counts> {
  static constexpr std::array words{
      Word<Counts>{Counts::requests, "requests", "requests admitted and not yet released (a rate limit: attempts)"},
      Word<Counts>{Counts::connections, "connections",
                   "open connections, idle ones included (a rate limit: connections opened)"},
      Word<Counts>{Counts::contexts, "contexts",
                   "active contexts on connections; a context is counted as its request is"},
      Word<Counts>{Counts::tasks, "tasks", "tasks admitted and not yet released; a task is counted as its request is"},
      Word<Counts>{Counts::calls, "calls", "conversations under way (a rate limit: conversations begun)"},
      Word<Counts>{Counts::tokens, "tokens", "tokens of the question and of the answer, counted at admission"},
      Word<Counts>{Counts::tokens_in, "tokens_in", "tokens of the question"},
      Word<Counts>{Counts::tokens_out, "tokens_out", "tokens of the answer, counted at admission"},
      Word<Counts>{Counts::characters, "characters", "characters to be spoken, counted at admission"},
      Word<Counts>{Counts::balance, "balance", "the account's money"}};
};

/// Whether it is counted by size, not one by one.
[[nodiscard]] constexpr bool counts_tokens(Counts c) {
  return c == Counts::tokens || c == Counts::tokens_in || c == Counts::tokens_out;
}
[[nodiscard]] constexpr bool counts_size(Counts c) { return counts_tokens(c) || c == Counts::characters; }

/// Whose counter it is.
enum class LimitKey : std::uint8_t { account, endpoint, workload };
template <>
struct Words<LimitKey> {
  static constexpr std::array words{
      Word<LimitKey>{LimitKey::account, "account", "one counter for all endpoints and workloads"},
      Word<LimitKey>{LimitKey::endpoint, "endpoint", "one counter for each endpoint"},
      Word<LimitKey>{LimitKey::workload, "workload", "one counter for each workload"}};
};

}  // namespace busyhour
