#pragma once
/// The provider's part of a request: from admission until its last byte has left.
#include "busyhour/model/service_plan.hpp"

namespace busyhour {

/// What the admission sets in motion, drawn and charged; `done` learns of it.
[[nodiscard]] ServicePlan begin_service(World& world, const Caller& caller, Drawer& me, const Order& order,
                                        const Permit& permit, RequestDone& done);

/// Holds the slots for as long as the plan says. `order` and `plan` must outlive it.
[[nodiscard]] Task<void> serve(World& world, const Caller& caller, const Order& order, Permit permit,
                               const ServicePlan& plan);

}  // namespace busyhour
