# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""What the clock is told by others than time servers: an operator's watch, and a thermometer."""

import time

import ntp
from chronyc import start_chronyd, start_commanded
from harness import check, require, wait_until

SERVING = "local stratum 10", "allow", "port 11123"


def entered(offset):
    """The words by which chronyc is told a time that is so much ahead, in this machine's time zone."""
    return "settime " + time.strftime("%b %d, %Y %H:%M:%S", time.localtime(time.time() + offset))


@check("'manual' has chronyc settime correct the clock, and list, delete, reset and off do as with chronyd")
def by_hand(bench):
    daemon, ours = start_commanded(bench, "manual", *SERVING)
    theirs = start_chronyd(bench, "manual")
    for chronyc in (ours, theirs):
        output = chronyc.expect(entered(100))
        require("200 OK" in output and "Clock was -" in output and "Frequency change = 0.00ppm" in output, output)
    offset = ntp.measure_offset("127.0.0.1", 11123)
    require(98.5 < offset < 100.5, f"it serves a time that is {offset} s ahead")
    require(daemon.text().count("Clock wrong by") == 1, daemon.text())
    listed = {chronyc: chronyc.expect("manual list") for chronyc in (ours, theirs)}
    heads = ["\n".join(text.splitlines()[:3]) for text in listed.values()]
    require(heads[0] == heads[1] and "n_samples = 1" in heads[0], f"{listed}")
    for command in ("manual delete 1", "manual delete 0", "manual list", "manual off", entered(0), "manual on",
                    entered(0), "manual reset", "manual list"):
        answers = [chronyc(command) for chronyc in (ours, theirs)]
        status = [answer[0] for answer in answers]
        require(status[0] == status[1], f"{command}: {answers}")
        if "list" in command or "delete" in command:
            require(answers[0] == answers[1], f"{command}: {answers}")
    return f"{offset:.2f} s ahead after settime; ten commands answered as by chronyd"


@check("'tempcomp' has the clock run by the temperature, with a log file like chronyd's")
def by_temperature(bench):
    sensor, points = bench.folder / "sensor", bench.folder / "points"
    sensor.write_text("27000\n")
    points.write_text("26000 0\n28000 8\n")
    logs = {name: bench.folder / f"logs-{name}" for name in ("theirs", "ours")}
    for folder in logs.values():
        folder.mkdir()
    lines = lambda name, form: ("log tempcomp", f"logdir {logs[name]}", f"tempcomp {sensor} 0.2 {form}")
    bench.peers.start_chronyd(bench, *lines("theirs", "26000 0.0 0.004 0.0"))
    daemon = bench.start_ntpd("port 0", "cmdport 0", "bindcmdaddress /", "pidfile /", *lines("ours", points))
    written = {name: folder / "tempcomp.log" for name, folder in logs.items()}
    read = lambda name: written[name].read_text().splitlines() if written[name].exists() else []
    wait_until(lambda: all(len(read(name)) > 4 for name in logs), 10, daemon.text)
    ours, theirs = read("ours"), read("theirs")
    require(ours[:3] == theirs[:3] and ours[3][19:] == theirs[3][19:], f"{ours[:4]}, chronyd's {theirs[:4]}")
    sensor.write_text("hot\n")
    wait_until(lambda: "the first word isn't a number" in daemon.text(), 5, daemon.text)
    count = len(read("ours"))
    sensor.write_text("26000\n")
    wait_until(lambda: len(read("ours")) > count, 5, daemon.text)
    require(daemon.text().count("the first word isn't a number") == 1, "said more than once")
    return f"{ours[3]}; {len(read('ours'))} lines"
