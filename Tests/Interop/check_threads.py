# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Threads that serve (`serverthreads`) are one server to everybody else."""

import ntp
from chronyc import start_commanded
from fakeserver import FakeServer
from harness import check, require, wait_until

PORT, SOURCE_PORT, THREADS = 11124, 11123, 3
CLIENTS, REQUESTS = 40, 5


@check("the threads of 'serverthreads' divide clients among them, and report as one server")
def divide_clients(bench):
    daemon, chronyc = start_commanded(bench, "allow", f"port {PORT}", "local", f"serverthreads {THREADS}")
    # They start one after another, after the daemon has begun to take commands.
    wait_until(lambda: len(daemon.threads()) == THREADS + 1, 5, lambda: f"{len(daemon.threads())} threads")
    for client in range(CLIENTS):
        for _ in range(REQUESTS):  # each from another port
            require(ntp.exchange(ntp.request(), "127.0.0.1", PORT, source=f"127.1.0.{client + 1}"), "no reply")
    rows = chronyc.rows("clients")
    require(len(rows) == CLIENTS, f"{len(rows)} records of {CLIENTS} clients")
    require(all(row[1] == str(REQUESTS) for row in rows), f"{rows}")
    received = chronyc.rows("serverstats")[0][0]
    require(received == str(CLIENTS * REQUESTS), f"{received} packets received")
    return f"{CLIENTS} clients, one record and {REQUESTS} requests each, {received} packets in all"


@check("the threads of 'serverthreads' hold no privilege")
def hold_no_privilege(bench):
    server = bench.start_server("user nobody", f"serverthreads {THREADS}")
    wait_until(lambda: len(server.threads()) == THREADS + 1, 5, lambda: f"{len(server.threads())} threads")
    threads = server.threads()
    for thread, fields in threads.items():
        left = {name: fields[name].strip() for name in ("CapPrm", "CapEff", "CapBnd", "CapAmb")}
        require(all(int(mask, 16) == 0 for mask in left.values()), f"{thread}: {left}")
        require(fields["NoNewPrivs"].strip() == "1" and "0" not in fields["Uid"].split(), f"{thread}: {fields}")
    return f"{len(threads)} threads, all five sets empty, no_new_privs"


@check("the threads of 'serverthreads' serve the corrected time")
def serve_corrected_time(bench):
    FakeServer(bench, SOURCE_PORT, offset=0.3)
    _, chronyc = start_commanded(
        bench, f"server 127.0.0.1 port {SOURCE_PORT} iburst minpoll -2 maxpoll -2", "allow", f"port {PORT}",
        f"serverthreads {THREADS}")
    chronyc.wait_until_synchronised()
    offsets = [ntp.measure_offset("127.0.0.1", PORT) for _ in range(5)]
    # A server in Python may be milliseconds late; uncorrected time would be late by all of the 300.
    require(all(abs(offset - 0.3) < 1e-2 for offset in offsets), f"served offsets {offsets}, expected 0.3")
    return f"served offset {offsets[-1]:+.6f} s of 0.3 s"


@check("with 'serverthreads', a second server doesn't get the port of the first")
def second_server(bench):
    for first, second in ((THREADS, THREADS), (0, THREADS), (THREADS, 0)):
        server = bench.start_server(f"serverthreads {first}", port=PORT)
        other = bench.start_ntpd("local", "allow", f"port {PORT}", "pidfile /", "cmdport 0", f"serverthreads {second}")
        require(other.status() == 1 and "Address already in use" in other.text(), other.text())
        server.end()
    return "with threads in either and in both"
