# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Programs that hand readings of a clock to a daemon, as gpsd does: by a socket, or by shared memory."""

import ctypes
import socket
import struct
import threading
import time

MAGIC = 0x534F434B
IPC_CREAT = 0o1000
SHM_FIRST_KEY = 0x4E545030


def datagram(offset, pulse=0, leap=0, magic=MAGIC, now=None):
    """A sample of the SOCK protocol."""
    now = time.time() if now is None else now
    return struct.pack("@qqdiiii", int(now), int(now % 1 * 1e6), offset, pulse, leap, 0, magic)


class Segment:
    """The segment of the SHM protocol."""

    LAYOUT = "@iiqiqiiiiiII8i4x"  # padded as the compiler does

    def __init__(self, unit):
        library = ctypes.CDLL(None, use_errno=True)
        library.shmat.restype = ctypes.c_void_p
        size = struct.calcsize(self.LAYOUT)
        identifier = library.shmget(SHM_FIRST_KEY + unit, size, IPC_CREAT | 0o600)
        address = library.shmat(identifier, None, 0)
        self.memory = (ctypes.c_char * size).from_address(address)
        self.identifier, self.library = identifier, library

    def write(self, offset, leap=0, mode=1, valid=1, count=0, reference=None):
        """A whole record at once; the count is what a reader finds before and after."""
        now = time.time_ns()
        clock = now + round(offset * 1e9) if reference is None else reference
        self.memory.raw = struct.pack(
            self.LAYOUT, mode, count, clock // 10**9, clock // 1000 % 10**6, now // 10**9, now // 1000 % 10**6, leap, -20,
            0, valid, clock % 10**9, now % 10**9, *[0] * 8)

    def noise(self, seed):
        """Anything at all, as if a record."""
        generator = __import__("random").Random(seed)
        self.memory.raw = generator.randbytes(48) + struct.pack("@i", 1) + generator.randbytes(44)

    def remove(self):
        self.library.shmctl(self.identifier, 0, None)


class Feeder(threading.Thread):
    """Calls a function again and again until it is closed."""

    def __init__(self, feed, interval=0.05):
        super().__init__(daemon=True)
        self.feed, self.interval, self.ended = feed, interval, threading.Event()
        self.start()

    def run(self):
        while not self.ended.wait(self.interval):
            self.feed()

    def close(self):
        self.ended.set()
        self.join()


class SocketFeeder(Feeder):
    """Sends the same offset to several daemons."""

    def __init__(self, paths, offset, interval=0.05):
        self.paths, self.offset = [str(path) for path in paths], offset
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        super().__init__(self.send, interval)

    def send(self):
        sample = datagram(self.offset)
        for path in self.paths:
            send(self.socket, sample, path)


def send(sender, sample, path):
    """A daemon that isn't there yet, or any more, is no error."""
    try:
        sender.sendto(sample, str(path))
    except OSError:
        pass
