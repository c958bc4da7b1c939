# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""What keeps ntpd from starting: each is named, with a remedy, and the exit status is 1."""

import os
import re
import shutil
import socket

from harness import check, require, serving

AS_NOBODY = "setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"


def refused(daemon, *patterns):
    """Requires exit status 1 and a line with all the patterns; returns that line."""
    status = daemon.status()
    lines = [line for line in daemon.text().splitlines()
             if all(re.search(pattern, line) for pattern in patterns)]
    require(status == 1, f"status {status}")
    require(lines, f"no line with {patterns}")
    return lines[0]


def start_as_nobody(bench, *arguments):
    program = bench.folder / "ntpd"  # nobody may not see the folder where it was built
    shutil.copy(bench.ntpd, program)
    return bench.start("ntpd", program, "-d", "-x", "-F", bench.filter_level, *arguments, wrapper=AS_NOBODY)


@check("a port that is taken is named, with what to do")
def port_taken(bench):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("0.0.0.0", 123))
        return refused(bench.start_ntpd(*serving(123)), r"0\.0\.0\.0:123", "in use", r"\bstop\b|\bport\b.*\(")


@check("a second server on the same port is refused, and the first goes on")
def second_server(bench):
    first = bench.start_server()
    line = refused(bench.start_ntpd(*serving(123)), ":123", "in use")
    first.wait_for_reply(123)
    return line


@check("port 123 without the privilege is named, with what to do")
def missing_privilege(bench):
    return refused(start_as_nobody(bench, *serving(123)), ":123", "[Pp]ermission denied", r"\(.*root")


@check("a user that doesn't exist is named")
def unknown_user(bench):
    return refused(bench.start_ntpd(*serving(123), "user nosuchuser"), "nosuchuser", "create it|change")


@check("a configuration that may not be read is named")
def unreadable_configuration(bench):
    path = bench.folder / "secret.conf"
    path.write_text("allow\n")
    path.chmod(0)
    return refused(start_as_nobody(bench, "-f", path), str(path), "Permission denied")


@check("a configuration that isn't there, and one that is a folder, are named")
def missing_configuration(bench):
    path = bench.folder / "missing.conf"
    first = refused(bench.start_ntpd("-f", path), str(path), "No such file")
    second = refused(bench.start_ntpd("-f", bench.folder), str(bench.folder), "[Ii]s a directory")
    return f"{first}; {second}"


@check("all errors of a configuration are reported, each with file, line and column")
def configuration_errors(bench):
    path = bench.folder / "wrong.conf"
    path.write_text("\n".join([
        "# five errors, and lines without any between them",
        "servr 192.0.2.1 iburst", "allow 10/8", "server 192.0.2.1 minpoll many", "port 99999",
        "local stratum 10", "  deny 10.0.0.0/64", "makestep 1.0", ""]))
    daemon = bench.start_ntpd("-f", path)
    refused(daemon, "5 errors")
    places = re.findall(rf"{re.escape(str(path))}:(\d+):(\d+): ", daemon.text())
    expected = [("2", "1"), ("4", "26"), ("5", "6"), ("7", "8"), ("8", "13")]
    require(places == expected, f"lines and columns {places}")
    return "lines and columns " + ", ".join(f"{line}:{column}" for line, column in places)


@check("the process ID file of a daemon that lives keeps a second one from starting")
def living_pid_file(bench):
    path = bench.folder / "ntpd.pid"
    first = bench.start_ntpd("local stratum 10", "allow", "port 123", f"pidfile {path}")
    first.wait_for_reply(123)
    require(path.read_text().strip() == str(first.pid), f"it holds {path.read_text()!r}")
    line = refused(bench.start_ntpd("port 0", f"pidfile {path}"), str(path), f"process {first.pid} is running")
    require(path.read_text().strip() == str(first.pid), "the second daemon has changed the first one's file")
    first.end()
    require(not path.exists(), "the file is left behind")
    return line


@check("a process ID file that was left behind is replaced")
def stale_pid_file(bench):
    path = bench.folder / "ntpd.pid"
    gone = os.posix_spawn("/bin/true", ["true"], {})
    os.waitpid(gone, 0)
    for content in (f"{gone}\n", "", "garbage\n", "-1\n"):
        path.write_text(content)
        daemon = bench.start_ntpd("local stratum 10", "allow", "port 123", f"pidfile {path}")
        daemon.wait_for_reply(123)
        require(path.read_text().strip() == str(daemon.pid), f"left with {content!r}, it holds {path.read_text()!r}")
        daemon.end()
    return "left by a process that is gone, empty, with garbage, and with -1"
