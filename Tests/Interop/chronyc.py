# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Debian's chronyc as a program that a check runs, and daemons that it can be run against."""

import csv
import time

from harness import Failure, require, wait_until

COMMAND_PORT = 10323
TRACKING = ("id", "name", "stratum", "reference_time", "system_time", "last_offset", "rms_offset", "frequency",
            "residual_frequency", "skew", "root_delay", "root_dispersion", "update_interval", "leap")
SOURCES = ("mode", "state", "name", "stratum", "poll", "reach", "last_received", "offset", "measured_offset", "error")
SOURCE_STATISTICS = ("name", "samples", "runs", "span", "frequency", "skew", "offset", "deviation")


class Chronyc:
    """chronyc, talking to one daemon over one of its sockets."""

    def __init__(self, peers, *connection):
        self.peers = peers
        self.arguments = ("-n", *connection)

    @classmethod
    def over_unix(cls, bench, name="ntpd"):
        return cls(bench.peers, "-h", socket_path(bench, name))

    @classmethod
    def over_udp(cls, bench, address="127.0.0.1", port=COMMAND_PORT):
        return cls(bench.peers, "-h", address, "-p", port)

    def __call__(self, command, *options):
        """Runs a command; returns the exit status and the output without surrounding blanks."""
        status, output = self.peers.run("usr/bin/chronyc", *self.arguments, *options, "-m", command)
        return status, output.strip()

    def expect(self, command):
        """Runs a command that has to succeed; returns its output."""
        status, output = self(command)
        require(status == 0, f"{command}: status {status}, {output}")
        return output

    def rows(self, command):
        """The comma-separated output of a report, as lists of words."""
        status, output = self(command, "-c")
        require(status == 0, f"{command}: status {status}, {output}")
        return list(csv.reader(output.splitlines()))

    def tracking(self):
        return record(TRACKING, self.rows("tracking")[0])

    def sources(self, all_of_them=False):
        return [record(SOURCES, row) for row in self.rows("sources -a" if all_of_them else "sources")]

    def source_statistics(self):
        return [record(SOURCE_STATISTICS, row) for row in self.rows("sourcestats")]

    def activity(self):
        """How many sources are online, offline, in bursts back to either, and without an address."""
        return [int(number) for number in self.rows("activity")[0]]

    def wait_until_synchronised(self, limit=20):
        def is_synchronised():
            return self.tracking()["leap"] == "Normal"
        wait_until(is_synchronised, limit, lambda: f"after {limit} s: {self('tracking')[1]}")


def record(names, words):
    """Words by name, as numbers where they are some."""
    if len(names) != len(words):
        raise Failure(f"expected the columns {names}, found {words}")
    return {name: number(word) for name, word in zip(names, words)}


def number(word):
    try:
        return float(word)
    except ValueError:
        return word


def socket_path(bench, name):
    return bench.folder / name / "command.sock"


def taking_commands(bench, name="ntpd", port=COMMAND_PORT):
    """The directives of a daemon that takes commands in the bench's folder."""
    folder = bench.folder / name
    folder.mkdir(mode=0o770, exist_ok=True)
    folder.chmod(0o770)  # whatever the mask
    return f"bindcmdaddress {socket_path(bench, name)}", f"cmdport {port}", "pidfile /"


def start_commanded(bench, *directives, name="ntpd", port=COMMAND_PORT):
    """Starts our ntpd with both sockets for commands; returns it with a chronyc on its Unix socket."""
    daemon = bench.start_ntpd(*taking_commands(bench, name, port), *directives)
    path = socket_path(bench, name)
    wait_until(path.exists, 5, lambda: f"no socket at {path}: {daemon.text()}")
    return daemon, Chronyc.over_unix(bench, name)


def start_chronyd(bench, *directives, name="chronyd", port=0):
    """The same with Debian's chronyd."""
    bench.peers.start_chronyd(bench, *taking_commands(bench, name, port)[:2], *directives)
    path = socket_path(bench, name)
    wait_until(path.exists, 5, f"chronyd has no socket at {path}")
    time.sleep(0.1)
    return Chronyc.over_unix(bench, name)
