# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""The unit for systemd, and Debian's package."""

import contextlib
import re
import shutil
import signal
import socket
import subprocess
from functools import cache
from pathlib import Path

from harness import Failure, check, require, wait_until

# Of ten. What is left is what the service is for: the network, the clock, port 123. chronyd's unit in Debian 12 has 3.7.
EXPOSURE_LIMIT = 2.0
USER = 123


def unit(bench):
    return bench.project / "Deploy/systemd/ntpd.service"


@check("systemd finds nothing wrong with the unit")
def check_unit(bench):
    root = bench.folder / "unit-root"
    bench.run("install", "-D", bench.programs / "ntpd", root / "usr/sbin/ntpd")
    folder = root / "usr/lib/systemd/system"
    folder.mkdir(parents=True)
    (root / "lib").symlink_to("usr/lib")
    for target in Path("/lib/systemd/system").glob("*.target"):
        shutil.copy(target, folder)
    for text, is_right in ((unit(bench).read_text(), True), (unit(bench).read_text().replace("notify", "notfy"), False)):
        (folder / "ntpd.service").write_text(text)
        said = bench.run("systemd-analyze", "verify", "--man=no", f"--root={root}", "ntpd.service")
        require(("ntpd.service" not in said) == is_right, said or "it finds nothing at all")
    return "no complaint"


@check(f"the unit's exposure is at most {EXPOSURE_LIMIT} of 10 by systemd-analyze security")
def check_exposure(bench):
    text = bench.run("systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE_LIMIT * 10:.0f}", unit(bench))
    return re.search(r"exposure level.*?: ([\d.]+ \w+)", text)[1]


@cache
def members(name):
    """The system calls of one of systemd's sets."""
    text = subprocess.check_output(["systemd-analyze", "syscall-filter", name], text=True)
    words = [line.strip() for line in text.splitlines()[1:] if not line.strip().startswith("#")]
    return set().union(*(members(word) if word.startswith("@") else {word} for word in words))


def allowed(bench):
    """The system calls that the filters of the unit let through, applied in their order."""
    calls = set()
    for words in re.findall(r"^SystemCallFilter=(.*)$", unit(bench).read_text(), re.MULTILINE):
        named = set().union(*(members(word) if word.startswith("@") else {word} for word in words.strip("~").split()))
        calls = calls - named if words.startswith("~") else calls | named
    return calls


@contextlib.contextmanager
def service(bench, wrapper=(), directives=()):
    """Starts ntpd as a user with a capability of the unit's; the clock is left alone. Yields it once it is ready, with
    the socket on which it tells of that, and its folder."""
    folder = bench.folder / f"service-{len(list(bench.folder.glob('service-*')))}"
    folder.mkdir()
    command_folder = folder / "chrony"
    command_folder.mkdir(mode=0o750)
    for path in (folder, command_folder):
        shutil.chown(path, USER, USER)
    # Where a user without privileges may read it.
    program = shutil.copy(bench.programs / "ntpd", folder / "ntpd")
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    manager.bind(str(folder / "notify"))
    (folder / "notify").chmod(0o777)
    manager.settimeout(10)
    log = open(bench.folder / f"{folder.name}.log", "wb")
    process = subprocess.Popen(
        ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--bounding-set=-all,+net_bind_service",
         "--inh-caps=-all,+net_bind_service", "--ambient-caps=-all,+net_bind_service", "--no-new-privs", *wrapper,
         program, "-d", "-x", "-F", "1", "server no-such-name.invalid iburst", "local", "allow", "serverthreads 2",
         f"driftfile {folder}/drift", "pidfile /", *directives, f"bindcmdaddress {command_folder}/ntpd.sock"],
        env={"NOTIFY_SOCKET": str(folder / "notify")}, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        require(manager.recv(100) == b"READY=1", "told something else")
        yield process, manager, folder
    except TimeoutError:
        raise Failure(f"never ready:\n{Path(log.name).read_text()}") from None
    finally:
        process.kill()
        process.wait()


@check("ntpd tells systemd when it is ready and when it stops, and needs no root for either")
def check_notification(bench):
    with service(bench) as (process, manager, folder):
        answer = bench.run(bench.programs / "ntpctl", "tracking", "--socket", folder / "chrony/ntpd.sock")
        require("local clock itself" in answer, answer)
        process.send_signal(signal.SIGTERM)
        told = manager.recv(100)
        require(told == b"STOPPING=1" and process.wait(5) == 0, f"told {told}, status {process.poll()}")
    return "READY=1, STOPPING=1"


@check("ntpctl finds the port for reports where CHRONY_CMDPORT has put it")
def check_report_port(bench):
    with service(bench, directives=["cmdport 1323"]):
        health = [bench.programs / "ntpctl", "health", "--allow-local"]
        bench.run(*health, environment={"CHRONY_CMDPORT": "1323"})
        status, _ = bench.try_running(*health, "--retries", "0")
        require(status == 2, f"status {status} at port 323, where nobody is")
    return "port 1323"


@check("the unit's filter lets all system calls of ntpd through")
def check_filter(bench):
    trace = bench.folder / "trace"
    trace.mkdir(mode=0o777)
    trace.chmod(0o777)
    strace = ["strace", "--follow-forks", "--output", trace / "calls", "--signal=none", "--quiet=all"]
    with service(bench, strace) as (process, _, folder):
        for command in ("sources", "clients"):
            bench.run(bench.programs / "ntpctl", command, "--socket", folder / "chrony/ntpd.sock")
        wait_until(lambda: "connect(" in (trace / "calls").read_text(), 5, "no name was looked up")
        # The tracer passes no signal on: its child is the daemon.
        pid = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().strip()
        bench.run("kill", pid)
        process.wait(10)
    used = set(re.findall(r"^\d+ +(\w+)\(", (trace / "calls").read_text(), re.MULTILINE)) - {"execve"}
    require(len(used) > 30 and {"recvmmsg", "capset"} & used, f"saw only {sorted(used)}")
    refused = used - allowed(bench)
    require(not refused, f"refused: {sorted(refused)}")
    require("clock_adjtime" in allowed(bench) and "init_module" not in allowed(bench), "the filter isn't understood")
    return f"{len(used)} system calls of {len(allowed(bench))}"


@check("Debian's package has the programs, the unit, the configuration and the manuals, and lintian finds no error")
def check_package(bench):
    output = bench.folder / "deb"
    bench.run(bench.project / "Deploy/debian/build-package", output, bench.programs)
    package = next(path for path in output.glob("swift-ntpd_*.deb"))
    listed = bench.run("dpkg-deb", "--contents", package)
    for path in ("usr/sbin/ntpd", "usr/bin/ntpctl", "lib/systemd/system/ntpd.service", "etc/ntpd.conf",
                 "usr/share/man/man8/ntpd.8.gz", "usr/share/man/man5/ntpd.conf.5.gz", "usr/share/man/man1/ntpctl.1.gz"):
        require(f"./{path}" in listed, f"without {path}:\n{listed}")
    needs = bench.run("dpkg-deb", "--field", package, "Depends")
    require("libcap2" in needs and "libc6" in needs, needs)
    bench.run("lintian", "--fail-on", "error", "--suppress-tags", "bad-distribution-in-changes-file",
              next(output.glob("*.changes")))
    configuration = bench.folder / "deb-root"
    bench.run("dpkg-deb", "--extract", package, configuration)
    bench.run(configuration / "usr/sbin/ntpd", "-p", "-f", configuration / "etc/ntpd.conf")
    return f"{package.stat().st_size / 1e6:.1f} MB"
