# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""What is left of root after the start."""

import pwd

import ntp
from harness import check, require


@check("started as root with 'user nobody' and -x, it serves on port 123 without any capability")
def drops_everything(bench):
    server = bench.start_server("user nobody")
    nobody = str(pwd.getpwnam("nobody").pw_uid)
    require(server.status_field("Uid").split() == [nobody] * 4, f"Uid: {server.status_field('Uid')}")
    left = {name: server.status_field(name) for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")}
    require(all(int(mask, 16) == 0 for mask in left.values()), f"{left}")
    require(server.status_field("NoNewPrivs") == "1", "it may gain privileges by executing a program")
    require(server.status_field("Groups") in ("", server.status_field("Gid").split()[0]),
            f"groups: {server.status_field('Groups')}")
    require(ntp.ask("127.0.0.1"), "no reply")
    return f"user nobody, all five capability sets {left['CapEff']}, no_new_privs, no groups left"


@check("it is one thread")
def one_thread(bench):
    server = bench.start_server()
    threads = server.status_field("Threads")
    require(threads == "1", f"{threads} threads")
    return f"{threads} thread"
