# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""A raw NTP client: packets as bytes, whatever they mean. See RFC 5905, section 7.3."""

import os
import select
import socket
import struct
import time
from dataclasses import dataclass

HEADER_LENGTH = 48
CLIENT, SERVER, SYMMETRIC_PASSIVE = 3, 4, 2
_UNIX_EPOCH = 2_208_988_800  # 1970 in seconds since 1900


def request(version=4, mode=CLIENT, nonce=None):
    """A header with nothing but version, mode and a random transmit timestamp."""
    return bytes([version << 3 | mode]) + bytes(39) + (nonce or os.urandom(8))


def extension_field(kind, body, length=None):
    """A field; `length` is what it claims, true unless given."""
    return struct.pack("!HH", kind, len(body) + 4 if length is None else length) + body


def seconds(timestamp):
    """Unix time of a wire timestamp."""
    whole, fraction = struct.unpack("!II", timestamp)
    return whole - _UNIX_EPOCH + fraction / 2**32


@dataclass(frozen=True)
class Reply:
    data: bytes
    source: tuple
    sent_at: float
    received_at: float

    @property
    def mode(self):
        return self.data[0] & 7

    @property
    def version(self):
        return self.data[0] >> 3 & 7

    @property
    def stratum(self):
        return self.data[1]

    @property
    def origin(self):
        return self.data[24:32]

    @property
    def offset(self):
        """Of the server to this machine's clock, in seconds."""
        received, transmitted = seconds(self.data[32:40]), seconds(self.data[40:48])
        return ((received - self.sent_at) + (transmitted - self.received_at)) / 2

    @property
    def delay(self):
        """From sending to receiving, in seconds: twice what the offset may be wrong by."""
        return self.received_at - self.sent_at


def family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def exchange(packet, address, port, timeout=1.0, source=None):
    """Sends a packet and returns the one reply, or None. `source` is the address to ask from."""
    with socket.socket(family(address), socket.SOCK_DGRAM) as client:
        if source:
            client.bind((source, 0))
        # Connected, so that a reply from another address than the one asked is none.
        client.connect((address, port))
        sent_at = time.time()
        try:
            client.send(packet)
            if not select.select([client], [], [], timeout)[0]:
                return None
            data = client.recv(4096)
        except ConnectionRefusedError:
            time.sleep(0.01)
            return None
        return Reply(data, (address, port), sent_at, time.time())


def ask(address, port=123, timeout=1.0, version=4):
    """An ordinary request; the reply if it answers just this request, or None."""
    packet = request(version)
    reply = exchange(packet, address, port, timeout)
    return reply if reply and reply.origin == packet[40:48] else None


def measure_offset(address, port=123, attempts=10):
    """The server's offset by the quickest of some replies: on a busy machine, any single one may be late."""
    replies = [reply for reply in (ask(address, port) for _ in range(attempts)) if reply]
    return min(replies, key=lambda reply: reply.delay).offset
