#include "source.hpp"

#include <nanobind/stl/string.h>

namespace busyhour::python {

namespace nb = nanobind;

namespace {

nb::object errors() { return nb::module_::import_("busyhour.errors"); }

}  // namespace

nb::list told(const Diagnostics& all) {
  nb::list list;
  for (const Diagnostic& d : all)
    list.append(nb::make_tuple(d.where.source, d.where.line, d.where.column, d.says, d.help,
                               d.severity == Severity::error ? "error" : "warning"));
  return list;
}

void refuse(const Diagnostics& all, const Sources& sources) {
  const nb::object type = errors().attr("ScenarioError"), error = type(render(all, sources), told(all));
  PyErr_SetObject(type.ptr(), error.ptr());
  throw nb::python_error{};
}

void refuse(const std::string& says, const std::string& help) { refuse({Diagnostic{{}, says, help}}, {}); }

Loaded read(const std::string& file, const std::optional<std::string>& text, const std::vector<std::string>& sets) {
  Loaded loaded = [&] {
    const nb::gil_scoped_release others_may_run;
    return text ? load_text(file, *text, sets) : load(file, sets);
  }();
  if (!loaded.scenario) refuse(loaded.diagnostics, loaded.sources);
  if (!loaded.diagnostics.empty())
    (void)errors().attr("warn")(render(loaded.diagnostics, loaded.sources), told(loaded.diagnostics));
  return loaded;
}

}  // namespace busyhour::python
