# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""The image that the Dockerfile describes, and containers of it with the flags that are recommended."""

import json
import subprocess
import time
from pathlib import Path

from harness import Failure, wait_until

DOCKER = "/usr/bin/docker"  # Debian's, whose builder needs no plugin
NAME = "ntpd:check"
UPSTREAM_PORT = 10123
CAPABILITIES = ("SYS_TIME", "NET_BIND_SERVICE", "SETUID", "SETGID")

# The clock of this machine must not be moved: these calls never reach its kernel from the container.
CLOCK_CALLS = ["adjtimex", "clock_adjtime", "clock_settime", "settimeofday", "stime"]


def profile(error):
    """With 0 these calls succeed and do nothing, with 1 they fail as they do without CAP_SYS_TIME."""
    return {"defaultAction": "SCMP_ACT_ALLOW",
            "syscalls": [{"names": CLOCK_CALLS, "action": "SCMP_ACT_ERRNO", "errnoRet": error}]}


# Ends with 0 if reading the clock's state reads nothing, so that setting it sets nothing.
PROBE = """#include <sys/timex.h>
int main(void) { struct timex t = {0}; return adjtimex(&t) != 0 || t.tick != 0; }
"""


class Image:
    """Built once, for all checks."""

    def __init__(self, bench):
        self.bench = bench
        bench.engine  # has to run
        archive = subprocess.check_output([Path(__file__).parent / "fetch-base-images"], text=True).splitlines()[-1]
        bench.run(DOCKER, "import", archive, "swift:6.3-bookworm")
        begin = time.monotonic()
        bench.run(DOCKER, "build", "--network", "none", "--tag", NAME, ".",
                  environment={"DOCKER_BUILDKIT": "1"}, limit=1800)
        self.seconds = time.monotonic() - begin
        for error in (0, 1):
            self.profile(error).write_text(json.dumps(profile(error)))
        self.make_sure_of_the_profile()

    def make_sure_of_the_profile(self):
        folder = self.bench.folder / "probe"
        folder.mkdir()
        (folder / "probe.c").write_text(PROBE)
        self.bench.run("gcc", "-static", "-o", folder / "probe", folder / "probe.c")
        (folder / "Dockerfile").write_text("FROM scratch\nCOPY probe /\n")
        self.bench.run(DOCKER, "build", "--network", "none", "--tag", "probe", folder)
        status, text = self.bench.try_running(DOCKER, "run", "--rm", *self.flags(), "probe", "/probe")
        if status != 0:
            raise Failure(f"the clock isn't protected from the container: {text}")

    def profile(self, error):
        return self.bench.folder / f"clock-{error}.json"

    @property
    def size(self):
        return int(self.bench.run(DOCKER, "image", "inspect", "--format", "{{.Size}}", NAME))

    def flags(self, without=()):
        """The flags of the documentation, and those that protect this machine's clock."""
        flags = ["--network", "host", "--read-only", "--tmpfs", "/run/chrony:uid=123,gid=123,mode=0750",
                 "--cap-drop", "ALL"]
        for capability in CAPABILITIES:
            if capability not in without:
                flags += ["--cap-add", capability]
        return [*flags, "--security-opt", "no-new-privileges", "--security-opt", f"seccomp={self.profile(int('SYS_TIME' in without))}"]

    def run(self, *arguments, **variables):
        """Runs ntpd until it ends by itself; returns its status, and what it printed."""
        return self.bench.try_running(DOCKER, "run", "--rm", *self.flags(), *settings(variables), NAME, *arguments)

    def start(self, *options, without=(), **variables):
        return Container(self.bench, [*self.flags(without), *options, *settings(variables)])


def settings(variables):
    return [word for name, value in variables.items() for word in ("--env", f"{name}={value}")]


class Container:
    def __init__(self, bench, options):
        self.bench = bench
        health = ["--health-interval", "1s", "--health-start-period", "1s"]
        self.id = bench.run(DOCKER, "run", "--detach", *health, *options, NAME).splitlines()[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.bench.try_running(DOCKER, "rm", "--force", "--volumes", self.id)

    def inspect(self, path):
        return self.bench.run(DOCKER, "inspect", "--format", "{{%s}}" % path, self.id).strip()

    @property
    def log(self):
        return self.bench.run(DOCKER, "logs", self.id)

    def status(self):
        """What the kernel says of the process: a line each, by its name."""
        text = Path(f"/proc/{self.inspect('.State.Pid')}/status").read_text()
        return {line.split(":")[0]: line.split()[1:] for line in text.splitlines() if ":" in line}

    def wait_for_health(self, wanted, seconds):
        begin = time.monotonic()
        wait_until(lambda: self.inspect(".State.Health.Status") == wanted, seconds,
                   lambda: f"not {wanted} after {seconds} s: {self.inspect('json .State.Health')}\n{self.log}")
        return time.monotonic() - begin

    def wait_for_log(self, text, seconds=10):
        wait_until(lambda: text in self.log, seconds, lambda: f"no {text!r} in: {self.log}")

    def stop(self):
        """Returns how long it took, and the exit status."""
        begin = time.monotonic()
        self.bench.run(DOCKER, "stop", "--time", "10", self.id)
        return time.monotonic() - begin, int(self.inspect(".State.ExitCode"))


class Upstream:
    """A server for the container: our ntpd with this machine's time, clock left alone."""

    def __init__(self, bench):
        command = [bench.programs / "ntpd", "-d", "-x", f"port {UPSTREAM_PORT}", "local stratum 3", "allow", "cmdport 0",
                   "pidfile /", "bindcmdaddress /"]
        self.process = subprocess.Popen([str(word) for word in command], stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        self.process.terminate()
        self.process.wait(10)
