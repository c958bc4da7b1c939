#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Talks over HTTP to the example service, which follows a server on loopback that is an hour ahead of this machine."""

import json
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

AHEAD = 3600 * 10**9  # nanoseconds
EPOCH = 2208988800  # seconds from 1900 to 1970


def true_time():
    return time.time_ns() + AHEAD


def timestamp(nanoseconds):
    seconds, fraction = divmod(nanoseconds, 10**9)
    return (seconds + EPOCH) % 2**32 << 32 | (fraction << 32) // 10**9


def serve_time(port):
    while True:
        request, client = port.recvfrom(1024)
        received = timestamp(true_time())
        origin = struct.unpack("!Q", request[40:48])[0]
        reply = struct.pack(
            "!BBbbIIIQQQQ", 0x24, 1, 0, -20, 0, 66, 0x47505300, received, origin, received, timestamp(true_time()))
        port.sendto(reply, client)


def loopback_port(kind):
    port = socket.socket(socket.AF_INET, kind)
    port.bind(("127.0.0.1", 0))
    return port


def get(address):
    """The status and the body; None while nobody listens."""
    try:
        with urllib.request.urlopen(address, timeout=5) as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except urllib.error.URLError:
        return None


def wait_for(what, condition, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"not in {seconds} s: {what}")


def check(service, web, log):
    answer = wait_for("the service answers", lambda: get(f"{web}/health"))
    assert answer[0] in (200, 503), answer
    wait_for("the clock is synchronised", lambda: get(f"{web}/health")[0] == 200)
    largest = 0
    for _ in range(200):
        before = true_time()
        now = json.loads(get(f"{web}/now")[1])
        after = true_time()
        assert now["standing"] == "synchronized", now
        assert now["earliest"] <= after and before <= now["latest"], (before, now, after)
        largest = max(largest, now["latest"] - now["time"])
    print(f"PASS  200 answers over HTTP hold true time within their bounds, at most {largest / 1e6:.1f} ms")
    service.send_signal(signal.SIGTERM)
    status = service.wait(10)
    assert status == 0, f"it ends with status {status}"
    text = log.read()
    assert "clock is synchronized" in text and "server=127.0.0.1" in text, text
    print("PASS  it logs by whom its clock is synchronised, and SIGTERM ends it in good order")


def main():
    clock = loopback_port(socket.SOCK_DGRAM)
    threading.Thread(target=serve_time, args=(clock,), daemon=True).start()
    with loopback_port(socket.SOCK_STREAM) as free:
        port = free.getsockname()[1]
    arguments = [sys.argv[1], str(port), f"127.0.0.1:{clock.getsockname()[1]}"]
    service = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        check(service, f"http://127.0.0.1:{port}", service.stdout)
    finally:
        service.kill()
        service.wait()


if __name__ == "__main__":
    main()
