# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""A reader of ClockBound's segment, written from its description: see docs/clockbound.md."""

import mmap
import os
import struct
import time

SIZE = 80
MAGIC = (0x414D5A4E, 0x43420200)
LAYOUT = struct.Struct("=IIIHHqqqqqQIiB7x")
UNKNOWN, SYNCHRONIZED, FREE_RUNNING, DISRUPTED = range(4)
FRESH = 5 * 10**9
CAUSALITY = 1000


class Malformed(Exception):
    """The file is no segment."""


class Segment:
    """The file as a client maps it, once."""

    def __init__(self, path):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            if os.fstat(descriptor).st_size < SIZE:
                raise Malformed(f"{os.fstat(descriptor).st_size} bytes")
            self.memory = mmap.mmap(descriptor, SIZE, mmap.MAP_SHARED, mmap.PROT_READ)
        finally:
            os.close(descriptor)
        fields = LAYOUT.unpack(self.memory[:])
        if fields[:4] != (*MAGIC, SIZE, 2):
            raise Malformed(str(fields[:4]))

    def read(self):
        """The content, as it was between two looks at the generation."""
        for _ in range(1000):
            before = struct.unpack_from("=H", self.memory, 14)[0]
            fields = LAYOUT.unpack(self.memory[:])
            if before != 0 and before % 2 == 0 and before == struct.unpack_from("=H", self.memory, 14)[0]:
                return Content(before, *fields[5:])
        raise TimeoutError(f"generation {before}")

    def now(self):
        """CLOCK_REALTIME, the bound on its error, both in nanoseconds, and the status."""
        content = self.read()
        real = time.clock_gettime_ns(time.CLOCK_REALTIME)
        monotonic = time.clock_gettime_ns(getattr(time, "CLOCK_MONOTONIC_COARSE", 6))
        age = monotonic - content.as_of
        if age < -CAUSALITY:
            raise ValueError(f"the segment is {-age} ns ahead")
        status = content.status
        if status in (SYNCHRONIZED, FREE_RUNNING):
            if age > FRESH:
                status = FREE_RUNNING
            if monotonic > content.void_after:
                status = UNKNOWN
        return real, content.bound + -(-max(0, age) * content.drift // 10**9), status


class Content:
    def __init__(self, generation, as_of, as_of_part, void, void_part, bound, marker, drift, status, supported):
        self.generation = generation
        self.as_of = as_of * 10**9 + as_of_part
        self.void_after = void * 10**9 + void_part
        self.bound, self.marker, self.drift, self.status, self.supported = bound, marker, drift, status, supported
