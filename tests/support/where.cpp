#include "support/where.hpp"

namespace busyhour::test {

std::string source_dir() { return BUSYHOUR_SOURCE_DIR; }

std::string program() { return BUSYHOUR_PROGRAM; }

}  // namespace busyhour::test
