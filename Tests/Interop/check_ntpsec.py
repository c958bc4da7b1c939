# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""NTPsec's daemon as a client of ours, by addresses that it takes for those of a server: none that begins with 127."""

import contextlib
import re
import subprocess

import ntp
from check_keys import IDS, NTPSEC, key_file, ntpsec_key_file
from chronyc import start_commanded
from harness import check, require, wait_until

OURS, THEIRS = "192.0.2.1", "192.0.2.2"
ONE_ADDRESS = ["interface ignore wildcard", "interface ignore all", f"interface listen {THEIRS}"]


@contextlib.contextmanager
def addresses(*added):
    for address in added:
        subprocess.run(["ip", "address", "add", f"{address}/32", "dev", "lo"], check=True)
    try:
        yield
    finally:
        for address in added:
            subprocess.run(["ip", "address", "delete", f"{address}/32", "dev", "lo"], check=True)


def start_ntpsec(bench, *lines):
    """Starts NTPsec on its one address; it tells what becomes of its sources."""
    return bench.peers.start_ntpsec(bench, *ONE_ADDRESS, *lines, options=["-d"])


@check("NTPsec follows us by its 'peer', which asks as a client; it has no symmetric modes, and ignores our packets of them")
def peer(bench):
    with addresses(OURS, THEIRS):
        _, chronyc = start_commanded(
            bench, "local stratum 3", "allow", f"bindaddress {OURS}", "port 123", f"peer {THEIRS} minpoll -1 maxpoll -1")
        theirs = start_ntpsec(bench, "tos minclock 1 minsane 1", f"peer {OURS} minpoll 0 maxpoll 0 iburst")
        # Not by asking: it answers no more when it is asked too often.
        wait_until(lambda: "sys_peer" in theirs.text(), 20, "it doesn't follow us")
        reply = ntp.ask(THEIRS)
        require(reply.stratum == 4 and reply.data[12:16] == bytes(map(int, OURS.split("."))), f"{reply}")
        require(f"peer deprecated, treated as server: {OURS}" in theirs.text(), "NTPsec's 'peer' is something else by now")
        modes = set(re.findall(rf"transmit: .*->{OURS} mode (\d)", theirs.text()))
        require(modes == {str(ntp.CLIENT)}, f"modes {modes}")

        def traffic():
            text = chronyc.expect(f"ntpdata {THEIRS}")
            return [int(re.search(rf"{name}\s*: (\d+)", text)[1]) for name in ("Total TX", "Total RX")]
        sent, received = wait_until(lambda: (found := traffic())[0] >= 4 and found, 10, "we don't send")
        require(received == 0, f"{received} packets in answer")
    return f"it is of stratum {reply.stratum}; {sent} packets of symmetric mode, none in answer"


@check("NTPsec believes our replies by each type of key")
def keys(bench):
    servers = {kind: f"192.0.2.{10 + IDS[kind]}" for kind in NTPSEC}
    with addresses(THEIRS, *servers.values()):
        ours = key_file(bench)
        for address in servers.values():
            bench.start_ntpd("-4", "local stratum 3", "allow", "port 123", f"bindaddress {address}", f"keyfile {ours}",
                             "pidfile /", "cmdport 0", "bindcmdaddress /")
        theirs = start_ntpsec(
            bench, f"keys {ntpsec_key_file(bench)}", "trustedkey " + " ".join(str(IDS[kind]) for kind in NTPSEC),
            *[f"server {address} key {IDS[kind]} minpoll 0 maxpoll 0 iburst" for kind, address in servers.items()])

        def silent():
            reached = re.findall(r"event at \d+ (\S+) \S+ \S+ reachable", theirs.text())
            return [kind for kind, address in servers.items() if address not in reached]
        wait_until(lambda: not silent(), 15, lambda: f"nothing believed by {', '.join(silent())}")
    return f"believed by {', '.join(servers)}"


@check("NTPsec doesn't believe our replies by another secret")
def wrong_key(bench):
    with addresses(OURS, THEIRS):
        other = key_file(bench, "other", {"SHA1": "HEX:" + "99" * 20})
        start_commanded(
            bench, "-4", "local stratum 3", "allow", "port 123", f"bindaddress {OURS}", f"keyfile {other}")
        theirs = start_ntpsec(
            bench, f"keys {ntpsec_key_file(bench)}", f"trustedkey {IDS['SHA1']}",
            f"server {OURS} key {IDS['SHA1']} minpoll 0 maxpoll 0 iburst")
        wait_until(lambda: len(re.findall(rf"transmit: .*->{OURS} ", theirs.text())) >= 4, 15, theirs.text)
        require("reachable" not in theirs.text(), "believed")
    return "4 requests, none of ours believed"
