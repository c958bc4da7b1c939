# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Networks without real time: servers that stand in for a source, and agree on one of them."""

import ntp
from harness import check, wait_until

QUICK = "iburst minpoll -2 maxpoll -2"
ADDRESSES = ["127.0.0.1", "127.0.0.2", "127.0.0.3"]
LOCAL = "local stratum 8 orphan distance 0.0005 waitunsynced 2"


def configuration(index):
    others = [address for address in ADDRESSES if address != ADDRESSES[index]]
    # The clocks are as good as one another: a distance that is soon reached has to come from what they say.
    return [LOCAL, "maxclockerror 500", "allow", "port 123", f"bindaddress {ADDRESSES[index]}",
            f"bindacqaddress {ADDRESSES[index]}", *[f"server {other} {QUICK}" for other in others]]


def start_ours(bench, index):
    return bench.start_ntpd("-4", "cmdport 0", "bindcmdaddress /", "pidfile /", *configuration(index))


def strata(addresses=ADDRESSES):
    replies = [ntp.ask(address) for address in addresses]
    return [reply.stratum if reply else None for reply in replies]


def wait_for(wanted, limit=40):
    wait_until(lambda: strata() == wanted, limit, lambda: f"strata {strata()}, not {wanted}")


@check("three orphans elect one, and another one when it is gone")
def election(bench):
    daemons = [start_ours(bench, index) for index in range(3)]
    wait_for([8, 9, 9])
    daemons[0].end()
    wait_for([None, 8, 9])
    start_ours(bench, 0)
    wait_for([8, 9, 9])
    return "the first of three leads, then the second, then the first again"


@check("chronyd and two of ours elect one of the three")
def election_with_chronyd(bench):
    for index in (0, 2):
        start_ours(bench, index)
    # 4.3 knows no waiting.
    bench.peers.start_chronyd(bench, *[line.replace(" waitunsynced 2", "") for line in configuration(1)])
    wait_for([8, 9, 9])
    return "the others follow the lowest address"
