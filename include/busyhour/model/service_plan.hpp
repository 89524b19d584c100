#pragma once
/// What an admission sets in motion at the provider: when the first and the last byte leave, when slots go back, what
/// is charged.
#include "busyhour/model/request.hpp"

namespace busyhour {

/// Everything is drawn at admission; nothing that happens later changes it.
struct ServicePlan {
  TimePoint starts, first_byte, released, ends;  ///< of the provider's work
  TimePoint known;                               ///< the client learns of the end; never, if a webhook is lost
  bool fails = false;
  Money price;
};
[[nodiscard]] ServicePlan plan_service(const World& world, const Caller& caller, const Drawer& me, const Order& order,
                                       Duration back, const Surcharge* dearer = nullptr);

/// The first poll at or after `ends`.
[[nodiscard]] TimePoint polled(const ByPolling& polling, TimePoint admitted, TimePoint ends);

/// Charges what is due at this moment of a request.
void charge_if(World& world, ChargeWhen moment, const ServicePlan& plan);
/// The end of a request: charges that fall due with it, or the refund of a failed one.
void settle(World& world, const EndpointConfig& endpoint, const ServicePlan& plan);

}  // namespace busyhour
