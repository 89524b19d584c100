"""Runs busyhour and reads what it leaves: result folders as pandas frames, their charts drawn offline.

    from busyhour_results import busyhour, load

    said = busyhour("run", "../scenarios/waves/four-on-one-slot.yaml", "-o", "runs/first")  # what --json prints
    first = load("runs/first")
    first.metrics                      # estimate, low, high, n of every metric
    first.chart("percentiles")         # any of first.charts

Nothing here knows the library: it starts the program (BUSYHOUR, else ../busyhour beside this file) and reads the files
that every run writes. A chart is shown twice: as SVG that the program made, which any viewer shows, and as a page with
tooltips for a notebook that runs scripts. Neither asks the network for anything.
"""

import functools
import itertools
import json
import os
import pathlib
import subprocess
import tempfile

import pandas

# pandas 3.1 reads every digit by itself, and warns of being told to.
TO_THE_BIT = {} if tuple(map(int, pandas.__version__.split(".")[:2])) >= (3, 1) else {"float_precision": "round_trip"}
HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = os.environ.get("BUSYHOUR") or str(HERE.parent / "busyhour")
VEGA = HERE.parent / "sim" / "report" / "vega" / "vega.min.js"
LIBRARY = "<script>(() => { const define = undefined, module = undefined; %s })();</script>"
DRAW = """<div id="%(id)s" style="max-width: 60em">%(svg)s</div><script>(() => {
const place = document.getElementById("%(id)s");
if (!globalThis.vegaCharts || !place) return;
const {compile, parse, View, Handler, expressionInterpreter} = vegaCharts;
place.textContent = "";
new View(parse(compile(%(spec)s).spec, null, {ast: true}), {expr: expressionInterpreter, renderer: "svg",
  container: place, tooltip: new Handler().call}).run();
})();</script>"""
LOOK = {  # of the program's own charts
    "font": 'system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif',
    "axis": {"labelColor": "#57606A", "gridColor": "#E6E9ED", "domainColor": "#8B949E", "tickColor": "#8B949E"},
    "view": {"stroke": None},
    "range": {"category": ["#0072B2", "#D55E00", "#4E1C56", "#0C4329", "#C78066"]},
    "style": {"limit": {"color": "#1F2328", "strokeWidth": 1.5, "strokeDash": [6, 3]}}}
JUDGED = (0, 1, 3)  # every rule passes, one fails, one is undecided: anything else is an error


def busyhour(*arguments):
    """What the program prints with --json, as a dictionary. Raises RuntimeError with its message if it cannot run."""
    command = [PROGRAM, *map(str, arguments), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in JUDGED:
        raise RuntimeError(f"{' '.join(command[1:])}: exit {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)


def shown(metric, digits=3):
    """`0.0484 (0.0464 to 0.0505)`: an estimate with its 95 % interval, from a document's metrics or a frame's row."""
    value, low, high = (float("nan") if metric[k] is None else float(metric[k]) for k in ("estimate", "low", "high"))
    return f"{value:.{digits}g} ({low:.{digits}g} to {high:.{digits}g})"


class Chart:
    """A Vega-Lite spec, and the SVG that stands for it where no script runs."""

    numbered = itertools.count()

    def __init__(self, spec, svg=None):
        self.spec, self.svg = spec, svg

    def _repr_mimebundle_(self, include=None, exclude=None):
        bundle = {"text/plain": self.spec.get("description", "a chart"), "text/html": self.html()}
        if self.svg:
            bundle["image/svg+xml"] = self.svg
        return bundle

    def html(self):
        """The SVG, which a script replaces by the chart with its tooltips. The library comes with the first chart of a
        session; where that output is gone the SVG stays."""
        number = next(Chart.numbered)
        library = "" if number else LIBRARY % VEGA.read_text(encoding="utf-8")
        spec = json.dumps(self.spec).replace("<", "\\u003c")
        return library + DRAW % {"id": f"busyhour-{os.getpid()}-{number}", "svg": self.svg or "", "spec": spec}


class Results:
    """A result folder of run, sweep, solve or compare: each `name.csv` in it is the frame `name`."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.manifest = json.loads((self.folder / "manifest.json").read_text())

    def table(self, name):
        return pandas.read_csv(self.folder / f"{name}.csv", **TO_THE_BIT)

    def __getattr__(self, name):
        if not (self.folder / f"{name}.csv").exists():
            raise AttributeError(f"{self.folder} holds no {name}.csv")
        return self.table(name)

    @functools.cached_property
    def metrics(self):
        """Of a run: a row a metric. Of a sweep take `points`, which has a row a point."""
        if self.manifest["kind"] != "run":
            raise AttributeError(f"{self.folder} is a {self.manifest['kind']}: its numbers are in `points` or the like")
        row = self.points.iloc[0]
        about = self.manifest["columns"]
        rows = {m: [row[m], row[f"{m}_lo"], row[f"{m}_hi"], int(row[f"{m}_n"]), about[m]["unit"]] for m in about}
        return pandas.DataFrame.from_dict(rows, orient="index", columns=["estimate", "low", "high", "n", "unit"])

    @functools.cached_property
    def charts(self):
        """The names of the charts in the folder."""
        return sorted(path.name[: -len(".vl.json")] for path in (self.folder / "charts").glob("*.vl.json"))

    def chart(self, name):
        spec = json.loads((self.folder / "charts" / f"{name}.vl.json").read_text())
        return Chart(spec, static(self.folder).get(name))


def chart(spec):
    """A Vega-Lite spec of one's own, in the looks of the program's."""
    return Chart({"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "config": LOOK, **spec})


def load(folder):
    return Results(folder)


def static(folder):
    """The charts of a result folder as SVG, by name; none if the program was built without what draws them."""
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([PROGRAM, "report", str(folder), "--svg", out], capture_output=True, check=False)
        return {path.stem: path.read_text(encoding="utf-8") for path in pathlib.Path(out).glob("*.svg")}
