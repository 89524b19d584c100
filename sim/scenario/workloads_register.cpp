#include "registers.hpp"

namespace busyhour {

template const ChoiceShape& choice_of<Arrive>();
template const ChoiceShape& choice_of<WorkloadConfig>();

}  // namespace busyhour
