#pragma once
/// The provider's part of a request, from admission until its last byte has left, and the client's wait for its end.
#include <memory>

#include "busyhour/model/service_plan.hpp"

namespace busyhour {

/// A request's retries so far, and what the client heard last.
struct Tries {
  RetryMemory memory;
  TimePoint leaves = end_of_time;  ///< when the client stops waiting for the attempt that is under way
  std::int64_t resubmitted = 0;
  Headers said;
  std::unique_ptr<ServicePlan> begun;  ///< of one that is paid for as soon as the queue lets it in
};

[[nodiscard]] const Route& route_of(const Caller& caller, const Order& order);
/// Whether its conversation goes on holding some of what the request has taken.
[[nodiscard]] bool takes_longer(const Caller& caller, const Order& order, const Permit& permit);
[[nodiscard]] Demand demand_of(const Caller& caller, const Drawer& me, const RequestDone& done, const Order& order);

/// What the admission sets in motion, drawn and charged; `done` learns of it.
[[nodiscard]] ServicePlan begin_service(World& world, const Caller& caller, Drawer& me, const Order& order,
                                        const Surcharge* dearer, const Tries& tries, RequestDone& done);

/// Holds the slots for as long as the plan says, until the client knows the end or has stopped waiting. What it is
/// given must outlive it; `plan` becomes that of the provider's last try.
[[nodiscard]] Task<void> carry_out(World& world, Caller& caller, Drawer& me, const Order& order, Permit permit,
                                   const Tries& tries, ServicePlan& plan, RequestDone& done);

/// The same where the client's wait and the provider's work are one story.
[[nodiscard]] Task<void> carry_out_together(World& world, const Caller& caller, const Order& order, Permit permit,
                                            const ServicePlan& plan);

/// The same where the provider's work is a story of its own, which may outlast the client's wait: the client stops
/// waiting, its polls cost, or the provider queues it again.
[[nodiscard]] Task<void> carry_out_apart(World& world, Caller& caller, Drawer& me, const Order& order, Permit permit,
                                         const Tries& tries, ServicePlan& plan, RequestDone& done);

}  // namespace busyhour
