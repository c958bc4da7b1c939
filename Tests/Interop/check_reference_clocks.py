# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Reference clocks that other programs read: by a socket and by shared memory, beside chronyd and with bad feeders."""

import os
import socket

from check_log_files import column_ends
from chronyc import Chronyc
from feeder import Feeder, Segment, SocketFeeder, datagram, send
from harness import check, require, wait_until

OFFSET = 0.002  # seconds: what the feeders say that the clock lacks
UNIT = 7


def start_ntpd(bench, *directives, arguments=()):
    """With commands over a socket of its own."""
    folder = bench.folder / "ntpd"
    folder.mkdir(mode=0o700, exist_ok=True)
    return bench.start_ntpd(
        *arguments, "port 0", "cmdport 0", f"bindcmdaddress {folder}/socket", "pidfile /", f"logdir {bench.folder}",
        "log refclocks statistics", *directives)


def commands(bench):
    return Chronyc(bench.peers, "-h", bench.folder / "ntpd/socket")


def sources(chronyc):
    status, _ = chronyc("tracking")
    return {source["name"]: source for source in chronyc.sources()} if status == 0 else {}


def selected(chronyc, name):
    source = sources(chronyc).get(name)
    return source if source and source["state"] == "*" else None


def log_columns(path):
    """The headline of a log, and the shape of the first lines of the clock that both daemons have."""
    rows = [line for line in path.read_text().splitlines() if line[:1].isdigit() and " SOCK " in line]
    raw = next(line for line in rows if " - " not in line)
    filtered = next(line for line in rows if " - " in line)
    shape = lambda line: "".join("9" if letter.isdigit() else letter for letter in line[26:])
    headline = path.read_text().splitlines()[1]
    return headline, len(raw), len(filtered), [i for i, c in enumerate(raw) if c == " "][:4], shape(filtered)[:22]


@check("SOCK and SHM are followed, shown and logged as by chronyd from the same feeder, to 100 us")
def followed_as_by_chronyd(bench):
    logs = bench.folder / "chronyd-logs"
    logs.mkdir()
    options = "refid SOCK poll -1 delay 0.001 prefer"
    bench.start(
        "chronyd", bench.peers.root / "usr/sbin/chronyd", "-x", "-d", "-u", "root", "cmdport 0", "bindcmdaddress /",
        f"pidfile {bench.folder}/chronyd.pid", f"refclock SOCK {bench.folder}/theirs {options}", f"logdir {logs}",
        "log refclocks", environment=bench.peers.environment)
    segment = Segment(UNIT)
    try:
        start_ntpd(
            bench, f"refclock SOCK {bench.folder}/ours {options}",
            f"refclock SHM {UNIT}:perm=0600 refid SHM poll -1 dpoll -4 offset -0.001")
        bench.servers += [
            SocketFeeder([bench.folder / "ours", bench.folder / "theirs"], OFFSET),
            Feeder(lambda: segment.write(OFFSET + 0.001))]
        chronyc = commands(bench)
        followed = wait_until(lambda: selected(chronyc, "SOCK"), 15, lambda: f"sources: {sources(chronyc)}")
        both = wait_until(
            lambda: (found := sources(chronyc)) and found["SHM"]["measured_offset"] != 0
            and found["SHM"]["reach"] != 0 and found, 10, lambda: f"sources: {sources(chronyc)}")
        wait_until(lambda: " - " in (logs / "refclocks.log").read_text(), 10, "chronyd has logged no sample")
    finally:
        segment.remove()
    require(followed["mode"] == "#" and followed["stratum"] == 0, f"{followed}")
    tracking = chronyc.tracking()
    require((tracking["name"], tracking["stratum"]) == ("SOCK", 1), f"{tracking}")
    names = [row["name"] for row in chronyc.source_statistics()]
    require(names == ["SOCK", "SHM"], f"sourcestats: {names}")
    errors = []
    for line in (bench.folder / "refclocks.log").read_text().splitlines():
        words = line.split()
        if words[0][:1].isdigit() and words[3] != "-":
            errors.append(abs(float(words[6]) - (OFFSET if words[2] == "SOCK" else OFFSET + 0.001)))
    require(errors and max(errors) < 100e-6, f"readings differ from what was fed by up to {max(errors)} s")
    ours, theirs = log_columns(bench.folder / "refclocks.log"), log_columns(logs / "refclocks.log")
    require(ours == theirs, f"refclocks.log has {ours}, chronyd's {theirs}")
    return f"{len(both)} clocks; {len(errors)} readings, wrong by {max(errors) * 1e6:.1f} us at most"


def lines_of(path, clock):
    """The lines of a clock in a log, but for the first ones, whose numbers are wider."""
    found = path.read_text().splitlines() if path.exists() else []
    return [line for line in found if f" {clock} " in line][3:]


@check("a reference clock's samples are logged and kept in files as chronyd does, and taken over by -r")
def logged_and_kept(bench):
    theirs, ours = bench.folder / "theirs", bench.folder / "ours"
    names = ["statistics", "tracking", "selection"]
    for folder in (theirs, ours):
        folder.mkdir()
    lines = lambda folder: [
        f"refclock SOCK {folder}/feed refid GPS poll -2 delay 0.001", f"dumpdir {folder}", f"logdir {folder}",
        f"log {' '.join(names)}"]
    chronyd = bench.start(
        "chronyd", bench.peers.root / "usr/sbin/chronyd", "-x", "-d", "-u", "root", "cmdport 0", "bindcmdaddress /",
        f"pidfile {bench.folder}/chronyd.pid", *lines(theirs), environment=bench.peers.environment)
    first = start_ntpd(bench, *lines(ours))
    feeder = SocketFeeder([ours / "feed", theirs / "feed"], OFFSET)
    bench.servers.append(feeder)
    for name in names:
        both = lambda: [lines_of(folder / f"{name}.log", "GPS") for folder in (theirs, ours)]
        wait_until(lambda: all(len(found) > 3 for found in both()), 20, lambda: f"{name}: {both()}")
        shapes = [{tuple(column_ends(line)) for line in found} for found in both()]
        require(shapes[1] <= shapes[0], f"{name}: columns end at {shapes[1]}, chronyd's at {shapes[0]}: {both()}")
    for daemon in (chronyd, first):
        daemon.end()
    kept = [sorted(path.name for path in folder.glob("*.dat")) for folder in (theirs, ours)]
    require(kept[0] == kept[1] == ["refid:47505300.dat"], f"files: {kept}")
    second = start_ntpd(bench, *lines(ours), arguments=["-r"])
    line = wait_until(lambda: [line for line in second.text().splitlines() if "Loaded dump file" in line], 5, second.text)[0]
    chronyc = commands(bench)
    followed = wait_until(lambda: selected(chronyc, "GPS"), 10, lambda: f"sources: {sources(chronyc)}")
    offset = chronyc.tracking()["last_offset"]
    require(abs(offset) < 1.1 * OFFSET and followed["mode"] == "#", f"the samples don't fit: off by {offset} s")
    return f"{kept[1][0]}; {line.split(' ', 1)[1]}"


@check("a feeder that lies, dies or floods takes neither the daemon nor the clock along")
def hostile_feeders(bench):
    path, segment = bench.folder / "feed", Segment(UNIT)
    try:
        ntpd = start_ntpd(
            bench, f"refclock SOCK {path} refid GPS poll -1", f"refclock SHM {UNIT} refid SHM poll -1 dpoll -6 noselect")
        honest = SocketFeeder([path], OFFSET)
        bench.servers.append(honest)
        chronyc = commands(bench)
        wait_until(lambda: selected(chronyc, "GPS"), 15, lambda: f"sources: {sources(chronyc)}")
        sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        sender.setblocking(False)
        lies = [
            b"", b"x", datagram(OFFSET)[:-1], datagram(OFFSET) + b"x", bytes(40), bytes(9000),
            datagram(float("nan")), datagram(float("inf")), datagram(1e300), datagram(OFFSET, magic=1),
            datagram(OFFSET, leap=3), datagram(OFFSET, now=0), datagram(OFFSET, now=2**33), datagram(1e9, now=2**40)]
        for seed in range(300):
            segment.noise(seed)
            for lie in lies:
                send(sender, lie, path)
        flood = [send(sender, datagram(OFFSET), path) for _ in range(20_000)]
        wait_until(lambda: selected(chronyc, "GPS"), 5, lambda: f"sources: {sources(chronyc)}")
        offset = abs(chronyc.tracking()["last_offset"])
        require(offset < 1.1 * OFFSET, f"the clock was moved by {offset} s")
        honest.close()
        wait_until(
            lambda: sources(chronyc)["GPS"]["reach"] == 0, 10, lambda: f"sources: {sources(chronyc)}")
        require(ntpd.is_running(), "it has ended")
        status, _ = ntpd.end()
    finally:
        segment.remove()
    require(status == 0 and not path.exists(), f"status {status}, socket left: {path.exists()}")
    return f"{300 * len(lies)} lies and {len(flood)} datagrams at once; last offset {offset * 1e6:.1f} us"


@check("what stands in the place of a reference clock's socket is left alone, and named")
def place_is_taken(bench):
    target, path = bench.folder / "precious", bench.folder / "feed"
    target.write_text("kept")
    os.symlink(target, path)
    ntpd = start_ntpd(bench, f"refclock SOCK {path} refid GPS")
    require(ntpd.status() == 1, "it has started")
    require(target.read_text() == "kept" and path.is_symlink(), "the link or its target was changed")
    require(str(path) in ntpd.text(), f"it says {ntpd.text()}")
    twice = start_ntpd(bench, f"refclock SOCK {path}1 refid GPS", f"refclock SOCK {path}2 refid GPS")
    require(twice.status() == 1 and "GPS" in twice.text(), f"two of a name: {twice.text()}")
    lost = start_ntpd(bench, f"refclock SOCK {path}1 refid PPS lock NMEA")
    require(lost.status() == 1 and "NMEA" in lost.text(), f"locked to nothing: {lost.text()}")
    return ntpd.text().strip().splitlines()[-1][:100]
