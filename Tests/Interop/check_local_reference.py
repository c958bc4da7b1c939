# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Networks without real time: servers that stand in for a source, and agree on one of them."""

import ntp
from chronyc import start_commanded
from fakeserver import FakeServer
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


@check("an isolated network keeps together by 'local', and follows true time again when that comes back")
def isolated(bench):
    place = {"port": 11123, "address": "127.0.0.9"}  # with the client's own, it would see a loop
    upstream = FakeServer(bench, **place)
    _, chronyc = start_commanded(
        bench, f"server 127.0.0.9 port 11123 {QUICK}", "allow", "port 123", "local stratum 8 distance 0.03",
        "maxclockerror 5000")
    told = lambda: (reply := ntp.ask("127.0.0.1")) and reply.stratum
    wait_until(lambda: told() == 3, 10, lambda: f"stratum {told()} with a source of stratum 2")
    client = bench.peers.start_chronyd(
        bench, f"server 127.0.0.1 port 123 {QUICK}", "allow", "port 12123", f"pidfile {bench.folder}/client.pid")
    client.wait_for_reply(12123)
    upstream.close()
    wait_until(lambda: told() == 8, 20, lambda: f"stratum {told()} without a source")
    follower = lambda: ntp.ask("127.0.0.1", 12123)
    wait_until(lambda: follower() and follower().stratum == 9, 10, lambda: f"the client says {follower()}")
    FakeServer(bench, **place, offset=0.004)
    wait_until(lambda: told() == 3, 20, lambda: f"stratum {told()} with the source back")
    wait_until(lambda: abs(ntp.measure_offset("127.0.0.1") - 0.004) < 0.001, 10, lambda: chronyc("tracking")[1])
    wait_until(lambda: follower().stratum == 4, 10, lambda: f"the client says {follower()}")
    return "stratum 3, 8 and 3 again; its client 4, 9 and 4"
