#pragma once
/// Work on a thread of its own, while Python's thread listens: for Ctrl-C, and for who wants to be told how far it is.
#include <nanobind/nanobind.h>

#include <functional>

#include "busyhour/experiment/run.hpp"

namespace busyhour::python {

/// Calls `work` with options that tell progress and can be stopped, and waits for its end without the GIL. Twenty times
/// a second signals are looked for and `progress(done, of)` is called, unless it is None. What either throws stops the
/// work and is returned once that has ended, else None; what the work throws is thrown here.
[[nodiscard]] nanobind::object attend(std::size_t jobs, const nanobind::object& progress,
                                      const std::function<void(const RunOptions&)>& work);

}  // namespace busyhour::python
