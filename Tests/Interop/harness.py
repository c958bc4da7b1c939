# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Checks: a claim, and a function that measures whether it holds."""

import shutil
import tempfile
import time
from pathlib import Path

from daemons import Daemon

_checks = []


class Failure(Exception):
    """The claim does not hold, and what was found instead."""


def check(claim):
    """Registers a function: it gets a Bench, and returns what it measured or raises a Failure."""
    def register(function):
        _checks.append((claim, function))
        return function
    return register


def require(condition, found):
    if not condition:
        raise Failure(found)


def wait_until(condition, seconds, otherwise):
    """Returns what `condition` says as soon as that is true; `otherwise` says what is found when it never is."""
    end = time.monotonic() + seconds
    while not (result := condition()):
        if time.monotonic() > end:
            raise Failure(otherwise() if callable(otherwise) else otherwise)
        time.sleep(0.05)
    return result


class Bench:
    """What a check works with: the programs, a folder of its own, and processes that end with it."""

    filter_level = "1"  # of -F: so every check shows that what it checks works under the strictest filter

    def __init__(self, ntpd, peers):
        self.ntpd, self.peers = ntpd, peers
        self.folder = Path(tempfile.mkdtemp(prefix="ntpd-check-"))
        self.folder.chmod(0o755)  # for daemons that become another user
        self.daemons = []
        self.servers = []  # that are part of this process

    def start(self, name, *command, **options):
        """Starts a daemon without the capability to set the clock."""
        daemon = Daemon(name, command, self.folder, **options)
        self.daemons.append(daemon)
        return daemon

    def start_ntpd(self, *arguments, **options):
        """Starts our ntpd in the foreground with the clock left alone."""
        return self.start("ntpd", self.ntpd, "-d", "-x", "-F", self.filter_level, *arguments, **options)

    def start_server(self, *directives, port=123, **options):
        """Starts our ntpd as a server for everybody, and waits until it serves."""
        server = self.start_ntpd(*serving(port), *directives, **options)
        server.wait_for_reply(port)
        return server

    def close(self):
        for daemon in self.daemons:
            daemon.kill()
        for server in self.servers:
            server.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def logs(self):
        return "".join(f"--- {daemon.name}, {daemon.log}\n{daemon.text()[-3000:]}" for daemon in self.daemons)


def serving(port):
    """The directives of a server without sources."""
    return "local stratum 10", "allow", f"port {port}", "pidfile /"


def run(make_bench, wanted):
    """Runs the checks whose claims contain one of the wanted texts, each with a bench of its own; returns how many
    passed and failed."""
    passed = failed = 0
    for claim, function in _checks:
        if wanted and not any(text in claim for text in wanted):
            continue
        bench = make_bench()
        start = time.monotonic()
        try:
            measured = function(bench)
            passed += 1
            print(f"PASS  {claim}: {measured} ({time.monotonic() - start:.1f} s)", flush=True)
        except Exception as error:  # whatever it is, the other checks are worth running
            failed += 1
            kind = "" if isinstance(error, Failure) else f"{type(error).__name__}: "
            print(f"FAIL  {claim}: {kind}{error}\n{bench.logs()}", flush=True)
        finally:
            bench.close()
    return passed, failed
