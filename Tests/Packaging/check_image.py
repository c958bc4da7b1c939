# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""The Dockerfile, and what containers of its image do with the flags that are recommended."""

from pathlib import Path

from check_release import ask
from harness import check, require
from image import DOCKER, NAME, UPSTREAM_PORT, Upstream

SIZE_LIMIT = 25_000_000
CAP_SYS_TIME = 1 << 25
FOLLOW = {"NTP_SERVERS": "127.127.1.1", "CHRONY_ALLOWED": "127.0.0.0/8",
          "NTP_DIRECTIVES": f"server 127.0.0.1 port {UPSTREAM_PORT} iburst minpoll 0 maxpoll 0"}
NOBODY = {"NTP_SERVERS": "127.127.1.1"}


@check("the Dockerfile builds, and its image has 25 MB at most")
def check_size(bench):
    require(bench.image.size <= SIZE_LIMIT, f"{bench.image.size / 1e6:.1f} MB")
    return f"{bench.image.size / 1e6:.1f} MB, built in {bench.image.seconds:.0f} s"


@check("the container is an unprivileged user with CAP_SYS_TIME alone, on a read-only root")
def check_privileges(bench):
    with Upstream(bench), bench.image.start(**FOLLOW) as container:
        container.wait_for_log("Serving time")
        container.wait_for_log("Selected")
        status = container.status()
        require(status["Uid"] == ["123"] * 4 and status["Gid"] == ["123"] * 4, f"user {status['Uid']}")
        require(int(status["CapEff"][0], 16) == CAP_SYS_TIME, f"CapEff {status['CapEff']}")
        require(int(status["CapPrm"][0], 16) == CAP_SYS_TIME, f"CapPrm {status['CapPrm']}")
        require(status["NoNewPrivs"] == ["1"], "new privileges are possible")
        require(container.inspect(".HostConfig.ReadonlyRootfs") == "true", "the root can be written")
        require(status["NSpid"][-1] == "1", f"process {status['NSpid']}")
        return f"uid {status['Uid'][0]}, CapEff {status['CapEff'][0]}"


@check("it serves, gets healthy with its source and unhealthy without, and ends in time with a drift file")
def check_life(bench):
    with Upstream(bench) as upstream, bench.image.start(**FOLLOW) as container:
        healthy = container.wait_for_health("healthy", 30)
        require(ask() == 4, "a wrong stratum")
        upstream.end()
        unhealthy = container.wait_for_health("unhealthy", 60)
        volume = Path(container.inspect("(index .Mounts 0).Source"))
        seconds, status = container.stop()
        require(status == 0, f"exit status {status}: {container.log}")
        require(seconds < 2, f"ended after {seconds:.1f} s")
        drift = (volume / "drift").read_text().split()
        require(len(drift) == 2, f"drift file {drift}")
    return f"healthy after {healthy:.0f} s, unhealthy {unhealthy:.0f} s after its source ended, stopped in {seconds:.1f} s"


@check("a container without a source isn't healthy, though it serves the time of its own clock")
def check_without_source(bench):
    with bench.image.start(**NOBODY, CHRONY_ALLOWED="all") as container:
        container.wait_for_health("unhealthy", 30)
        require(ask() == 5, "a wrong stratum")
        return "unhealthy, stratum 5"


@check("each variable has its effect on the configuration")
def check_variables(bench):
    effects = [({"CHRONY_SERVERS": "a.example"}, "server a.example iburst"), ({"NTP_SERVERS": "b.example"}, "server b.example iburst"),
               ({"POOLS": "c.example"}, "pool c.example iburst"), ({"PEERS": "d.example"}, "peer d.example"),
               ({"AWS": "true"}, "server 169.254.169.123 minpoll 4 maxpoll 4 iburst prefer"),
               ({"CHRONY_ALLOWED": "192.0.2.0/24"}, "allow 192.0.2.0/24"), ({"CHRONY_CMDPORT": "1323"}, "cmdport 1323"),
               ({"NOCLIENTLOG": "true"}, "noclientlog"), ({"NTP_DIRECTIVES": "dscp 46\\nminsources 2"}, "minsources 2")]
    for variables, line in effects:
        status, text = bench.image.run("-p", **variables)
        require(status == 0 and line in text.splitlines(), f"{variables}: {text}")
    folder = bench.folder / "more"
    folder.mkdir()
    (folder / "site.conf").write_text("dscp 34\n")
    text = bench.run(DOCKER, "run", "--rm", *bench.image.flags(), "--volume", f"{folder}:/etc/ntpd.d:ro", NAME, "-p")
    require("dscp 34" in text.splitlines(), text)
    return f"{len(effects)} variables and the folder for more"


@check("LOG_LEVEL, TZ and CLOCK_CONTROL have their effect on the daemon")
def check_daemon_variables(bench):
    with bench.image.start(**NOBODY, TZ="Asia/Kolkata", CLOCK_CONTROL="off") as container:
        container.wait_for_log("Disabled control of system clock")
        require("+05:30 " in container.log.splitlines()[0], container.log)
        require(int(container.status()["CapEff"][0], 16) == 0, "a capability is left")
    with bench.image.start(**NOBODY, LOG_LEVEL="1") as container:
        container.wait_for_health("unhealthy", 30)
        require(container.log.strip() == "", container.log)
    return "a time zone, silence, and no capability"


@check("a value that can't be used ends the container with an error that names the variable")
def check_bad_values(bench):
    for name, value in (("CHRONY_CMDPORT", "http"), ("CLOCK_CONTROL", "maybe"), ("TZ", "Mars/Base"), ("LOG_LEVEL", "loud"),
                        ("AWS", "eu"), ("CHRONY_ALLOWED", "10/99"), ("NTP_DIRECTIVES", "makestop 1")):
        status, text = bench.image.run(**{name: value})
        require(status == 1 and f"ntpd: {name}" in text, f"{name}={value}: status {status}, {text}")
    return "7 variables"


@check("without CAP_SYS_TIME it serves and says so once; with CLOCK_CONTROL=on it ends instead")
def check_without_clock(bench):
    with Upstream(bench), bench.image.start(without=["SYS_TIME"], **FOLLOW) as container:
        container.wait_for_health("healthy", 30)
        require(container.log.count("Disabled control of system clock") == 1, container.log)
        require(ask() == 4, "a wrong stratum")
    with bench.image.start(without=["SYS_TIME"], **FOLLOW, CLOCK_CONTROL="on") as container:
        container.wait_for_log("grant CAP_SYS_TIME")
        require(container.inspect(".State.ExitCode") == "1", "it goes on")
    return "one line"


@check("without the capabilities to change its user or to bind the port it says which one is missing")
def check_without_others(bench):
    with bench.image.start(without=["SETUID", "SETGID"], **NOBODY) as container:
        container.wait_for_log("CAP_SETUID or CAP_SETGID is missing")
        require(int(container.status()["CapEff"][0], 16) == CAP_SYS_TIME, "other capabilities are left")
    with bench.image.start(without=["NET_BIND_SERVICE"], **NOBODY) as container:
        container.wait_for_log("CAP_NET_BIND_SERVICE")
        require(container.inspect(".State.ExitCode") == "1", "it goes on")
    return "named"
