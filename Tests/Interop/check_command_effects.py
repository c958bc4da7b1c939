# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""What chronyc orders is done."""

import re
import time

import ntp
from check_names import NXDOMAIN, name_server
from chronyc import COMMAND_PORT, start_commanded
from fakeserver import FakeServer
from harness import check, require, wait_until

SERVER_PORT, OTHER_PORT, OWN_PORT = 11123, 11223, 11124
FAST = "minpoll -2 maxpoll -2 iburst"
SLOWLY = "maxslewrate 100"  # ppm: an offset stays to be seen
TRACKING_REQUEST = bytes([6, 1, 0, 0, 0, 33]) + bytes(98)


def start(bench, *directives, offset=0.0, frequency=0.0):
    FakeServer(bench, SERVER_PORT, offset, frequency)
    daemon, chronyc = start_commanded(
        bench, f"server 127.0.0.1 port {SERVER_PORT} {FAST}", f"port {OWN_PORT}", *directives)
    chronyc.wait_until_synchronised()
    return daemon, chronyc


def names(chronyc):
    return [source["name"] for source in chronyc.sources(all_of_them=True)]


@check("makestep steps away what is still to be slewed")
def make_step(bench):
    _, chronyc = start(bench, SLOWLY, offset=0.5)
    before = chronyc.tracking()["system_time"]
    require(0.49 < abs(before) < 0.51, f"{before} s are to be slewed")
    chronyc.expect("makestep")
    after = chronyc.tracking()["system_time"]
    require(abs(after) < 1e-3, f"{after} s are left")
    wait_until(lambda: abs(chronyc.sources()[0]["measured_offset"]) < 1e-3, 5, lambda: chronyc.expect("sources"))
    return f"{before:+.3f} s before, {after * 1e6:+.0f} us after"


@check("makestep with a threshold and a limit steps the next update")
def make_step_later(bench):
    daemon, chronyc = start(bench, SLOWLY, offset=-0.5)
    chronyc.expect("makestep 0.1 1")
    wait_until(lambda: re.search(r"stepped by -0\.(500|499)", daemon.text()), 5, daemon.text)
    return next(line for line in daemon.text().splitlines() if "stepped" in line)


@check("add server, add pool and delete do so, and an unresolved name is counted")
def add_and_delete(bench):
    FakeServer(bench, OTHER_PORT, address="127.0.0.5")
    _, chronyc = start(bench)
    chronyc.expect(f"add server 127.0.0.5 port {OTHER_PORT} {FAST}")

    def reach():
        return next((source["reach"] for source in chronyc.sources() if source["name"] == "127.0.0.5"), 0)

    wait_until(reach, 10, lambda: chronyc.expect("sources"))
    chronyc.expect("delete 127.0.0.1")
    require(names(chronyc) == ["127.0.0.5"], f"{names(chronyc)}")
    wait_until(lambda: chronyc.tracking()["name"] == "127.0.0.5", 10, lambda: chronyc.expect("tracking"))
    chronyc.expect("delete 127.0.0.5")
    require(names(chronyc) == [] and chronyc.activity() == [0, 0, 0, 0, 0], f"{names(chronyc)}")
    require(chronyc.tracking()["leap"] == "Normal", "what was known of the clock is lost with its source")
    chronyc.expect("add pool 127.0.0.9 maxsources 3")
    require(chronyc.activity() == [1, 0, 0, 0, 2], f"{chronyc.activity()}")
    return "added, followed, deleted"


@check("sourcedir is read at the start, and reload sources touches only what has changed")
def source_directory(bench):
    folder = bench.folder / "sources"
    folder.mkdir()
    keep, change = folder / "a.sources", folder / "b.sources"
    keep.write_text(f"server 127.0.0.1 port {SERVER_PORT} {FAST}\n")
    change.write_text("server 127.0.0.2\nserver 127.0.0.3 noselect\n")
    FakeServer(bench, SERVER_PORT)
    daemon, chronyc = start_commanded(bench, f"sourcedir {folder}", "port 0")
    chronyc.wait_until_synchronised()
    require(sorted(names(chronyc)) == ["127.0.0.1", "127.0.0.2", "127.0.0.3"], f"{names(chronyc)}")
    chronyc.expect("delete 127.0.0.2")
    wait_until(lambda: chronyc.source_statistics()[0]["samples"] > 6, 10, lambda: chronyc.expect("sourcestats"))

    chronyc.expect("reload sources")
    require(sorted(names(chronyc)) == ["127.0.0.1", "127.0.0.3"], f"nothing has changed, but: {names(chronyc)}")
    change.write_text("server 127.0.0.3 prefer\nserver 127.0.0.4\nnonsense\nserver 127.0.0.6")
    chronyc.expect("reload sources")
    require(sorted(names(chronyc)) == ["127.0.0.1", "127.0.0.3", "127.0.0.4"], f"{names(chronyc)}")
    require("b.sources:3" in daemon.text(), f"the bad line isn't named: {daemon.text()}")
    samples = {row["name"]: row["samples"] for row in chronyc.source_statistics()}
    require(samples["127.0.0.1"] > 6, f"the source that stays has lost its samples: {samples}")
    change.unlink()
    chronyc.expect("reload sources")
    require(names(chronyc) == ["127.0.0.1"], f"{names(chronyc)}")
    return f"{samples['127.0.0.1']:.0f} samples kept"


@check("refresh replaces a server whose name has come to stand for another address, and no other")
def refresh(bench):
    for address in ("127.0.0.1", "127.0.0.5"):
        FakeServer(bench, SERVER_PORT, address=address)
    with name_server(bench, NXDOMAIN) as names_of:
        names_of.address = "127.0.0.1"
        _, chronyc = start_commanded(bench, f"server time.example port {SERVER_PORT} {FAST}", "port 0")
        chronyc.wait_until_synchronised()
        chronyc.expect("refresh")
        time.sleep(0.5)
        samples = chronyc.source_statistics()[0]["samples"]
        require(names(chronyc) == ["127.0.0.1"] and samples > 3, f"{names(chronyc)}, {samples} samples")
        names_of.address = "127.0.0.5"
        chronyc.expect("refresh")
        wait_until(lambda: names(chronyc) == ["127.0.0.5"], 5, lambda: f"{names(chronyc)}")
        require(chronyc.expect("sourcename 127.0.0.5") == "time.example", chronyc.expect("sourcename 127.0.0.5"))
    return f"kept with {samples:.0f} samples, then replaced"


@check("offline stops the requests, a burst sends some of them, online starts them again")
def online_and_offline(bench):
    _, chronyc = start(bench)

    def sent():
        return int(chronyc.rows("ntpdata 127.0.0.1")[0][-4])

    chronyc.expect("offline")
    require(chronyc.activity() == [0, 1, 0, 0, 0], f"{chronyc.activity()}")
    before = sent()
    time.sleep(1)
    require(sent() == before, f"{sent() - before} requests while offline")
    chronyc.expect("burst 3/5")
    require(chronyc.activity() == [0, 0, 0, 1, 0], f"{chronyc.activity()}")
    wait_until(lambda: chronyc.activity() == [0, 1, 0, 0, 0], 10, lambda: f"{chronyc.activity()}")
    burst = sent() - before
    require(3 <= burst <= 5, f"{burst} requests in a burst of 3/5")
    chronyc.expect("onoffline")
    require(chronyc.activity()[0] + chronyc.activity()[2] == 1, f"{chronyc.activity()}")
    wait_until(lambda: sent() > before + burst, 5, "no requests after 'onoffline'")
    return f"{burst} requests in the burst"


@check("reset sources forgets what was measured, and it synchronises anew")
def reset_sources(bench):
    _, chronyc = start(bench)
    chronyc.expect("offline")
    chronyc.expect("reset sources")
    require(chronyc.tracking()["leap"] == "Not synchronised", chronyc.expect("tracking"))
    require(chronyc.source_statistics()[0]["samples"] == 0, chronyc.expect("sourcestats"))
    chronyc.expect("online")
    chronyc.wait_until_synchronised()
    return "synchronised again"


@check("allow and deny decide who is served, accheck says so")
def server_access(bench):
    _, chronyc = start(bench)
    require(ntp.ask("127.0.0.1", OWN_PORT, 0.2) is None, "everybody is served without 'allow'")
    chronyc.expect("allow 127.0.0.0/24")
    require(ntp.ask("127.0.0.1", OWN_PORT), "nobody is served after 'allow'")
    require(chronyc.expect("accheck 127.0.0.1").startswith("208"), "accheck")
    chronyc.expect("deny 127.0.0.1")
    require(ntp.ask("127.0.0.1", OWN_PORT, 0.2) is None, "served after 'deny'")
    require(chronyc.expect("accheck 127.0.0.1").startswith("209"), "accheck")
    chronyc.expect("allow all")
    require(ntp.ask("127.0.0.1", OWN_PORT), "a rule for a part is left after 'allow all'")
    return "served and not served"


@check("cmdallow and cmddeny decide who is answered over UDP")
def command_access(bench):
    _, chronyc = start(bench)

    def answer(source):
        return ntp.exchange(TRACKING_REQUEST, "127.0.0.1", COMMAND_PORT, 0.2, source)

    require(answer("127.0.0.1"), "this machine isn't answered")
    require(answer("127.0.0.2") is None, "another address is answered")
    chronyc.expect("cmdallow 127.0.0.2")
    require(len(answer("127.0.0.2").data) == len(TRACKING_REQUEST), "no answer after 'cmdallow'")
    chronyc.expect("cmddeny 127.0.0.2")
    require(answer("127.0.0.2") is None, "an answer after 'cmddeny'")
    return "answered and not answered"


@check("local makes the clock a reference of its own, local off ends that")
def local_reference(bench):
    _, chronyc = start_commanded(bench, "port 0")
    require(chronyc.tracking()["leap"] == "Not synchronised", chronyc.expect("tracking"))
    chronyc.expect("local stratum 7")
    tracking = chronyc.tracking()
    require((tracking["id"], tracking["stratum"]) == ("7F7F0101", 7), f"{tracking}")
    chronyc.expect("local off")
    require(chronyc.tracking()["leap"] == "Not synchronised", chronyc.expect("tracking"))
    return f"stratum {tracking['stratum']:.0f}"


@check("dfreq and doffset change the clock by what they say, with the sign they say")
def adjustments(bench):
    daemon, chronyc = start_commanded(bench, "port 11124", "allow", "local stratum 7")
    daemon.wait_for_reply(OWN_PORT)
    before = chronyc.tracking()["frequency"]
    chronyc.expect("dfreq 25")
    change = chronyc.tracking()["frequency"] - before
    require(abs(change - 25) < 0.01, f"the frequency has changed by {change} ppm")
    offset = ntp.measure_offset("127.0.0.1", OWN_PORT)
    chronyc.expect("doffset 0.05")  # the clock is fast by so much: it has to lose it
    time.sleep(2)
    moved = ntp.measure_offset("127.0.0.1", OWN_PORT) - offset
    require(abs(moved + 0.05) < 0.002, f"the clock has moved by {moved} s")
    return f"{change:+.3f} ppm, {moved:+.4f} s"


@check("minpoll, offset options and selection options of added servers are in force")
def settings(bench):
    _, chronyc = start(bench)
    chronyc.expect("minpoll 127.0.0.1 3")
    poll = chronyc.sources()[0]["poll"]
    require(poll == 3, f"poll {poll}")
    chronyc.expect("add server 127.0.0.9 port 1 noselect prefer minpoll 5")

    def selection():
        return next(row for row in chronyc.rows("selectdata -a") if row[1] == "127.0.0.9")

    wait_until(lambda: selection()[0] == "N", 10, lambda: f"{selection()}")
    require(selection()[3:7] == ["N", "P", "-", "-"], f"{selection()}")
    return f"poll {poll:.0f}, {' '.join(selection())}"


@check("cyclelogs goes on in new files after a rotation")
def cycle_logs(bench):
    _, chronyc = start(bench, f"logdir {bench.folder}", "log tracking measurements")
    log = bench.folder / "tracking.log"
    wait_until(log.exists, 5, "no tracking.log")
    log.rename(bench.folder / "tracking.log.1")
    chronyc.expect("cyclelogs")
    wait_until(lambda: log.exists() and log.stat().st_size > 0, 5, "no new tracking.log")
    return f"{log.stat().st_size} bytes in the new file"


@check("shutdown ends it with status 0, and removes its socket")
def shutdown(bench):
    daemon, chronyc = start(bench)
    path = bench.folder / "ntpd" / "command.sock"
    chronyc.expect("shutdown")
    status = daemon.status(5)
    require(status == 0 and not path.exists(), f"status {status}, socket there: {path.exists()}")
    return "status 0"
