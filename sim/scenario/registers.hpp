#pragma once
/// The registers of policies, each instantiated once, in its own .cpp.
#include "busyhour/model/provider.hpp"
#include "busyhour/model/workloads/all.hpp"
#include "described.hpp"

namespace busyhour {

extern template const ChoiceShape& choice_of<LimitConfig>();
extern template const ChoiceShape& choice_of<WhenFull>();
extern template const ChoiceShape& choice_of<Service>();
extern template const ChoiceShape& choice_of<Retry>();
extern template const ChoiceShape& choice_of<Arrive>();
extern template const ChoiceShape& choice_of<WorkloadConfig>();

}  // namespace busyhour
