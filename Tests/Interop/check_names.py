# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Names that can't be resolved, with a name server of our own."""

import contextlib
import re
import socket
import subprocess
import threading
import time

import ntp
from harness import check, require, wait_until

SERVFAIL, NXDOMAIN = 2, 3


class NameServer:
    """Refuses every name until it is given an address to answer with, or several; IPv4 only."""

    def __init__(self, refusal):
        self.refusal, self.address = refusal, None
        self.asked = 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 53))
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        while True:
            query, client = self.socket.recvfrom(2048)
            if not client:  # shut down
                break
            self.asked += 1
            self.socket.sendto(self.answer(query), client)

    def answer(self, query):
        question = query[12:query.index(0, 12) + 5]
        if self.address is None:
            return query[:2] + bytes([0x81, 0x80 | self.refusal]) + query[4:6] + bytes(6) + question
        addresses = [self.address] if isinstance(self.address, str) else self.address
        records = []
        if question[-4:-2] == b"\0\1":  # A
            start = b"\xc0\x0c\0\1\0\1" + (1).to_bytes(4, "big") + b"\0\4"
            records = [start + socket.inet_aton(address) for address in addresses]
        count = bytes([0, len(records)])
        return query[:2] + b"\x81\x80" + query[4:6] + count + bytes(4) + question + b"".join(records)

    def close(self):
        with contextlib.suppress(OSError):  # says that it isn't connected, and wakes up the thread all the same
            self.socket.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.socket.close()


@contextlib.contextmanager
def name_server(bench, refusal):
    """A name server that this machine's programs ask, as far as they run in our mount namespace."""
    settings = bench.folder / "resolv.conf"
    settings.write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
    subprocess.run(["mount", "--bind", settings, "/etc/resolv.conf"], check=True)
    server = NameServer(refusal)
    try:
        yield server
    finally:
        server.close()
        subprocess.run(["umount", "/etc/resolv.conf"], check=True)


def register(refusal, description):
    @check(f"a name whose lookup fails ({description}) is tried again ever later, while the daemon serves")
    def retried(bench):
        with name_server(bench, refusal) as server:
            daemon = bench.start_server("server ntp.example.invalid iburst")
            time.sleep(8)
            waits = re.findall(r"ntp\.example\.invalid.*trying again in (\d+) s", daemon.text())
            require(waits == ["2", "4", "8"], f"announced waits {waits}")
            require(ntp.ask("127.0.0.1").stratum == 10, "it doesn't serve meanwhile")
            require(0 < server.asked <= 12, f"{server.asked} questions in 8 s")
            return f"announced waits {', '.join(waits)} s, {server.asked} questions to the name server"


for refusal, description in {NXDOMAIN: "no such name", SERVFAIL: "server failure"}.items():
    register(refusal, description)


@check("a name that can be resolved at last is followed")
def followed_at_last(bench):
    bench.peers.start_chronyd(bench, "local stratum 8", "allow", "port 11123").wait_for_reply(11123)
    with name_server(bench, SERVFAIL) as server:
        daemon = bench.start_server("server ntp.example.invalid port 11123 iburst minpoll 0 maxpoll 0")
        wait_until(lambda: "trying again" in daemon.text(), 10, "no word about the name")
        server.address = "127.0.0.1"
        start = time.monotonic()
        wait_until(lambda: ntp.ask("127.0.0.1").stratum == 9, 30, "it doesn't follow the server")
        return f"{time.monotonic() - start:.1f} s after the name server knows it"


@check("without any name server the daemon starts, serves and ends at once when told")
def no_name_server(bench):
    daemon = bench.start_server("pool pool.ntp.org iburst", "server ntp.example.invalid")
    status, took = daemon.end()
    require(status == 0 and took < 1, f"status {status} after {took:.2f} s")
    return f"status 0, {took * 1e3:.0f} ms after SIGTERM"
