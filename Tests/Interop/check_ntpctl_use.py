# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""ntpctl changes what it should, and says what to do when it can't."""

import json
import subprocess
import time

from check_ntpctl import PORT, start
from chronyc import COMMAND_PORT, socket_path, start_commanded
from fakeserver import FakeServer
from harness import check, require
from ntpctl import NOBODY, FakeDaemon, Ntpctl


def sockets_left(bench, name="ntpd"):
    return [path.name for path in socket_path(bench, name).parent.iterdir() if path.name != "command.sock"]


@check("ntpctl adds and removes sources, and sets them online and offline")
def actions(bench):
    chronyc, ntpctl = start(bench, "ntpd", "port 0")
    ntpctl.expect("add", "server", "127.0.0.5", "--minpoll", "3")
    require(chronyc.sources()[-1]["name"] == "127.0.0.5", chronyc("sources")[1])
    require(chronyc.sources()[-1]["poll"] == 3, chronyc("sources")[1])
    require(chronyc.activity()[0] == 5, f"{chronyc.activity()}")
    ntpctl.expect("offline", "127.0.0.5", "127.0.0.8/31")
    require(chronyc.activity()[:2] == [3, 2], f"{chronyc.activity()}")
    ntpctl.expect("online")
    require(chronyc.activity()[:2] == [5, 0], f"{chronyc.activity()}")
    ntpctl.expect("remove", "127.0.0.5")
    require(len(chronyc.sources()) == 4, chronyc("sources")[1])
    require("no such source" in ntpctl.expect("remove", "127.0.0.5", status=4), "another error")
    require("No source is called" in ntpctl.expect("remove", "ntp.invalid", status=4), "another error")
    return "by address and by subnet"


@check("ntpctl step tells of a daemon that may not set the clock")
def step(bench):
    # Ours keeps a clock of its own under -x, which it does step.
    _, ntpctl = start(bench, "chronyd", "port 0")
    errors = ntpctl.expect("step", status=4)
    require("CAP_SYS_TIME" in errors, errors)
    return errors.splitlines()[0]


@check("ntpctl health and wait answer by their exit status")
def health(bench):
    _, chronyc = start_commanded(bench, "port 0")
    ntpctl = Ntpctl(bench, "--socket", socket_path(bench, "ntpd"))
    require("not synchronised" in ntpctl.expect("health", status=1), "another complaint")
    before = time.monotonic()
    ntpctl.expect("wait", "--limit", "300ms", "--interval", "50ms", status=1)
    require(0.3 <= time.monotonic() - before < 2, f"waited {time.monotonic() - before} s")
    require("There are no sources" in ntpctl.expect("status"), "another finding")
    FakeServer(bench, PORT)
    chronyc.expect(f"add server 127.0.0.1 port {PORT} minpoll -2 maxpoll -2 iburst")
    ntpctl.expect("wait", "--limit", "20s", "--interval", "50ms")
    healthy = ntpctl.expect("health")
    require("the system clock is left alone, as told" in healthy, healthy)
    for report in ("tracking", "status"):
        require("left alone, as told" in ntpctl.expect(report), f"{report} doesn't say that the clock is left alone")
    require("ntpd_steers_clock 0" in ntpctl.expect("metrics"), "no such metric")
    require("beyond" in ntpctl.expect("health", "--max-error", "1ms", status=1), "another complaint")
    require(json.loads(ntpctl.expect("health", "--json"))["healthy"] is True, "not healthy")
    return f"{ntpctl.expect('health').strip()}"


@check("over UDP, ntpctl gets what is open, and is told what is not")
def over_udp(bench):
    start(bench, "ntpd", "port 0")
    for address in ("127.0.0.1", "::1"):
        ntpctl = Ntpctl(bench, "--host", address, "--port", COMMAND_PORT)
        for report in ("status", "tracking", "sources", "health"):
            ntpctl.expect(report)
        require("opencommands" in ntpctl.expect("select", status=3), "another error")
        require("Unix socket" in ntpctl.expect("online", status=3), "another error")
    return "IPv4 and IPv6"


@check("ntpctl says what to do when there is no daemon, no permission, no answer, or one too old")
def errors(bench):
    start(bench, "ntpd", "port 0")
    require("Start ntpd" in Ntpctl(bench).expect("tracking", status=2), "another error")
    require("chrony_up 0" in Ntpctl(bench).expect("metrics", status=2), "another metric")
    path = socket_path(bench, "ntpd")
    unprivileged = Ntpctl(bench, "--socket", path, wrapper=NOBODY)
    require("Run this as root" in unprivileged.expect("tracking", status=3), "another error")

    silent = FakeDaemon(bench)
    ntpctl = Ntpctl(bench, "--socket", silent.path, "--timeout", "0.1", "--retries", "1")
    before = time.monotonic()
    found = ntpctl.expect("tracking", status=2)
    elapsed = time.monotonic() - before
    require("no answer within 300 ms" in found and 0.3 <= elapsed < 2, f"{found} after {elapsed} s")
    require([request[7] for request in silent.requests] == [0, 1], f"{len(silent.requests)} requests")
    for status, words in ((3, "too old"), (18, "generation"), (15, "noclientlog")):
        old = FakeDaemon(bench, status)
        found = Ntpctl(bench, "--socket", old.path).expect("clients", status=4)
        require(words in found, found)
    return f"silence noticed after {elapsed:.2f} s"


@check("ntpctl query measures servers at once and without a privilege")
def query(bench):
    for number, offset in ((1, 0.25), (2, -0.5), (3, 0.001)):
        FakeServer(bench, PORT, address=f"127.0.0.{number}", offset=offset)
    ntpctl = Ntpctl(bench, wrapper=NOBODY)
    options = ("--port", str(PORT), "--samples", "4", "--interval", "200ms", "--timeout", "500ms")
    before = time.monotonic()
    found = ntpctl.json("query", "127.0.0.1", "127.0.0.2", "127.0.0.3", *options)
    elapsed = time.monotonic() - before
    errors = [row["offset"] - offset for row, offset in zip(found, (0.25, -0.5, 0.001))]
    require(max(map(abs, errors)) < 1e-3, f"{errors}")
    require(all(row["receive_timestamp"] == "kernel" and row["measurements"] == 4 for row in found), f"{found}")
    require(elapsed < 1.5, f"{elapsed} s for four measurements of three servers, 0.2 s apart")
    text = ntpctl.expect("query", "127.0.0.1", "127.0.0.9", *options, status=1)
    require("Connection refused" in text, text)
    return f"largest error {max(map(abs, errors)) * 1e6:.0f} us, {elapsed:.2f} s"


@check("ntpctl watch writes lines into a pipe, ends by the keyboard, and leaves no socket behind")
def watch(bench):
    _, ntpctl = start(bench, "ntpd", "port 0")
    lines = ntpctl.expect("watch", "--count", "3", "--interval", "100ms").splitlines()
    require(len(lines) == 4 and lines[0].startswith("# time"), f"{lines}")
    objects = [json.loads(line) for line in ntpctl.expect("watch", "--json", "--count", "2").splitlines()]
    require(len(objects) == 2 and len(objects[0]["sources"]) == 4, f"{objects}")
    status, output = ntpctl.interrupted("watch", "--interval", "100ms", seconds=1)
    require(status == 0 and len(output.splitlines()) > 3, f"status {status}, {output}")
    require(sockets_left(bench) == [], f"{sockets_left(bench)}")
    return f"{len(output.splitlines()) - 1} lines in a second"


@check("ntpctl is one program of at most 12 MB, without Foundation")
def size(bench):
    program, stripped = bench.ntpd.parent / "ntpctl", bench.folder / "ntpctl"
    subprocess.run(["strip", "-o", stripped, program], check=True)
    require(stripped.stat().st_size <= 12e6, f"{stripped.stat().st_size / 1e6:.1f} MB")
    libraries = subprocess.run(["ldd", stripped], check=True, stdout=subprocess.PIPE, text=True).stdout
    require("Foundation" not in libraries and "swift" not in libraries, libraries)
    return f"{stripped.stat().st_size / 1e6:.1f} MB"
