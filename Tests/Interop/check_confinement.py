# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""What is kept from whoever takes the daemon over: -F, and Landlock with it."""

import signal
import subprocess
from pathlib import Path

from harness import check, require, wait_until

FOLDER = Path(__file__).resolve().parent
SOURCES = FOLDER.parent.parent / "Sources/CNTPPrivileges"
DANGEROUS = ("execute", "fork", "trace")
UNKNOWN = ("listen", "packet-socket")
NEEDED = ("thread", "udp-socket")
KILLED = -signal.SIGSYS
NO_LANDLOCK = 3


def build(bench):
    """The program that confines itself as ntpd does."""
    program = bench.folder / "confined"
    if not program.exists():
        subprocess.run(
            ["cc", "-std=c17", "-O2", "-Wall", "-Wextra", "-I", SOURCES / "include", "-I", SOURCES, "-o", program,
             FOLDER / "confined.c", SOURCES / "filter.c", SOURCES / "landlock.c", "-lseccomp", "-lpthread"],
            check=True)
    return program


def fate(bench, level, deed, *folder):
    return subprocess.run([build(bench), level, deed, *folder], stderr=subprocess.DEVNULL).returncode


@check("-F 1 and -F -1 end whoever makes a system call that ntpd never makes, and let those through that it makes")
def strict(bench):
    for level in ("1", "-1"):
        for deed in DANGEROUS + UNKNOWN:
            status = fate(bench, level, deed)
            require(status == KILLED, f"-F {level}: {deed} ends with {status}, without the filter {fate(bench, '0', deed)}")
        for deed in NEEDED:
            require(fate(bench, level, deed) == 0, f"-F {level}: {deed} isn't let through")
    return f"killed: {', '.join(DANGEROUS + UNKNOWN)}; not: {', '.join(NEEDED)}"


@check("-F 2 ends whoever executes, forks or traces, and nobody else")
def loose(bench):
    for deed in DANGEROUS:
        require(fate(bench, "2", deed) == KILLED, f"{deed}: {fate(bench, '2', deed)}")
    for deed in ("listen", *NEEDED):
        require(fate(bench, "2", deed) == 0, f"{deed} isn't let through")
    return f"killed: {', '.join(DANGEROUS)}"


@check("with Landlock, only files in ntpd's own folders can be changed")
def files(bench):
    own, foreign = bench.folder / "own", bench.folder / "foreign"
    own.mkdir()
    foreign.mkdir()
    status = fate(bench, "1", own / "drift", own)
    if status == NO_LANDLOCK:
        return "this kernel has no Landlock; ntpd says so and goes on"
    require(status == 0, f"writing into the own folder ends with {status}")
    require(fate(bench, "1", foreign / "file", own) == 1, "another folder can be written to")
    require(fate(bench, "0", foreign / "file") == 0, "even without Landlock it can't")
    return "a file in the own folder was written, one in another wasn't"


@check("the filter is in force for every thread before the first packet is read")
def every_thread(bench):
    server = bench.start_server("server unknown.invalid", "serverthreads 2", port=11124)
    wait_until(lambda: len(server.threads()) >= 3, 5, lambda: f"{len(server.threads())} threads")
    found = {task: (status["Seccomp"], status["NoNewPrivs"]) for task, status in server.threads().items()}
    require(all(value == ("2", "1") for value in found.values()), f"{found}")
    return f"{len(found)} threads, all filtered"
