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
  bool abandoned = false;  ///< the client stops waiting at `known`
  bool stopped = false;    ///< and the provider stops working at `ends`
  bool cut_off = false;    ///< by a user who has heard enough: that is no failure
  [[nodiscard]] bool succeeds() const { return !fails && (!abandoned || cut_off); }
};

/// How an admission came about.
struct Admission {
  Duration back{};  ///< the answer's way
  const Surcharge* dearer = nullptr;
  TimePoint leaves = end_of_time;  ///< the client waits no longer
  std::uint32_t nth = 0;           ///< so many times before, by a resubmission or the provider's own retry
};

[[nodiscard]] ServicePlan plan_service(const World& world, const Caller& caller, const Drawer& me, const Order& order,
                                       const Admission& admission);

/// When the client learns of an end: by its answer, by a poll, by a webhook that gets through.
[[nodiscard]] TimePoint known_at(const Completion& by, const Drawer& me, const Order& order, TimePoint admitted,
                                 TimePoint ends);

/// The first poll at or after `ends`.
[[nodiscard]] TimePoint polled(const ByPolling& polling, TimePoint admitted, TimePoint ends);

/// Charges what is due at this moment of a request.
void charge_if(World& world, ChargeWhen moment, const ServicePlan& plan);
/// What is due as a request is let in: who comes after it, at the same instant too, finds the balance without it.
void charge_at_the_door(World& world, const ServicePlan& plan);
/// The end of a request: charges that fall due with it, or the refund of a failed one.
void settle(World& world, const EndpointConfig& endpoint, const ServicePlan& plan);

}  // namespace busyhour
