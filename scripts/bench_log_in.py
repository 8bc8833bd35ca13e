#!/usr/bin/env python3
"""Log-ins on `kindred serve --memory`: how many a core does, and what they cost everybody else, as tables in markdown.

    scripts/bench_log_in.py BINARY PYTHON [--seconds N] [--runs N]

PYTHON is an interpreter that has the package bcrypt. Ours and Python's take turns on the same core, and are counted by the
seconds of it that they used; articles with and without log-ins take turns, too. Figures are the medians of the runs,
ratios those of the ratios within each run.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

from bench_http import ACCOUNT, Server, pinned, wrk

CLIENTS = 8
LOG_IN = ["POST", "/login", json.dumps(ACCOUNT)]
ARTICLES = ["GET", "/articles?page=1"]
# Its arguments: the password, and how many seconds to go on.
CHECKPW = """
import bcrypt, sys, time
password, seconds = sys.argv[1].encode(), float(sys.argv[2])
stored, done, begun, used = bcrypt.hashpw(password, bcrypt.gensalt(10)), 0, time.perf_counter(), time.process_time()
while time.perf_counter() < begun + seconds:
    assert bcrypt.checkpw(password, stored)
    done += 1
print(done / (time.process_time() - used))
"""


def used_s(process):
    """The processor time that a process has used."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def kindred_per_s(server, seconds, core):
    before = used_s(server.process)
    done = wrk(server, LOG_IN, 2, seconds, core)["requests"]
    return done / (used_s(server.process) - before)


def python_per_s(python, seconds, core):
    command = [python, "-c", CHECKPW, ACCOUNT["password"], str(seconds)]
    return float(subprocess.run(pinned(command, core), check=True, capture_output=True, text=True).stdout)


def rates(options):
    """Log-ins per second of a core, ours and Python's, run by run."""
    first, *_, last = sorted(os.sched_getaffinity(0)) * 2
    with Server(options.binary, core=first) as server:
        for _ in range(options.runs):
            ours = kindred_per_s(server, options.seconds, last)
            yield ours, python_per_s(options.python, options.seconds, first)


def articles(server, seconds):
    return wrk(server, ARTICLES, 1, seconds)


def articles_beside_work(server, seconds):
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        return articles(server, seconds)
    finally:
        busy.kill()
        busy.wait()


def articles_among_log_ins(server, seconds):
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        log_ins = pool.submit(wrk, server, LOG_IN, CLIENTS, seconds + 2)
        time.sleep(1)
        return articles(server, seconds) | {"log_ins": log_ins.result()["per_s"]}


CASES = {
    "nothing else": articles,
    "another process that keeps one core busy": articles_beside_work,
    f"{CLIENTS} clients that log in without pause": articles_among_log_ins,
}


def latencies(options):
    """What a connection that asks for articles notices of each case, run by run."""
    with Server(options.binary) as server:
        articles(server, 1)
        for _ in range(options.runs):
            yield [{"log_ins": 0} | measure(server, options.seconds) for measure in CASES.values()]


def medians(runs):
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("python")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()

    runs = list(rates(options))
    ours, theirs = map(statistics.median, zip(*runs))
    ratio = statistics.median(ours / theirs for ours, theirs in runs)
    print(f"{options.runs} runs of {options.seconds} s each; medians.\n")
    print("| on one core | per second of it | ratio to Python |")
    print("| --- | ---: | ---: |")
    print(f"| POST /login | {ours:.1f} | {ratio:.2f} |")
    print(f"| Python's bcrypt.checkpw | {theirs:.1f} | 1.00 |")

    print("\nThen on all cores: one connection that asks for articles, and what else goes on meanwhile.\n")
    print("| GET /articles?page=1, beside | log-ins/s | requests/s | p50 | p95 | p99 | p95, ratio to nothing else |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    runs = list(latencies(options))
    for case, (name, figures) in enumerate(zip(CASES, map(medians, zip(*runs)))):
        times = " | ".join(f"{figures[at]:.2f} ms" for at in ["p50_ms", "p95_ms", "p99_ms"])
        ratio = statistics.median(run[case]["p95_ms"] / run[0]["p95_ms"] for run in runs)
        print(f"| {name} | {figures['log_ins']:.1f} | {figures['per_s']:,.0f} | {times} | {ratio:.1f} |")


if __name__ == "__main__":
    main()
