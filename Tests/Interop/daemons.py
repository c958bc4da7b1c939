# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Daemons as processes: started so that they can't set the clock, watched and ended."""

import os
import signal
import subprocess
import time
from pathlib import Path

import ntp

WITHOUT_CLOCK = Path(__file__).resolve().parent / "without-clock"
START_LIMIT = 10  # seconds


class Daemon:
    """One process, and what it says."""

    def __init__(self, name, command, folder, environment=None, wrapper=()):
        self.name = name
        self.log = folder / f"{name}-{time.monotonic_ns()}.txt"
        self.command = [str(word) for word in command]
        with open(self.log, "wb") as log:
            # The wrappers replace themselves by the command, so that the process is the daemon's.
            self.process = subprocess.Popen(
                [WITHOUT_CLOCK, *wrapper, *self.command], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, **(environment or {})})

    @property
    def pid(self):
        return self.process.pid

    def text(self):
        """All that it has said so far."""
        return self.log.read_text(errors="replace")

    def is_running(self):
        return self.process.poll() is None

    def wait_for_reply(self, port, address="127.0.0.1"):
        """Waits until it serves time."""
        end = time.monotonic() + START_LIMIT
        while time.monotonic() < end and self.is_running():
            reply = ntp.ask(address, port, timeout=0.1)
            if reply and reply.stratum != 0:
                return
            if reply:  # not synchronised yet; NTPsec answers no more when it is asked too often
                time.sleep(0.2)
        raise AssertionError(f"{self.name} does not serve on {address} port {port}")

    def status(self, seconds=START_LIMIT):
        """Its exit status, once it has ended by itself."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name} still runs after {seconds} s") from None

    def end(self, number=signal.SIGTERM):
        """Sends a signal; returns the exit status and the seconds until the exit."""
        start = time.monotonic()
        self.process.send_signal(number)
        return self.status(), time.monotonic() - start

    def kill(self):
        if self.is_running():
            self.process.kill()
            self.process.wait()

    def status_field(self, name):
        """A field of /proc/PID/status."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return line.split(":", 1)[1].strip()
        raise KeyError(name)

    def threads(self):
        """The fields of each thread's status by its number; threads that end meanwhile are left out."""
        found = {}
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            try:
                lines = (task / "status").read_text().splitlines()
            except (FileNotFoundError, ProcessLookupError):
                continue
            found[task.name] = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
        return found

    def cpu(self):
        """The time that it has worked so far, in seconds."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident(self):
        """Resident set size in bytes."""
        return int(self.status_field("VmRSS").split()[0]) * 1024


class Peers:
    """Debian's NTP programs, unpacked by fetch-peers, and Prometheus' parser."""

    def __init__(self, root, promtool):
        self.root, self.promtool = Path(root), promtool
        output = subprocess.run(
            ["sh", "-c", '. "$0/environment" && env -0', root], check=True, stdout=subprocess.PIPE, text=True).stdout
        self.environment = dict(variable.split("=", 1) for variable in output.split("\0") if variable)

    def run(self, program, *arguments, seconds=30):
        """Runs one of the programs without the capability to set the clock; returns status and output."""
        command = [WITHOUT_CLOCK, self.root / program, *arguments]
        result = subprocess.run(
            [str(word) for word in command], env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=seconds)
        return result.returncode, result.stdout

    def start_chronyd(self, bench, *directives):
        """Starts chronyd, which leaves the clock alone."""
        return bench.start(
            "chronyd", self.root / "usr/sbin/chronyd", "-x", "-d", "-u", "root", "cmdport 0", "bindcmdaddress /",
            f"pidfile {bench.folder}/chronyd.pid", *directives, environment=self.environment)

    def start_ntpsec(self, bench, *lines, options=()):
        """Starts NTPsec's ntpd on port 123; it has no other. It is told not to correct the clock."""
        configuration = bench.folder / "ntpsec.conf"
        configuration.write_text("".join(f"{line}\n" for line in ("disable ntp", *lines)))
        return bench.start(
            "ntpsec", self.root / "usr/sbin/ntpd", "-n", "-c", configuration, "-p", bench.folder / "ntpsec.pid",
            *options, environment=self.environment)
