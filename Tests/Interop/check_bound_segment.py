# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""The bound on the clock's error for other processes (clockboundfile), read by a reader of its own."""

import struct
import time

from bound_segment import FREE_RUNNING, SIZE, SYNCHRONIZED, Malformed, Segment
from fakeserver import FakeServer
from harness import check, require, wait_until

AHEAD = 0.25  # of the server, in seconds


def vmclock(path, marker):
    """A VMClock's page, written in place as a hypervisor does."""
    page = struct.pack("<4sIHBBIQ", b"VCLK", 4096, 1, 1, 0, 2, marker)
    with open(path, "r+b" if path.exists() else "wb") as file:
        file.write(page)


def start(bench, path, device):
    return bench.start_ntpd(
        "port 0", "cmdport 0", "bindcmdaddress /", "pidfile /", "user nobody",
        "server 127.0.0.1 port 11123 minpoll -2 maxpoll -2 iburst", f"clockboundfile {path} vmclock {device}")


def wait_for(segment, status, seconds=10):
    return wait_until(
        lambda: segment.now()[2] == status and segment.read(), seconds,
        lambda: f"status {segment.now()[2]} instead of {status}")


@check("clockboundfile tells a bound that true time is never beyond, each second anew, to a reader of its description")
def tells(bench):
    FakeServer(bench, 11123, offset=AHEAD)
    path = bench.folder / "clockbound" / "shm0"
    device = bench.folder / "vmclock0"
    vmclock(device, 7)
    path.parent.mkdir()
    path.write_bytes(bytes(range(100)))  # of no use: to be rebuilt
    try:
        Segment(path)
        raise AssertionError("the malformed one is read")
    except Malformed:
        pass
    daemon = start(bench, path, device)
    segment = wait_until(lambda: whole(path), 10, "no segment")
    content = wait_for(segment, SYNCHRONIZED)
    require(path.stat().st_mode & 0o777 == 0o644 and path.stat().st_size == SIZE, f"{path.stat()}")
    require(content.marker == 7 and content.supported == 1, f"marker {content.marker}, {content.supported}")
    readings, updates, tightest, end = 0, {content.as_of}, 1e9, time.monotonic() + 3
    while time.monotonic() < end:
        _, bound, status = segment.now()
        require(status == SYNCHRONIZED and bound >= AHEAD * 1e9, f"status {status}, {bound} ns for {AHEAD} s")
        tightest = min(tightest, bound)
        updates.add(segment.read().as_of)
        readings += 1
    require(len(updates) >= 3, f"{len(updates)} updates in 3 s")
    require(tightest < (AHEAD + 0.05) * 1e9, f"{tightest} ns for {AHEAD} s")
    before = disrupt(segment, daemon, device)
    again = restart(bench, daemon, segment, path, device)
    return (f"{readings} readings from {tightest / 1e6:.1f} ms on, the clock being {AHEAD * 1e3:.0f} ms off; "
            f"generation {before}, after a restart {again}")


def whole(path):
    try:
        return Segment(path)
    except (Malformed, FileNotFoundError):
        return None


def disrupt(segment, daemon, device):
    """The machine is moved: all is measured anew, and then the new marker is told."""
    vmclock(device, 8)
    wait_until(lambda: segment.read().marker == 8, 10, lambda: f"marker {segment.read().marker}")
    require("says its VMClock; measuring anew" in daemon.text(), "nothing is said of it")
    return wait_for(segment, SYNCHRONIZED).generation


def restart(bench, daemon, segment, path, device):
    """Who has mapped it goes on with what the next daemon writes."""
    inode = path.stat().st_ino
    daemon.end()
    left = segment.read()
    start(bench, path, device)
    wait_until(lambda: segment.read().as_of > left.as_of, 10, "nothing new is written")
    wait_for(segment, SYNCHRONIZED)
    require(path.stat().st_ino == inode, "the file was replaced")
    # Nobody answers any more: the bound of the latest answer stays, and grows.
    bench.servers.pop().close()
    content = wait_for(segment, FREE_RUNNING)
    require(content.status == FREE_RUNNING and segment.now()[1] >= AHEAD * 1e9, f"{segment.now()}")
    return content.generation
