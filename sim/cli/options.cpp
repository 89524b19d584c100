#include "options.hpp"

namespace busyhour {

std::vector<std::string> Options::edits() const {
  std::vector<std::string> all = sets;
  if (seed) all.push_back("run.seed=" + std::to_string(*seed));
  if (replications) all.push_back("run.replications=" + std::to_string(*replications));
  if (!precision.empty()) all.push_back("run.precision=" + precision);
  return all;
}

}  // namespace busyhour
