# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Interfaces and routes that come and go, and ports, addresses and code points of packets."""

import re
import socket
import subprocess
import time

import ntp
from check_names import NXDOMAIN, name_server
from chronyc import start_commanded
from fakeserver import FakeServer
from harness import check, require, serving, wait_until

PORT = 11123
FAR = "10.98.7.1"  # there is no route to it until a check makes one
QUICK = "iburst minpoll 0 maxpoll 0"


def route(verb):
    subprocess.run(["ip", "route", verb, "local", "10.98.7.0/24", "dev", "lo"], check=True)


@check("auto_offline stops asking when there is no way to a server, and asks again when there is one")
def automatic(bench):
    daemon, chronyc = start_commanded(bench, f"server {FAR} {QUICK} auto_offline", "port 0")
    wait_until(lambda: f"Source {FAR} offline" in daemon.text(), 3, "it isn't offline")
    route("add")
    try:
        server = FakeServer(bench, 123, address=FAR)
        chronyc.wait_until_synchronised(8)
        require(daemon.text().count(f"Source {FAR} online") == 1, "not said to be online")
        server.close()
        bench.servers.remove(server)
    finally:
        route("del")
    wait_until(lambda: daemon.text().count(f"Source {FAR} offline") == 2, 3, "it isn't offline again")
    require(chronyc.activity()[:2] == [0, 1], f"{chronyc.activity()}")
    return "offline, online, offline"


@check("a server that couldn't be reached is asked as soon as there is a way, one that is offline by order isn't")
def comes_up(bench):
    daemon, chronyc = start_commanded(
        bench, f"server {FAR}", "server 10.98.7.2 iburst offline auto_offline", "port 0")
    wait_until(lambda: "Network is unreachable" in daemon.text(), 3, "no word about the network")
    time.sleep(2)
    busy = daemon.cpu()
    require(busy < 0.3, f"{busy} s of CPU for doing nothing")
    route("add")
    try:
        server = FakeServer(bench, 123, address=FAR)
        start = time.monotonic()
        wait_until(lambda: server.requests, 3, "it isn't asked")
        took = time.monotonic() - start
        require(chronyc.activity()[1] == 1, f"{chronyc.activity()}")
        server.close()
        bench.servers.remove(server)
    finally:
        route("del")
    require(daemon.text().count("Network is unreachable") == 1, "said more than once")
    return f"asked after {took:.1f} s, {busy:.2f} s of CPU until then"


def ports(bench, *directives):
    """The local ports of some requests."""
    server = FakeServer(bench, PORT)
    daemon = bench.start_ntpd(f"server 127.0.0.1 port {PORT} {QUICK}", "port 0", "pidfile /", *directives)
    wait_until(lambda: len(server.requests) >= 5, 10, "it isn't asked")
    daemon.kill()
    server.close()
    bench.servers.remove(server)
    return {client[1] for _, client, _, _ in server.requests}


@check("requests leave from the acquisitionport, from one random port with 0, and else each from another one")
def acquisition_port(bench):
    fixed, chosen, random = ports(bench, "acquisitionport 1123"), ports(bench, "acquisitionport 0"), ports(bench)
    require(fixed == {1123} and len(chosen) == 1 and len(random) >= 5, f"{fixed}, {chosen}, {random}")
    return f"{fixed}, {chosen}, {len(random)} ports"


@check("acquisitionport may be the server's port, which goes on serving")
def shared_port(bench):
    upstream = FakeServer(bench, PORT)
    bench.start_ntpd(f"server 127.0.0.1 port {PORT} {QUICK}", "acquisitionport 123", *serving(123))
    wait_until(lambda: len(upstream.requests) >= 5, 10, "it doesn't ask")
    require({client[1] for _, client, _, _ in upstream.requests} == {123}, f"{upstream.requests}")
    wait_until(lambda: (reply := ntp.ask("127.0.0.1")) and reply.stratum == 3, 5, "it doesn't serve what it follows")
    return "asks and serves on port 123"


@check("bindacqaddress, bindacqdevice and dscp are those of all requests")
def request_address(bench):
    server = FakeServer(bench, PORT)
    bench.start_ntpd(
        f"server 127.0.0.1 port {PORT} {QUICK}", "bindacqaddress 127.0.0.7", "bindacqdevice lo", "dscp 46", *serving(123))
    wait_until(lambda: len(server.requests) >= 3, 10, "it isn't asked")
    found = {(client[0], service >> 2) for _, client, _, service in server.requests}
    require(found == {("127.0.0.7", 46)}, f"{found}")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.setsockopt(socket.IPPROTO_IP, socket.IP_RECVTOS, 1)
        client.settimeout(2)
        client.sendto(ntp.request(), ("127.0.0.1", 123))
        _, control, _, _ = client.recvmsg(1024, 64)
    require(control[0][2][0] >> 2 == 46, f"replies have {control}")
    return "requests from 127.0.0.7, they and replies with code point 46"


@check("bindaddress serves that address alone, binddevice that interface alone, and port 0 nobody")
def server_address(bench):
    server = bench.start_ntpd(*serving(123), "bindaddress 127.0.0.8", "binddevice lo")
    server.wait_for_reply(123, "127.0.0.8")
    require(not ntp.ask("127.0.0.1", timeout=0.3), "127.0.0.1 is answered as well")
    server.kill()
    FakeServer(bench, PORT)
    daemon, chronyc = start_commanded(bench, f"server 127.0.0.1 port {PORT} {QUICK}", "allow", "port 0")
    chronyc.wait_until_synchronised()
    require(not ntp.ask("127.0.0.1", timeout=0.3) and "Serving time" not in daemon.text(), "port 0 serves")
    return "as it should be"


@check("a rule for a host holds once its name is resolved, tried again, and gives way to rules behind it")
def host_rules(bench):
    with name_server(bench, NXDOMAIN) as names:
        daemon = bench.start_ntpd(
            "local stratum 10", "pidfile /", "allow client.example", "deny 127.0.0.6", "deny all 127.0.0.64/26")
        wait_until(lambda: "'allow' has no effect yet" in daemon.text(), 5, daemon.text)
        require(not ntp.exchange(ntp.request(), "127.0.0.1", 123, 0.3, source="127.0.0.5"), "answered too early")
        names.address = ["127.0.0.5", "127.0.0.6", "127.0.0.66"]

        def answered(source):
            return ntp.exchange(ntp.request(), "127.0.0.1", 123, 0.3, source=source) is not None
        wait_until(lambda: answered("127.0.0.5"), 10, "not answered")
        found = [answered(source) for source in ("127.0.0.6", "127.0.0.66", "127.0.0.7")]
        require(found == [False, False, False], f"{found}")
        return re.findall("trying again in .*", daemon.text())[0]


@check("a daemon that is its own source says so and doesn't follow itself")
def own_source(bench):
    upstream = FakeServer(bench, PORT)
    daemon = bench.start_ntpd(
        f"server 127.0.0.1 {QUICK}", "server ::1", f"server 127.0.0.1 port {PORT} {QUICK}", *serving(123))
    wait_until(lambda: (reply := ntp.ask("127.0.0.1")) and reply.stratum == 3, 10, daemon.text)
    found = re.findall(r"(\S+) is this daemon; its replies aren't used", daemon.text())
    require(sorted(found) == ["127.0.0.1", "::1"], f"{found}: {daemon.text()}")
    return f"{found}, {len(upstream.requests)} requests to the other one"
