# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Hostile packets, to a server that runs and from one that is followed."""

import os
import random
import socket
import time

import ntp
from harness import check, require

COUNT = 20_000  # datagrams of each kind
ROUND = 100  # datagrams between two questions whether it still answers
GROWTH_LIMIT = 512 * 1024  # bytes; a leak of 30 bytes for each datagram would be more


def random_bytes(source):
    return source.randbytes(source.randrange(1501))


def truncated(source):
    return ntp.request(source.randrange(8), source.randrange(8))[:source.randrange(ntp.HEADER_LENGTH)]


def hostile_fields(source):
    """A good header with fields whose types and lengths are anything, those of real fields among them."""
    packet = ntp.request()
    for _ in range(source.randrange(1, 6)):
        kind = source.choice((0, 0x0104, 0x0204, 0x0304, 0x0404, 0x010A, 0x2005, 0xF323, source.randrange(65536)))
        body = source.randbytes(4 * source.randrange(20))
        length = source.choice((0, 1, 3, 4, 15, 16, 17, 28, len(body) + 4, len(body) + 8, 0x7FFF, 0xFFFF))
        packet += ntp.extension_field(kind, body, length)
    return packet + source.randbytes(source.choice((0, 0, 1, 4, 20, 24, 72)))


def send_rounds(server, make):
    """Sends the datagrams; after each round the server has to answer an ordinary request."""
    source = random.Random(20360207)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        for number in range(COUNT // ROUND):
            for _ in range(ROUND):
                client.sendto(make(source), ("127.0.0.1", 123))
            require(ntp.ask("127.0.0.1", timeout=2), f"no reply after {(number + 1) * ROUND} datagrams")
            if number == 1:
                before = server.resident()
    return server.resident() - before


def register(name, make):
    @check(f"a server goes on through {name}, its memory flat")
    def survives(bench):
        server = bench.start_server()
        growth = send_rounds(server, make)
        found = f"{COUNT} datagrams, an answer after every {ROUND}, memory {growth / 1024:+.0f} KiB"
        require(growth < GROWTH_LIMIT and server.is_running(), found)
        return found


for name, make in {"random bytes": random_bytes, "truncated packets": truncated,
                   "hostile extension fields": hostile_fields}.items():
    register(name, make)


class HostileServer:
    """Answers each request several times, never rightly."""

    def __init__(self, seconds):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.end = time.monotonic() + seconds
        self.requests = self.replies = 0
        self.source = random.Random(2104)

    def serve(self):
        self.socket.settimeout(3)
        while time.monotonic() < self.end:
            request, client = self.socket.recvfrom(2048)
            self.requests += 1
            for reply in self.wrong_replies(request):
                self.socket.sendto(reply, client)
                self.replies += 1
        self.socket.close()

    def wrong_replies(self, request):
        nonce = request[40:48]
        now = (int(time.time()) + 2_208_988_800 + 1000).to_bytes(4, "big") + bytes(4)  # 1000 s ahead
        right = bytes([0x24, 1, 6, 0xE8]) + bytes(8) + b"GPS\0" + now + nonce + now + now
        stolen = right[:24] + os.urandom(8) + right[32:]
        yield from (stolen, right[:47], stolen + ntp.extension_field(0x0404, b"", 0xFFFF))
        yield bytes([0x25]) + right[1:]  # a broadcast
        yield right[:1] + bytes([16]) + right[2:]  # a stratum that means unsynchronised
        yield bytes([0xE4]) + right[1:]  # leap indicator: the same
        yield right[:40] + bytes(8)  # no transmit timestamp
        yield right[:4] + b"\xff\xff\xff\xff" * 2 + right[12:]  # a root distance of days
        yield right[:40] + b"\0\0\0\1" + bytes(4)  # left before it came
        yield from (self.source.randbytes(self.source.randrange(200)) for _ in range(5))


@check("a source that sends garbage, spoofed and impossible replies is not followed")
def hostile_source(bench):
    source = HostileServer(seconds=8)
    client = bench.start_server(f"server 127.0.0.1 port {source.port} iburst minpoll -2 maxpoll -2")
    source.serve()
    reply = ntp.ask("127.0.0.1")
    require(client.is_running() and reply, "it doesn't answer any more")
    found = f"{source.requests} requests, {source.replies} bad replies, serving stratum {reply.stratum}"
    # The lies are of 1000 s; on a busy machine, a reply may be read a few milliseconds late.
    require(source.requests > 10 and reply.stratum == 10 and abs(reply.offset) < 0.1,
            f"{found}, offset {reply.offset:+.6f} s")
    return found
