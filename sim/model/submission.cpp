#include "submission.hpp"

namespace busyhour {

std::vector<Answer> Submission::ask_for_all(World& world, const Caller& caller, const RequestDone& done) const {
  const auto& most = caller.endpoint->batch_max;
  std::vector<Answer> answers;
  if (most && static_cast<std::int64_t>(orders_.size()) > *most) {
    for (std::size_t i = 0; i < orders_.size(); ++i) answers.emplace_back(Refusal{0, 400, {}, {}, false, false});
    return answers;
  }
  std::vector<Demand> demands;
  for (std::size_t i = 0; i < orders_.size(); ++i) {
    RequestDone own = done;
    own.who = drawers_[i].who(caller);
    demands.push_back(demand_of(caller, drawers_[i], own, orders_[i]));
  }
  return world.door.ask_together(caller.requests, caller.further, demands);
}

Answer Submission::ask(World& world, const Caller& caller, const Drawer& me, const RequestDone& done) {
  if (attempt_ < done.attempts) {
    attempt_ = done.attempts;
    answers_ = ask_for_all(world, caller, done);
  }
  return std::move(answers_[me.at.entity - first_.entity]);
}

}  // namespace busyhour
