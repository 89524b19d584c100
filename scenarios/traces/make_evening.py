#!/usr/bin/env python3
"""Writes evening.csv: an hour of made-up chat requests whose rate rises and falls like an evening.

A thinned Poisson process; answers of two kinds, short and long. Run it to get the same file again.
"""
import csv
import math
import pathlib
import random


def rate_per_s(t):
    """Requests per second at second t of the hour: 0.5 at its ends, 2.5 at its peak."""
    return 0.5 + 2.0 * math.sin(math.pi * t / 3600.0) ** 2


def main():
    draw = random.Random(20261122)
    rows, t = [], 0.0
    while True:
        t += draw.expovariate(2.5)
        if t >= 3600.0:
            break
        if draw.random() * 2.5 > rate_per_s(t):
            continue
        long_answer = draw.random() < 0.35
        tokens = draw.gauss(420, 90) if long_answer else draw.lognormvariate(math.log(110), 0.5)
        rows.append((f"{t:.3f}", max(1, round(tokens))))
    path = pathlib.Path(__file__).with_name("evening.csv")
    with path.open("w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["time_s", "tokens_out"])
        out.writerows(rows)


if __name__ == "__main__":
    main()
