# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""What our server does with each kind of packet, raw."""

import ntp
from harness import check, require

SILENCE = 0.3  # seconds; a reply on loopback takes less than a millisecond


@check("versions 1 to 4 are answered in kind")
def versions(bench):
    bench.start_server()
    for version in range(1, 5):
        packet = ntp.request(version)
        reply = ntp.exchange(packet, "127.0.0.1", 123)
        require(reply, f"no reply to version {version}")
        found = reply.version, reply.mode, reply.origin == packet[40:48]
        require(found == (version, ntp.SERVER, True), f"version {version}: {found}")
        # The clocks are one: what differs is when this process got to run.
        require(abs(reply.offset) < reply.delay / 2 + 1e-4, f"offset {reply.offset} s, delay {reply.delay} s")
    return "version, mode 4, origin timestamp and an offset below half the delay in each"


@check("a client of version 1, which has no modes, and a symmetric active peer are answered")
def old_clients(bench):
    bench.start_server()
    first = ntp.exchange(ntp.request(version=1, mode=0), "127.0.0.1", 123)
    peer = ntp.exchange(ntp.request(mode=1), "127.0.0.1", 123)
    modes = [reply and reply.mode for reply in (first, peer)]
    require(modes == [ntp.SERVER, ntp.SYMMETRIC_PASSIVE], f"modes {modes}")
    return f"modes {modes}"


@check("modes 0, 2, 4, 5, 6 and 7 get no reply")
def unanswered_modes(bench):
    bench.start_server()
    modes = 0, 2, 4, 5, 6, 7
    answered = [mode for mode in modes
                if ntp.exchange(ntp.request(mode=mode), "127.0.0.1", 123, timeout=SILENCE)]
    require(not answered, f"modes {answered} are answered")
    require(ntp.ask("127.0.0.1"), "no reply to mode 3 afterwards")
    return f"silence for {SILENCE} s in each, and mode 3 is still answered"


@check("no reply is longer than its request")
def lengths(bench):
    bench.start_server()
    field = ntp.extension_field(0x0204, bytes(60))
    answered = {}
    for length in [*range(ntp.HEADER_LENGTH), *(ntp.HEADER_LENGTH + 64 * count for count in range(20))]:
        whole = ntp.request() + field * 19
        # Short ones are asked all at once below the wait for a reply that doesn't come.
        reply = ntp.exchange(whole[:length], "127.0.0.1", 123, timeout=0.05 if length < 48 else 1)
        if reply:
            answered[length] = len(reply.data)
    longer = {length: reply for length, reply in answered.items() if reply > length}
    require(not longer, f"longer replies, by length of the request: {longer}")
    require(len(answered) == 20, f"answered lengths: {sorted(answered)}")
    return f"{len(answered)} lengths from 48 to {max(answered)} answered with {max(answered.values())} bytes at most"


@check("a client of a secondary address gets the reply from that address, with wildcard sockets")
def secondary_address(bench):
    bench.start_server()
    asked = "127.0.0.2", "127.0.0.99", "127.1.2.3"
    silent = [address for address in asked if not ntp.ask(address)]
    require(not silent, f"no reply from {silent}")
    return f"replies from {', '.join(asked)}"


@check("the access list decides who is answered, the most specific rule first")
def access_list(bench):
    bench.start_server("deny 127.0.3/24", "allow 127.0.3.7", "deny ::1", port=123)
    expected = {"127.0.0.1": True, "127.0.3.1": False, "127.0.3.7": True, "::1": False}
    found = {}
    for source in expected:
        server = "::1" if ":" in source else "127.0.0.1"
        packet = ntp.request()
        found[source] = ntp.exchange(packet, server, 123, timeout=SILENCE, source=source) is not None
    require(found == expected, f"answered: {found}")
    return ", ".join(f"{source} {'answered' if answer else 'not'}" for source, answer in found.items())
