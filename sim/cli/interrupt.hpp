#pragma once
/// Ctrl-C: once asks the run to stop and write what is finished, twice ends the program.
#include <atomic>

namespace busyhour {

/// Becomes true at the first SIGINT or SIGTERM. Installs the handlers at the first call.
[[nodiscard]] const std::atomic<bool>& interruption();

}  // namespace busyhour
