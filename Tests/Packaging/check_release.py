# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""`make release` and the targets about what runs."""

import datetime
import socket
from pathlib import Path

from harness import check, require
from workplace import Workplace


def ask():
    """One request to port 123, as ntpdate -q sends it; returns the stratum of the reply."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(2)
        client.sendto(b"\x23" + bytes(39) + b"12345678", ("127.0.0.1", 123))
        reply = client.recv(100)
    require(reply[24:32] == b"12345678", f"a reply to something else: {reply}")
    return reply[1]


def lines(text):
    return [line for line in text.splitlines() if line.startswith("=>")]


def release(place, compose):
    """Releases with the Compose there is in the workplace, and returns what describes the container."""
    text = place.make("release", "/nopull")
    require(lines(text)[-1] == "=> NTP service is running - ntpdate -q localhost", text)
    require(ask() == 10, "a wrong stratum")
    container = place.inspect("ntpd")
    labels = container["Config"]["Labels"]
    require(("com.docker.compose.project" in labels) == compose, f"labels {labels}")
    return container


def settings(container):
    """What a container may do, without what no two have in common."""
    host = container["HostConfig"]
    names = ("NetworkMode", "Privileged", "ReadonlyRootfs", "RestartPolicy", "SecurityOpt", "Tmpfs")
    picked = {name: host[name] for name in names}
    picked["CapAdd"], picked["CapDrop"] = sorted(host["CapAdd"]), host["CapDrop"]
    picked["SecurityOpt"] = [option.removesuffix(":true") for option in host["SecurityOpt"]]
    picked["Tmpfs"] = {path: set(options.split(",")) for path, options in host["Tmpfs"].items()}
    picked["Mounts"] = sorted((mount.get("Name", ""), mount["Destination"], mount["RW"]) for mount in container["Mounts"])
    return picked


# What Docker asks of a plugin, and how it calls it; Debian has Compose as a program of its own alone.
PLUGIN = """#!/bin/sh
[ "$1" != docker-cli-plugin-metadata ] || exec echo '{"SchemaVersion": "0.1.0", "Vendor": "a", "Version": "1"}'
shift
echo "$*" >> "$HOME/plugin-calls"
exec /usr/bin/docker-compose "$@"
"""


@check("make release prefers Compose as a plugin of docker")
def check_plugin(bench):
    place = Workplace(bench, "plugin")
    home = Path(place.environment["HOME"])
    plugin = home / ".docker/cli-plugins/docker-compose"
    plugin.parent.mkdir(parents=True)
    plugin.write_text(PLUGIN)
    plugin.chmod(0o755)
    release(place, compose=True)
    place.make("clean")
    calls = (home / "plugin-calls").read_text().splitlines()
    require("up --detach --no-build" in calls, f"calls {calls}")
    return calls[-1]


@check("make release ends with a healthy service, in the same container with Compose and without")
def check_release(bench):
    place = Workplace(bench, "release")
    with_compose = release(place, compose=True)
    place.make("clean")
    place.environment["PATH"] = path_without(bench, "docker-compose")
    place.environment["CHRONY_SERVERS"] = "192.0.2.1"
    plain = release(place, compose=False)
    place.make("clean")
    require(settings(with_compose) == settings(plain), f"{settings(with_compose)}\nbut {settings(plain)}")
    require(not plain["HostConfig"]["Privileged"], "it is privileged")
    require("CHRONY_SERVERS=192.0.2.1" in plain["Config"]["Env"], f"environment {plain['Config']['Env']}")
    return f"{len(settings(plain))} settings alike"


def path_without(bench, program):
    """A PATH of one folder, which has all of Debian's programs but this one."""
    folder = bench.folder / f"without-{program}"
    folder.mkdir()
    for source in ("/usr/sbin", "/usr/bin"):
        bench.run("cp", "--no-clobber", "--symbolic-link", "--recursive", f"{source}/.", folder)
    (folder / program).unlink()
    return str(folder)


@check("make release tells of a service that doesn't become healthy, and shows its messages")
def check_unhealthy(bench):
    place = Workplace(bench, "unhealthy")
    dockerfile = place.folder / "Dockerfile"
    dockerfile.write_text(dockerfile.read_text().replace(', "local stratum 10"', ""))
    place.environment["WAIT"] = "3"
    status, text = place.try_making("release", "/nopull")
    require(status != 0 and "not synchronised after 3 s" in text, text)
    require("starting" in text, f"without its messages:\n{text}")
    place.make("clean")
    return "an error that says so"


@check("an image tells from which commit it is, when and where that was made, also of a modified tree")
def check_labels(bench):
    place = Workplace(bench, "labels")
    # Without what lets a builder in there.
    bench.run("git", "remote", "add", "origin", "https://user:secret@example.org/time.git", folder=place.folder)
    place.make("release", "/nopull")
    labels = place.inspect("example/time:latest")["Config"]["Labels"]
    prefix = "org.opencontainers.image."
    require(labels[prefix + "revision"] == place.commit(), f"labels {labels}")
    version = place.make("--silent", "version").strip()
    require(labels[prefix + "version"] == version, f"labels {labels}")
    require(labels[prefix + "source"] == "https://example.org/time.git", f"labels {labels}")
    seconds = int(bench.run("git", "log", "-1", "--format=%ct", folder=place.folder))
    created = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    require(labels[prefix + "created"] == created, f"labels {labels}, committed {created}")
    with open(place.folder / "Makefile", "a") as makefile:
        makefile.write("# changed\n")
    modified = place.make("--silent", "version").strip()
    require(modified == f"{version}-modified", modified)
    place.make("clean")
    return version


@check("make log, compose and clean do what they say")
def check_targets(bench):
    place = Workplace(bench, "targets")
    place.make("release", "/nopull")
    require("starting" in place.make("log"), "no messages")
    require("ntpd" in place.make("compose", "ps"), "Compose knows no container")
    require("starting" in place.make("compose", "--", "logs", "--no-color"), "no messages by Compose")
    place.make("clean")
    require(place.docker("ps", "--all", "--quiet") == "", "a container is left")
    require("ntpd-state" not in place.docker("volume", "ls", "--quiet"), "the state is left")
    return "3 targets"
