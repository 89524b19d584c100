#pragma once
/// The canonical form of a document: what it means, not how it is written. Defaults are left out, quantities are in
/// base units, data files are named by what they hold; keys stand in the order of the field tables, except where the
/// order of the file has a meaning.
#include <string>

#include "busyhour/scenario/document.hpp"

namespace busyhour {

[[nodiscard]] std::string canonical(const Document&);

}  // namespace busyhour
