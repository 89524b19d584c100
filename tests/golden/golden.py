#!/usr/bin/env python3
"""Runs every scenario under scenarios/, or judges its claims under scenarios/claims/, and compares the result with the
golden one beside it (<name>.golden.json).

    python3 tests/golden/golden.py PROGRAM            compares; exits 1 and says what differs
    python3 tests/golden/golden.py PROGRAM --write    writes the golden results and scenarios/README.md anew; review the difference
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import index

SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "scenarios"
JUDGED = (0, 1, 3)  # passes, fails, undecided: anything else is an error


def result_of(program, scenario):
    """The JSON of one run, or of its claims, without the name of its folder, and the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        if scenario.parent.name == "claims":
            command = [program, "claims", scenario.name, "--json", "--no-progress", "-o", f"{folder}/result"]
        else:
            command = [program, "run", scenario.name, "--json", "--no-progress", "-o", f"{folder}/result"]
        done = subprocess.run(command, cwd=scenario.parent, capture_output=True, text=True)
    if done.returncode not in JUDGED:
        return {"exit": done.returncode, "stderr": done.stderr}
    result = json.loads(done.stdout)
    result.pop("result_dir", None)
    return {"exit": done.returncode, "result": result}


def differences(golden, now, path=""):
    """The paths at which two results differ."""
    if isinstance(golden, dict) and isinstance(now, dict):
        for key in sorted(golden.keys() | now.keys()):
            yield from differences(golden.get(key), now.get(key), f"{path}.{key}" if path else key)
    elif isinstance(golden, list) and isinstance(now, list) and len(golden) == len(now):
        for i, (a, b) in enumerate(zip(golden, now)):
            yield from differences(a, b, f"{path}[{i}]")
    elif golden != now:
        yield f"{path}: {golden!r} was, {now!r} is"


def check_index(scenarios, write):
    """Whether scenarios/README.md says what the golden results say; writes it anew if asked to."""
    known = [s for s in scenarios if s.with_suffix(".golden.json").exists()]
    page, place = index.index(SCENARIOS, known), SCENARIOS / "README.md"
    if write:
        place.write_text(page)
    elif not place.exists() or place.read_text() != page:
        print("README.md: is not what the golden results say; write it with --write")
        return 1
    return 0


def main():
    program, write = sys.argv[1], "--write" in sys.argv[2:]
    wrong = 0
    scenarios = sorted(SCENARIOS.rglob("*.yaml"))
    for scenario in scenarios:
        now = result_of(str(pathlib.Path(program).resolve()), scenario)
        place = scenario.with_suffix(".golden.json")
        if "stderr" in now:
            wrong += 1
            print(f"{scenario.relative_to(SCENARIOS)}: exit {now['exit']}\n{now['stderr']}")
        elif write:
            place.write_text(json.dumps(now, indent=1) + "\n")
        elif not place.exists():
            wrong += 1
            print(f"{scenario.relative_to(SCENARIOS)}: has no golden result; write it with --write")
        else:
            for difference in differences(json.loads(place.read_text()), now):
                wrong += 1
                print(f"{scenario.relative_to(SCENARIOS)}: {difference}")
    wrong += check_index(scenarios, write)
    print(f"{len(scenarios)} scenarios, {wrong} differences")
    return 1 if wrong or not scenarios else 0


if __name__ == "__main__":
    sys.exit(main())
