# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""The command line: measuring once, time limits, a start that waits, and where messages go."""

import os
import re
import socket
import subprocess
import time

from daemons import WITHOUT_CLOCK
from fakeserver import FakeServer
from harness import check, require, wait_until

PORT = 11123
SOURCE = f"server 127.0.0.1 port {PORT}"
QUICK = f"{SOURCE} iburst minpoll 0 maxpoll 0"
QUIET = "port 0", "cmdport 0", "bindcmdaddress /", "pidfile /"


def run(bench, *arguments, limit=20):
    """Runs ntpd to its end; returns its status, what it said, and how long it took."""
    start = time.monotonic()
    result = subprocess.run(
        [WITHOUT_CLOCK, bench.ntpd, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, timeout=limit)
    return result.returncode, result.stdout.strip(), time.monotonic() - start


@check("-Q says how wrong the clock is and ends with status 0, without 'iburst' too")
def measure(bench):
    FakeServer(bench, PORT, offset=0.5)
    status, said, took = run(bench, "-Q", SOURCE)
    found = re.search(r"wrong by (\S+) seconds \(ignored\)", said)
    require(status == 0 and found and abs(float(found[1]) - 0.5) < 1e-3, f"status {status}: {said}")
    lines = said.splitlines()
    require(" starting (" in lines[0] and lines[-1].endswith(" exiting"), said)
    return f"{found[1]} s, in {took:.1f} s"


@check("-Q with -t ends in time with status 1 when nobody answers")
def measure_in_vain(bench):
    status, said, took = run(bench, "-Q", "-t", 2, SOURCE)
    require(status == 1 and "No suitable source" in said and took < 3, f"status {status} after {took:.1f} s: {said}")
    return f"after {took:.1f} s: {said.splitlines()[-1]}"


@check("-q without the privilege to set the clock ends with status 1 at once, and says so")
def set_in_vain(bench):
    status, said, took = run(bench, "-q", SOURCE)
    require(status == 1 and "clock can't be controlled" in said and took < 1, f"status {status} after {took:.1f} s: {said}")
    return said.splitlines()[-1]


@check("-t ends a daemon, with status 0 if its clock is synchronised and 1 if not")
def time_limit(bench):
    FakeServer(bench, PORT)
    good = run(bench, "-d", "-x", "-t", 3, QUICK, *QUIET)
    bad = run(bench, "-d", "-x", "-t", 2, f"server 127.0.0.9 port {PORT}", *QUIET)
    require((good[0], bad[0]) == (0, 1) and good[2] < 4 and bad[2] < 3, f"{good}, {bad}")
    return f"status 0 after {good[2]:.1f} s, 1 after {bad[2]:.1f} s"


@check("-4 and -6 keep to one family, as client and as server")
def families(bench):
    for flag, own, other in (("-4", "0.0.0.0:123", "[::]:123"), ("-6", "[::]:123", "0.0.0.0:123")):
        _, said, _ = run(bench, "-d", "-x", flag, "-t", 1, "allow", "cmdport 0", "bindcmdaddress /", "pidfile /",
                         "server 127.0.0.1", "server ::1")
        family = "IPv4" if flag == "-4" else "IPv6"
        require(f"Serving time on {own}" in said and other not in said, f"{flag}: {said}")
        require(said.count(f"no {family} address") == 1, f"{flag}: {said}")
    return "one port each, and a source of the other family is said to have no address"


@check("-p prints the configuration of all files in effect, and needs no privilege")
def print_configuration(bench):
    folder = bench.folder / "conf.d"
    folder.mkdir()
    (folder / "b.conf").write_text("maxdistance 2\n")
    (folder / "a.conf").write_text("maxdistance 1\nServer 192.0.2.1 IBURST\n")
    (folder / "c.txt").write_text("nonsense\n")
    main = bench.folder / "ntpd.conf"
    main.write_text(f"# ours\nconfdir {folder}\ninclude {folder}/[x-z]*.conf\nallow 10/8\n")
    main.chmod(0o644)
    result = subprocess.run(
        ["setpriv", "--reuid=65534", "--clear-groups", bench.ntpd, "-p", "-f", main], stdout=subprocess.PIPE, text=True)
    lines = result.stdout.split("\n")
    require(result.returncode == 0, f"status {result.returncode}")
    require([line for line in lines if line] == ["server 192.0.2.1 iburst", "maxdistance 2", "allow 10.0.0.0/8"],
            f"{lines}")
    return f"{lines[:3]}"


@check("-R leaves out the steps of the start, and keeps those of any time")
def restart(bench):
    FakeServer(bench, PORT, offset=2.0)
    stepped = {}
    for step in ("makestep 0.1 3", "makestep 0.1 -1"):
        for flags in ((), ("-R",)):
            _, said, _ = run(bench, "-d", "-x", *flags, "-t", 3, QUICK, step, *QUIET)
            stepped[step, flags] = "System clock was stepped by 2.0" in said
    expected = [True, False, True, True]
    require(list(stepped.values()) == expected, f"{stepped}")
    return "makestep 0.1 3: stepped, with -R not; makestep 0.1 -1: stepped, with -R too"


@check("initstepslew steps what is beyond its threshold, by servers that aren't asked afterwards")
def initial_step(bench):
    first, then = FakeServer(bench, 123, offset=1.0, address="127.0.0.2"), FakeServer(bench, PORT, offset=1.0)
    _, said, _ = run(bench, "-d", "-x", "-t", 14, "initstepslew 0.5 127.0.0.2", QUICK, *QUIET)
    require(said.count("System clock was stepped by 1.0") == 1, said)
    require(re.search(r"System's initial offset: 1\.0\d* seconds slow of true \(step\)", said), said)
    require(first.requests[-1][0] < then.requests[0][0], "the source proper is asked while the other one still is")
    require(re.search("Selected source 127.0.0.2.*Selected source 127.0.0.1", said, re.S), said)
    return f"{len(first.requests)} requests, then {len(then.requests)} to the source proper"


@check("initstepslew slews what is below its threshold, and -R leaves it out")
def initial_slew(bench):
    first = FakeServer(bench, 123, offset=0.2, address="127.0.0.2")
    FakeServer(bench, PORT, offset=0.2)
    _, said, _ = run(bench, "-d", "-x", "-t", 10, "initstepslew 0.5 127.0.0.2", QUICK, *QUIET)
    require("stepped" not in said, said)
    require(re.search(r"System's initial offset: 0\.(2|19)\d* seconds slow of true \(slew\)", said), said)
    asked = len(first.requests)
    _, said, _ = run(bench, "-d", "-x", "-R", "-t", 3, "initstepslew 0.5 127.0.0.2", QUICK, *QUIET)
    require(len(first.requests) == asked and "Selected source 127.0.0.1" in said, said)
    return "no step; with -R, not a single request"


@check("a daemon that detaches lets its starter go when the clock is corrected, and not before")
def detached(bench):
    FakeServer(bench, 123, offset=1.0, address="127.0.0.2")
    log, pid = bench.folder / "log", bench.folder / "pid"
    status, said, took = run(bench, "-x", "-l", log, "initstepslew 0.5 127.0.0.2", *QUIET[:3], f"pidfile {pid}")
    text = log.read_text()
    os.kill(int(pid.read_text()), 15)
    wait_until(lambda: not pid.exists(), 5, "it doesn't end")
    require(status == 0 and not said and "initial offset" in text, f"status {status}: {said} {text}")
    return f"released after {took:.1f} s"


@check("a daemon that detaches and can't start says why where it was started, with status 1")
def failed_start(bench):
    status, said, _ = run(bench, "-x", "-l", bench.folder / "log", "user nosuchuser", *QUIET)
    require(status == 1 and said == 'ntpd: there is no user "nosuchuser": create it, or change \'user\' or -u', said)
    return said


@check("maxchange ignores what is too much, and gives up with status 1")
def maximum_change(bench):
    server = FakeServer(bench, PORT)
    daemon = bench.start_ntpd(QUICK, "maxchange 0.5 1 1", *QUIET)
    wait_until(lambda: len(server.requests) > 5, 10, "it isn't asked")
    server.offset = 10.0
    status = daemon.status(15)
    words = [line.rsplit("; ", 1)[1] for line in daemon.text().splitlines() if "exceeds 'maxchange'" in line]
    require(status == 1 and words == ["ignored", "exiting"], f"status {status}: {daemon.text()}")
    return f"{words}, status {status}"


@check("an answer is waited for as long as maxdelay allows")
def slow_answer(bench):
    class SlowServer(FakeServer):
        def now(self):
            if not self.is_late:  # before it says that it has received anything
                self.is_late = True
                time.sleep(9)
            return super().now()

    SlowServer.is_late = False
    server = SlowServer(bench, PORT)
    # The answer is for the first request; the second would end the wait for it.
    daemon = bench.start_ntpd(
        f"server 127.0.0.1 port {PORT} maxdelay 16", *QUIET[:3], "pidfile /", f"logdir {bench.folder}", "log measurements")
    log = bench.folder / "measurements.log"
    wait_until(lambda: log.exists() and "127.0.0.1" in log.read_text(), 14, daemon.text)
    return f"{len(server.requests)} request, measured"


class SystemLog:
    """Takes what programs of this mount namespace send to the system's log."""

    def __init__(self, bench):
        self.folder = bench.folder / "dev"
        self.folder.mkdir()
        for name in ("null", "urandom"):
            (self.folder / name).touch()
            subprocess.run(["mount", "--bind", f"/dev/{name}", self.folder / name], check=True)
        subprocess.run(["mount", "--rbind", self.folder, "/dev"], check=True)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind("/dev/log")

    def messages(self):
        self.socket.setblocking(False)
        found = []
        try:
            while True:
                found.append(self.socket.recv(4096).decode())
        except BlockingIOError:
            return found

    def close(self):
        self.socket.close()
        subprocess.run(["umount", "-R", "/dev"], check=True)
        subprocess.run(["umount", self.folder / "null", self.folder / "urandom"], check=True)


@check("-n stays in the foreground and writes to the system's log, -L leaves out what is of less weight")
def system_log(bench):
    log = SystemLog(bench)
    try:
        run(bench, "-n", "-x", "-t", 1, *QUIET)
        everything = log.messages()
        run(bench, "-n", "-x", "-t", 1, "-L", 1, f"sourcedir {bench.ntpd}", *QUIET)
        warnings = log.messages()
    finally:
        log.close()
    # 30 is a daemon's information, 28 its warning; see RFC 5424, section 6.2.1.
    require(any(message.startswith("<30>") and "ntpd[" in message for message in everything), f"{everything}")
    require(warnings and all(message.startswith("<28>") for message in warnings), f"{warnings}")
    return f"{len(everything)} messages, {len(warnings)} with -L 1"
