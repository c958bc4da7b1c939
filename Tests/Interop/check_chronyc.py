# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Every command of chronyc(1) 4.3, over both sockets."""

import re

from chronyc import Chronyc, start_chronyd, start_commanded
from fakeserver import FakeServer
from harness import check, require

SERVER_PORT = 11123
UNAUTHORISED = "501 Not authorised"

# Command, exit status, what the output has to contain, and whether the network may ask for it by default.
REPORTS = [
    ("tracking", 0, r"^Reference ID +: 7F000001 \(127\.0\.0\.1\)\nStratum +: 3\nRef time .*Leap status +: Normal$", True),
    ("sources", 0, r"^MS Name.*\n=+\n\^\* 127\.0\.0\.1 +2 +-?\d+ +[0-7]+ +\d+ ", True),
    ("sources -a -v", 0, r"\^\? ID#\d{10} +0 +6 +0 +- ", True),
    ("sourcestats", 0, r"127\.0\.0\.1 +\d+ +\d+ +\d+ +[+-][\d.]+ +[\d.]+ +[+-]\d+", True),
    ("sourcestats -a -v", 0, r"ID#\d{10} +0 +0 +0 +\+0\.000 +2000\.000 +\+0ns +4000ms", True),
    ("selectdata", 0, r"\* 127\.0\.0\.1 +N -{5} -{5} +\d+ +1\.0 +[+-]\S+ +[+-]\S+ +N$", False),
    ("selectdata -a -v", 0, r"M ID#\d{10} +N", False),
    ("authdata -a", 0, r"127\.0\.0\.1 +- +0 +0 +0 +- +0 +0 +0 +0", False),
    ("ntpdata", 0, r"^Remote address +: 127\.0\.0\.1 \(7F000001\)\nRemote port +: 11123\nLocal address +: 127\.0\.0\.1",
     False),
    ("ntpdata 127.0.0.1", 0,
     r"NTP tests +: 111 111 1111\n.*TX timestamping : (Kernel|Daemon)\nRX timestamping : Kernel", False),
    ("ntpdata 192.0.2.1", 1, r"^503 No such source$", False),
    ("activity", 0, r"^200 OK\n1 sources online\n0 sources offline\n0 .*\n0 .*\n1 sources with unknown address$", True),
    ("sourcename 127.0.0.1", 0, r"^127\.0\.0\.1$", True),
    ("sourcename 192.0.2.1", 1, r"^503 No such source$", True),
    ("serverstats", 0, r"^NTP packets received +: \d+\nNTP packets dropped +: 0\nCommand packets received +: [1-9]",
     False),
    ("clients", 0, r"^Hostname +NTP +Drop Int IntL Last +Cmd +Drop Int +Last$", False),
    ("smoothing", 1, r"^505 Facility not enabled in daemon$", True),
    ("rtcdata", 1, r"^513 RTC driver not running$", True),
    ("manual list", 0, r"^210 n_samples = 0\n", True),
    ("accheck 127.0.0.1", 0, r"^209 Access denied$", False),
    ("cmdaccheck 127.0.0.1", 0, r"^208 Access allowed$", False),
    ("cmdaccheck 192.0.2.1", 0, r"^209 Access denied$", False),
]

OK, NO_SOURCE = r"^200 OK$", r"^503 No such source$"
NOT_ENABLED, NO_CLOCK = r"^505 Facility not enabled in daemon$", r"^513 RTC driver not running$"
# In this order; the last one ends the daemon.
ORDERS = [
    ("offline 192.0.2.0/255.255.255.0", 1, NO_SOURCE), ("offline", 0, OK), ("online", 0, OK), ("onoffline", 0, OK),
    ("online 127.0.0.0/255.0.0.0", 0, OK),
    ("burst 2/5", 0, OK), ("burst 2/5 127.0.0.1", 0, OK), ("burst 2/5 192.0.2.1", 1, NO_SOURCE),
    ("minpoll 127.0.0.1 -1", 0, OK), ("maxpoll 127.0.0.1 1", 0, OK), ("maxpoll 127.0.0.1 99", 1, r"^502 Invalid"),
    ("minstratum 127.0.0.1 1", 0, OK), ("polltarget 127.0.0.1 12", 0, OK), ("maxdelay 127.0.0.1 0.3", 0, OK),
    ("maxdelayratio 127.0.0.1 1.5", 0, OK), ("maxdelaydevratio 127.0.0.1 9.5", 0, OK),
    ("maxdelaydevratio 192.0.2.1 9.5", 1, NO_SOURCE),
    ("maxupdateskew 0.1", 0, OK), ("makestep", 0, OK), ("makestep 0.1 3", 0, OK), ("makestep 0.1 -1", 0, OK),
    ("reselect", 0, OK), ("reselectdist 0.0001", 0, OK), ("refresh", 0, OK), ("dfreq 0.25", 0, OK),
    ("doffset 0.001", 0, OK), ("dump", 0, OK), ("cyclelogs", 0, OK), ("rekey", 0, OK), ("reset sources", 0, OK),
    ("reload sources", 0, OK),
    ("allow", 0, OK), ("allow 192.0.2.0/24", 0, OK), ("allow all 2001:db8::/32", 0, OK), ("deny", 0, OK),
    ("deny all", 0, OK), ("deny all 10", 0, OK), ("allow 192.0.2.0/45", 1, r"^507 Bad subnet$"),
    ("cmdallow 192.0.2.7", 0, OK), ("cmdallow all", 0, OK), ("cmddeny 192.0.2.7", 0, OK),
    ("cmddeny all 2001:db8::/32", 0, OK), ("cmddeny all", 0, OK),
    ("local stratum 9 distance 0.5", 0, OK), ("local off", 0, OK), ("local orphan", 0, OK), ("local off", 0, OK),
    ("smoothtime activate", 1, NOT_ENABLED), ("smoothtime reset", 1, NOT_ENABLED), ("settime 12:00", 1, NOT_ENABLED),
    ("manual on", 0, OK), ("manual reset", 0, OK), ("manual off", 0, OK),
    ("manual delete 0", 1, r"^516 Sample index out of range$"), ("trimrtc", 1, NO_CLOCK), ("writertc", 1, NO_CLOCK),
    ("add server 127.0.0.5 port 1123 minpoll 3 maxpoll 7 iburst prefer maxdelay 0.2 offset -0.01", 0, OK),
    ("add server 127.0.0.5", 1, r"^511 Source already present$"),
    ("add pool 127.0.0.7 maxsources 3 minsamples 4 maxsamples 9 noselect", 0, OK),
    ("add server 127.0.0.8 key 7", 0, OK), ("add server 127.0.0.9 nts", 1, NOT_ENABLED),
    ("add peer 127.0.0.6 xleave", 0, OK), ("delete 127.0.0.5", 0, OK), ("delete 127.0.0.5", 1, NO_SOURCE),
    ("shutdown", 0, OK),
]


def start(bench, *directives):
    FakeServer(bench, SERVER_PORT)
    daemon, chronyc = start_commanded(
        bench, f"server 127.0.0.1 port {SERVER_PORT} minpoll -2 maxpoll 0", "server unknown.invalid",
        "port 11124", *directives)
    chronyc.wait_until_synchronised()
    return daemon, chronyc


def problem(chronyc, command, status, pattern):
    """What is wrong with the answer to a command; None for nothing."""
    found, output = chronyc(command)
    if found == status and re.search(pattern, output, re.MULTILINE | re.DOTALL) and "508 Bad" not in output:
        return None
    return f"{command}: status {found}, {output}"


def require_none(problems):
    found = [text for text in problems if text]
    require(not found, "; ".join(found))


@check("every report of chronyc is given over the Unix socket")
def reports_over_unix(bench):
    _, chronyc = start(bench)
    require_none(problem(chronyc, command, status, pattern) for command, status, pattern, _ in REPORTS)
    return f"{len(REPORTS)} commands"


@check("over UDP, IPv4 and IPv6, chronyc gets the reports that are open, and is told which are not")
def reports_over_udp(bench):
    start(bench)
    for address in ("127.0.0.1", "::1"):
        chronyc = Chronyc.over_udp(bench, address)
        require_none(
            problem(chronyc, command, *((status, pattern) if is_open else (1, UNAUTHORISED)))
            for command, status, pattern, is_open in REPORTS)
    closed = sum(not is_open for *_, is_open in REPORTS)
    return f"{len(REPORTS) - closed} commands answered, {closed} refused, over each"


@check("'opencommands' opens every report to the network, and nothing else")
def opened(bench):
    start(bench, "opencommands activity authdata clients manual ntpdata rtcdata selectdata serverstats smoothing "
                 "sourcename sources sourcestats tracking")
    chronyc = Chronyc.over_udp(bench)
    never = ("accheck", "cmdaccheck")
    require_none(
        problem(chronyc, command, *((1, UNAUTHORISED) if command.startswith(never) else (status, pattern)))
        for command, status, pattern, _ in REPORTS)
    return f"{len(REPORTS)} commands"


@check("every order of chronyc is answered over the Unix socket as chronyc(1) has it")
def orders_over_unix(bench):
    daemon, chronyc = start(bench)
    require_none(problem(chronyc, *order) for order in ORDERS)
    status = daemon.status(5)
    require(status == 0, f"after 'shutdown', status {status}")
    return f"{len(ORDERS)} commands"


@check("no order is taken over UDP")
def orders_over_udp(bench):
    daemon, _ = start(bench)
    chronyc = Chronyc.over_udp(bench)
    # What chronyc refuses by itself never gets to the daemon.
    require_none(problem(chronyc, command, 1, UNAUTHORISED) for command, *_ in ORDERS)
    require(daemon.is_running(), "it has ended")
    return f"{len(ORDERS)} commands refused"


@check("chronyc -c prints as many columns as with chronyd, and -N the names of the configuration")
def comma_separated(bench):
    _, ours = start(bench)
    theirs = start_chronyd(bench, f"server 127.0.0.1 port {SERVER_PORT}", "port 0")
    columns = {}
    for command in "tracking sources sourcestats selectdata authdata activity serverstats ntpdata".split():
        columns[command] = len(theirs.rows(command)[0])
        found = len(ours.rows(command)[0])
        require(found == columns[command], f"{command}: {found} columns, with chronyd {columns[command]}")
    status, output = ours("sources -a", "-N")
    require(status == 0 and "unknown.invalid" in output, output)
    return ", ".join(f"{command} {count}" for command, count in columns.items())


@check("waitsync succeeds once the clock is synchronised, and fails before")
def waitsync(bench):
    _, lonely = start_commanded(bench, "server 127.0.0.1 port 1", "port 0", name="lonely", port=0)
    status, output = lonely("waitsync 1 0 0 0.1")
    require(status == 1 and "correction: 0.0" in output, f"status {status}, {output}")
    _, chronyc = start(bench)
    status, output = chronyc("waitsync 10 0.1 0 0.1")
    require(status == 0, f"status {status}, {output}")
    return output.splitlines()[-1]
