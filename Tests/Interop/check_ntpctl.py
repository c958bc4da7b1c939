# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""ntpctl says of a daemon what chronyc says of it, be it Debian's chronyd or ours."""

import re
import subprocess
import xml.etree.ElementTree

from pathlib import Path

from chronyc import COMMAND_PORT, socket_path, start_chronyd, start_commanded
from fakeserver import FakeServer
from harness import check, require, wait_until
from ntpctl import Ntpctl

PORT = 11123
DAEMONS = {"chronyd": start_chronyd, "ntpd": lambda *arguments, **options: start_commanded(*arguments, **options)[1]}
# ntpctl's name for a report, and chronyc's.
REPORTS = {
    "tracking": "tracking", "sources": "sources", "sourcestats": "sourcestats", "select": "selectdata",
    "ntpdata": "ntpdata", "activity": "activity", "serverstats": "serverstats", "clients": "clients",
}
# The columns that later versions of chronyc have at the end, and later daemons than chrony 4.3 the counts for.
LATER_COLUMNS = {"serverstats": 6, "ntpdata": 4}
DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs/ntpctl-json.md"
ATTEMPTS = 8


def start(bench, name, *directives):
    """A daemon with four sources, of which one is preferred and trusted, one only watched, and one silent."""
    for number, offset in ((1, 0), (2, 100e-6), (3, -100e-6)):
        FakeServer(bench, PORT, address=f"127.0.0.{number}", offset=offset)
    polls = "minpoll -2 maxpoll 0"
    chronyc = DAEMONS[name](
        bench, f"server 127.0.0.1 port {PORT} {polls} prefer require trust", f"server 127.0.0.2 port {PORT} {polls}",
        f"server 127.0.0.3 port {PORT} {polls} noselect", f"server 127.0.0.9 port {PORT} {polls}",
        *directives, name=name, port=COMMAND_PORT)
    chronyc.wait_until_synchronised()
    return chronyc, Ntpctl(bench, "--socket", socket_path(bench, name))


def problem_of_cells(found, before, after):
    """What is wrong with a row that was read between two others; None for nothing."""
    if not len(found) == len(before) == len(after):
        return f"{len(found)} columns instead of {len(before)}"
    for index, (cell, first, second) in enumerate(zip(found, before, after)):
        if cell not in (first, second) and not is_between(cell, first, second):
            return f"column {index + 1} is {cell}, was {first}, then {second}"
    return None


def is_between(cell, first, second):
    """For what changes by the moment: a number between two others, give or take its last digit."""
    try:
        value, *limits = float(cell), float(first), float(second)
    except ValueError:
        return False
    slack = 10.0 ** -len(cell.partition(".")[2])
    return min(limits) - slack <= value <= max(limits) + slack


def problem_of_tables(found, before, after):
    if not len(found) == len(before) == len(after):
        return f"{len(found)} rows instead of {len(before)}"
    return next(filter(None, map(problem_of_cells, found, before, after)), None)


def compare(chronyc, ntpctl, report):
    """Compares a report of both; returns the number of rows. A new measurement in between makes another attempt."""
    if chronyc(REPORTS[report])[0] != 0:
        ntpctl.expect(report, status=4)
        return 0
    for _ in range(ATTEMPTS):
        before, found, after = chronyc.rows(REPORTS[report]), ntpctl.rows(report), chronyc.rows(REPORTS[report])
        later = LATER_COLUMNS.get(report, 0)
        if found and len(found[0]) == len(before[0]) + later:
            found = [row[:len(row) - later] for row in found]
        problem = problem_of_tables(found, before, after)
        if not problem:
            return len(found)
    require(False, f"{report}: {problem}")


def compare_reports(bench, name):
    chronyc, ntpctl = start(bench, name, "port 11200", "allow")
    Ntpctl(bench).expect("query", "127.0.0.1", "--port", "11200", "--samples", "3", "--interval", "10ms")
    rows = {report: compare(chronyc, ntpctl, report) for report in REPORTS}
    require(rows["sources"] == rows["select"] == 4, f"rows: {rows}")
    return f"{len(rows)} reports, {sum(rows.values())} rows"


@check("ntpctl --csv prints of chronyd what chronyc -c prints of it")
def reports_of_chronyd(bench):
    return compare_reports(bench, "chronyd")


@check("ntpctl --csv prints of ntpd what chronyc -c prints of it")
def reports_of_ntpd(bench):
    return compare_reports(bench, "ntpd")


def require_json(chronyc, ntpctl):
    """JSON has SI units and the other sign; its values are those of the same moment, or of one right after it."""
    for _ in range(ATTEMPTS):
        before, found, after = chronyc.tracking(), ntpctl.json("tracking"), chronyc.tracking()
        sources, reasons = chronyc.sources(), ntpctl.json("sources")
        if before["reference_time"] == after["reference_time"]:
            break
    require(abs(-found["last_offset"] - before["last_offset"]) < 1e-9, f"{found} {before}")
    require(abs(-found["frequency"] * 1e6 - before["frequency"]) < 1e-3, f"{found} {before}")
    require(found["stratum"] == before["stratum"] and found["synchronized"] is True, f"{found} {before}")
    bound = found["root_delay"] / 2 + found["root_dispersion"] + abs(found["remaining_correction"])
    require(abs(found["error_bound"] - bound) < 1e-12, f"{found}")
    require([row["address"] for row in reasons] == [row["name"] for row in sources], f"{reasons}")
    verdicts = [row["verdict"] for row in reasons]
    require(verdicts[2:] == ["standby", "unusable"], f"{reasons}")
    require(reasons[3]["reason"] == "does not answer", f"{reasons[3]}")
    require(verdicts.count("used") >= 1, f"{reasons}")


@check("ntpctl --json has the same facts of chronyd and of ntpd, and every report in it")
def json_reports(bench):
    keys = {}
    for name in DAEMONS:
        chronyc, ntpctl = start(bench, name, "port 0")
        require_json(chronyc, ntpctl)
        shapes = {report: shape(ntpctl.json(report)) for report in REPORTS if chronyc(REPORTS[report])[0] == 0}
        keys[name] = {"status": shape(ntpctl.json("status"))} | shapes
        for server in bench.servers:
            server.close()
        bench.servers.clear()
        bench.daemons[-1].kill()
    both = keys["chronyd"].keys() & keys["ntpd"].keys()
    differing = [report for report in both if keys["chronyd"][report] != keys["ntpd"][report]]
    # chrony 4.3 has no counts of timestamps.
    require(set(differing) <= {"serverstats", "ntpdata"}, f"{differing}")
    documented = set(re.findall(r"`([a-z_]+)`", DOCUMENT.read_text()))
    undocumented = keys_of(keys) - set(DAEMONS) - documented
    require(not undocumented, f"{DOCUMENT.name} doesn't have {undocumented}")
    return f"{len(both)} reports, {len(keys_of(keys['ntpd']))} keys"


def keys_of(value):
    """All keys of a shape, at every level."""
    if not isinstance(value, dict):
        return set()
    return set(value).union(*map(keys_of, value.values()))


def shape(value):
    """The keys of a report, without its values."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items() if key != "findings"}
    return shape(value[0]) if isinstance(value, list) and value and isinstance(value[0], dict) else None


@check("ntpctl metrics is what promtool takes for metrics, of chronyd and of ntpd")
def metrics(bench):
    lines = []
    for name in DAEMONS:
        _, ntpctl = start(bench, name, "port 0")
        text = ntpctl.expect("metrics")
        result = subprocess.run(
            [bench.peers.promtool, "check", "metrics"], input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True)
        require(result.returncode == 0, f"{name}: status {result.returncode}, {result.stdout}")
        require("ntpd_error_bound_seconds" in text and "chrony_tracking_stratum 3" in text, text)
        lines.append(len(text.splitlines()))
        for server in bench.servers:
            server.close()
        bench.servers.clear()
        bench.daemons[-1].kill()
    return f"{lines[0]} and {lines[1]} lines"


@check("ntpctl plot draws the tracking.log of chronyd and of ntpd")
def plot(bench):
    sizes = []
    for name in DAEMONS:
        FakeServer(bench, PORT)
        folder = bench.folder / f"log-{name}"
        folder.mkdir()
        DAEMONS[name](
            bench, f"server 127.0.0.1 port {PORT} minpoll -2 maxpoll -2", f"logdir {folder}", "log tracking", "port 0",
            name=name)
        log, image = folder / "tracking.log", folder / "clock.svg"
        wait_until(lambda: log.exists() and log.read_text().count("127.0.0.1") > 5, 10, f"{name} logs nothing")
        Ntpctl(bench).expect("plot", str(log), "-o", str(image))
        root = xml.etree.ElementTree.parse(image).getroot()
        paths = [element.get("class") for element in root.iter("{http://www.w3.org/2000/svg}path")]
        require("offset" in paths and "bound" in paths, f"{name}: {paths}")
        sizes.append(image.stat().st_size)
        bench.servers.pop().close()
        bench.daemons[-1].kill()
    return f"{sizes[0]} and {sizes[1]} bytes"
