#pragma once
/// How well the inputs of a scenario are known: draws of them, as resampling a log gives them, one a line of a file.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "busyhour/scenario/load.hpp"

namespace busyhour {

struct InputUncertaintyConfig {
  static constexpr std::string_view
      kind = "input_uncertainty",
      about = "How well the inputs are known: draws of them, which `run` goes through so that intervals hold it.";
  std::string from;
  std::int64_t records = 0;
  std::int64_t per_draw = 2;
  static constexpr auto fields() {
    using I = InputUncertaintyConfig;
    return std::tuple{
        required("from", &I::from,
                 "a CSV file, relative to this one: its header names paths of the scenario, each line holds their "
                 "values as a scenario would write them (`busyhour fit LOG -o FILE` makes one)")
            .data_file()
            .such_as("my-log.draws.csv"),
        required("records", &I::records, "how many records of a log the inputs were estimated from")
            .at_least(2)
            .at_most(1e15)
            .such_as("2306"),
        optional("per_draw", &I::per_draw,
                 "replications that have the same draw, by which the luck of the simulation is told from the log's")
            .at_least(2)
            .at_most(1000)
            .by_default("2")};
  }
};

/// The scenario with other numbers for its inputs, as many times as its replications need.
struct InputDraws {
  std::int64_t records = 0, per_draw = 2;
  std::vector<Scenario> draws;
  /// That of a replication, from 0.
  [[nodiscard]] const Scenario& of(std::size_t replication) const {
    return draws[replication / static_cast<std::size_t>(per_draw) % draws.size()];
  }
};

/// The draws that a sound scenario names, as many as `replications` take; nothing if it names none. What is wrong in
/// the file goes to `wrong`, with its place there; then there are none either.
[[nodiscard]] std::optional<InputDraws> input_draws(const Loaded& loaded, std::int64_t replications,
                                                    Diagnostics& wrong);

}  // namespace busyhour
