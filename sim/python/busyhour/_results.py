"""Results: the program's JSON document, and the same as frames."""

from __future__ import annotations

import functools
import io
import json
from typing import TYPE_CHECKING, Any, Dict, Iterable, Iterator, NamedTuple, Optional

if TYPE_CHECKING:
    import pandas

    from . import _core


_Document = Dict[str, Any]


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as missing:
        raise ImportError("frames need pandas: pip install pandas. Without it, `.data` has the same numbers") from missing
    return pandas


def _to_the_bit(version: str) -> Dict[str, str]:
    """What makes pandas read every digit: since 3.1 nothing, and saying it draws a warning."""
    major, minor = (int(part) for part in version.split(".")[:2])
    return {} if (major, minor) >= (3, 1) else {"float_precision": "round_trip"}


def number(value: Any) -> float:
    """A number of the program's JSON: infinity is written "inf", what is undefined null."""
    return float("nan") if value is None else float(value)


class Estimate(NamedTuple):
    """A number with its 95 % interval, in seconds, dollars, or a share of 0..1; not a number where there is none."""

    estimate: float
    low: float
    high: float
    n: int  #: how many requests, values or replications were pooled
    quality: str  #: ``interval``, ``bound``, ``constant``, ``too_few_replications`` or ``undefined``
    theory: Optional[float] = None  #: the exact value, where the scenario has one
    z: Optional[float] = None  #: (estimate - theory) / standard error

    @staticmethod
    def of(metric: _Document) -> "Estimate":
        theory = metric.get("theory")
        return Estimate(number(metric["estimate"]), number(metric["low"]), number(metric["high"]), metric.get("n", 0),
                        metric.get("quality", ""), number(theory["value"]) if theory else None,
                        number(theory["z"]) if theory else None)


def _metric_rows(metrics: _Document) -> Iterator[_Document]:
    for name, metric in metrics.items():
        yield {"metric": name, **Estimate.of(metric)._asdict()}


def _rule_rows(rules: list[_Document]) -> Iterator[_Document]:
    for rule in rules:
        yield {"rule": rule["rule"], "verdict": rule["verdict"],
               **{key: number(rule[key]) for key in ("estimate", "low", "high", "bound")}}


_METRIC_COLUMNS = ["metric", *Estimate._fields]
_RULE_COLUMNS = ["rule", "verdict", "estimate", "low", "high", "bound"]


def _frame(rows: Iterable[_Document], columns: list[str]) -> "pandas.DataFrame":
    frame = _pandas().DataFrame(list(rows), columns=columns)
    for column in ("theory", "z"):
        if column in columns:
            frame[column] = frame[column].astype(float)
    return frame


class Result:
    """What all results have. ``data`` is the document that ``busyhour COMMAND --json`` prints, as a dictionary, in
    which infinity is the string "inf" and what is undefined is None; ``json()`` is its text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def json(self) -> str:
        """The document as the program prints it."""
        return self._text

    @functools.cached_property
    def data(self) -> _Document:
        document: _Document = json.loads(self._text)
        return document


class _Kept(Result):
    """A result with tables."""

    def __init__(self, held: "_core._Held") -> None:
        super().__init__(held.json())
        self._held = held

    @functools.cached_property
    def _files(self) -> dict[str, str]:
        return self._held.files()

    def _table(self, name: str) -> "pandas.DataFrame":
        pandas = _pandas()
        return pandas.read_csv(io.StringIO(self._files[name]), **_to_the_bit(pandas.__version__))

    @property
    def verdict(self) -> str:
        """The result in a sentence."""
        return self._held.verdict()

    @property
    def exit_code(self) -> int:
        """What the program would exit with: 0 every rule passes or none is set, 1 one fails, 3 one is undecided."""
        return self._held.exit_code

    @property
    def resolved(self) -> str:
        """The scenario with all its defaults, as YAML."""
        return self._files["scenario.resolved.yaml"]

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.verdict}>"


class RunResult(_Kept):
    """One scenario, simulated. ``result["added_delay.p95"]`` is an `Estimate`; the frames hold the rest."""

    _held: "_core.Run"

    def __getitem__(self, metric: str) -> Estimate:
        metrics = self.data["metrics"]
        if metric not in metrics:
            raise KeyError(f"{metric}; there are: {', '.join(metrics)}")
        return Estimate.of(metrics[metric])

    @property
    def partial(self) -> bool:
        """Interrupted: fewer replications than asked."""
        return self.data["run"]["partial"]

    @property
    def warnings(self) -> list[str]:
        return self.data["warnings"]

    @functools.cached_property
    def metrics(self) -> "pandas.DataFrame":
        """One row a metric, by name: estimate, low, high, n, quality, theory, z."""
        return _frame(_metric_rows(self.data["metrics"]), _METRIC_COLUMNS).set_index("metric")

    @functools.cached_property
    def slo(self) -> "pandas.DataFrame":
        """One row a rule: verdict (``passes``, ``fails``, ``undecided``), what was measured, the bound."""
        return _frame(_rule_rows(self.data["slo"]), _RULE_COLUMNS)

    @functools.cached_property
    def replications(self) -> "pandas.DataFrame":
        """One row a replication: its number, its seed, each metric."""
        return self._table("replications.csv").drop(columns="point")

    @functools.cached_property
    def percentiles(self) -> "pandas.DataFrame":
        """The quantile function of each duration: metric, p in 0..1, value_s."""
        return self._table("percentiles.csv").drop(columns="point")

    @functools.cached_property
    def charts(self) -> dict[str, _Document]:
        """The report's charts by name: Vega-Lite specs with their data."""
        return {name: json.loads(spec) for name, spec in self._held.charts()}

    def html(self) -> str:
        """The report: one page that opens offline."""
        return self._held.html()

    def _repr_html_(self) -> str:
        return f"<p>{_escaped(self.verdict)}</p>{self.metrics.to_html()}"


class SweepResult(_Kept):
    """Every point of a sweep."""

    @property
    def partial(self) -> bool:
        """Interrupted: points are missing."""
        return self.data["sweep"]["partial"]

    @property
    def paths(self) -> list[str]:
        """What varies."""
        return self.data["sweep"]["paths"]

    @functools.cached_property
    def points(self) -> "pandas.DataFrame":
        """One row a point: a column for each path; each metric as m, m_lo, m_hi and m_n; and ``verdict``: ``fails`` if
        a rule does, else ``undecided`` if one is, else ``passes``; empty without rules."""
        frame = self._table("points.csv")
        frame["verdict"] = [_overall(point["slo"]) for point in self.data["points"]]
        return frame

    @functools.cached_property
    def slo(self) -> "pandas.DataFrame":
        """One row for each rule at each point."""
        rows = [{"point": i, **row} for i, point in zip(self.points["point"], self.data["points"])
                for row in _rule_rows(point["slo"])]
        return _frame(rows, ["point", *_RULE_COLUMNS])

    @functools.cached_property
    def replications(self) -> "pandas.DataFrame":
        """One row for each replication of each point."""
        return self._table("replications.csv")

    @functools.cached_property
    def percentiles(self) -> "pandas.DataFrame":
        """The quantile function of each duration at each point."""
        return self._table("percentiles.csv")


class SolveResult(_Kept):
    """The largest or smallest value, or the cheapest plan, for which rules hold."""

    @functools.cached_property
    def answers(self) -> "pandas.DataFrame":
        """One row an answer: what was given, the value, ``found``, ``none`` or ``undecided``, the neighbour that fails,
        the rule that binds."""
        return self._table("answers.csv")

    @functools.cached_property
    def tried(self) -> "pandas.DataFrame":
        """One row for each rule at each value that was tried."""
        return self._table("tried.csv")


class CompareResult(_Kept):
    """Two scenarios with the same callers, paired. Positive differences mean that the second has more."""

    @functools.cached_property
    def metrics(self) -> "pandas.DataFrame":
        """One row a metric, by name: unit, a, b, difference, low, high, and whether b is ``better`` or ``worse``."""
        return self._table("differences.csv").set_index("metric")


class TheoryResult(Result):
    """The exact answer, or what stands in its way."""

    @property
    def model(self) -> str | None:
        """The exact model that the scenario is; None if it is none."""
        return self.data["model"]

    @property
    def why_not(self) -> str | None:
        """What of the scenario no exact model has; None if there is one."""
        return self.data.get("why_not")

    @functools.cached_property
    def metrics(self) -> "pandas.Series":
        """The exact long-run values by name; empty if there is no exact model."""
        values = {name: number(value) for name, value in self.data["metrics"].items()}
        return _pandas().Series(values, dtype=float, name="exact").rename_axis("metric")

    def __repr__(self) -> str:
        return f"<TheoryResult: {self.model or 'no exact model: ' + str(self.why_not)}>"


class ClaimsResult(Result):
    """A vendor's sentences, judged."""

    @functools.cached_property
    def claims(self) -> "pandas.DataFrame":
        """One row a claim, by name: the quote, the verdict (``holds``, ``fails``, ``holds_only_if``, ``undecided``) and
        where it holds."""
        columns = ["name", "quote", "verdict", "condition"]
        rows = [{column: claim[column] for column in columns} for claim in self.data["claims"]]
        return _pandas().DataFrame(rows, columns=columns).set_index("name")

    @functools.cached_property
    def points(self) -> "pandas.DataFrame":
        """One row for each point at which a claim was tried: a column for each path that varies, and the verdict."""
        rows = [{"claim": claim["name"], **point["set"], "verdict": point["verdict"]}
                for claim in self.data["claims"] for point in claim["points"]]
        return _pandas().DataFrame(rows)

    def __repr__(self) -> str:
        return f"<ClaimsResult: {', '.join(c['name'] + ' ' + c['verdict'] for c in self.data['claims'])}>"


def _overall(rules: list[_Document]) -> str:
    verdicts = {rule["verdict"] for rule in rules}
    return next((v for v in ("fails", "undecided", "passes") if v in verdicts), "")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
