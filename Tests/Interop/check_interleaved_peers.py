# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Interleaved symmetric mode, RFC 9769: between two of ours, and with chronyd."""

import re

from check_interleaved import wait_until_interleaved
from check_peers import OURS, THEIRS, key_file, start_pair, wait_until_following
from chronyc import start_commanded
from harness import check, require, wait_until

BASIC = "minpoll -2 maxpoll -2"
QUICK = f"{BASIC} xleave"


def counts(chronyc, address):
    """How many packets were sent to a peer, and how many of its own answered one of them.

    Whether they are good is another matter: no daemon believes one that follows itself.
    """
    text = chronyc.expect(f"ntpdata {address}")
    return [int(re.search(rf"{name}\s*: (\d+)", text)[1]) for name in ("Total TX", "Total valid RX")]


def require_few_losses(chronyc, address, packets=8):
    """Waits for so many packets; says how many of them were answered."""
    before = counts(chronyc, address)
    wait_until(lambda: counts(chronyc, address)[0] >= before[0] + packets, 15, "it doesn't send")
    sent, valid = (after - earlier for after, earlier in zip(counts(chronyc, address), before))
    # Two that cross on the way are no answer to each other, in either mode.
    require(valid >= sent // 2, f"{valid} of {sent} packets answered")
    return f"{valid} of {sent} packets answered"


def start_own_pair(bench, options, their_options):
    """Two of our daemons; the first one has the time."""
    keys = key_file(bench)
    _, first = start_commanded(
        bench, f"bindaddress {OURS}", "port 123", f"keyfile {keys}", f"peer {THEIRS} {options}", "local stratum 5")
    _, second = start_commanded(
        bench, f"bindaddress {THEIRS}", "port 123", f"keyfile {keys}", f"peer {OURS} {their_options}", name="second",
        port=10324)
    return first, second


@check("two of our daemons are interleaved peers, with a key, by the kernel's stamps")
def own_peers(bench):
    first, second = start_own_pair(bench, f"{QUICK} key 6", f"{QUICK} key 6")
    wait_until_following(second, OURS)
    measured = wait_until_interleaved(second, OURS)
    require("Kernel and Kernel" in measured, measured)
    return f"{measured}; {require_few_losses(second, OURS)} and {require_few_losses(first, THEIRS)}"


@check("of two peers with 'xleave' on one side, that side tells the other, and neither loses packets by it")
def one_side(bench):
    telling, told = start_own_pair(bench, QUICK, BASIC)
    wait_until_following(told, OURS)
    measured = wait_until_interleaved(told, OURS)
    return f"{measured}; {require_few_losses(told, OURS)} and {require_few_losses(telling, THEIRS)}"


def follow(bench, ours, theirs):
    """With chronyd: whichever has no time of its own follows the other, and is told exactly."""
    our_chronyc, their_chronyc = start_pair(bench, ours, theirs, QUICK)
    follower, address = (our_chronyc, THEIRS) if theirs else (their_chronyc, OURS)
    measured = wait_until_following(follower, address)
    return (f"{measured}; {wait_until_interleaved(follower, address)}; ours "
            f"{require_few_losses(our_chronyc, THEIRS)}, chronyd's {require_few_losses(their_chronyc, OURS)}")


@check("we follow chronyd as an interleaved peer")
def following_chronyd(bench):
    return follow(bench, [], ["local stratum 5"])


@check("chronyd follows us as an interleaved peer")
def followed_by_chronyd(bench):
    return follow(bench, ["local stratum 5"], [])
