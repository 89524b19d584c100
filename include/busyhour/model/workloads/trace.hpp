#pragma once
/// Independent requests replayed from a file.
#include <memory>

#include "busyhour/model/clients/client.hpp"
#include "busyhour/model/workloads/demand.hpp"
#include "busyhour/model/workloads/own_slots.hpp"

namespace busyhour {

/// A column of a CSV file and the unit of its numbers.
struct Column {
  static constexpr std::string_view kind = "column", about = "A column of the file and the unit of its numbers.";
  std::string column, unit;
  static constexpr auto fields() {
    return std::tuple{required("column", &Column::column, "its name in the header line").such_as("time_s"),
                      required("unit", &Column::unit, "the unit of its numbers").such_as("s")};
  }
};

struct TraceColumns {
  static constexpr std::string_view kind = "columns", about = "Which columns of the file mean what.";
  Column arrives;
  std::optional<Column> tokens_in, tokens_out, characters, service;
  static constexpr auto fields() {
    using C = TraceColumns;
    return std::tuple{
        required("arrives", &C::arrives, "instant of arrival; the file may begin anywhere")
            .such_as("{column: time_s, unit: s}"),
        optional("tokens_in", &C::tokens_in, "tokens of the question").such_as("{column: tokens_in, unit: tokens}"),
        optional("tokens_out", &C::tokens_out, "tokens of the answer").such_as("{column: tokens_out, unit: tokens}"),
        optional("characters", &C::characters, "characters to be spoken").such_as("{column: size_chars, unit: chars}"),
        optional("service", &C::service, "measured service time; takes the place of the endpoint's")
            .such_as("{column: duration_s, unit: s}")};
  }
};

/// One line of a trace. Instants count from 0 of the clock, in order; times in nanoseconds, sizes in their own unit.
struct TraceRow {
  TimePoint arrives;
  double tokens_in = 0, tokens_out = 0, characters = 0;
  Duration service{};
};

/// Blocks of the trace drawn with replacement, one after another, until they are as long as the trace. A block may
/// begin anywhere; one that runs over the end goes on at the beginning, so each row comes once on average. Source:
/// Politis and Romano, "A circular block-resampling procedure for stationary data", 1992.
struct Resample {
  static constexpr std::string_view kind = "resample",
                                    about =
                                        "Blocks of the trace, drawn with replacement, until they are as long as it.";
  Duration block{};
  static constexpr auto fields() {
    return std::tuple{required("block", &Resample::block, "length of a block, in the time of the file (before `scale`)")
                          .of(dimension::time)
                          .more_than(0)
                          .such_as("5 min")};
  }
};

struct TraceConfig {
  static constexpr std::string_view
      kind = "trace",
      about = "Independent requests replayed from a file; intervals are conditional on it unless it is resampled.";
  static constexpr bool is_finite = true;
  std::string file;
  TraceColumns columns;
  double scale = 1;
  std::optional<Resample> resample;
  std::string endpoint;
  Demands demand;
  std::int64_t priority = 1;
  std::optional<std::int64_t> reserve;
  ClientConfig client;
  std::shared_ptr<const std::vector<TraceRow>>
      rows;  ///< read with the scenario, before `scale`; shared by all replications
  static constexpr auto fields() {
    using W = TraceConfig;
    return std::tuple{
        required("file", &W::file, "a CSV file, relative to this one").data_file().such_as("traces/evening.csv"),
        required("columns", &W::columns, "which columns mean what, and their units"),
        optional("scale", &W::scale, "speeds the trace up: instants are divided by it, each request once")
            .more_than(0)
            .ratio()
            .by_default("1x")
            .such_as("2x"),
        optional("endpoint", &W::endpoint, "which endpoint; needed when there is more than one"),
        optional("demand", &W::demand, "speaking_rate for `characters`, or what the file does not say"),
        optional("priority", &W::priority, "place in a priority queue; higher first")
            .at_least(1)
            .at_most(10)
            .by_default("1"),
        reserve_field<W>(),
        optional("client", &W::client, "what the caller does with refusals").by_default("no retry"),
        optional("resample", &W::resample,
                 "blocks of the trace drawn anew in each replication, so that intervals cover "
                 "other hours like these; requests are as many on average")
            .by_default("none: the trace as it is")
            .such_as("{block: 5 min}")};
  }
};

}  // namespace busyhour
