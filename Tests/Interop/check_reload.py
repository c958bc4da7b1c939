# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""SIGHUP, and samples that are kept from one run to the next."""

import os
import signal

import ntp
from chronyc import Chronyc, socket_path, taking_commands
from harness import check, require, wait_until

FAST = "port 11123 iburst minpoll -2 maxpoll -2"


def said(daemon, text):
    return [line for line in daemon.text().splitlines() if text in line]


def start(bench, path, *arguments):
    """Starts ntpd with a file; returns it with a chronyc on its socket."""
    daemon = bench.start_ntpd("-f", path, *arguments)
    wait_until(socket_path(bench, "ntpd").exists, 5, daemon.text)
    return daemon, Chronyc.over_unix(bench)


def statistics(chronyc):
    return {row["name"]: row for row in chronyc.source_statistics()}


def reload(daemon, text):
    """Has the configuration read again, and waits for what is said of it."""
    before = len(said(daemon, text))
    daemon.process.send_signal(signal.SIGHUP)
    return wait_until(lambda: said(daemon, text)[before:], 5, daemon.text)[-1]


@check("SIGHUP puts a changed configuration into effect; sources that stay keep their samples, errors change nothing")
def reloaded(bench):
    bench.peers.start_chronyd(bench, "local stratum 8", "allow", "port 11123").wait_for_reply(11123)
    path = bench.folder / "ntpd.conf"
    # The folder is granted from the start: no other can be written to later, under the strict filter.
    lines = [*taking_commands(bench), "allow", f"logdir {bench.folder}", f"server 127.0.0.1 {FAST}",
             f"server 127.0.0.2 {FAST}"]
    write = lambda *more: path.write_text("\n".join([*lines, *more, ""]))
    write()
    daemon, chronyc = start(bench, path)
    wait_until(lambda: statistics(chronyc).get("127.0.0.1", {}).get("samples", 0) >= 20, 15, daemon.text)

    write("deny 127.0.0.0/8", "makestep 1", "prot 123")
    line = reload(daemon, "not reloaded")
    require("2 errors" in line and said(daemon, f"{path}:9:11: makestep lacks LIMIT")
            and said(daemon, f"{path}:10:1: unknown directive 'prot'"), daemon.text())
    require(ntp.ask("127.0.0.1"), "what was wrong is in effect")
    require(statistics(chronyc)["127.0.0.1"]["samples"] >= 20, "the samples are gone")

    lines[-1] = f"server 127.0.0.3 {FAST}"
    write("deny 127.0.0.9", "port 124", "log tracking")
    reload(daemon, "Configuration reloaded")
    require(said(daemon, "next start alone: port"), daemon.text())
    kept = statistics(chronyc)["127.0.0.1"]["samples"]
    require(kept >= 20, f"{kept} samples are left of the source that stays")
    wait_until(lambda: set(statistics(chronyc)) == {"127.0.0.1", "127.0.0.3"}, 5, lambda: chronyc("sources")[1])
    wait_until((bench.folder / "tracking.log").exists, 5, "the new log file isn't written")
    require("208 " in chronyc("accheck 127.0.0.8")[1] and "209 " in chronyc("accheck 127.0.0.9")[1],
            f"the access list is {chronyc('accheck 127.0.0.9')}")
    require(ntp.ask("127.0.0.1"), "it doesn't serve any more")
    return f"{kept:.0f} samples kept; {line.split(' ', 1)[1]}"


@check("SIGHUP puts 'local', 'smoothtime', 'manual', 'ratelimit' and leap seconds into effect, and takes them back")
def time_served(bench):
    path, table = bench.folder / "ntpd.conf", bench.folder / "leap-seconds.list"
    table.write_text("#@ 3928521600\n3644697600 36\n3692217600 37\n")
    basis = [*taking_commands(bench), "allow"]
    path.write_text("\n".join([*basis, ""]))
    daemon, chronyc = start(bench, path)
    wait_until(lambda: ntp.ask("127.0.0.1"), 5, daemon.text)

    def state():
        return ntp.ask("127.0.0.1").stratum, chronyc("smoothing")[0], chronyc("settime 12:00:00")[0]

    def answered():
        return sum(bool(ntp.ask("127.0.0.1", timeout=0.05)) for _ in range(16))

    plain = state()
    require(plain == (0, 1, 1), f"at the start: {plain}")
    path.write_text("\n".join([*basis, "local stratum 7", "smoothtime 400 0.01", "manual", f"leapseclist {table}", ""]))
    reload(daemon, "Configuration reloaded")
    require(not said(daemon, "next start") and said(daemon, "leap-seconds.list expired"), daemon.text())
    changed = state()
    require(changed == (7, 0, 0), f"afterwards: {changed}")
    path.write_text("\n".join([*basis, "ratelimit interval 12 burst 1 leak 4", ""]))
    reload(daemon, "Configuration reloaded")
    limited = answered()
    require(limited <= 8, f"{limited} of 16 requests answered with a limit of one in 4096 s")
    path.write_text("\n".join([*basis, ""]))
    reload(daemon, "Configuration reloaded")
    wait_until(lambda: state() == plain, 3, lambda: f"in the end: {state()}")
    require(answered() == 16, "requests are limited still")
    return f"{limited} of 16 requests within the limit; stratum, status of smoothing and settime {plain}, {changed}, and back"


@check("-r takes over the samples that the last run kept in dumpdir, once, and not those of other clocks")
def samples_kept(bench):
    bench.peers.start_chronyd(bench, "local stratum 8", "allow", "port 11123").wait_for_reply(11123)
    path, folder = bench.folder / "ntpd.conf", bench.folder / "dump"
    folder.mkdir()
    path.write_text("\n".join([*taking_commands(bench), f"dumpdir {folder}", f"server 127.0.0.1 {FAST}", "port 0", ""]))
    daemon, chronyc = start(bench, path)
    wait_until(lambda: statistics(chronyc).get("127.0.0.1", {}).get("samples", 0) >= 25, 15, daemon.text)
    chronyc.expect("dump")
    kept = folder / "127.0.0.1.dat"
    dumped = kept.read_text()
    daemon.end()
    text = kept.read_text()
    require(text != dumped and sorted(os.listdir(folder)) == ["127.0.0.1.dat"], f"left: {os.listdir(folder)}")

    daemon, chronyc = start(bench, path, "-r")
    line = wait_until(lambda: said(daemon, "Loaded dump file"), 5, daemon.text)[0]
    samples = statistics(chronyc)["127.0.0.1"]["samples"]
    require(samples >= 25 and not kept.exists(), f"{samples} samples; the file is there: {kept.exists()}")
    wait_until(lambda: chronyc.tracking()["leap"] == "Normal", 5, daemon.text)
    offset = chronyc.tracking()["last_offset"]
    require(abs(offset) < 1e-4, f"the samples don't fit: the clock is off by {offset} s")
    daemon.end()

    refused = {
        "the machine was started anew": text.replace("boot ", "boot 0"), "it is torn": text[:-20],
        "moved by": text.replace("monotonic 1", "monotonic 0"), "written by another": "SRC0\n127.0.0.1\n1 2 3\n",
    }
    for reason, content in refused.items():
        kept.write_text(content)
        daemon, _ = start(bench, path, "-r")
        wait_until(lambda: any(reason in found for found in said(daemon, f"{kept} is ignored")), 5, daemon.text)
        daemon.kill()
    kept.unlink(missing_ok=True)
    kept.symlink_to(path)
    daemon, _ = start(bench, path, "-r")
    wait_until(lambda: said(daemon, "it isn't a regular file"), 5, daemon.text)
    return f"{line.split(' ', 1)[1]}; then off by {offset * 1e6:.1f} us; five others refused"
