#!/usr/bin/env python3
"""Cold start of the functions: from starting the process to its first poll of the runtime API, as a table in markdown.

    scripts/bench_cold_start.py DIRECTORY [--starts N]

DIRECTORY has the release binaries. The runtime API is a socket here that reads the first request and answers nothing.
The resident memory is read at that moment, the processor time and the page faults when the process has ended. Lines
"… over plain HTTP" are the same binary with an endpoint that needs no TLS: the difference is what TLS costs at the
start. `nothing at all` is /bin/true until its end: what starting any process costs here.
"""

import argparse
import os
import pathlib
import signal
import socket
import statistics
import time

FUNCTIONS = ["accounts", "articles", "media", "groups", "profiles", "match", "jobs", "runners", "admin", "recompute", "cascade", "bulk", "sweep", "docs"]
TARGET_MS, TARGET_RSS_MIB, TARGET_SIZE_MB = 6, 12, 8
PLAIN = {"AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:9"}


def environment(port):
    return {
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}",
        "AWS_LAMBDA_FUNCTION_NAME": "bench",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
        "AWS_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "KINDRED_TABLE_STATE": "State",
        "KINDRED_TABLE_EVENTS": "Events",
        "KINDRED_TABLE_DERIVED": "Derived",
        "KINDRED_BUCKET": "kindred-blobs",
        "KINDRED_TOKEN_SECRET": "a secret for measuring, 32 bytes",
    }


def spawn(binary, variables):
    quiet = os.open(os.devnull, os.O_WRONLY)
    try:
        redirect = [(os.POSIX_SPAWN_DUP2, quiet, fd) for fd in (1, 2)]
        return os.posix_spawn(binary, [binary], variables, file_actions=redirect)
    finally:
        os.close(quiet)


def resident_mib(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1_024


def used(pid):
    """Wait for the end of a process: its processor time in ms and its page faults."""
    _, _, usage = os.wait4(pid, 0)
    return {"cpu_ms": (usage.ru_utime + usage.ru_stime) * 1e3, "faults": usage.ru_minflt + usage.ru_majflt}


def start(binary, extra):
    """Start a function once, up to its first poll."""
    with socket.create_server(("127.0.0.1", 0)) as api:
        api.settimeout(10)
        variables = environment(api.getsockname()[1]) | extra
        begun = time.perf_counter()
        pid = spawn(binary, variables)
        try:
            connection, _ = api.accept()
            with connection:
                connection.settimeout(10)
                request = connection.recv(4_096)
                elapsed = time.perf_counter() - begun
                if b"/runtime/invocation/next" not in request:
                    raise SystemExit(f"{binary} asks for something else: {request[:80]!r}")
                rss = resident_mib(pid)
        except TimeoutError:
            raise SystemExit(f"{binary} does not poll") from None
        finally:
            os.kill(pid, signal.SIGKILL)
            ended = used(pid)
    return {"ms": elapsed * 1e3, "rss": rss} | ended


def nothing():
    begun = time.perf_counter()
    pid = spawn("/bin/true", {})
    ended = used(pid)
    return {"ms": (time.perf_counter() - begun) * 1e3, "rss": None} | ended


def row(name, measure, starts, size=None):
    measure()  # so that the binary lies in the page cache
    found = [measure() for _ in range(starts)]
    times = sorted(one["ms"] for one in found)
    median = statistics.median(times)
    p90 = times[-(-len(times) * 9 // 10) - 1]
    rss = statistics.median(one["rss"] for one in found) if found[0]["rss"] is not None else None
    cells = [
        name,
        f"{median:.1f} ms",
        f"{p90:.1f} ms",
        f"{statistics.median(one['cpu_ms'] for one in found):.1f} ms",
        f"{statistics.median(one['faults'] for one in found):,.0f}",
        f"{rss:.1f} MiB" if rss else "",
        f"{size / 1e6:.2f} MB" if size else "",
        f"{median / TARGET_MS:.2f} · {rss / TARGET_RSS_MIB:.2f} · {size / 1e6 / TARGET_SIZE_MB:.2f}" if size else "",
    ]
    print("| " + " | ".join(cells) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--starts", type=int, default=25)
    options = parser.parse_args()
    print(f"{options.starts} starts of each binary. Targets: {TARGET_MS} ms, {TARGET_RSS_MIB} MiB, {TARGET_SIZE_MB} MB.\n")
    print("| function | first poll, median | p90 | CPU time | page faults | RSS | size | ratio to the targets |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    row("nothing at all", nothing, options.starts)
    for function in FUNCTIONS:
        binary = str(options.directory / function)
        size = os.stat(binary).st_size
        row(function, lambda binary=binary: start(binary, {}), options.starts, size)
        if function != "docs":
            row(f"{function} over plain HTTP", lambda binary=binary: start(binary, PLAIN), options.starts)


if __name__ == "__main__":
    main()
