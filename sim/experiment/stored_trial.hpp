#pragma once
/// A trial's replications as they are kept: how the run begins, then the pool.
#include <optional>
#include <string>

#include "busyhour/base/time.hpp"
#include "pool.hpp"

namespace busyhour {

/// What is found out before the first counted replication, by so many pilots (none: the warm-up is given).
struct Beginning {
  std::uint64_t pilots = 0;
  Duration warm_up{};
  std::vector<std::string> warnings;
  bool operator==(const Beginning&) const = default;
};

struct StoredTrial {
  Beginning beginning;
  Pool pool;
};

[[nodiscard]] std::string stored_bytes(const Beginning&, const Pool&);
/// Nothing if the bytes are no such thing.
[[nodiscard]] std::optional<StoredTrial> stored_from(const std::string& bytes);

}  // namespace busyhour
