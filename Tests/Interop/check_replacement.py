# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Servers that are of no use, and others that their names stand for as well."""

import re
import time

from check_names import NXDOMAIN, name_server
from chronyc import start_commanded
from fakeserver import FakeServer
from harness import check, require, wait_until

PORT = 11123
QUICK = f"port {PORT} iburst minpoll 0 maxpoll 0"


def addresses(chronyc):
    return sorted(source["name"] for source in chronyc.sources())


def replacements(daemon):
    return re.findall(r"Source (\S+) replaced with (\S+) \(time\.example\)", daemon.text())


@check("a pool fills with servers that answer, in the place of those that don't, never twice the same")
def pool(bench):
    alive = ["127.0.0.5", "127.0.0.6"]
    for address in alive:
        FakeServer(bench, PORT, address=address)
    with name_server(bench, NXDOMAIN) as names:
        names.address = ["127.0.0.2", "127.0.0.3", *alive, alive[0]]
        daemon, chronyc = start_commanded(bench, f"pool time.example {QUICK} maxsources 2", "port 0")
        wait_until(lambda: addresses(chronyc) == alive, 20, lambda: f"{addresses(chronyc)}")
        found = replacements(daemon)
        require([old for old, _ in found] in (["127.0.0.2", "127.0.0.3"], ["127.0.0.3", "127.0.0.2"]), f"{found}")
        return f"{len(found)} replaced, asked the name server {names.asked} times"


@check("a falseticker is replaced by another server that its name stands for")
def falseticker(bench):
    FakeServer(bench, PORT, offset=1.0, address="127.0.0.1")
    for address in ("127.0.0.5", "127.0.0.6", "127.0.0.7"):
        FakeServer(bench, PORT, address=address)
    with name_server(bench, NXDOMAIN) as names:
        names.address = "127.0.0.1"
        daemon, chronyc = start_commanded(
            bench, f"server time.example {QUICK}", f"server 127.0.0.6 {QUICK}", f"server 127.0.0.7 {QUICK}", "port 0")
        wait_until(lambda: "127.0.0.1" in addresses(chronyc), 5, "it isn't asked")
        names.address = ["127.0.0.1", "127.0.0.5"]
        good = ["127.0.0.5", "127.0.0.6", "127.0.0.7"]
        wait_until(lambda: addresses(chronyc) == good, 20, lambda: f"{addresses(chronyc)}")
        require(daemon.text().count("Detected falseticker 127.0.0.1 (time.example)") == 1, "not named, or not once")
        return f"{replacements(daemon)}"


@check("'refresh' resolves names again by itself, and replaces a server that has lost its name")
def refresh(bench):
    for address in ("127.0.0.1", "127.0.0.5"):
        FakeServer(bench, PORT, address=address)
    with name_server(bench, NXDOMAIN) as names:
        names.address = "127.0.0.1"
        daemon, chronyc = start_commanded(bench, f"server time.example {QUICK}", "refresh 1", "port 0")
        wait_until(lambda: addresses(chronyc) == ["127.0.0.1"], 5, "it isn't asked")
        time.sleep(3)
        require(not replacements(daemon), f"{replacements(daemon)} without a reason")
        asked = names.asked
        names.address = "127.0.0.5"
        wait_until(lambda: addresses(chronyc) == ["127.0.0.5"], 5, lambda: f"{addresses(chronyc)}")
        return f"{asked} questions in 3 s, {replacements(daemon)}"
