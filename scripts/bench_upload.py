#!/usr/bin/env python3
"""How much memory a large upload and download by signed links take.

    scripts/bench_upload.py KINDRED [MIB]    # the binary; 1024 MiB by default

Starts `KINDRED serve --stores-only` with a directory of its own, puts a blob by a link, gets it by another, and prints
how far the memory of the server (its resident set, at the highest) rose above what it had before. Linux only.
"""

import hashlib
import hmac
import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
from urllib.parse import quote

CHUNK = bytes(1 << 20)
KEYS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}


def link(method, host, key):
    """A path with a query that is signed as S3 wants it."""
    now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    scope = f"{now[:8]}/us-east-1/s3/aws4_request"
    query = {
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"{KEYS['AWS_ACCESS_KEY_ID']}/{scope}",
        "X-Amz-Date": now,
        "X-Amz-Expires": "3600",
        "X-Amz-SignedHeaders": "host",
    }
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
    path = f"/kindred-blobs/{key}"
    request = f"{method}\n{path}\n{query}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD"
    text = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = f"AWS4{KEYS['AWS_SECRET_ACCESS_KEY']}".encode()
    for part in [*scope.split("/"), text]:
        signature = hmac.digest(signature, part.encode(), "sha256")
    return f"{path}?{query}&X-Amz-Signature={signature.hex()}"


def memory_mib(process, field):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        return int(re.search(rf"{field}:\s+(\d+) kB", status.read())[1]) / 1024


def put(host, size_mib):
    connection = http.client.HTTPConnection(host)
    body = (CHUNK for _ in range(size_mib))
    headers = {"Content-Length": str(size_mib << 20)}
    connection.request("PUT", link("PUT", host, "large"), body, headers)
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()


def get(host, size_mib):
    connection = http.client.HTTPConnection(host)
    connection.request("GET", link("GET", host, "large"))
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    size = 0
    while chunk := answer.read(len(CHUNK)):
        size += len(chunk)
    assert size == size_mib << 20, size


def main():
    binary, size_mib = sys.argv[1], int((*sys.argv, 1024)[2])
    with tempfile.TemporaryDirectory() as data:
        command = [binary, "serve", "--stores-only", "--data", data, "--port", "0"]
        environment = {**os.environ, **KEYS}
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
            host = process.stdout.readline().split("//")[1].strip()
            put(host, 1)
            before = memory_mib(process, "VmRSS")
            for step in (put, get):
                start = time.monotonic()
                step(host, size_mib)
                seconds = time.monotonic() - start
                rise = memory_mib(process, "VmHWM") - before
                print(f"{step.__name__} {size_mib} MiB: {seconds:.1f} s, memory +{rise:.0f} MiB over {before:.0f}")
            process.terminate()


if __name__ == "__main__":
    main()
