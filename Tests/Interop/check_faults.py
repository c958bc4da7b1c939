# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Faults around the daemon: it goes on without a restart, and says what happened once."""

import resource
import signal
import subprocess
import time
from pathlib import Path

import ntp
from chronyc import start_commanded
from fakeserver import FakeServer
from harness import check, require, wait_until

PORT, SOURCE_PORT = 11124, 11123
POLLS = "minpoll -2 maxpoll -2"


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True)


def reach(chronyc, row=0):
    return chronyc.rows("sources")[row][5]


def follow(bench, *directives, sources=1, **options):
    """A daemon that follows some sources, and serves."""
    servers = [FakeServer(bench, SOURCE_PORT, address=f"127.0.0.{number + 1}") for number in range(sources)]
    daemon, chronyc = start_commanded(
        bench, *(f"server 127.0.0.{number + 1} port {SOURCE_PORT} {POLLS}" for number in range(sources)),
        "allow", f"port {PORT}", *directives, **options)
    daemon.wait_for_reply(PORT)  # not the socket, which one that was killed may have left
    chronyc.wait_until_synchronised()
    return daemon, chronyc, servers


def lines_with(daemon, text):
    return sum(text in line for line in daemon.text().splitlines())


@check("an interface that goes down and comes up again is said once, and its sources are followed again")
def interface_down(bench):
    daemon, chronyc, _ = follow(bench)
    ip("link", "set", "lo", "down")
    try:
        time.sleep(4)
    finally:
        ip("link", "set", "lo", "up")
    complaints = lines_with(daemon, "127.0.0.1: ")
    wait_until(lambda: int(reach(chronyc), 8) & 7 == 7, 10, lambda: f"reach {reach(chronyc)}")
    require(complaints <= 2 and ntp.ask("127.0.0.1", PORT), f"{complaints} complaints: {daemon.text()}")
    return f"{complaints} complaints in 4 s, reach {reach(chronyc)} afterwards"


@check("when the address that requests were sent from is gone, they are sent from the new one")
def address_change(bench):
    daemon, chronyc, _ = follow(bench)
    for address in ("192.0.2.2", "192.0.2.3"):
        ip("addr", "add", f"{address}/32", "dev", "lo")
        ip("route", "replace", "local", "127.0.0.1", "dev", "lo", "table", "local", "src", address)
        time.sleep(2)
        used = chronyc.expect("ntpdata").split("Local address   : ")[1].split()[0]
        require(used == address, f"sent from {used}, the machine's address is {address}")
        ip("route", "replace", "local", "127.0.0.1", "dev", "lo", "table", "local", "src", "127.0.0.1")
        ip("addr", "del", f"{address}/32", "dev", "lo")
    wait_until(lambda: int(reach(chronyc), 8) & 7 == 7, 10, lambda: f"reach {reach(chronyc)}")
    return f"two addresses, one after the other; reach {reach(chronyc)}"


@check("a full disk leaves the drift file whole and time served, and is said once")
def full_disk(bench):
    folder = bench.folder / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], check=True)
    try:
        (folder / "drift").write_text("  1.000000  0.100000\n")
        daemon, chronyc, _ = follow(
            bench, f"driftfile {folder}/drift interval 1", f"logdir {folder}", "log tracking measurements")
        with open(folder / "ballast", "wb", buffering=0) as ballast:
            try:
                while ballast.write(bytes(4096)):
                    pass
            except OSError:
                pass
        time.sleep(4)
        words = (folder / "drift").read_text().split()
        said = lines_with(daemon, "No space left")
        require(len(words) == 2 and all(abs(float(word)) < 1e5 for word in words), f"drift file: {words}")
        require(ntp.ask("127.0.0.1", PORT) and int(reach(chronyc), 8) & 7 == 7, "it doesn't serve or follow")
        require(1 <= said <= 4, f"said {said} times: {daemon.text()}")
        (folder / "ballast").unlink()
        size = (folder / "measurements.log").stat().st_size
        wait_until(lambda: (folder / "measurements.log").stat().st_size > size, 5, "the log doesn't go on")
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
    return f"said {said} times, drift file whole, logs go on when there is room"


@check("without a free file descriptor, requests wait for the next poll and serving goes on")
def no_descriptors(bench):
    daemon, chronyc, _ = follow(bench)
    limits = resource.prlimit(daemon.pid, resource.RLIMIT_NOFILE)
    highest = max(int(path.name) for path in Path(f"/proc/{daemon.pid}/fd").iterdir())
    resource.prlimit(daemon.pid, resource.RLIMIT_NOFILE, (highest + 1, limits[1]))
    time.sleep(3)
    said = lines_with(daemon, "Too many open files")
    served = ntp.ask("127.0.0.1", PORT)
    resource.prlimit(daemon.pid, resource.RLIMIT_NOFILE, limits)
    wait_until(lambda: int(reach(chronyc), 8) & 7 == 7, 10, lambda: f"reach {reach(chronyc)}")
    require(served and 1 <= said <= 2, f"served: {served is not None}, said {said} times: {daemon.text()}")
    return f"said {said} times, served meanwhile, reach {reach(chronyc)} afterwards"


@check("killed at any moment, it leaves a whole drift file, and starts again over what it left")
def killed(bench):
    drift = bench.folder / "drift"
    for attempt in range(10):
        daemon, _, servers = follow(bench, f"driftfile {drift} interval 0")
        time.sleep(0.05 * attempt)
        daemon.end(signal.SIGKILL)
        for server in servers:
            server.close()
            bench.servers.remove(server)
        if drift.exists():
            words = drift.read_text().split()
            require(len(words) == 2 and [float(word) for word in words], f"drift file: {words}")
    return "10 times"


@check("a storm of signals is survived, and time served meanwhile")
def signal_storm(bench):
    daemon, chronyc, _ = follow(bench)
    answered = 0
    for number in range(2000):
        for kind in (signal.SIGHUP, signal.SIGPIPE, signal.SIGWINCH, signal.SIGCHLD):
            daemon.process.send_signal(kind)
        if number % 100 == 0:
            answered += ntp.ask("127.0.0.1", PORT) is not None
    require(daemon.is_running() and answered >= 19, f"answered {answered} of 20: {daemon.text()}")
    wait_until(lambda: int(reach(chronyc), 8) & 7 == 7, 10, lambda: f"reach {reach(chronyc)}")
    return f"8000 signals, {answered} of 20 requests answered"


@check("a source that lies ever more is left alone as soon as three others contradict it, and named once")
def slow_liar(bench):
    daemon, chronyc, servers = follow(bench, sources=4)
    servers[0].frequency, servers[0].start = 0.02, time.time()  # 20 ms more in each second
    wait_until(lambda: chronyc.rows("sources")[0][1] == "x", 20, lambda: f"{chronyc.rows('sources')}")
    offset = ntp.measure_offset("127.0.0.1", PORT)
    named = lines_with(daemon, "127.0.0.1") - lines_with(daemon, "Selected source 127.0.0.1")
    require(abs(offset) < 0.05, f"served offset {offset}")
    return f"served offset {offset:+.6f} s, lines about it: {named}"
