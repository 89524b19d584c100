#pragma once
/// The register of metrics: one line each, in the order of the report.
#include <tuple>

#include "busyhour/model/metrics/added_delay.hpp"
#include "busyhour/model/metrics/attempt_rejected.hpp"
#include "busyhour/model/metrics/attempts_per_request.hpp"
#include "busyhour/model/metrics/completed.hpp"
#include "busyhour/model/metrics/conversation_refused.hpp"
#include "busyhour/model/metrics/failed.hpp"
#include "busyhour/model/metrics/first_attempt_rejected.hpp"
#include "busyhour/model/metrics/first_audio_delay.hpp"
#include "busyhour/model/metrics/given_up.hpp"
#include "busyhour/model/metrics/in_flight.hpp"
#include "busyhour/model/metrics/line_wait.hpp"
#include "busyhour/model/metrics/playback_gap.hpp"
#include "busyhour/model/metrics/queue_wait.hpp"
#include "busyhour/model/metrics/response_time.hpp"
#include "busyhour/model/metrics/silent_turns.hpp"
#include "busyhour/model/metrics/throughput.hpp"
#include "busyhour/model/metrics/time_to_first_audio.hpp"
#include "busyhour/model/metrics/turn_rejected.hpp"

namespace busyhour {

/// Kept for each workload and summed for the whole.
using WorkloadMetrics = std::tuple<FirstAttemptRejected,  //
                                   AttemptRejected,       //
                                   TurnRejected,          //
                                   GivenUp,               //
                                   Completed,             //
                                   Failed,                //
                                   AttemptsPerRequest,    //
                                   AddedDelay,            //
                                   QueueWait,             //
                                   LineWait,              //
                                   FirstAudioDelay,       //
                                   TimeToFirstAudio,      //
                                   PlaybackGaps,          //
                                   SilentTurns,           //
                                   ConversationRefused,   //
                                   ResponseTime,          //
                                   InFlight,              //
                                   Throughput>;

namespace detail {
/// Read off the limits and the run as a whole, not heard.
inline constexpr MetricAbout slot_use{"slot_use",
                                      MetricShape::ratio,
                                      MetricScope::limit,
                                      dimension::number,
                                      true,
                                      "slots held, averaged over time, to the cap"};
inline constexpr MetricAbout full_time{"full_time", MetricShape::ratio,        MetricScope::limit, dimension::number,
                                       true,        "share of time at the cap"};
inline constexpr MetricAbout makespan{
    "makespan",
    MetricShape::per_replication,
    MetricScope::run,
    dimension::time,
    false,
    "0 to the last request resolved; infinite if any is given up or `stop_after` strikes"};
inline constexpr MetricAbout last_resolved{"last_resolved",
                                           MetricShape::per_replication,
                                           MetricScope::run,
                                           dimension::time,
                                           false,
                                           "0 to the last request resolved, given up or not"};
inline constexpr MetricAbout spend{"spend",
                                   MetricShape::per_replication,
                                   MetricScope::run,
                                   dimension::money,
                                   false,
                                   "charged to the account and not refunded"};
inline constexpr MetricAbout balance_min{
    "balance.min", MetricShape::per_replication, MetricScope::run, dimension::money, false, "lowest balance"};
inline constexpr MetricAbout balance_end{
    "balance.end", MetricShape::per_replication, MetricScope::run, dimension::money, false, "balance at the end"};
inline constexpr MetricAbout time_to_empty{"time_to_empty",
                                           MetricShape::per_replication,
                                           MetricScope::run,
                                           dimension::time,
                                           false,
                                           "0 to the first instant with no money left; infinite if there is none"};
}  // namespace detail

}  // namespace busyhour
