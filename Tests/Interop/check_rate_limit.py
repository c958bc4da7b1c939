# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Clients are counted and limited as chrony documents it, within bounds, and nobody can use that against another."""

import random
import socket
import struct
import time

import ntp
from chronyc import start_commanded
from fakeserver import FakeServer
from harness import check, require, wait_until

PORT, SOURCE_PORT = 11124, 11123
GROWTH_LIMIT = 512 * 1024  # bytes


def send_forged(sources, packet, port=PORT, source_port=123):
    """Sends a packet to the server in the name of each of the sources."""
    header = struct.pack("!HHHH", source_port, port, 8 + len(packet), 0)  # IPv4 needs no checksum of UDP
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW) as raw:
        for source in sources:
            ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 28 + len(packet), 0, 0, 64, socket.IPPROTO_UDP, 0,
                             socket.inet_aton(source), socket.inet_aton("127.0.0.1"))
            raw.sendto(ip + header + packet, ("127.0.0.1", 0))


def count_replies(requests, address="127.0.0.1", source=None, timeout=0.05):
    """How many of some requests are answered with time, and how many with the kiss code RATE."""
    answered = kissed = 0
    for _ in range(requests):
        reply = ntp.exchange(ntp.request(), address, PORT, timeout=timeout, source=source)
        answered += reply is not None and reply.stratum != 0
        kissed += reply is not None and reply.stratum == 0 and reply.data[12:16] == b"RATE"
    return answered, kissed


def waiting_bytes(port=PORT):
    """What the kernel holds for the server's sockets on this port, still to be read."""
    with open("/proc/net/udp") as table:
        rows = [line.split() for line in list(table)[1:]]
    return sum(int(row[4].split(":")[1], 16) for row in rows if int(row[1].split(":")[1], 16) == port)


@check("with 'ratelimit', a client gets its burst and one in four after it; chronyc clients has the numbers")
def limits(bench):
    _, chronyc = start_commanded(bench, "allow", f"port {PORT}", "local", "ratelimit interval 12 burst 8 leak 2")
    answered, kissed = count_replies(120)
    require(8 + 10 <= answered <= 8 + 50 and kissed == 0, f"{answered} of 120 answered, {kissed} kisses")
    row = next(row for row in chronyc.rows("clients") if row[0] == "127.0.0.1")
    require(row[1:3] == ["120", str(120 - answered)], f"clients: {row}, {answered} of 120 answered")
    statistics = chronyc.rows("serverstats")[0]
    require(statistics[0] == "120" and statistics[1] == str(120 - answered), f"serverstats: {statistics}")
    return f"{answered} of 120 answered, clients {','.join(row)}"


@check("with 'kod', some of the others get the kiss code RATE")
def kisses(bench):
    bench.start_server("ratelimit interval 12 burst 1 leak 4 kod 1", port=PORT)
    answered, kissed = count_replies(100, source="127.0.0.9")
    require(30 <= kissed <= 70, f"{kissed} kisses, {answered} answers to 100 requests")
    return f"{kissed} kisses, {answered} answers to 100 requests"


@check("the addresses of an IPv6 network are limited one by one")
def over_ipv6(bench):
    bench.start_server("ratelimit interval 12 burst 4 leak 4", port=PORT)
    answered, _ = count_replies(60, address="::1")
    require(4 <= answered <= 20, f"{answered} of 60 answered")
    return f"{answered} of 60 requests answered with a burst of 4"


@check("'noclientlog' remembers nobody")
def remembers_nobody(bench):
    _, chronyc = start_commanded(bench, "allow", f"port {PORT}", "local", "noclientlog", "ratelimit burst 1")
    answered, _ = count_replies(20)
    status, output = chronyc("clients")
    require(answered == 20 and status == 1 and "519" in output, f"{answered} of 20 answered; clients: {output}")
    return f"20 of 20 answered, clients: {output.strip()}"


@check("a flood in the name of a source doesn't make the limit keep its replies out")
def flood_in_a_sources_name(bench):
    FakeServer(bench, SOURCE_PORT, address="127.0.0.2")
    _, chronyc = start_commanded(
        bench, f"server 127.0.0.2 port {SOURCE_PORT} minpoll -2 maxpoll -2", "allow", f"port {PORT}",
        f"acquisitionport {PORT}", "ratelimit interval 12 burst 1 leak 4 kod 1")
    chronyc.wait_until_synchronised()
    for _ in range(20):  # for more than ten polls
        for mode in (ntp.CLIENT, ntp.SERVER):
            send_forged(["127.0.0.2"] * 250, ntp.request(mode=mode), source_port=SOURCE_PORT)
        time.sleep(0.25)
    wait_until(lambda: chronyc.rows("sources")[0][5] == "377", 10,
               lambda: f"reach {chronyc.rows('sources')[0][5]}")
    drops = chronyc.rows("serverstats")[0][1]
    require(int(drops) > 1000, f"only {drops} forged requests were limited")
    return f"reach 377 through 10,000 forged packets, of which {drops} requests were limited"


@check("a flood from 60,000 addresses takes no memory, and the client that comes after it is answered")
def flood_of_addresses(bench):
    server = bench.start_server("ratelimit interval 3 burst 8 leak 2", port=PORT)
    addresses = [f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
                 for number in random.Random(5).sample(range(1 << 16, 1 << 23), 60_000)]
    send_forged(addresses[:5000], ntp.request())
    before = server.resident()
    send_forged(addresses, ntp.request())
    growth = server.resident() - before
    # What is sent to a full buffer is lost before the server sees it.
    wait_until(lambda: waiting_bytes() == 0, 30, "the flood is still to be read")
    answered, _ = count_replies(8, source="127.0.0.77", timeout=2)
    found = f"memory {growth / 1024:+.0f} KiB, {answered} of 8 answered"
    require(growth < GROWTH_LIMIT and answered == 8, found)
    return found
