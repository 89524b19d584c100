#!/usr/bin/env python3
"""Draws the README's pictures: one of each kind of chart, from scenarios of the library, into scenarios/pictures.

    python3 tests/pictures/pictures.py PROGRAM            compares; exits 1 and says which are not as they were
    python3 tests/pictures/pictures.py PROGRAM --write    draws them anew; look at each
"""
import pathlib
import subprocess
import sys
import tempfile

SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "scenarios"
PLACE = SCENARIOS / "pictures"
DONE = (0, 1, 3)  # passes, fails, undecided: anything else is an error

VOICE, LOSS = "waves/four-on-one-slot.yaml", "theory/loss.yaml"
SLOTS, CALLERS, MEAN = "provider.limits.slots.cap", "workloads.callers.count", "provider.endpoints.api.service.mean"
HOUR = ("--set", "run.duration=1 h")


def swept(text, replications=10):
    return ("sweep", LOSS, *HOUR, "--replications", str(replications), "--set", f"sweep={{{text}}}")


# What is typed, and which of its charts are kept: the beginning of a chart's name, and what the picture is called.
COMMANDS = [
    (("run", VOICE), {"in-flight": "in-flight", "worst-minute": "worst-minute", "whole-run": "whole-run",
                      "percentiles-of-delays": "percentiles", "outcomes": "outcomes", "replications": "replications"}),
    (("run", LOSS), {"levels": "levels"}),
    (("run", "wiro/top-up.yaml"), {"balance": "balance"}),
    (swept(f"vary: {{{CALLERS}: [4, 5, 6, 7, 8, 9, 10, 12, 14, 16]}}"), {"line": "line"}),
    (swept(f"vary: {{{SLOTS}: [1, 2, 3, 4, 5, 6, 7, 8], {CALLERS}: {{from: 2, to: 24, step: 2}}}}"), {"map": "map"}),
    (swept(f"vary: {{{SLOTS}: [1, 2, 4, 6, 8], {CALLERS}: {{from: 2, to: 24, step: 2}}, {MEAN}: [1 s, 2 s, 4 s]}}", 5),
     {"map": "facets"}),
    (swept(f"design: {{kind: lhs, points: 200, seed: 1}}, vary: {{{SLOTS}: {{from: 2, to: 8}}, {CALLERS}: {{from: 4, to: 20}}, "
           f"{MEAN}: {{from: 1 s, to: 4 s}}}}", 3), {"sensitivity": "sensitivity", "scatter": "scatter"}),
    (swept(f"together: [{{{SLOTS}: 4}}, {{{SLOTS}: 3}}, {{{SLOTS}: 6}}, {{{CALLERS}: 6}}, {{{CALLERS}: 12}}, "
           f"{{{MEAN}: 1 s}}, {{{MEAN}: 4 s}}]"), {"tornado": "tornado"}),
    (("sweep", "stability/retry-storm.yaml"), {"collapsed": "hysteresis"}),
    (("solve", LOSS, *HOUR, "--replications", "10", "--set",
      f"solve={{largest: {CALLERS}, within: 1..80, such_that: [first_attempt_rejected <= 10%], "
      f"for_each: {{{SLOTS}: [1, 2, 5, 10, 15]}}}}"),
     {"answers": "answers", "answer-for-each": "answers-for-each", "tried-slots-cap-5": "tried"}),
    (("compare", VOICE, VOICE, "--set-b", "provider.limits.requests.cap=2"),
     {"differences": "differences", "percentiles": "compared", "difference-": "difference"}),
    (("claims", "claims/tasi-two-to-one.yaml"), {"": "claim"}),
    (("fit", "traces/evening.csv"), {"arrivals": "arrivals", "dispersion": "dispersion", "cdf": "cdf", "qq": "qq"}),
]


def drawn(program, command, kept):
    """Name and bytes of each picture of one command."""
    with tempfile.TemporaryDirectory() as folder:
        more = [] if command[0] == "fit" else ["--no-progress", "-o", f"{folder}/result"]
        done = subprocess.run([program, *command, "-q", "--svg", f"{folder}/svg", *more], cwd=SCENARIOS, capture_output=True,
                              text=True)
        if done.returncode not in DONE:
            raise RuntimeError(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr}")
        charts = sorted(pathlib.Path(folder, "svg").iterdir())
        for start, name in kept.items():
            chosen = [chart for chart in charts if chart.name.startswith(start)]
            if not chosen:
                raise RuntimeError(f"{' '.join(command)}: no chart begins with {start}: {[c.name for c in charts]}")
            yield f"{name}.svg", chosen[0].read_bytes()


def main():
    program, write = str(pathlib.Path(sys.argv[1]).resolve()), "--write" in sys.argv[2:]
    wrong, seen = 0, set()
    PLACE.mkdir(exist_ok=True)
    for command, kept in COMMANDS:
        for name, picture in drawn(program, command, kept):
            seen.add(name)
            if write:
                (PLACE / name).write_bytes(picture)
            elif not (PLACE / name).exists() or (PLACE / name).read_bytes() != picture:
                wrong += 1
                print(f"{name}: is not what `{' '.join(command)}` draws; draw it with --write")
    for picture in PLACE.iterdir():
        if picture.name not in seen:
            wrong += 1
            print(f"{picture.name}: a picture of nothing")
    print(f"{len(seen)} pictures, {wrong} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
