#include "engine.hpp"

namespace busyhour::detail {

std::unique_ptr<ChartRenderer> renderer_with(std::string /*library*/) { return nullptr; }

}  // namespace busyhour::detail
