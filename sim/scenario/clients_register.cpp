#include "registers.hpp"

namespace busyhour {

template const ChoiceShape& choice_of<Retry>();

}  // namespace busyhour
