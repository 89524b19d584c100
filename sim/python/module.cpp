/// The commands of the program for Python: each takes a scenario and gives a result that is told in the program's own
/// JSON, tables and charts, so that both say the same to the last byte. The package `busyhour` beside this file makes
/// frames of it.
#include <nanobind/nanobind.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "attend.hpp"
#include "busyhour/experiment/claims.hpp"
#include "busyhour/experiment/compare.hpp"
#include "busyhour/experiment/solve.hpp"
#include "busyhour/experiment/sweep.hpp"
#include "busyhour/experiment/uncertain_run.hpp"
#include "busyhour/report/claims_report.hpp"
#include "busyhour/report/compare_report.hpp"
#include "busyhour/report/report.hpp"
#include "busyhour/report/solve_report.hpp"
#include "busyhour/report/sweep_report.hpp"
#include "busyhour/report/theory_report.hpp"
#include "source.hpp"

namespace busyhour::python {

namespace nb = nanobind;

namespace {

using Text = std::optional<std::string>;
using Sets = std::vector<std::string>;

/// A result that stays in C++ until Python asks for a part of it.
template <class Result>
struct Held {
  Result result;
  int exit_code = 0;
};
/// What there is, if anything; and what stopped it.
template <class Result>
using Attended = std::pair<std::optional<Held<Result>>, nb::object>;

void trace_back(ScenarioEcho& echo, const Loaded& loaded, const Sets& sets) {
  echo.sets = sets;
  echo.resolved = resolved_yaml(loaded, true);
}

Attended<RunResult> run_one(const std::string& file, const Text& text, const Sets& sets, std::size_t jobs,
                            const nb::object& progress) {
  const Loaded loaded = read(file, text, sets);
  Diagnostics wrong;
  const auto draws = input_draws(loaded, loaded.scenario->run.replications, wrong);
  if (!wrong.empty()) refuse(wrong, loaded.sources);
  RunResult result;
  const nb::object thrown = attend(jobs, progress, [&](const RunOptions& how) {
    result = draws ? run(*loaded.scenario, *draws, how) : run(*loaded.scenario, how);
  });
  if (result.replications == 0) return {std::nullopt, thrown};
  trace_back(result.scenario, loaded, sets);
  result.version = BUSYHOUR_VERSION;
  const int code = exit_code(result.slo);
  return {Held<RunResult>{std::move(result), code}, thrown};
}

Attended<SweepResult> sweep_all(const std::string& file, const Text& text, const Sets& sets, std::size_t jobs,
                                const nb::object& progress) {
  const Loaded loaded = read(file, text, sets);
  if (!loaded.scenario->sweep) refuse("there is no `sweep` block in " + file, "busyhour.explain('sweep') tells more");
  PlannedSweep plan;
  SweepResult result;
  const nb::object thrown = attend(jobs, progress, [&](const RunOptions& how) {
    plan = plan_sweep(loaded, BUSYHOUR_VERSION);
    result = sweep(plan, how);
  });
  if (plan.points.empty()) refuse(plan.diagnostics, loaded.sources);
  if (result.points.empty()) return {std::nullopt, thrown};
  trace_back(result.scenario, loaded, sets);
  result.version = BUSYHOUR_VERSION;
  const int code = exit_code(result);
  return {Held<SweepResult>{std::move(result), code}, thrown};
}

Attended<SolveResult> solve_it(const std::string& file, const Text& text, const Sets& sets, std::size_t jobs,
                               const nb::object& progress) {
  const Loaded loaded = read(file, text, sets);
  if (!loaded.scenario->solve) refuse("there is no `solve` block in " + file, "busyhour.explain('solve') tells more");
  Diagnostics wrong;
  SolveResult result;
  const nb::object thrown =
      attend(jobs, progress, [&](const RunOptions& how) { result = solve(loaded, how, BUSYHOUR_VERSION, wrong); });
  if (!wrong.empty()) refuse(wrong, loaded.sources);
  if (result.partial) return {std::nullopt, thrown};
  trace_back(result.scenario, loaded, sets);
  result.version = BUSYHOUR_VERSION;
  const int code = exit_code(result);
  return {Held<SolveResult>{std::move(result), code}, thrown};
}

struct Side {
  std::string file;
  Text text;
  Sets sets;
};

Attended<CompareResult> compare_both(const Side& one, const Side& other, double too_small, std::size_t jobs,
                                     const nb::object& progress) {
  const Loaded a = read(one.file, one.text, one.sets), b = read(other.file, other.text, other.sets);
  CompareResult result;
  const nb::object thrown =
      attend(jobs, progress, [&](const RunOptions& how) { result = compare(a, b, too_small, how); });
  if (result.a.partial || result.b.partial) return {std::nullopt, thrown};
  trace_back(result.a.scenario, a, one.sets);
  trace_back(result.b.scenario, b, other.sets);
  result.version = result.a.version = result.b.version = BUSYHOUR_VERSION;
  return {Held<CompareResult>{std::move(result)}, thrown};
}

/// JSON at once: there is nothing else to be had of claims.
std::pair<Text, nb::object> judge(const std::string& file, const Text& text, const Sets& sets, std::size_t jobs,
                                  const nb::object& progress) {
  const Loaded loaded = read(file, text, sets);
  if (loaded.scenario->claims.empty())
    refuse("there are no claims in " + file, "busyhour.explain('claims') tells more");
  std::vector<ClaimResult> all;
  bool cut = false;
  const nb::object thrown = attend(jobs, progress, [&](const RunOptions& how) {
    all = judge_claims(loaded, {how.jobs, how.progress, how.interrupted});
    cut = how.interrupted->load();
  });
  return {cut ? std::nullopt : Text{json_report(ClaimsResult{std::move(all), "", ""})}, thrown};
}

std::string theory_of(const std::string& file, const Text& text, const Sets& sets) {
  const Loaded loaded = read(file, text, sets);
  const nb::gil_scoped_release others_may_run;
  return json_theory({{file, loaded.scenario->name, recognise(*loaded.scenario)}});
}

/// All that is wrong with a scenario, warnings included, and how the program would say it.
nb::tuple check(const std::string& file, const Text& text, const Sets& sets) {
  const Loaded loaded = text ? load_text(file, *text, sets) : load(file, sets);
  return nb::make_tuple(told(loaded.diagnostics), render(loaded.diagnostics, loaded.sources));
}

template <class Result>
nb::class_<Held<Result>> hold(nb::module_& m, const char* name) {
  using H = Held<Result>;
  return nb::class_<H>(m, name)
      .def("json", [](const H& held) { return json_report(held.result); })
      .def("verdict", [](const H& held) { return verdict_sentence(held.result); })
      .def("files",
           [](const H& held) {
             std::map<std::string, std::string> all;
             for (auto& [file, bytes] : result_files(held.result)) all.emplace(file, std::move(bytes));
             if constexpr (requires { long_files(held.result); })
               for (const NamedPieces& file : long_files(held.result))
                 file.pieces([&](const std::string& piece) { all[file.name] += piece; });
             return all;
           })
      .def_ro("exit_code", &H::exit_code);
}

}  // namespace

NB_MODULE(_core, m) {
  m.attr("version") = BUSYHOUR_VERSION;
  hold<RunResult>(m, "Run")
      .def("html", [](const Held<RunResult>& held) { return html_report(held.result); })
      .def("charts", [](const Held<RunResult>& held) { return chart_specs(held.result); });
  hold<SweepResult>(m, "Sweep");
  hold<SolveResult>(m, "Solve");
  hold<CompareResult>(m, "Compare");
  const auto simulates = [&m](const char* name, auto* function) {
    m.def(name, function, nb::arg("file"), nb::arg("text").none(), nb::arg("sets"), nb::arg("jobs"),
          nb::arg("progress").none());
  };
  simulates("run", &run_one);
  simulates("sweep", &sweep_all);
  simulates("solve", &solve_it);
  simulates("claims", &judge);
  m.def(
      "compare",
      [](const std::string& a, const Text& text_a, const Sets& sets_a, const std::string& b, const Text& text_b,
         const Sets& sets_b, double too_small, std::size_t jobs, const nb::object& progress) {
        return compare_both({a, text_a, sets_a}, {b, text_b, sets_b}, too_small, jobs, progress);
      },
      nb::arg("a"), nb::arg("text_a").none(), nb::arg("sets_a"), nb::arg("b"), nb::arg("text_b").none(),
      nb::arg("sets_b"), nb::arg("too_small"), nb::arg("jobs"), nb::arg("progress").none());
  m.def("theory", &theory_of);
  m.def("per_slot", &json_per_slot);
  m.def("check", &check);
  m.def("schema", &schema_json);
  m.def("explain", [](const std::string& name) {
    const Explained found = explain(name);
    return std::pair{found.text, found.suggestion};
  });
}

}  // namespace busyhour::python
