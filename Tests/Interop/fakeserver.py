# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""A server whose clock is wrong by as much as a check wants."""

import socket
import struct
import threading
import time

from ntp import HEADER_LENGTH, SERVER

_UNIX_EPOCH = 2_208_988_800  # 1970 in seconds since 1900


def timestamp(seconds):
    whole = int(seconds // 1)
    return struct.pack("!II", (whole + _UNIX_EPOCH) & 0xFFFFFFFF, int((seconds - whole) * 2**32) & 0xFFFFFFFF)


class FakeServer:
    """Serves time that is ahead of this machine's by `offset` seconds, and by `frequency` s/s more from now on."""

    def __init__(self, bench, port, offset=0.0, frequency=0.0, stratum=2, address="127.0.0.1"):
        self.offset, self.frequency, self.stratum = offset, frequency, stratum
        self.start = time.time()
        self.requests = []  # each with when it came, from where, its bytes and its type of service
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.IPPROTO_IP, socket.IP_RECVTOS, 1)
        self.socket.bind((address, port))
        bench.servers.append(self)
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def now(self):
        true = time.time()
        return true + self.offset + self.frequency * (true - self.start)

    def serve(self):
        while True:
            request, control, _, client = self.socket.recvmsg(1024, 64)
            received = timestamp(self.now())
            if len(request) < HEADER_LENGTH:
                return  # how `close` ends the thread
            self.requests.append((time.monotonic(), client, request, control[0][2][0] if control else 0))
            version = request[0] >> 3 & 7
            # Root delay 10 ms, root dispersion 5 ms, and a reference ID from the addresses for documentation.
            header = struct.pack(
                "!BBBbIII", version << 3 | SERVER, self.stratum, request[2], -20, 655, 328, 0xC0000201)
            reference = timestamp(self.now() - 10)
            self.socket.sendto(
                header + reference + request[40:48] + received + timestamp(self.now()), client)

    def close(self):
        if self.socket.fileno() < 0:
            return
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
            end.sendto(b"end", self.socket.getsockname())
        self.thread.join()
        self.socket.close()
