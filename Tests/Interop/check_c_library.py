# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""libntpcore from a program in Python: it asks servers, reads a clock's segment, and asks daemons how they are."""

import struct
import time

import ntpcore
from chronyc import socket_path, start_chronyd, start_commanded
from fakeserver import FakeServer
from harness import check, require
from ntpcore import Library, Session

SERVER_PORT = 11123
CLOCK_MONOTONIC_COARSE = 6  # which Python has no name for
SYNCHRONISED, FREE_RUNNING, UNKNOWN = 1, 2, 0


def library(bench):
    return Library(bench.ntpd.parent / "library/libntpcore.so")


@check("libntpcore asks a server once, and measures how far it is off")
def one_shot(bench):
    FakeServer(bench, SERVER_PORT, offset=0.125)
    error, best = library(bench).query("127.0.0.1", SERVER_PORT)
    require(error == ntpcore.OK, f"error {error}")
    require(abs(best.offset - 0.125) < best.delay / 2 + 1e-3, f"offset {best.offset} s, delay {best.delay} s")
    require(best.root_distance >= best.delay / 2 and best.packet.stratum == 2, f"{best.root_distance} s")
    error, _ = library(bench).query("127.0.0.1", SERVER_PORT + 1, samples=1)
    require(error != ntpcore.OK, "a port without a server answers")
    return f"{best.offset:.6f} s with a delay of {best.delay * 1e6:.0f} us"


def segment(age=0.0, bound=1_000_000, drift=50_000, status=SYNCHRONISED, generation=2, version=2):
    """A segment as the description of its layout has it, written `age` seconds ago."""
    as_of = time.clock_gettime_ns(CLOCK_MONOTONIC_COARSE) - int(age * 1e9)
    void_after = as_of + 1000 * 10**9
    return struct.pack(
        "=IIIHHqqqqqQIiB7x", 0x414D5A4E, 0x43420200, 80, version, generation, *divmod(as_of, 10**9),
        *divmod(void_after, 10**9), bound, 0, drift, status, 0)


@check("libntpcore reads the segment of an error-bound clock by its layout, and widens what is old")
def error_bound_clock(bench):
    path, core = bench.folder / "shm0", library(bench)

    def read(**contents):
        path.write_bytes(segment(**contents))
        before, (error, interval), after = time.time_ns(), core.read_clock(path), time.time_ns()
        ends = [end.seconds * 10**9 + end.nanoseconds for end in (interval.earliest, interval.latest)]
        return error, interval.status, before, after, ends

    error, status, before, after, (earliest, latest) = read()
    require((error, status) == (ntpcore.OK, SYNCHRONISED), f"error {error}, status {status}")
    require(earliest <= after - 10**6 and latest >= before + 10**6, f"{latest - earliest} ns")
    require(2 * 10**6 <= latest - earliest < 2 * 10**6 + 20_000, f"{latest - earliest} ns")
    for age, wanted in ((4, SYNCHRONISED), (6, FREE_RUNNING), (1001, UNKNOWN)):
        error, status, _, _, (earliest, latest) = read(age=age)
        require((error, status) == (ntpcore.OK, wanted), f"{age} s: error {error}, status {status}")
        require(latest - earliest >= 2 * (10**6 + age * 50_000), f"{age} s: {latest - earliest} ns")
    for contents, wanted in (({"generation": 0}, ntpcore.UNAVAILABLE), ({"generation": 3}, ntpcore.UNAVAILABLE),
                             ({"version": 1}, ntpcore.MALFORMED), ({"age": -10}, ntpcore.MALFORMED)):
        error = read(**contents)[0]
        require(error == wanted, f"{contents}: error {error}")
    path.write_bytes(segment()[:79])
    require(core.read_clock(path)[0] == ntpcore.MALFORMED, "a short segment is read")
    return "3 ages, 5 segments that are none"


def ask_all(bench, session, name):
    """Every report, over the Unix socket."""
    require(session.error == ntpcore.OK, f"{name}: opening fails with {session.error}")
    error, tracking = session.fields(ntpcore.TRACKING)
    require(error == ntpcore.OK and tracking["stratum"] == (3, "") and tracking["last_offset"][1] == "s", f"{tracking}")
    require(abs(tracking["reference_time"][0] - time.time()) < 60, f"{tracking['reference_time']}")
    require(session.count(ntpcore.SOURCES) == 1, f"{name}: {session.count(ntpcore.SOURCES)} sources")
    fields = len(tracking)
    for report, key, wanted in (
            (ntpcore.SOURCES, "name", "127.0.0.1"), (ntpcore.STATISTICS, "address", "127.0.0.1"),
            (ntpcore.SELECTION, "status", 17), (ntpcore.NTP_DATA, "remote_port", SERVER_PORT),
            (ntpcore.AUTHENTICATION, "mode", "none"), (ntpcore.ACTIVITY, "online", 1)):
        error, found = session.fields(report)
        require(error == ntpcore.OK and found[key][0] == wanted, f"{name}: report {report}: error {error}, {found}")
        fields += len(found)
    error, found = session.fields(ntpcore.SERVER_STATISTICS)
    require(error == ntpcore.OK and found["command_hits"][0] > 0, f"{name}: error {error}, {found}")
    require(session.fields(ntpcore.SOURCES, 1)[0] == ntpcore.NOT_FOUND, f"{name}: a second source")
    session.close()
    return fields + len(found)


@check("libntpcore's session gets every report of ntpd and of chronyd, and learns what isn't for everybody")
def sessions(bench):
    FakeServer(bench, SERVER_PORT)
    server = f"server 127.0.0.1 port {SERVER_PORT} minpoll -2 maxpoll 0"
    _, ours = start_commanded(bench, server, "port 11124")
    ours.wait_until_synchronised()
    core = library(bench)
    fields = ask_all(bench, Session(core, socket_path(bench, "ntpd")), "ntpd")
    error, _ = Session(core, "127.0.0.1", 10323).fields(ntpcore.SERVER_STATISTICS)
    require(error == ntpcore.NOT_ALLOWED, f"over UDP: error {error}")
    theirs = start_chronyd(bench, server)
    theirs.wait_until_synchronised()
    ask_all(bench, Session(core, socket_path(bench, "chronyd")), "chronyd")
    left = [path.name for path in bench.folder.rglob("ntpcore.*.sock")]
    require(not left, f"{left} stay behind")
    return f"8 reports, {fields} fields"
