#pragma once
/// Tasks that are submitted in one call: they come to the door at one instant, and all are let in or queued, or all are
/// refused.
#include "serve.hpp"

namespace busyhour {

/// Its tasks' stories go the same way to the door: their journeys and pauses are those of its first task, so that they
/// come at the same instants. Whoever comes first asks for all.
class Submission {
 public:
  explicit Submission(const Place& first) : first_{first} {}
  void add(const Drawer& me, const Order& order) {
    drawers_.push_back(me);
    orders_.push_back(order);
  }
  /// One who draws as the first task does.
  [[nodiscard]] Drawer sender(const Drawer& me) const {
    Drawer one = me;
    one.at = first_;
    return one;
  }
  [[nodiscard]] Answer ask(World& world, const Caller& caller, const Drawer& me, const RequestDone& done);

 private:
  [[nodiscard]] std::vector<Answer> ask_for_all(World& world, const Caller& caller, const RequestDone& done) const;
  Place first_;
  std::vector<Drawer> drawers_;
  std::vector<Order> orders_;
  std::vector<Answer> answers_;  ///< of this attempt, for those who have not come for them yet
  std::uint32_t attempt_ = 0;
};

}  // namespace busyhour
