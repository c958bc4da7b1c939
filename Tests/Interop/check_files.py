# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Drift file, log files and signals."""

import signal
import subprocess
import time

import ntp
from harness import check, require, wait_until

OLD_DRIFT = "           -1.234500             0.012300\n"
FAST = "iburst minpoll -2 maxpoll -2"


def start_source(bench):
    """A chronyd that our daemon can follow."""
    bench.peers.start_chronyd(bench, "local stratum 8", "allow", "port 11123").wait_for_reply(11123)
    return f"server 127.0.0.1 port 11123 {FAST}"


def lines_with(daemon, text):
    return [line for line in daemon.text().splitlines() if text in line]


def numbers(path):
    return [float(word) for word in path.read_text().split()]


@check("SIGTERM ends it with status 0 within 1 s, and the drift file is written")
def terminated(bench):
    drift = bench.folder / "drift"
    daemon = bench.start_server(start_source(bench), f"driftfile {drift}")
    wait_until(lambda: ntp.ask("127.0.0.1").stratum == 9, 20, "it doesn't follow its source")
    require(not drift.exists(), "the file is written too early to prove anything")
    status, took = daemon.end()
    require(status == 0 and took < 1, f"status {status} after {took:.2f} s")
    frequency, skew = numbers(drift)
    require(abs(frequency) < 500 and 0 < skew < 1e5, f"the file holds {drift.read_text()!r}")
    require(sorted(path.name for path in bench.folder.glob("drift*")) == ["drift"], "a temporary file is left")
    return f"status 0 after {took * 1e3:.0f} ms; frequency {frequency:+.3f} ppm, skew {skew:.3f} ppm"


@check("SIGHUP doesn't end it, SIGINT and SIGQUIT do, with status 0")
def other_signals(bench):
    took = {}
    for number in (signal.SIGINT, signal.SIGQUIT):
        daemon = bench.start_server()
        daemon.process.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        require(daemon.is_running() and ntp.ask("127.0.0.1"), "SIGHUP has ended it")
        status, took[number.name] = daemon.end(number)
        require(status == 0, f"{number.name}: status {status}")
    return ", ".join(f"{name} after {seconds * 1e3:.0f} ms" for name, seconds in took.items())


@check("with a full disk, the old drift file stays, the error is logged once, the daemon goes on, and writes later")
def full_disk(bench):
    disk = bench.folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", disk], check=True)
    try:
        drift = disk / "drift"
        drift.write_text(OLD_DRIFT)
        filler = disk / "filler"
        subprocess.run(["dd", "if=/dev/zero", f"of={filler}"], stderr=subprocess.DEVNULL)
        daemon = bench.start_server(start_source(bench), f"driftfile {drift} interval 1")
        wait_until(lambda: lines_with(daemon, "drift"), 20, "no word about the full disk")
        time.sleep(5)
        complaints = lines_with(daemon, "No space left")
        require(len(complaints) == 1 and str(drift) in complaints[0], f"lines about it: {complaints}")
        require(drift.read_text() == OLD_DRIFT, f"the file holds {drift.read_text()!r}")
        require(ntp.ask("127.0.0.1"), "it doesn't answer any more")
        filler.unlink()
        wait_until(lambda: drift.read_text() != OLD_DRIFT, 10, "it doesn't write when there is room again")
        daemon.kill()
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
    return complaints[0]


@check("a drift file with garbage is ignored, with a message, and so are numbers no clock can have")
def garbage_drift(bench):
    drift = bench.folder / "drift"
    said = []
    for content in (b"garbage\n", b"\xff\xfe\x00", b"1e300 nan\n", b"1 2 3\n", b"inf 1\n", b"", bytes(100_000)):
        drift.write_bytes(content)
        daemon = bench.start_server(f"driftfile {drift}")
        lines = lines_with(daemon, str(drift))
        require(len(lines) == 1, f"for {content[:20]!r} it says {lines}")
        said += lines
        daemon.end()
        require(drift.read_bytes() == content, "the file has changed though nothing was learnt")
    return said[0]


@check("a log folder that can't be written to is named once, and the daemon goes on")
def unwritable_logs(bench):
    folder = bench.folder / "logs"
    folder.mkdir(mode=0o755)  # of root, while the daemon is nobody
    daemon = bench.start_server(start_source(bench), f"logdir {folder}", "log tracking measurements", "user nobody")
    wait_until(lambda: ntp.ask("127.0.0.1").stratum == 9, 20, "it doesn't follow its source")
    time.sleep(3)
    complaints = lines_with(daemon, str(folder))
    require(len(complaints) == 2 and all("Permission denied" in line for line in complaints),
            f"lines about it: {complaints}")
    require(ntp.ask("127.0.0.1"), "it doesn't answer any more")
    return "; ".join(complaints)
