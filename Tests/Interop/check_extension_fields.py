# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""The extension fields F323 and 010A, with chronyd 4.3, which knows the first of them."""

import struct

import ntp
from chronyc import start_chronyd, start_commanded
from fakeserver import FakeServer
from harness import check, require, wait_until

MAGIC = 0xF5BEDD9A
QUESTION = ntp.extension_field(0xF323, struct.pack("!I", MAGIC) + bytes(20))
QUICK = "iburst minpoll -2 maxpoll -2"


def monotonic_root(address, port=123):
    """Root delay and dispersion in seconds, the monotonic time less the receive timestamp, and the epoch."""
    reply = ntp.exchange(ntp.request() + QUESTION, address, port)
    require(reply and len(reply.data) == 48 + 28, f"no field in {reply}")
    kind, length, magic, delay, dispersion, received, epoch = struct.unpack("!HHIIIQI", reply.data[48:])
    require((kind, length, magic) == (0xF323, 28, MAGIC), f"another field: {reply.data[48:].hex()}")
    header = struct.unpack("!II", reply.data[4:12])
    lead = (received - struct.unpack("!Q", reply.data[32:40])[0]) / 2**32
    return delay / 2**28, dispersion / 2**28, lead, epoch, [value / 2**16 for value in header]


@check("chronyd and we ask each other by the extension field F323")
def with_chronyd(bench):
    # Each of them at an address of its own, or they would take one another for loops.
    source = FakeServer(bench, 11123, address="127.0.0.9")
    bench.peers.start_chronyd(
        bench, f"server 127.0.0.9 port 11123 {QUICK}", "allow", "port 123", "bindaddress 127.0.0.2"
    ).wait_for_reply(123, "127.0.0.2")
    _, ours = start_commanded(
        bench, f"server 127.0.0.2 extfield F323 extfield 010A {QUICK}", "allow", "port 10123")
    ours.wait_until_synchronised()
    theirs = start_chronyd(bench, f"server 127.0.0.1 port 10123 extfield F323 {QUICK}", "port 0",
                          f"pidfile {bench.folder}/follower.pid", name="follower")
    theirs.wait_until_synchronised()
    found = {"chronyd": monotonic_root("127.0.0.2"), "ntpd": monotonic_root("127.0.0.1", 10123)}
    for name, (delay, dispersion, lead, epoch, header) in found.items():
        require(0.0099 < delay <= header[0] < delay + 2**-15, f"{name}: root delay {delay}, {header[0]} in the header")
        require(dispersion < header[1] + 2**-15, f"{name}: root dispersion {dispersion}, {header[1]} in the header")
    require(source.requests and theirs.tracking()["stratum"] == 5, f"{theirs.tracking()}")
    return f"root delay {found['chronyd'][0] * 1e6:.1f} us told by chronyd, {found['ntpd'][0] * 1e6:.1f} us by us"


@check("our server corrects its offset without moving the timescale of F323")
def corrections(bench):
    source = FakeServer(bench, 11123)
    _, chronyc = start_commanded(bench, f"server 127.0.0.1 port 11123 {QUICK}", "allow", "port 123")
    chronyc.wait_until_synchronised()
    first = monotonic_root("127.0.0.1")
    source.offset = 0.02
    def has_corrected():
        return abs(monotonic_root("127.0.0.1")[2] - first[2]) > 0.01
    wait_until(has_corrected, 20, lambda: f"{first} at first, then {monotonic_root('127.0.0.1')}")
    last = monotonic_root("127.0.0.1")
    require(last[2] < first[2] and last[3] == first[3], f"{first} at first, then {last}")
    return f"{(first[2] - last[2]) * 1e3:.1f} ms of corrections told apart"
