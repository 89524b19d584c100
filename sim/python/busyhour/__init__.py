"""busyhour: how much can your concurrency limit carry?

Each function is a command of the program of that name. A scenario is the path of a file or a dictionary that says the
same; ``set`` changes values by path, as ``--set`` does::

    import busyhour

    four = busyhour.run("scenarios/waves/four-on-one-slot.yaml", set={"workloads.calls.count": 4}, seed=1)
    four["first_attempt_rejected"]     # Estimate(estimate=0.28..., low=..., high=..., ...)
    four.metrics                       # the same of every metric, as a frame of pandas
    four.slo                           # the rules and whether they hold

Numbers are seconds, dollars and shares of 0..1. The same scenario and seed give the same numbers as the program, for
any ``jobs``. A scenario that is wrong raises `ScenarioError` with everything that is wrong with it. Ctrl-C raises
`Interrupted`, a KeyboardInterrupt that has what was finished. While it simulates, other threads of Python run.
"""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any, Callable, Iterator, Optional, TypeVar, Union

from . import _core
from ._results import (ClaimsResult, CompareResult, Estimate, RunResult, SolveResult, SweepResult, TheoryResult,
                       _pandas)
from ._scenarios import Scenario, Settings, Source, precision_of, source_of
from .errors import Diagnostic, Interrupted, ScenarioError, ScenarioWarning

if TYPE_CHECKING:
    import pandas

__all__ = ["run", "sweep", "solve", "compare", "claims", "theory", "per_slot", "check", "explain", "schema",
           "RunResult", "SweepResult", "SolveResult", "CompareResult", "ClaimsResult", "TheoryResult", "Estimate",
           "Diagnostic", "ScenarioError", "ScenarioWarning", "Interrupted"]
__version__: str = _core.version

Progress = Optional[Callable[[int, int], object]]
_T = TypeVar("_T")


@contextlib.contextmanager
def _placed(*sources: Source) -> Iterator[None]:
    """Errors are told with the path of the value that they are about."""
    try:
        yield
    except ScenarioError as error:
        for source in sources:
            error.diagnostics = [source.placed(d) if not d.path else d for d in error.diagnostics]
        raise


def _finished(held: Any, stopped: BaseException | None, make: Callable[[Any], _T]) -> _T:
    if stopped is None:
        return make(held)
    if isinstance(stopped, KeyboardInterrupt):
        raise Interrupted(None if held is None else make(held)) from stopped
    raise stopped


def run(scenario: Scenario, *, set: Settings = None, seed: int | None = None, replications: int | None = None,
        precision: float | str | None = None, jobs: int = 0, progress: Progress = None) -> RunResult:
    """Simulates one scenario and judges its rules.

    scenario: the path of a file, or a dictionary. Paths in a dictionary are relative to the current folder.
    set: values by path, such as ``{"workloads.calls.count": 5, "provider.network": "40 ms"}``; a string is read as
        after ``--set``, None removes what the scenario says.
    seed, replications: the same as setting ``run.seed`` and ``run.replications``.
    precision: the same as setting ``run.precision``, such as 0.01 or "1%".
    jobs: threads; 0 means as many as the machine runs at once. They change no number.
    progress: called now and then with how many replications are done, of how many. What it raises ends the run.

    Raises ScenarioError, and Interrupted with the finished replications.
    """
    source = source_of(scenario, set, seed=seed, replications=replications, precision=precision_of(precision))
    with _placed(source):
        held, stopped = _core.run(source.file, source.text, source.sets, jobs, progress)
    return _finished(held, stopped, RunResult)


def sweep(scenario: Scenario, *, set: Settings = None, seed: int | None = None, replications: int | None = None,
          precision: float | str | None = None, jobs: int = 0, progress: Progress = None) -> SweepResult:
    """Runs every point of the scenario's `sweep` block, with the same callers everywhere.

    The arguments are those of `run`; progress is told points. Raises ScenarioError, and Interrupted with the finished
    points. Nothing is kept on the way: the program's own ``busyhour sweep`` goes on where it was, this begins anew.
    """
    source = source_of(scenario, set, seed=seed, replications=replications, precision=precision_of(precision))
    with _placed(source):
        held, stopped = _core.sweep(source.file, source.text, source.sets, jobs, progress)
    return _finished(held, stopped, SweepResult)


def solve(scenario: Scenario, *, set: Settings = None, seed: int | None = None, replications: int | None = None,
          jobs: int = 0, progress: Progress = None) -> SolveResult:
    """The largest or smallest value, or the cheapest plan, for which the rules of the `solve` block hold.

    The arguments are those of `run`; progress is told answers. Raises ScenarioError, and Interrupted without a partial
    result.
    """
    source = source_of(scenario, set, seed=seed, replications=replications)
    with _placed(source):
        held, stopped = _core.solve(source.file, source.text, source.sets, jobs, progress)
    return _finished(held, stopped, SolveResult)


def compare(a: Scenario, b: Scenario, *, set: Settings = None, set_a: Settings = None, set_b: Settings = None,
            seed: int | None = None, replications: int | None = None, too_small: float = 0.02, jobs: int = 0,
            progress: Progress = None) -> CompareResult:
    """Two scenarios with the same callers, paired replication by replication: differences with intervals.

    set is for both, set_a and set_b for one side. too_small is the share of a's value below which a difference does
    not matter. The other arguments are those of `run`. Raises ScenarioError, and Interrupted without a partial result.
    """
    one = source_of(a, set, seed=seed, replications=replications)
    other = source_of(b, set, seed=seed, replications=replications)
    one.sets.extend(source_of(a, set_a).sets)
    other.sets.extend(source_of(b, set_b).sets)
    with _placed(one, other):
        held, stopped = _core.compare(*one[:3], *other[:3], too_small, jobs, progress)
    return _finished(held, stopped, CompareResult)


def claims(scenario: Scenario, *, set: Settings = None, seed: int | None = None, replications: int | None = None,
           jobs: int = 0, progress: Progress = None) -> ClaimsResult:
    """Judges the vendor's sentences in the scenario's `claims` block.

    The arguments are those of `run`. Raises ScenarioError, and Interrupted without a partial result.
    """
    source = source_of(scenario, set, seed=seed, replications=replications)
    with _placed(source):
        text, stopped = _core.claims(source.file, source.text, source.sets, jobs, progress)
    return _finished(text, stopped, ClaimsResult)


def theory(scenario: Scenario, *, set: Settings = None) -> TheoryResult:
    """The exact answer in milliseconds, where there is one; else what stands in its way. Raises ScenarioError."""
    source = source_of(scenario, set)
    with _placed(source):
        return TheoryResult(_core.theory(source.file, source.text, source.sets))


def per_slot(conversations: int) -> "pandas.DataFrame":
    """For so many conversations a slot (2 to 1000): the largest share of its time that each may hold one if at most 1,
    5 or 10 % of its requests are to be refused, by number of slots. Engset's formula, exact."""
    if not 2 <= conversations <= 1000:
        raise ValueError(f"conversations per slot are 2 to 1000, not {conversations}")
    return _pandas().DataFrame(json.loads(_core.per_slot(conversations))["rows"])


def check(scenario: Scenario, *, set: Settings = None) -> list[Diagnostic]:
    """Everything that is wrong with a scenario, warnings included; an empty list if nothing is. Raises nothing."""
    source = source_of(scenario, set)
    found, _ = _core.check(source.file, source.text, source.sets)
    return [source.placed(Diagnostic(*one)) for one in found]


def explain(name: str = "") -> str:
    """What a key, a kind or a metric means; without a name, all that can be asked. Raises KeyError if nothing is
    called so."""
    text, suggestion = _core.explain(name)
    if not text:
        raise KeyError(f"nothing is called {name!r}" + (f"; did you mean {suggestion!r}?" if suggestion else ""))
    return text


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 7) of a scenario."""
    return json.loads(_core.schema())
