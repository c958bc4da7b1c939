# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""`smoothtime`: what clients are told when the clock has been corrected."""

import time

import ntp
from chronyc import start_commanded
from fakeserver import FakeServer
from harness import check, require, wait_until

QUICK = "iburst minpoll -2 maxpoll -2"
SMOOTHED = bytes.fromhex("7f7f01ff")


def smoothing(chronyc):
    active, leap_only, offset, frequency, wander, age, remaining = chronyc.rows("smoothing")[0]
    return active, bool(leap_only), float(offset), float(remaining)


@check("'smoothtime' corrects the served time slowly, and chronyc can follow it, end it and begin it")
def smooth(bench):
    source = FakeServer(bench, 11123)
    _, chronyc = start_commanded(
        bench, f"server 127.0.0.1 port 11123 {QUICK}", "allow", "port 123", "smoothtime 5000 500")
    chronyc.wait_until_synchronised()
    chronyc.expect("smoothtime activate")
    require(smoothing(chronyc)[:2] == ("Yes", False), f"{chronyc.rows('smoothing')}")
    time.sleep(1)  # until nothing of the start is left to be smoothed
    chronyc.expect("smoothtime reset")
    source.offset = 0.005
    wait_until(lambda: abs(smoothing(chronyc)[2]) > 0.003, 10, lambda: f"{chronyc.rows('smoothing')}")
    _, _, offset, remaining = smoothing(chronyc)
    told = ntp.ask("127.0.0.1")
    served = ntp.measure_offset("127.0.0.1")
    require(served < 0.004 and remaining > 1, f"{served * 1e3:.2f} ms served, {remaining} s to go")
    require(told.data[12:16] == SMOOTHED, f"reference ID {told.data[12:16].hex()}")
    wait_until(lambda: smoothing(chronyc)[3] == 0, 30, lambda: f"{chronyc.rows('smoothing')}")
    final = ntp.measure_offset("127.0.0.1")
    require(abs(final - 0.005) < 0.0005, f"{final * 1e3:.2f} ms served in the end")
    return f"{offset * 1e3:+.1f} ms smoothed in {remaining:.1f} s"


@check("'smoothtime ... leaponly' leaves other corrections alone")
def leap_only(bench):
    source = FakeServer(bench, 11123)
    _, chronyc = start_commanded(
        bench, f"server 127.0.0.1 port 11123 {QUICK}", "allow", "port 123", "smoothtime 400 0.001 leaponly")
    chronyc.wait_until_synchronised()
    chronyc.expect("smoothtime activate")
    source.offset = 0.005
    wait_until(lambda: ntp.measure_offset("127.0.0.1") > 0.0045, 10, "the served time isn't corrected")
    require(smoothing(chronyc)[:3] == ("Yes", True, 0), f"{chronyc.rows('smoothing')}")
    return "5 ms corrected at once"


@check("a list of leap seconds that has expired is named in the log, and one that is none")
def leap_second_list(bench):
    path = bench.folder / "leap-seconds.list"
    path.write_text("#@ 3928521600\n3644697600 36\n3692217600 37\n")
    daemon = bench.start_ntpd(f"leapseclist {path}", "port 0", "cmdport 0", "bindcmdaddress /", "pidfile /")
    wait_until(lambda: "expired" in daemon.text(), 5, daemon.text)
    path.write_text("nothing of the kind\n")
    daemon = bench.start_ntpd(f"leapseclist {path}", "port 0", "cmdport 0", "bindcmdaddress /", "pidfile /")
    wait_until(lambda: "is no file of leap seconds" in daemon.text(), 5, daemon.text)
    return "both named"
