# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Configurations that are found in the wild: each is accepted as it is, and does what it says."""

import subprocess
from pathlib import Path

import ntp
from chronyc import Chronyc
from feeder import Feeder, Segment, SocketFeeder
from harness import check, require, wait_until

FOLDER = Path(__file__).resolve().parent / "Configurations"
# How many sources each has, and which of its log files there will be.
CLIENTS = {
    "debian": (4, []), "ubuntu": (8, []), "fedora": (4, []), "amazon-linux": (5, []), "google-cloud": (1, []),
    "aws": (4, ["measurements", "statistics", "tracking"]), "laptop": (3, ["measurements", "statistics", "tracking"]),
    "authenticated": (2, ["measurements", "statistics", "tracking", "selection"]),
}
# Who is answered and who isn't, with which stratum; 0 before there is a source.
SERVERS = {
    "isolated-lab": (["192.168.165.1"], ["127.0.0.1"], 8), "orphans": (["127.0.0.1"], ["198.51.100.1"], 0),
    "public-server": (["127.0.0.1"], ["198.51.100.1"], 0), "gps-pps": (["127.0.0.1"], ["198.51.100.1"], 1),
}
NAMES = ["2.debian.pool.ntp.org", "ntp.ubuntu.com", "0.ubuntu.pool.ntp.org", "1.ubuntu.pool.ntp.org",
         "2.ubuntu.pool.ntp.org", "2.fedora.pool.ntp.org", "2.amazon.pool.ntp.org", "time.aws.com", "pool.ntp.org",
         "metadata.google.internal", "time.cloudflare.com", "2.pool.ntp.org"]
SINGLE = ["ntp1.example.net", "ntp2.example.net", "ntp3.example.net"]
KEY = "1 SHA256 HEX:00112233445566778899AABBCCDDEEFF\n"

# The daemon's folders are its own; the shell becomes the daemon.
IN_FOLDERS = """
for part in lib log; do mount --bind "$0/$part" "/var/$part" || exit 9; done
mount --bind "$0/run" /run && mount --bind "$0/hosts" /etc/hosts || exit 9
exec "$@"
"""


def lines(path):
    return [line for line in path.read_text().splitlines() if line and not line.startswith("#")]


def hosts():
    """Names of pools stand for four servers each, others for one; no two names share one."""
    found = []
    for number, name in enumerate(NAMES):
        found += [f"127.1.{number}.{server} {name}" for server in range(1, 5)]
    return "\n".join([*found, *(f"127.2.0.{number} {name}" for number, name in enumerate(SINGLE, 1)), ""])


class Started:
    """ntpd with one of the configurations, in folders of its own."""

    def __init__(self, bench, name, hosts="127.0.0.1 localhost\n"):
        self.folder = bench.folder / name
        for part in ("lib/chrony", "log/chrony", "run"):
            (self.folder / part).mkdir(parents=True)
        (self.folder / "hosts").write_text(hosts)
        configuration = FOLDER / f"{name}.conf"
        if name == "authenticated":  # its keys are in this check's folder
            text = configuration.read_text().replace("/etc/chrony.keys", str(bench.folder / "keys"))
            configuration = self.folder / "ntpd.conf"
            configuration.write_text(text)
        self.daemon = bench.start_ntpd(
            "-f", configuration,
            wrapper=("unshare", "--mount", "sh", "-c", IN_FOLDERS, self.folder))
        self.chronyc = Chronyc(bench.peers, "-h", self.folder / "run/chrony/chronyd.sock")

    def sources(self):
        """Those that answer."""
        return [row for row in self.chronyc.sources() if row["reach"] > 0]


def feed(bench, daemon_folder):
    """What gpsd would do for the machine of `gps-pps`, which has no pulses of the kernel."""
    segment = Segment(0)
    bench.servers += [
        Feeder(lambda: segment.write(-0.106)), SocketFeeder([daemon_folder / "run/chrony.ttyS0.sock"], 0.0)]


def add_addresses():
    for address in ("169.254.169.123", "192.168.165.1", "192.0.2.7", "198.51.100.1"):
        subprocess.run(["ip", "address", "replace", f"{address}/32", "dev", "lo"], check=True)


def prints(bench, path):
    """What `ntpd -p` makes of a file."""
    result = subprocess.run([bench.ntpd, "-p", "-f", path], capture_output=True, text=True)
    require(result.returncode == 0, f"{path.name}: status {result.returncode}, {result.stderr}")
    return result.stdout


@check("configurations found in the wild are accepted, and printed so that they are read again as the same")
def accepted(bench):
    paths = sorted(FOLDER.glob("*.conf"))
    require({path.stem for path in paths} == {*CLIENTS, *SERVERS}, f"found {paths}")
    for path in paths:
        printed = bench.folder / path.name
        printed.write_text(prints(bench, path))
        # A directive that says what holds anyway isn't printed, nor one without effect.
        require(len(lines(printed)) >= len(lines(path)) / 2, f"{path.name}: {lines(printed)}")
        require(prints(bench, printed) == printed.read_text(), f"{path.name} reads otherwise when printed")
    return f"{len(paths)} files"


@check("configurations of clients follow all of their sources, and leave drift and log files where they say")
def clients(bench):
    add_addresses()
    (bench.folder / "keys").write_text(KEY)
    bench.peers.start_chronyd(bench, "local stratum 2", "allow", f"keyfile {bench.folder}/keys").wait_for_reply(123)
    started = {name: Started(bench, name, hosts()) for name in CLIENTS}
    for name, (count, logs) in CLIENTS.items():
        client = started[name]
        wait_until((client.folder / "run/chrony/chronyd.sock").exists, 10, client.daemon.text)
        wait_until(lambda: client.chronyc.tracking()["leap"] == "Normal", 20, client.daemon.text)
        wait_until(lambda: len(client.sources()) == count, 10,
                   lambda: f"{name}: {client.chronyc('sources')[1]}")
        for log in logs:
            wait_until((client.folder / f"log/chrony/{log}.log").exists, 10, f"{name}: no {log}.log")
        status, _ = client.daemon.end()
        require(status == 0, f"{name}: status {status}")
        require(list((client.folder / "lib/chrony").glob("*drift")), f"{name}: no drift file")
    require(len(list((started["laptop"].folder / "lib/chrony").glob("127.*.dat"))) == 3, "samples of three sources")
    return ", ".join(f"{name} {count}" for name, (count, _) in CLIENTS.items())


@check("configurations of servers serve whom they say, and nobody else")
def servers(bench):
    add_addresses()
    for name, (allowed, denied, stratum) in SERVERS.items():
        started = Started(bench, name)
        daemon = started.daemon
        wait_until(lambda: "Serving" in daemon.text(), 5, daemon.text)
        if name == "gps-pps":
            feed(bench, started.folder)
        for address in allowed:
            reply = wait_until(lambda: ntp.ask(address, timeout=0.2), 5, daemon.text)
            wait_until(
                lambda: (latest := ntp.ask(address, timeout=0.5)) and latest.stratum == stratum, 15,
                lambda: f"{name}: stratum {reply.stratum} at first")
        for address in denied:
            require(ntp.exchange(ntp.request(4), address, 123, 0.2, source=address) is None, f"{name}: {address}")
        if name == "gps-pps":
            require(daemon.text().count("Reference clock PPS: open /dev/pps0: ") == 1, daemon.text())
            wait_until(
                lambda: (log := (started.folder / "log/chrony/refclocks.log").read_text()) and " TTYS " in log and " NMEA " in log,
                5, "a clock isn't in refclocks.log")
        status, _ = daemon.end()
        require(status == 0, f"{name}: status {status}")
    return ", ".join(SERVERS)
