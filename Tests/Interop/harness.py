# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Checks: a claim, and a function that measures whether it holds."""

import shutil
import tempfile
import time
from pathlib import Path

from daemons import Daemon

SECOND_TRIES = 3
_checks = []


class Check:
    """A claim, and the function that measures whether it holds."""

    def __init__(self, claim, function, alone):
        self.claim, self.function = claim, function
        self.alone = alone  # it measures times, and others running beside it would be in them

    def carry_out(self, bench):
        """Returns whether the claim holds, and what to print about it."""
        start = time.monotonic()
        try:
            measured = self.function(bench)
            return True, f"PASS  {self.claim}: {measured} ({time.monotonic() - start:.1f} s)"
        except Exception as error:  # whatever it is, the other checks are worth running
            kind = "" if isinstance(error, Failure) else f"{type(error).__name__}: "
            return False, f"FAIL  {self.claim}: {kind}{error}\n{bench.logs()}"
        finally:
            bench.close()


class Failure(Exception):
    """The claim does not hold, and what was found instead."""


def check(claim, alone=False):
    """Registers a function: it gets a Bench, and returns what it measured or raises a Failure."""
    def register(function):
        _checks.append(Check(claim, function, alone))
        return function
    return register


def wanted_checks(texts):
    """The checks whose claims contain one of the texts, in their order; all of them if there is no text."""
    return [item for item in _checks if not texts or any(text in item.claim for text in texts)]


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


def may_try_again(failed):
    """Whether failed checks are carried out once more, one by one: on a machine that has much else to do, one of hundreds
    is late at times. More than a few are no accident."""
    if 0 < len(failed) <= SECOND_TRIES:
        print(f"=> {len(failed)} failed, and may try once more, one by one", flush=True)
        return True
    return False


def run(make_bench, wanted):
    """Runs the wanted checks one by one, each with a bench of its own; returns how many passed and failed."""
    def failing(checks):
        for item in checks:
            holds, text = item.carry_out(make_bench())
            print(text, flush=True)
            if not holds:
                yield item

    checks = wanted_checks(wanted)
    failed = list(failing(checks))
    if may_try_again(failed):
        failed = list(failing(failed))
    return len(checks) - len(failed), len(failed)
