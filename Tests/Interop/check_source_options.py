# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Options of sources, as the other end and the served time show them."""

import subprocess

import ntp
from chronyc import start_commanded
from fakeserver import FakeServer
from harness import check, require, serving, wait_until

PORT = 11123
QUICK = "iburst minpoll 0 maxpoll 0"


def served(bench, options):
    """What is served by a daemon that follows a server of stratum 2 with these options."""
    daemon = bench.start_ntpd(f"server 127.0.0.1 port {PORT} {QUICK} {options}", *serving(123))

    def reply():
        found = ntp.ask("127.0.0.1")
        return found if found and found.stratum != 10 else None
    found = wait_until(reply, 10, daemon.text)
    daemon.kill()
    return found


@check("'copy' serves the stratum and reference ID of the server as one's own, 'minstratum' counts as more")
def identity(bench):
    FakeServer(bench, PORT)
    found = {options: (reply.stratum, ".".join(map(str, reply.data[12:16])))
             for options in ("", "copy", "minstratum 7") for reply in [served(bench, options)]}
    expected = {"": (3, "127.0.0.1"), "copy": (2, "192.0.2.1"), "minstratum 7": (8, "127.0.0.1")}
    require(found == expected, f"{found}")
    return f"{found}"


@check("'offset' moves the served time")
def offset(bench):
    FakeServer(bench, PORT)
    served(bench, "offset 0.25")
    bench.start_ntpd(f"server 127.0.0.1 port {PORT} {QUICK} offset 0.25", *serving(123))
    wait_until(lambda: abs(ntp.measure_offset("127.0.0.1") - 0.25) < 1e-3, 10, "not by that")
    return f"{ntp.measure_offset('127.0.0.1'):+.4f} s"


@check("'version' is that of the requests")
def version(bench):
    server = FakeServer(bench, PORT)
    for number in (2, 3, 4):
        before = len(server.requests)
        served(bench, f"version {number}")
        versions = {request[0] >> 3 & 7 for _, _, request, _ in server.requests[before:]}
        require(versions == {number}, f"versions {versions} with 'version {number}'")
    return "2, 3 and 4"


@check("'presend' sends a request ahead of each, half a poll interval before where that is short")
def presend(bench):
    server = FakeServer(bench, PORT)
    _, chronyc = start_commanded(bench, f"server 127.0.0.1 port {PORT} minpoll 1 maxpoll 1 presend 1", "port 0")
    wait_until(lambda: len(server.requests) >= 7, 15, "it isn't asked")
    times = [request[0] for request in server.requests]
    gaps = [b - a for a, b in zip(times, times[1:])]
    require(all(abs(gap - 1) < 0.2 for gap in gaps), f"gaps {gaps}")
    samples = chronyc.source_statistics()[0]["samples"]
    require(samples <= len(times) / 2, f"{samples} samples of {len(times)} requests")
    return f"{len(times)} requests, {samples:.0f} samples"


@check("'ipv4' and 'ipv6' choose among the addresses of a name")
def family(bench):
    hosts = bench.folder / "hosts"
    hosts.write_text("127.0.0.9 both.example\n::1 both.example\n")
    subprocess.run(["mount", "--bind", hosts, "/etc/hosts"], check=True)
    try:
        for option, address in (("ipv4", "127.0.0.9"), ("ipv6", "::1")):
            _, chronyc = start_commanded(bench, f"server both.example {option}", "port 0", name=option, port=0)
            wait_until(lambda: [source["name"] for source in chronyc.sources()] == [address], 5,
                       lambda: f"{option}: {chronyc.sources()}")
    finally:
        subprocess.run(["umount", "/etc/hosts"], check=True)
    return "127.0.0.9 and ::1"
