#pragma once
/// What known client libraries do when nothing else is written, read from their sources (providers.md 4.2).
#include <array>
#include <string>
#include <vector>

#include "busyhour/model/clients/client.hpp"

namespace busyhour {

/// Puts a preset's rules where the client says nothing itself.
struct WrittenByClient {
  bool retry = false, retry_on = false, breaker = false;
};
void apply_preset(ClientConfig& client, const WrittenByClient& written);

}  // namespace busyhour
