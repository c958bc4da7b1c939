# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Broadcasts: packets of mode 5 at the interval that was asked for. Neither chronyd nor NTPsec listens to them."""

import socket
import time

import ntp
from harness import check, require

BROADCAST = 5


@check("a broadcast tells a network the time from the server's port, at the interval")
def broadcast(bench):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.255.255.255", 10123))
        listener.settimeout(5)
        bench.start_server("broadcast 1 127.255.255.255 10123")
        packets = []
        for _ in range(3):
            data, source = listener.recvfrom(1024)
            packets.append((time.time(), data, source))
    for received_at, data, source in packets:
        offset = ntp.seconds(data[40:48]) - received_at
        require(len(data) == 48 and data[0] & 7 == BROADCAST and data[1] == 10, f"a packet {data.hex()}")
        require(data[24:40] == bytes(16), "it claims to answer something")
        require(source[1] == 123, f"it comes from port {source[1]}")
        require(abs(offset) < 0.05, f"it is {offset * 1e6:+.0f} us off")
    gaps = [later[0] - earlier[0] for earlier, later in zip(packets, packets[1:])]
    require(all(abs(gap - 1) < 0.2 for gap in gaps), f"seconds between packets: {gaps}")
    return f"3 packets, {gaps[0]:.2f} and {gaps[1]:.2f} s apart"
