# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Debian's clients measure our server."""

import re

from harness import check, require

BOUND = 1e-3  # seconds
ADDRESSES = {"IPv4": "127.0.0.1", "IPv6": "::1"}
# `2026-11-23 16:58:45.453574 (+0000) -0.000004 +/- 0.000032 127.0.0.1 s10 no-leap`
NTPDIG_LINE = re.compile(r"([+-]\d+\.\d+) \+/- (\d+\.\d+)")


def ntpdig(peers, address):
    """The best of five samples, as ntpdig itself picks it."""
    return offset_in(*peers.run("usr/bin/ntpdig", "-p", "5", address))


def ntpdate(peers, address):
    """ntpdate takes one sample at a time; this is the one of three with the smallest error bound."""
    results = [peers.run("usr/sbin/ntpdate", "-q", address) for _ in range(3)]
    best = min(results, key=lambda result: float((NTPDIG_LINE.search(result[1]) or [0, 0, "inf"])[2]))
    return offset_in(*best)


def offset_in(status, output):
    match = NTPDIG_LINE.search(output)
    require(status == 0 and match, f"status {status}, {output.strip()}")
    return float(match[1])


def chronyd(peers, address):
    status, output = peers.run(
        "usr/sbin/chronyd", "-Q", "-u", "root", "port 0", "cmdport 0", f"server {address} port 123 iburst")
    match = re.search(r"wrong by (-?\d+\.\d+) seconds", output)
    require(status == 0 and match, f"status {status}, {output.strip()}")
    return float(match[1])


def register(name, measure, family, address):
    @check(f"{name} measures our server over {family} within 1 ms")
    def measured(bench):
        bench.start_server()
        offset = measure(bench.peers, address)
        require(abs(offset) < BOUND, f"offset {offset * 1e6:+.0f} us")
        return f"offset {offset * 1e6:+.0f} us"


for client in (ntpdig, ntpdate, chronyd):
    for family, address in ADDRESSES.items():
        register({ntpdate: "ntpdate -q", chronyd: "chronyd -Q"}.get(client, "ntpdig"), client, family, address)
