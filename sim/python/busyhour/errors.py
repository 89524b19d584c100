"""What can be wrong with a scenario, and what is raised then."""

from __future__ import annotations

import dataclasses
import warnings
from typing import Any


@dataclasses.dataclass(frozen=True)
class Diagnostic:
    """One thing that is wrong with a scenario, or worth a word.

    ``path`` says which value it is about (``workloads.calls.count``, ``slo[0]``), if the scenario was a dictionary or
    the value was given with ``set``; ``source``, ``line`` and ``column`` (from 1) where it stands in the file, or in
    the YAML that the dictionary stands for. A line of 0 means the whole.
    """

    source: str
    line: int
    column: int
    message: str
    help: str
    severity: str  #: ``error`` or ``warning``
    path: str = ""

    def __str__(self) -> str:
        place = self.path or (f"{self.source}:{self.line}:{self.column}" if self.line else self.source)
        return f"{place + ': ' if place else ''}{self.message}{' (' + self.help + ')' if self.help else ''}"


class ScenarioError(ValueError):
    """A scenario cannot be run as it is. Its text shows every error at once, each with line, caret and help;
    ``diagnostics`` is the same as a list of `Diagnostic`."""

    def __init__(self, text: str, diagnostics: list[Any]) -> None:
        super().__init__(text.rstrip("\n"))
        self.diagnostics: list[Diagnostic] = [d if isinstance(d, Diagnostic) else Diagnostic(*d) for d in diagnostics]


class ScenarioWarning(UserWarning):
    """A scenario can be run, but something in it is likely not what was meant."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C while simulating. ``partial`` is the result of what was finished by then: the replications of a run, the
    points of a sweep; None if there is nothing, and always None for what has no partial result (solve, compare,
    claims)."""

    def __init__(self, partial: object = None) -> None:
        super().__init__("interrupted" + ("; .partial has what was finished" if partial is not None else ""))
        self.partial = partial


def warn(text: str, diagnostics: list[Any]) -> None:
    """Called by the extension for a scenario that is sound but draws warnings."""
    del diagnostics  # the text says the same
    warnings.warn(text.rstrip("\n"), ScenarioWarning, stacklevel=3)
