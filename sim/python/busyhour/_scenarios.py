"""Scenarios as Python writes them, made into the text that the program reads."""

from __future__ import annotations

import json
import math
import numbers
import os
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Optional, Union

from .errors import Diagnostic, ScenarioError

Scenario = Union[str, "os.PathLike[str]", Mapping[str, Any]]
Settings = Optional[Mapping[str, Any]]

_NAME = "<dict>"
#: What stands for itself in YAML, read as text by the program: words, quantities, rules.
_PLAIN = re.compile(r"[A-Za-z0-9$_/<>(+][A-Za-z0-9$_./<>=()+*% -]*(?<! )\Z")


class Source(NamedTuple):
    """A scenario for the extension: a file's name, or a name and the text that stands for the file."""

    file: str
    text: str | None
    sets: list[str]
    paths: list[str]  #: of a text: which value stands in which line, from line 1 on

    def placed(self, diagnostic: Diagnostic) -> Diagnostic:
        """The same with its path, where that is known."""
        path = ""
        if diagnostic.source.startswith("--set "):
            path = diagnostic.source[len("--set "):].split("=")[0]
        elif self.text is not None and diagnostic.source == self.file and 0 < diagnostic.line <= len(self.paths):
            path = self.paths[diagnostic.line - 1]
        return Diagnostic(diagnostic.source, diagnostic.line, diagnostic.column, diagnostic.message, diagnostic.help,
                          diagnostic.severity, path)


def source_of(scenario: Scenario, settings: Settings, **run: Any) -> Source:
    """``run`` are keys of the block ``run`` that are set after ``settings``, unless None."""
    sets = [f"{path}={_said(value, path)}" for path, value in (settings or {}).items()]
    sets += [f"run.{key}={_said(value, key)}" for key, value in run.items() if value is not None]
    if isinstance(scenario, Mapping):
        lines: list[str] = []
        paths: list[str] = []
        _write(scenario, "", 0, lines, paths)
        return Source(_NAME, "\n".join(lines) + "\n", sets, paths)
    if isinstance(scenario, (str, os.PathLike)):
        return Source(os.fspath(scenario), None, sets, [])
    raise TypeError(f"a scenario is the path of a file or a dictionary, not {type(scenario).__name__}")


def precision_of(precision: float | str | None) -> str | None:
    """0.01 as the scenario language writes it: 1%."""
    if precision is None or isinstance(precision, str):
        return precision
    return f"{float(precision) * 100:.12g}%"


def _said(value: Any, path: str) -> str:
    """After ``--set path=``: text as it is, everything else in YAML's flow style."""
    return value if isinstance(value, str) and value else _flow(value, path)


def _scalar(value: Any, path: str) -> str | None:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, numbers.Integral):
        return str(int(value))
    if isinstance(value, numbers.Real):
        number = float(value)
        if not math.isfinite(number):
            wrong = Diagnostic(_NAME, 0, 0, f"{number} is not a number that a scenario can have", "", "error", path)
            raise ScenarioError(str(wrong), [wrong])
        return repr(number)
    if isinstance(value, str):
        return value if _PLAIN.match(value) and value not in ("null", "~") else json.dumps(value, ensure_ascii=False)
    if isinstance(value, os.PathLike):
        return json.dumps(os.fspath(value), ensure_ascii=False)
    return None


def _key(key: Any, path: str) -> str:
    if isinstance(key, (str, numbers.Real)) and not isinstance(key, bool):
        text = _scalar(key, path)
        assert text is not None
        return text
    raise TypeError(f"a key of a scenario is a word or a number, not {key!r}" + (f" (in {path})" if path else ""))


def _under(path: str, key: Any) -> str:
    return f"{path}.{key}" if path else str(key)


def _flow(value: Any, path: str) -> str:
    text = _scalar(value, path)
    if text is not None:
        # A comma would end it, and what is quoted already stays so.
        return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else text
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(k, path)}: {_flow(v, _under(path, k))}" for k, v in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return "[" + ", ".join(_flow(v, f"{path}[{i}]") for i, v in enumerate(value)) + "]"
    if hasattr(value, "tolist"):  # an array or a number of numpy
        return _flow(value.tolist(), path)
    raise TypeError(f"{type(value).__name__} cannot stand in a scenario" + (f" (at {path})" if path else ""))


def _write(value: Mapping[Any, Any], path: str, depth: int, lines: list[str], paths: list[str]) -> None:
    """One key a line, so that what the program says of a line is said of that key."""
    if not value:
        raise ScenarioError("the scenario is empty", [Diagnostic(_NAME, 0, 0, "the scenario is empty", "", "error")])
    for key, inner in value.items():
        here = _under(path, key)
        start = "  " * depth + _key(key, path) + ":"
        if isinstance(inner, Mapping) and inner:
            lines.append(start)
            paths.append(here)
            _write(inner, here, depth + 1, lines, paths)
        elif isinstance(inner, Sequence) and not isinstance(inner, (str, bytes, bytearray)) and inner:
            lines.append(start)
            paths.append(here)
            for i, item in enumerate(inner):
                lines.append("  " * (depth + 1) + "- " + _item(item, f"{here}[{i}]"))
                paths.append(f"{here}[{i}]")
        else:
            lines.append(f"{start} {_item(inner, here)}")
            paths.append(here)


def _item(value: Any, path: str) -> str:
    text = _scalar(value, path)
    return _flow(value, path) if text is None else text
