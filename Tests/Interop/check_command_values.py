# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""What chronyc says of our daemon, and of Debian's that follows the same server."""

import time

from chronyc import start_chronyd, start_commanded
from fakeserver import FakeServer
from harness import Failure, check, require

SERVER_PORT = 11123
OFFSET, FREQUENCY = 0.25, 50e-6  # of the server, in seconds and s/s
JUMP = 0.02  # seconds
DURATION = 25  # seconds
ATTEMPTS = 10
NOISE = 1e-3  # seconds; a server in Python is no precise one
# Columns of `chronyc -c ntpdata`.
HEADER, PACKET_OFFSET, DELAY = slice(5, 17), 18, 19


class Pair:
    """Both daemons after the same server."""

    def __init__(self, bench):
        self.server = FakeServer(bench, SERVER_PORT, OFFSET, FREQUENCY)
        source = f"server 127.0.0.1 port {SERVER_PORT} minpoll -1 maxpoll -1"
        _, self.ours = start_commanded(bench, source, "port 0", name="ours")
        self.theirs = start_chronyd(bench, source, "port 0", name="theirs")
        for chronyc in self:
            chronyc.wait_until_synchronised()

    def __iter__(self):
        return iter((self.ours, self.theirs))

    def both(self, report):
        return [report(chronyc) for chronyc in self]


def require_equal(pair, names):
    ours, theirs = pair
    for name in names:
        require(ours[name] == theirs[name], f"{name}: {ours[name]}, with chronyd {theirs[name]}")


def require_near(pair, name, tolerance):
    ours, theirs = (row[name] for row in pair)
    require(abs(ours - theirs) <= tolerance, f"{name}: {ours}, with chronyd {theirs}, expected within {tolerance}")


@check("tracking, sources, sourcestats, selectdata and ntpdata say what they say of chronyd after the same server")
def same_values(bench):
    pair = Pair(bench)
    slewed = pair.both(lambda chronyc: chronyc.tracking()["system_time"])
    require(all(offset > 0 for offset in slewed), f"a clock that is slow by {OFFSET} s: {slewed}")
    time.sleep(DURATION)
    # A single reply may come late on a busy machine; what is wrong by itself stays so.
    for attempt in range(ATTEMPTS):
        try:
            return compare(pair)
        except Failure:
            if attempt == ATTEMPTS - 1:
                raise
            time.sleep(1)


def compare(pair):
    """Both daemons' reports; raises a Failure where they differ by more than noise."""
    tracking = pair.both(lambda chronyc: chronyc.tracking())
    require_equal(tracking, ("id", "name", "stratum", "leap"))
    require_near(tracking, "frequency", sum(row["skew"] for row in tracking) + 0.5)
    require(all(abs(row["frequency"] + FREQUENCY * 1e6) < row["skew"] + 1 for row in tracking), f"{tracking}")
    for name in ("last_offset", "rms_offset", "root_delay", "root_dispersion"):
        require_near(tracking, name, NOISE)
    require_near(tracking, "reference_time", 3)
    require_near(tracking, "update_interval", 1)

    sources = pair.both(lambda chronyc: chronyc.sources()[0])
    require_equal(sources, ("mode", "state", "name", "stratum", "poll", "reach"))
    for name in ("offset", "measured_offset", "error"):
        require_near(sources, name, NOISE)
    statistics = pair.both(lambda chronyc: chronyc.source_statistics()[0])
    require_near(statistics, "frequency", sum(row["skew"] for row in statistics))
    for name in ("offset", "deviation"):
        require_near(statistics, name, NOISE)
    ours, theirs = pair.both(lambda chronyc: chronyc.rows("selectdata")[0])
    require(ours[:13] == theirs[:13] and ours[-1] == theirs[-1], f"{ours}, with chronyd {theirs}")
    limits = [[float(word) for word in row[-3:-1]] for row in (ours, theirs)]
    require(all(low < 0 < high for low, high in limits), f"{limits}")
    require(all(abs(a - b) < NOISE for a, b in zip(*limits)), f"{limits}")
    ours, theirs = pair.both(lambda chronyc: chronyc.rows("ntpdata")[0])
    require(ours[HEADER] == theirs[HEADER], f"{ours[HEADER]}, with chronyd {theirs[HEADER]}")
    require(abs(float(ours[DELAY]) - float(theirs[DELAY])) < NOISE, f"{ours[DELAY]}, {theirs[DELAY]}")
    frequencies = ", ".join(f"{row['frequency']:+.3f} +/- {row['skew']:.3f} ppm" for row in tracking)
    return f"frequency {frequencies} (the second is chronyd's)"


@check("when a server jumps ahead, sources and ntpdata show it with the signs that they have with chronyd", alone=True)
def same_signs(bench):
    pair = Pair(bench)
    time.sleep(8)
    pair.server.offset += JUMP
    extremes = [(0, 0), (0, 0)]
    end = time.monotonic() + 1.5
    # The first sample after the jump has all of it; the next ones what the daemon hasn't made up for.
    while time.monotonic() < end:
        for index, chronyc in enumerate(pair):
            row = chronyc.sources()[0]["measured_offset"], float(chronyc.rows("ntpdata")[0][PACKET_OFFSET])
            extremes[index] = max(extremes[index], row, key=lambda found: abs(found[0]))
    for measured, packet in extremes:
        require(-1.5 * JUMP < measured < -0.5 * JUMP, f"a server that is {JUMP} s ahead: {extremes}")
        require(abs(measured + packet) < 1e-6, f"sources and ntpdata disagree: {extremes}")
    return ", ".join(f"sources {measured:+.4f} s and ntpdata {packet:+.4f} s" for measured, packet in extremes)
