# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Our daemon follows Debian's for a minute."""

import statistics
import time
from datetime import datetime, timezone

from harness import check, require

BOUND = 100e-6  # seconds
DURATION, SETTLING = 60, 10  # seconds
OFFSET_COLUMN = {"tracking": 6, "measurements": 11}


def offsets(path, kind, since):
    """The offsets that a log has from a time on, in seconds."""
    column, found = OFFSET_COLUMN[kind], []
    for line in path.read_text().splitlines():
        words = line.split()
        if not words[0][:1].isdigit():  # the banner
            continue
        when = datetime.fromisoformat(" ".join(words[:2])).replace(tzinfo=timezone.utc).timestamp()
        if when > since:
            found.append(float(words[column]))
    return found


@check("ntpd -x follows chronyd -x for a minute, every offset below 100 us after 10 s", alone=True)
def follows(bench):
    bench.peers.start_chronyd(bench, "local stratum 8", "allow", "port 123").wait_for_reply(123)
    start = time.time()
    ntpd = bench.start_ntpd(
        "server 127.0.0.1 iburst minpoll 1 maxpoll 1", "port 0", "pidfile /", f"logdir {bench.folder}",
        "log tracking measurements")
    time.sleep(DURATION)
    require(ntpd.is_running(), "it has ended")

    tracking = offsets(bench.folder / "tracking.log", "tracking", start + SETTLING)
    measured = offsets(bench.folder / "measurements.log", "measurements", start + SETTLING)
    require(len(tracking) >= 15, f"only {len(tracking)} updates of the clock in {DURATION} s")
    worst = max(map(abs, tracking))
    found = (f"worst offset {worst * 1e6:.1f} us, median {statistics.median(map(abs, tracking)) * 1e6:.1f} us "
             f"in {len(tracking)} updates; worst single measurement {max(map(abs, measured)) * 1e6:.1f} us")
    require(worst < BOUND, found)
    return found
