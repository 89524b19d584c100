#pragma once
/// --svg and --png: charts as files.
#include "busyhour/report/drawing.hpp"
#include "options.hpp"

namespace busyhour {

/// Known before anything runs: throws FolderRefused if pictures are asked for and this program cannot draw, or if their
/// folders cannot be made.
void require_pictures(const Options&);
/// Draws into the folders that were asked for, if any.
void draw_pictures(const NamedSpecs& specs, const Options&);

}  // namespace busyhour
