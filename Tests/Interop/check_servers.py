# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Our client measures Debian's servers."""

import re
import subprocess

from daemons import WITHOUT_CLOCK
from harness import check, require

BOUND = 1e-3  # seconds
ADDRESSES = {"IPv4": "127.0.0.1", "IPv6": "::1"}


def start_chronyd(bench):
    bench.peers.start_chronyd(bench, "local stratum 10", "allow", "port 123").wait_for_reply(123)


def start_ntpsec(bench):
    # Orphan mode is how it serves without a source; it waits five minutes for one unless told otherwise. It then
    # names 127.0.0.1 as what it follows; to a client at that address this is a loop, so ours has another.
    bench.peers.start_ntpsec(bench, "tos orphan 5 orphanwait 1").wait_for_reply(123)


def register(name, start, family, address):
    @check(f"ntpd -Q measures {name} over {family} within 1 ms")
    def measured(bench):
        start(bench)
        command = [WITHOUT_CLOCK, bench.ntpd, "-x", "-Q", f"server {address} iburst", "bindacqaddress 127.0.0.5"]
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
        match = re.search(r"wrong by (-?\d+\.\d+) seconds .*error bound (\d+\.\d+)", result.stdout)
        require(result.returncode == 0 and match, f"status {result.returncode}, {result.stdout.strip()}")
        offset, bound = float(match[1]), float(match[2])
        require(abs(offset) < BOUND, f"offset {offset * 1e6:+.0f} us")
        return f"offset {offset * 1e6:+.0f} us, error bound {bound * 1e6:.0f} us"


for name, start in {"Debian's chronyd": start_chronyd, "NTPsec's ntpd": start_ntpsec}.items():
    for family, address in ADDRESSES.items():
        register(name, start, family, address)
