# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""A C library that knows less than the kernel: simulators of clocks and networks have one, and whole daemons run in them."""

import subprocess
from pathlib import Path

import ntp
from fakeserver import FakeServer
from harness import check, require, serving, wait_until

SOURCE = Path(__file__).resolve().parent / "standin.c"
PORT = 11123


def build(bench):
    library = bench.folder / "standin.so"
    subprocess.run(
        ["cc", "-std=gnu17", "-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
    return library


@check("ntpd follows a server by its name and serves where a library stands in for the kernel that knows little of it")
def stand_in(bench):
    server = FakeServer(bench, PORT, offset=0.25)
    # Not with the filter of system calls, which is of the kernel.
    daemon = bench.start(
        "ntpd", "env", f"LD_PRELOAD={build(bench)}", bench.ntpd, "-d", "-x",
        f"server localhost port {PORT} iburst minpoll 0 maxpoll 0 ipv4", *serving(123))
    wait_until(lambda: (reply := ntp.ask("127.0.0.1")) and reply.stratum == 3, 15, daemon.text)
    offset = ntp.measure_offset("127.0.0.1")
    require(abs(offset - 0.25) < 0.01, f"it serves {offset:+.6f} s")
    require("leaves root all its capabilities" in daemon.text(), daemon.text())
    status, _ = daemon.end()
    require(status == 0 and "ntpd exiting" in daemon.text(), f"status {status}: {daemon.text()}")
    return f"{offset:+.6f} s after {len(server.requests)} requests, then it ends"
