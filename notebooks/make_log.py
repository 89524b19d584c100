#!/usr/bin/env python3
"""Writes the log that notebook 04 begins with: `make_log.py FILE`. An hour of requests, drawn from known laws, so that one can see what a
fit makes of them: Poisson arrivals, 48 a minute, and lognormal durations of mean 2.5 s and coefficient of variation 0.7."""

import math
import random
import sys

RATE, MEAN, CV, SPAN = 0.8, 2.5, 0.7, 3600  # [1/s], [s], [], [s]


def write(file, seed=4):
    chance = random.Random(seed)
    sigma2 = math.log(1 + CV * CV)
    with open(file, "w", encoding="utf-8") as out:
        out.write("time_s,duration_ms,status\n")
        now = chance.expovariate(RATE)
        while now < SPAN:
            duration = 1000 * chance.lognormvariate(math.log(MEAN) - sigma2 / 2, math.sqrt(sigma2))
            out.write(f"{now:.3f},{duration:.1f},200\n")
            now += chance.expovariate(RATE)


if __name__ == "__main__":
    write(sys.argv[1])
