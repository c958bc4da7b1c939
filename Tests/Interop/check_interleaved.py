# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Interleaved mode, RFC 9769: ours against chronyd and against itself, and what it gains on loopback."""

import os
import re
import statistics
import struct
import time

import ntp
from chronyc import start_chronyd, start_commanded
from harness import check, require, wait_until

QUICK = "iburst minpoll -4 maxpoll -4"


def interleaved(chronyc, address="127.0.0.1"):
    """Whether the latest reply was interleaved, and where its timestamps were taken."""
    text = chronyc.expect(f"ntpdata {address}")
    fields = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    return [fields[name.ljust(16)].strip() for name in ("Interleaved", "TX timestamping", "RX timestamping")]


def wait_until_interleaved(chronyc, address="127.0.0.1"):
    wait_until(lambda: interleaved(chronyc, address)[0] == "Yes", 10,
               lambda: f"not interleaved: {chronyc.expect(f'ntpdata {address}')}")
    return f"interleaved, stamps by {interleaved(chronyc, address)[1]} and {interleaved(chronyc, address)[2]}"


@check("our client is interleaved with chronyd")
def chronyd_server(bench):
    bench.peers.start_chronyd(bench, "local stratum 10", "allow", "port 123").wait_for_reply(123)
    _, chronyc = start_commanded(bench, f"server 127.0.0.1 xleave {QUICK}", "port 0")
    return wait_until_interleaved(chronyc)


@check("chronyd is interleaved with our server, whose stamps are the kernel's")
def chronyd_client(bench):
    _, ours = start_commanded(bench, "local stratum 10", "allow", "port 123")
    theirs = start_chronyd(bench, f"server 127.0.0.1 xleave {QUICK}")
    measured = wait_until_interleaved(theirs)
    statistics_ = dict(line.split(":", 1) for line in ours.expect("serverstats").splitlines())
    require(int(statistics_["Interleaved NTP packets    "]) > 0, "not counted")
    return measured


@check("our client is interleaved with our server, with a key, and without losing a sample")
def own_server(bench):
    keys = bench.folder / "keys"
    keys.write_text("1 AES128 HEX:" + "12" * 16 + "\n")
    keys.chmod(0o600)
    bench.start_server(f"keyfile {keys}", "clientloglimit 65536")
    _, chronyc = start_commanded(bench, f"server 127.0.0.1 xleave key 1 {QUICK}", "port 0", f"keyfile {keys}")
    measured = wait_until_interleaved(chronyc)
    text = chronyc.expect("ntpdata 127.0.0.1")
    count = {name: int(re.search(rf"{name}\s*: (\d+)", text)[1]) for name in ("Total TX", "Total valid RX")}
    require(count["Total valid RX"] >= count["Total TX"] - 1, f"{count}")
    return f"{measured}; {count}"


def measurements(bench, name, *options):
    """The measured delays and offsets of some hundred exchanges with a server on loopback."""
    folder = bench.folder / name
    folder.mkdir()
    client = bench.start_ntpd(
        f"server 127.0.0.1 maxdelaydevratio 1000000 {' '.join(options)} {QUICK}", "port 0", "pidfile /", "cmdport 0",
        "bindcmdaddress /", f"logdir {folder}", "log measurements")
    time.sleep(12)
    client.end()
    rows = [line.split() for line in (folder / "measurements.log").read_text().splitlines()]
    wanted = "4I" if "xleave" in options else "4B"
    return [(float(row[12]), float(row[11])) for row in rows if len(row) > 12 and row[-3] == wanted]


@check("on loopback, interleaved mode takes the time from the stamp to the wire out of the delay")
def gain(bench):
    bench.start_server()
    basic = measurements(bench, "basic")
    exact = measurements(bench, "interleaved", "xleave")
    require(min(len(basic), len(exact)) > 100, f"{len(basic)} and {len(exact)} measurements")
    delays = [statistics.median(delay for delay, _ in rows) * 1e6 for rows in (basic, exact)]
    require(delays[1] < delays[0], f"median delays {delays[0]:.1f} us and {delays[1]:.1f} us")
    return f"median delay {delays[0]:.1f} us in basic, {delays[1]:.1f} us in interleaved mode"


@check("our server tells only the client itself when its reply left")
def other_clients(bench):
    bench.start_server()
    first = ntp.ask("127.0.0.1")

    def follow_up(earlier, source):
        packet = bytearray(ntp.request())
        packet[24:32], packet[32:40] = earlier.data[32:40], os.urandom(8)
        return bytes(packet), ntp.exchange(bytes(packet), "127.0.0.1", 123, source=source)

    packet, second = follow_up(first, "127.0.0.1")
    require(second.origin == packet[40:48], "the first request of its kind has an interleaved reply")
    packet, stranger = follow_up(second, "127.0.0.9")
    require(stranger.origin == packet[40:48], "another address is told")
    time.sleep(0.05)
    packet, third = follow_up(second, "127.0.0.1")
    require(third.origin == packet[32:40], "the client itself isn't told")
    earlier, exact = (struct.unpack("!Q", reply.data[40:48])[0] for reply in (second, third))
    late = (exact - earlier) / 2**32
    require(0 <= late < 0.05, f"the exact stamp is {late * 1e6:+.1f} us later")
    return f"told to itself alone; {late * 1e6:.1f} us later than the reply had said"
