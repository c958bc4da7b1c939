# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""The lines of the log that alerts look for."""

import re

from fakeserver import FakeServer
from harness import check, require, wait_until

PORT = 11123
WATCHED = [
    r"Disabled control of system clock", r"Frequency 1\.500 \+/- 0\.250 ppm read from /", r"Selected source 127\.0\.0\.1",
    r"System clock wrong by (2\.0|1\.9)\d+ seconds", r"chronyd exiting",
]


def said(bench, start):
    drift = bench.folder / "drift"
    drift.write_text("1.5 0.25\n")
    daemon = start(
        "port 0", f"driftfile {drift}", "logchange 0.5", f"server 127.0.0.1 port {PORT} iburst minpoll 0 maxpoll 0")
    wait_until(lambda: "System clock wrong by" in daemon.text(), 20, daemon.text)
    daemon.end()
    return daemon.text()


@check("messages that alerts look for are worded as chronyd's, with its name where ntpd is started by it")
def watched(bench):
    FakeServer(bench, PORT, offset=2.0)
    link = bench.folder / "chronyd"
    link.symlink_to(bench.ntpd)
    texts = {
        "chronyd": said(bench, lambda *directives: bench.peers.start_chronyd(bench, *directives)),
        "ntpd": said(bench, lambda *directives: bench.start("ntpd", link, "-x", "-d", "cmdport 0", "pidfile /", *directives)),
    }
    for name, text in texts.items():
        missing = [words for words in WATCHED if not re.search(words, text)]
        require(not missing, f"{name} doesn't say {missing}: {text}")
    return f"{len(WATCHED)} messages of both"
