#pragma once
/// Where the sources and the built program lie. Kept in one unit, so that no test's object depends on a path.
#include <string>

namespace busyhour::test {

std::string source_dir();
std::string program();

}  // namespace busyhour::test
