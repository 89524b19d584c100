#pragma once
/// Which column means what: by what the user says, else by its name.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "busyhour/base/dimension.hpp"
#include "busyhour/scenario/log.hpp"

namespace busyhour::logs {

[[nodiscard]] std::optional<LogRole> role_called(std::string_view word);
[[nodiscard]] bool is_word(LogRole role);
/// What the numbers of a role measure; `number` for counts and flags.
[[nodiscard]] Dimension dimension_of(LogRole role);

/// The columns of a log with their roles and units. `examples` has some cells of each column. Everything that is wrong
/// is put into `wrong`, one sentence each.
[[nodiscard]] std::vector<LogColumn> columns_of(const std::vector<std::string>& names,
                                                const std::vector<std::vector<std::string>>& examples,
                                                const LogOptions& options, std::vector<std::string>& wrong);

}  // namespace busyhour::logs
