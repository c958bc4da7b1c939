# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Log files: the columns that other programs parse."""

import re

from harness import check, require, wait_until

FILES = {"measurements": "rawmeasurements", "statistics": "statistics", "tracking": "tracking",
         "selection": "selection"}
SYNCHRONISED = {"tracking": 2}  # lines before those of a clock that is synchronised, whose numbers are wider


def column_ends(line):
    """Where each column ends."""
    return [match.end() for match in re.finditer(r"\S+", line)]


def read(folder, name):
    path = folder / f"{name}.log"
    return path.read_text().splitlines() if path.exists() else []


@check("the log files have chronyd's banners, and each column ends where chronyd's does")
def columns(bench):
    bench.peers.start_chronyd(bench, "local stratum 8", "allow", "port 11123").wait_for_reply(11123)
    folders = {name: bench.folder / name for name in ("theirs", "ours")}
    for folder in folders.values():
        folder.mkdir()
    directives = ["server 127.0.0.1 port 11123 iburst minpoll -2 maxpoll -2", "logbanner 10",
                  f"log {' '.join(FILES.values())}", "port 0"]
    bench.peers.start_chronyd(bench, *directives, f"logdir {folders['theirs']}", f"pidfile {bench.folder}/2.pid")
    bench.start_ntpd(*directives, f"logdir {folders['ours']}", "pidfile /", "cmdport 0", "bindcmdaddress /")
    compared = 0
    for name in FILES:
        enough = lambda: all(len(read(folder, name)) > 12 for folder in folders.values())
        wait_until(enough, 15, lambda: f"{name}: too few lines: {[read(f, name) for f in folders.values()]}")
        theirs, ours = (read(folders[who], name) for who in ("theirs", "ours"))
        require(ours[:3] == theirs[:3], f"{name}: the banner is {ours[:3]}, chronyd's {theirs[:3]}")
        first = 3 + SYNCHRONISED.get(name, 0)
        shapes = [{tuple(column_ends(line)) for line in lines[first:13]} for lines in (theirs, ours)]
        require(shapes[1] <= shapes[0], f"{name}: ours end at {shapes[1]}, chronyd's at {shapes[0]}: {ours[first]}")
        compared += 1
    return f"{compared} files"
