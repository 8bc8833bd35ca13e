#!/usr/bin/env python3
"""HTTP on `kindred serve --memory`: requests per second and latency with wrk, as a table in markdown.

    scripts/bench_http.py BINARY [--seconds N] [--runs N]

Each line of the table has a server of its own with 1,000 articles; its figures are the medians of the runs. Server and
wrk (one thread) share the machine. The first operation asks nothing of the store: it is what HTTP alone costs here.
"""

import argparse
import concurrent.futures
import http.client
import json
import os
import pathlib
import random
import socket
import statistics
import subprocess
import threading
import time

ARTICLES = 1_000
CONNECTIONS = [1, 16, 100]
TEXT = "x" * 1_024
ACCOUNT = {"username": "bench_writer", "password": "Password#1"}
READER = {"username": "bench_reader", "email": "bench@example.org", "password": "Password#1"}
WORDS = "the last night of a silent river under winter stars in old forest house and lost garden".split()
LUA = pathlib.Path(__file__).with_name("bench_request.lua")


class Server:
    """A running `kindred serve` with somebody who has written 1,000 articles; nothing there is throttled."""

    def __init__(self, binary, core=None):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [binary, "serve", "--memory", "--no-demo", "--port", str(self.port)]
        unthrottled = os.environ | {"KINDRED_THROTTLE": "off"}
        self.process = subprocess.Popen(pinned(command, core), stdout=subprocess.DEVNULL, env=unthrottled)

    def __enter__(self):
        try:
            self.wait()
            post(self.connection(), "/register", ACCOUNT)
            self.token = post(self.connection(), "/login", ACCOUNT)["access-token"]
            self.bearer = post(self.connection(), "/api/auth/register", READER, 201)["access_token"]
            self.seed()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def wait(self):
        for _ in range(300):
            try:
                return self.connection().connect()
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit("kindred serve has ended")
                time.sleep(0.1)
        raise SystemExit("kindred serve does not answer")

    def article(self, number):
        return {"title": f"Article {number}", "text": TEXT, "access-token": self.token}

    def seed(self):
        own = threading.local()

        def write(number):
            if not hasattr(own, "connection"):
                own.connection = self.connection()
            post(own.connection, "/articles/new", self.article(number))

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            list(pool.map(write, range(1, ARTICLES + 1)))


def question():
    """A misspelt title, and 100 that it may be."""
    chance = random.Random(1)
    titles = [" ".join(chance.sample(WORDS, 4)).title() for _ in range(100)]
    return {"query": titles[42][:-2] + titles[42][-1], "choices": titles}


def post(connection, path, body, expected=200):
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != expected:
        raise SystemExit(f"POST {path} answers {answer.status}: {text[:200]}")
    return json.loads(text)


def operations(server):
    """What is measured: its name, and method, path and body of a request."""
    return {
        "GET / (no store)": ["GET", "/"],
        "GET /articles?page=1": ["GET", "/articles?page=1"],
        "GET /articles/{id}": ["GET", "/articles/{id}"],
        "POST /articles/new (1 KB)": ["POST", "/articles/new", json.dumps(server.article(0))],
        "POST /verify-token": ["POST", "/verify-token", json.dumps({"access-token": server.token})],
        "POST /api/match (100 choices)": ["POST", "/api/match", json.dumps(question()), server.bearer],
    }


def pinned(command, core):
    """The command as it runs on one core only, if one is given."""
    return command if core is None else ["taskset", "-c", str(core), *command]


def wrk(server, request, connections, seconds, core=None):
    url = f"http://127.0.0.1:{server.port}/"
    load = ["-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "30s"]
    command = ["wrk", *load, "--latency", "-s", str(LUA), url, "--", *request]
    said = subprocess.run(pinned(command, core), check=True, capture_output=True, text=True).stdout
    figures = json.loads(said.strip().splitlines()[-1])
    if figures["failed"]:
        raise SystemExit(f"{figures['failed']} requests failed: {request[:2]} at {connections} connections")
    return figures


def row(binary, operation, connections, options):
    with Server(binary) as server:
        request = operations(server)[operation]
        wrk(server, request, connections, 1)
        runs = [wrk(server, request, connections, options.seconds) for _ in range(options.runs)]
    return {name: statistics.median(run[name] for run in runs) for name in ["per_s", "p50_ms", "p99_ms"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()

    class Names:
        token = bearer = ""
        article = staticmethod(lambda _: {})

    print(f"{options.runs} runs of {options.seconds} s each, after 1 s to warm up; medians.\n")
    print("| operation | connections | requests/s | p50 | p99 | throughput, ratio to 1 connection |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for operation in operations(Names):
        one = None
        for connections in CONNECTIONS:
            found = row(options.binary, operation, connections, options)
            one = one or found["per_s"]
            print(
                f"| {operation} | {connections} | {found['per_s']:,.0f} | {found['p50_ms']:.2f} ms"
                f" | {found['p99_ms']:.2f} ms | {found['per_s'] / one:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
