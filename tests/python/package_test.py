#!/usr/bin/env python3
"""The Python package against the program: `package_test.py PROGRAM`, with busyhour importable.

What the program prints with --json is what the package gives, to the last byte but for the name of the result folder.
"""

import json
import math
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
import warnings

import busyhour

SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "scenarios"
PROGRAM = ""

#: scenarios/theory/retry.yaml's kind of thing, as a dictionary.
CALLERS = {
    "version": 1,
    "name": "eight callers on four slots",
    "provider": {
        "limits": {"slots": {"counts": "requests", "cap": 4, "when_full": {"action": "reject", "status": 429}}},
        "endpoints": {"api": {"service": {"dist": "exponential", "mean": "2 s"}}},
    },
    "workloads": {
        "callers": {
            "kind": "conversations",
            "count": 8,
            "turn": {"pause": {"dist": "exponential", "mean": "6 s"}},
            "client": {"retry": {"kind": "constant", "pause": "800 ms", "attempts": "unlimited"}},
        }
    },
    "run": {"duration": "20 min", "warm_up": "2 min", "replications": 4, "seed": 1},
    "slo": ["first_attempt_rejected <= 10%", "p95(added_delay) <= 2 s"],
}
YAML = """version: 1
name: eight callers on four slots
provider:
  limits:
    slots: {counts: requests, cap: 4, when_full: {action: reject, status: 429}}
  endpoints:
    api: {service: {dist: exponential, mean: 2 s}}
workloads:
  callers:
    kind: conversations
    count: 8
    turn: {pause: {dist: exponential, mean: 6 s}}
    client: {retry: {kind: constant, pause: 800 ms, attempts: unlimited}}
run: {duration: 20 min, warm_up: 2 min, replications: 4, seed: 1}
slo: [first_attempt_rejected <= 10%, p95(added_delay) <= 2 s]
"""
ENDLESS = {"run.replications": 1000000, "run.duration": "10 h"}  # hours of work


def changed(*keys, to):
    """CALLERS with one value changed."""
    copy = json.loads(json.dumps(CALLERS))
    at = copy
    for key in keys[:-1]:
        at = at[key]
    at[keys[-1]] = to
    return copy


def printed(*arguments):
    """What the program prints, without the name of its folder."""
    with tempfile.TemporaryDirectory() as folder:
        keep = [] if arguments[0] == "theory" else ["-o", f"{folder}/result"]
        done = subprocess.run([PROGRAM, *arguments, "--json", *keep], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1, 3), done.stderr
    return re.sub(r'("result_dir": )"[^"]*"', r'\1""', done.stdout), done.returncode


class SameAsTheProgram(unittest.TestCase):
    def test_run(self):
        for name, sets in (("theory/retry.yaml", {"run.replications": 4}), ("wiro/falling-balance.yaml", {}),
                           ("waves/four-on-one-slot.yaml", {"workloads.calls.count": 3, "run.duration": "10 min"}),
                           ("llm/evening.yaml", {"run.replications": 3})):
            with self.subTest(name):
                file = str(SCENARIOS / name)
                result = busyhour.run(file, set=sets, seed=7)
                text, code = printed("run", file, *[a for p, v in sets.items() for a in ("--set", f"{p}={v}")],
                                     "--seed", "7")
                self.assertEqual(result.json(), text)
                self.assertEqual(result.exit_code, code)

    def test_sweep(self):
        file = str(SCENARIOS / "wiro/balance-table.yaml")
        result = busyhour.sweep(file, jobs=2)
        self.assertEqual((result.json(), result.exit_code), printed("sweep", file))
        self.assertEqual(len(result.points), 9)
        self.assertEqual(list(result.points["verdict"]), [busyhour._results._overall(p["slo"])
                                                          for p in result.data["points"]])

    def test_solve_compare_claims_theory(self):
        with tempfile.TemporaryDirectory() as folder:
            file = f"{folder}/a.yaml"
            plan = "solve: {largest: workloads.callers.count, within: 1..12, such_that: slo, at_most: 16}\n"
            pathlib.Path(file).write_text(YAML + plan, encoding="utf-8")
            solved = busyhour.solve(file)
            self.assertEqual((solved.json(), solved.exit_code), printed("solve", file))
            self.assertEqual(len(solved.answers), 1)
            self.assertGreater(len(solved.tried), 1)
            compared = busyhour.compare(file, file, set_b={"provider.limits.slots.cap": 5}, too_small=0.05)
            self.assertEqual(compared.json(), printed("compare", file, file, "--set-b", "provider.limits.slots.cap=5",
                                                      "--too-small", "5")[0])
            self.assertEqual(compared.metrics.loc["first_attempt_rejected", "verdict"], "better")
            self.assertIn("pause", busyhour.theory(file).why_not)
            self.assertEqual(len(busyhour.theory(file).metrics), 0)
        file = str(SCENARIOS / "theory/retry.yaml")
        exact = busyhour.theory(file)
        self.assertEqual(exact.json(), printed("theory", file)[0])
        self.assertEqual(exact.metrics["added_delay.mean"], busyhour.run(file)["added_delay.mean"].theory)
        file = str(SCENARIOS / "claims/wiro-cliff.yaml")
        judged = busyhour.claims(file, replications=4)
        self.assertEqual(judged.json(), printed("claims", file, "--replications", "4")[0])
        self.assertEqual(judged.claims.loc["no-limit-above-250", "verdict"], "holds_only_if")
        self.assertEqual(len(judged.points), 5)

    def test_threads_change_nothing(self):
        self.assertEqual(busyhour.run(CALLERS, jobs=1).json(), busyhour.run(CALLERS, jobs=4).json())

    def test_the_other_words(self):
        self.assertEqual(json.dumps(busyhour.schema()), json.dumps(json.loads(subprocess.run(
            [PROGRAM, "schema"], capture_output=True, text=True, check=True).stdout)))
        self.assertIn("cap", busyhour.explain("cap"))
        with self.assertRaisesRegex(KeyError, "did you mean"):
            busyhour.explain("added_dely")
        self.assertEqual(set(busyhour.per_slot(4)["conversations"] / busyhour.per_slot(4)["slots"]), {4})


class Dictionaries(unittest.TestCase):
    def test_a_dictionary_is_the_same_scenario(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "a.yaml")
            file.write_text(YAML, encoding="utf-8")
            one, other = busyhour.run(file), busyhour.run(CALLERS)
        self.assertEqual(one.data["scenario"]["sha256"], other.data["scenario"]["sha256"])
        for block in ("run", "metrics", "slo", "verdict", "warnings"):
            self.assertEqual(one.data[block], other.data[block])

    def test_values_of_python(self):
        base = busyhour.run(CALLERS, set={"workloads.callers.count": 5})
        self.assertEqual(base.json(), busyhour.run(changed("workloads", "callers", "count", to=5)).json())
        law = {"dist": "discrete", "values": {"1 s": "50%", "3 s": "50%"}}
        path = "provider.endpoints.api.service"
        self.assertEqual(busyhour.run(CALLERS, set={path: law})["throughput"],
                         busyhour.run(CALLERS, set={path: '{dist: discrete, values: {1 s: 50%, 3 s: 50%}}'})["throughput"])
        self.assertEqual(len(busyhour.run(CALLERS, set={"slo": None}).data["slo"]), 0)
        self.assertEqual(len(busyhour.run(CALLERS, set={"slo": ("given_up <= 1%",)}).data["slo"]), 1)
        self.assertEqual(busyhour.run(CALLERS, seed=9, replications=3).data["run"]["seed"], 9)

    def test_words_that_yaml_would_misread(self):
        name = 'a: b # "c" \\ \u00e9\n- {d}'
        self.assertEqual(busyhour.run(changed("name", to=name)).data["scenario"]["name"], name)
        for name in ("null", "~", "- x", "x: y", "x #y", "'x'", " x ", "...", "true", "*x", "&x", "!x", "%x", "@x"):
            with self.subTest(name=name):
                self.assertEqual(busyhour.run(changed("name", to=name), replications=1).data["scenario"]["name"], name)

    def test_extends_a_file(self):
        base = str(SCENARIOS / "theory/retry.yaml")
        self.assertEqual(busyhour.run({"extends": base}, replications=2).data["metrics"],
                         busyhour.run(base, replications=2).data["metrics"])


class WhatIsWrong(unittest.TestCase):
    def test_everything_at_once_with_its_path(self):
        wrong = changed("workloads", "callers", "cuont", to=8)
        del wrong["workloads"]["callers"]["count"]
        wrong["provider"]["endpoints"]["api"]["service"]["mean"] = 2
        wrong["slo"][1] = "p95(added_dely) <= 2 s"
        with self.assertRaises(busyhour.ScenarioError) as caught:
            busyhour.run(wrong)
        said = {d.path: d for d in caught.exception.diagnostics}
        for path in ("workloads.callers.cuont", "provider.endpoints.api.service.mean", "slo[1]"):
            self.assertIn(path, said)
        self.assertIn("did you mean 'count'", said["workloads.callers.cuont"].help)
        self.assertIn("cuont: 8", str(caught.exception))
        self.assertIn("^", str(caught.exception))
        self.assertEqual(busyhour.check(wrong), caught.exception.diagnostics)
        self.assertEqual(busyhour.check(CALLERS), [])

    def test_a_setting(self):
        for function in (busyhour.run, busyhour.theory, busyhour.sweep):
            with self.assertRaises(busyhour.ScenarioError) as caught:
                function(CALLERS, set={"workloads.calers.count": 3})
            self.assertEqual(caught.exception.diagnostics[0].path, "workloads.calers.count")

    def test_files(self):
        with self.assertRaisesRegex(busyhour.ScenarioError, "no-such.yaml.*cannot be read"):
            busyhour.run("no-such.yaml")
        with self.assertRaisesRegex(busyhour.ScenarioError, "no `sweep` block"):
            busyhour.sweep(CALLERS)
        with self.assertRaisesRegex(busyhour.ScenarioError, "no `solve` block"):
            busyhour.solve(CALLERS)
        with self.assertRaisesRegex(busyhour.ScenarioError, "no claims"):
            busyhour.claims(CALLERS)

    def test_what_no_scenario_can_have(self):
        for bad in (float("nan"), float("inf")):
            with self.assertRaisesRegex(busyhour.ScenarioError, "run.seed"):
                busyhour.run(changed("run", "seed", to=bad))
        with self.assertRaises(busyhour.ScenarioError):
            busyhour.run({})
        for bad in (object(), {1, 2}, b"x"):
            with self.assertRaises(TypeError):
                busyhour.run(changed("run", "seed", to=bad))
        with self.assertRaises(TypeError):
            busyhour.run(5)
        with self.assertRaises(ValueError):
            busyhour.per_slot(1)

    def test_warnings(self):
        constant = changed("provider", "endpoints", "api", "service", to="2 s")
        constant["workloads"]["callers"]["turn"]["pause"] = "6 s"
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            result = busyhour.run(constant)
        told = [w for w in heard if issubclass(w.category, busyhour.ScenarioWarning)]
        self.assertTrue(told or result.warnings)


class Frames(unittest.TestCase):
    def test_numbers_are_those_of_the_document(self):
        exact = busyhour.run(SCENARIOS / "theory/retry.yaml")
        row = exact.metrics.loc["added_delay.mean"]
        self.assertEqual((row["theory"], row["z"]), exact["added_delay.mean"][-2:])
        self.assertLess(abs(row["z"]), 5)
        result = busyhour.run(CALLERS)
        estimate = result["first_attempt_rejected"]
        self.assertEqual(estimate.estimate, result.data["metrics"]["first_attempt_rejected"]["estimate"])
        row = result.metrics.loc["first_attempt_rejected"]
        self.assertEqual((row["estimate"], row["low"], row["high"]), estimate[:3])
        self.assertIsNone(estimate.theory)
        self.assertTrue(math.isnan(row["theory"]))
        self.assertEqual(list(result.slo["rule"]), CALLERS["slo"])
        self.assertEqual(len(result.replications), 4)
        self.assertIn("added_delay", set(result.percentiles["metric"]))
        self.assertTrue(result.percentiles["p"].between(0, 1).all())
        self.assertTrue(all("$schema" in spec for spec in result.charts.values()))
        self.assertIn("<!doctype html>", result.html())
        self.assertIn("first_attempt_rejected", result._repr_html_())
        with self.assertRaisesRegex(KeyError, "there are"):
            result["no_such"]

    def test_infinity_and_nothing(self):
        given_up = changed("workloads", "callers", "client", to={"retry": "none"})
        given_up["slo"] = ["p99(added_delay) <= 1 s"]
        result = busyhour.run(given_up)
        self.assertEqual(result["added_delay.p99"].estimate, math.inf)
        self.assertEqual(result.metrics.loc["added_delay.p99", "estimate"], math.inf)

    def test_without_pandas(self):
        result = busyhour.run(CALLERS)
        kept = sys.modules.get("pandas")
        sys.modules["pandas"] = None
        try:
            with self.assertRaisesRegex(ImportError, "pip install pandas"):
                _ = result.metrics
        finally:
            del sys.modules["pandas"]
            if kept is not None:
                sys.modules["pandas"] = kept
        self.assertIn("added_delay.p95", result.data["metrics"])


class Stopping(unittest.TestCase):
    def test_ctrl_c_ends_a_run_and_keeps_what_was_finished(self):
        once = []

        def at_the_first(done, of):
            if not once:
                once.append((done, of))
                os.kill(os.getpid(), signal.SIGINT)

        with self.assertRaises(KeyboardInterrupt) as caught:
            busyhour.run(CALLERS, set={**ENDLESS, "run.duration": "20 min"}, progress=at_the_first)
        partial = caught.exception.partial
        self.assertIsInstance(caught.exception, busyhour.Interrupted)
        self.assertTrue(partial.partial)
        self.assertGreaterEqual(len(partial.replications), once[0][0])
        self.assertEqual(once[0][1], 1000000)

    def test_ctrl_c_before_anything_is_finished(self):
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        with self.assertRaises(busyhour.Interrupted) as caught:
            busyhour.run(CALLERS, set={**ENDLESS, "run.duration": "100000 h"}, jobs=1)
        self.assertIsNone(caught.exception.partial)

    def test_ctrl_c_ends_the_others(self):
        long = {**CALLERS, "sweep": {"vary": {"workloads.callers.count": [1, 2, 3]}},
                "solve": {"largest": "workloads.callers.count", "within": "1..9", "such_that": "slo"}}
        far = {**ENDLESS, "run.duration": "100000 h"}
        for work in (lambda: busyhour.sweep(long, set=far), lambda: busyhour.solve(long, set=far),
                     lambda: busyhour.compare(long, long, set=far),
                     lambda: busyhour.claims(SCENARIOS / "claims/tasi-two-to-one.yaml", set=far)):
            threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
            with self.assertRaises(busyhour.Interrupted) as caught:
                work()
            self.assertIsNone(caught.exception.partial)

    def test_other_threads_run_meanwhile_and_progress_may_end_it(self):
        counted, heard = [0], []

        def progress(done, of):
            heard.append((done, of))
            if counted[0] > 1000:
                raise RuntimeError("enough")

        def simulate():
            try:
                busyhour.run(CALLERS, set={**ENDLESS, "run.duration": "20 min"}, progress=progress)
            except RuntimeError as error:
                heard.append(str(error))

        worker = threading.Thread(target=simulate)
        worker.start()
        while worker.is_alive():
            counted[0] += 1
            worker.join(0.0001)
        self.assertEqual(heard[-1], "enough")
        self.assertGreater(counted[0], 1000)

    def test_a_handler_of_ones_own(self):
        def ring(number, frame):
            raise TimeoutError("too long")

        before = signal.signal(signal.SIGALRM, ring)
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            with self.assertRaisesRegex(TimeoutError, "too long"):
                busyhour.run(CALLERS, set=ENDLESS)
        finally:
            signal.signal(signal.SIGALRM, before)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
