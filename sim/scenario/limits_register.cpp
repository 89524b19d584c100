#include "registers.hpp"

namespace busyhour {

template const ChoiceShape& choice_of<LimitConfig>();
template const ChoiceShape& choice_of<WhenFull>();

}  // namespace busyhour
