# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""What the daemon asks of the system for itself, and what a service manager hands over to it."""

import os
import resource
import shutil
import socket
import sys

import ntp
from harness import check, require, serving, wait_until

AS_NOBODY = "setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"

# Binds port 123 as systemd does for a socket unit, and becomes the daemon; a request waits there already.
HAND_OVER = """
import os, socket, sys
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 123))
os.dup2(server.fileno(), 3)
os.set_inheritable(3, True)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execvp(sys.argv[1], sys.argv[1:])
"""


def may_lock_memory():
    """Whether this machine lets its root lock memory without limit; some containers don't."""
    try:
        resource.setrlimit(resource.RLIMIT_MEMLOCK, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        return True
    except (OSError, ValueError):
        return False


@check("'lock_all' and 'sched_priority', and -m and -P, keep it in memory and make it a real-time process")
def urgent(bench):
    found = []
    for words in (("lock_all", "sched_priority 3"), ("-m", "-P", "3")):
        daemon = bench.start_server(*words)
        locked = daemon.status_field("VmLck")
        policy = os.sched_getscheduler(daemon.pid)
        enough = int(locked.split()[0]) > 1000 if may_lock_memory() else "grant CAP_IPC_LOCK" in daemon.text()
        require(enough, f"{words}: {locked} are locked: {daemon.text()}")
        require(policy == os.SCHED_FIFO and os.sched_getparam(daemon.pid).sched_priority == 3,
                f"{words}: policy {policy}: {daemon.text()}")
        require(daemon.end()[0] == 0, "it doesn't end well")
        found.append(locked)
    return f"{' and '.join(found)} locked, SCHED_FIFO 3"


@check("what isn't granted of that is named, and the daemon goes on")
def not_granted(bench):
    program = bench.folder / "ntpd"  # nobody may not see the folder where it was built
    shutil.copy(bench.ntpd, program)
    limited = "prlimit", "--memlock=65536:65536", "--rtprio=0:0", "--", *AS_NOBODY
    daemon = bench.start("ntpd", program, "-d", "-x", "-F", bench.filter_level, *serving(11123),
                         "lock_all", "sched_priority 3", "cmdport 0", "bindcmdaddress /", wrapper=limited)
    daemon.wait_for_reply(11123)
    for capability in ("CAP_SYS_NICE", "CAP_IPC_LOCK"):
        require(f"grant {capability}" in daemon.text(), f"no word of {capability}: {daemon.text()}")
    return "both"


@check("a socket that a service manager hands over is served, by a daemon that may not bind port 123")
def handed_over(bench):
    program = bench.folder / "ntpd"
    shutil.copy(bench.ntpd, program)
    daemon = bench.start(
        "ntpd", program, "-d", "-x", "-F", bench.filter_level, *serving(123), "bindaddress 127.0.0.1", "cmdport 0",
        "bindcmdaddress /", "-4", wrapper=(sys.executable, "-c", HAND_OVER, *AS_NOBODY))
    daemon.wait_for_reply(123)
    require(ntp.ask("127.0.0.1").stratum == 10, "another one answers")
    return f"stratum 10 from {[line for line in daemon.text().splitlines() if 'Serving' in line][0]}"


@check("a socket that is handed over for nothing is named and closed")
def handed_over_for_nothing(bench):
    daemon = bench.start_ntpd("port 0", "cmdport 0", "bindcmdaddress /", "pidfile /",
                              wrapper=(sys.executable, "-c", HAND_OVER))
    line = wait_until(lambda: [line for line in daemon.text().splitlines() if "127.0.0.1:123" in line], 10,
                      daemon.text)[0]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 123))  # free again
    return line
