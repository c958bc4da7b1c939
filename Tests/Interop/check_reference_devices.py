# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Reference clocks that are hardware, on a machine without it: what can be seen of them there. Tests/Kernel has the rest."""

import os
import time

from chronyc import Chronyc
from feeder import SocketFeeder
from harness import check, require, wait_until

RETRY = 1  # seconds: the poll interval of the clocks below


@check("devices that are missing, forbidden or none are named once each, tried again, and harm no other source")
def useless_devices(bench):
    folder = bench.folder / "ntpd"
    folder.mkdir(mode=0o700)
    os.chown(folder, 65534, 65534)
    forbidden, plain = bench.folder / "forbidden", bench.folder / "plain"
    forbidden.touch(mode=0o000)
    plain.write_text("no device")
    os.mkfifo(bench.folder / "pipe")
    devices = {
        "NONE": f"PPS {bench.folder}/none", "DENY": f"PHC {forbidden}:nocrossts", "FILE": f"PPS {plain}:clear",
        "NULL": "PHC /dev/null", "PIPE": f"PPS {bench.folder}/pipe", "CARD": "PHC lo", "PULS": "PHC /dev/null:extpps:pin=-1:channel=1",
        "RTC": f"RTC {bench.folder}/rtc:utc"}
    ntpd = bench.start_ntpd(
        *(f"refclock {device} refid {name} poll 0" for name, device in devices.items()),
        f"refclock SOCK {folder}/feed refid GPS poll -1", "port 0", "cmdport 0", f"bindcmdaddress {folder}/socket",
        "pidfile /", "user nobody")
    chronyc = Chronyc(bench.peers, "-h", folder / "socket")
    wait_until((folder / "socket").exists, 10, ntpd.text)
    bench.servers.append(SocketFeeder([folder / "feed"], 0.001))
    found = wait_until(
        lambda: (rows := {row["name"]: row for row in chronyc.sources()}) and rows["GPS"]["state"] == "*" and rows, 15,
        lambda: f"{chronyc('sources')}")
    require([found[name]["reach"] for name in devices] == [0] * len(devices), f"{found}")
    time.sleep(2 * RETRY)  # at least one more try of each, at which nothing is said
    lines = {name: [line for line in ntpd.text().splitlines() if f"Reference clock {name}:" in line] for name in devices}
    require(all(len(said) == 1 for said in lines.values()), f"{lines}")
    require(all("tried again every 1 s" in said[0] for said in lines.values()), f"{lines}")
    require("no PTP hardware clock" in lines["NULL"][0] and "no device of pulses" in lines["FILE"][0], f"{lines}")
    status, _ = ntpd.end()
    require(status == 0, f"status {status}")
    return f"{len(lines)} devices, one line each; GPS followed"
