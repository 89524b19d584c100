#pragma once
/// A completion script made from the commands themselves.
#include <string>

namespace CLI {
class App;
}

namespace busyhour {

[[nodiscard]] std::string bash_completion(const CLI::App& app);

}  // namespace busyhour
