# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Debian's gpsd with a simulated receiver as a reference clock."""

from chronyc import Chronyc
from harness import check, require, wait_until
from receiver import LATENESS, Receiver


def source(chronyc, name):
    status, _ = chronyc("tracking")
    return next((row for row in chronyc.sources() if row["name"] == name), None) if status == 0 else None


@check("a receiver is followed through gpsd and shared memory, to 20 ms, and missed when it is unplugged")
def receiver(bench):
    folder = bench.folder / "ntpd"
    folder.mkdir(mode=0o700)
    # Before gpsd, as the system's start has it: both find the segment that the first of them made.
    ntpd = bench.start_ntpd(
        f"refclock SHM 0 refid NMEA poll 0 dpoll -2 filter 1 offset {LATENESS} delay 0.2", "port 0", "cmdport 0",
        f"bindcmdaddress {folder}/socket", "pidfile /")
    plugged = Receiver()
    bench.servers.append(plugged)
    bench.start(
        "gpsd", bench.peers.root / "usr/sbin/gpsd", "-N", "-n", "-D", "2", "-S", "2947", plugged.url,
        environment=bench.peers.environment)
    chronyc = Chronyc(bench.peers, "-h", folder / "socket")
    found = wait_until(
        lambda: (row := source(chronyc, "NMEA")) and row["state"] == "*" and row, 25, lambda: f"{source(chronyc, 'NMEA')}")
    require(chronyc.tracking()["stratum"] == 1, f"{chronyc.tracking()}")
    offset = abs(chronyc.tracking()["last_offset"])
    require(offset < 0.02, f"off by {offset} s")
    plugged.close()
    wait_until(lambda: source(chronyc, "NMEA")["reach"] == 0, 15, lambda: f"{source(chronyc, 'NMEA')}")
    require(ntpd.is_running(), "it has ended")
    return f"stratum 1, reach {int(found['reach']):o}, off by {offset * 1e3:.1f} ms"
