# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Symmetric associations with chronyd, each of the two following the other, with keys and without."""

import re
import socket
import struct

import ntp
from chronyc import start_chronyd, start_commanded
from harness import check, require, wait_until

OURS, THEIRS = "127.0.0.1", "127.0.0.2"
QUICK = "minpoll -2 maxpoll -2"


def key_file(bench):
    path = bench.folder / "keys"
    path.write_text("5 AES128 HEX:" + "12" * 16 + "\n6 SHA256 HEX:" + "34" * 20 + "\n")
    path.chmod(0o640)
    return path


def start_pair(bench, ours, theirs, options=QUICK, our_options=None, their_options=None):
    keys = key_file(bench)
    _, our_chronyc = start_commanded(
        bench, f"bindaddress {OURS}", "port 123", f"keyfile {keys}",
        f"peer {THEIRS} {our_options or options}", *ours)
    their_chronyc = start_chronyd(
        bench, f"bindaddress {THEIRS}", "port 123", f"keyfile {keys}",
        f"peer {OURS} {their_options or options}", *theirs, port=10324)
    return our_chronyc, their_chronyc


def wait_until_following(chronyc, address):
    def is_followed():
        source = chronyc.sources()[0]
        return source["mode"] == "=" and source["state"] == "*"
    wait_until(is_followed, 20, lambda: f"{chronyc('sources')[1]}\n{chronyc(f'ntpdata {address}')[1]}")
    return f"offset {chronyc.sources()[0]['measured_offset'] * 1e6:+.0f} us"


@check("we follow chronyd as a peer")
def following_chronyd(bench):
    ours, theirs = start_pair(bench, [], ["local stratum 5"])
    return wait_until_following(ours, THEIRS)


@check("chronyd follows us as a peer")
def followed_by_chronyd(bench):
    ours, theirs = start_pair(bench, ["local stratum 5"], [])
    return wait_until_following(theirs, OURS)


@check("peers with a key, different polls and versions follow each other")
def with_keys(bench):
    ours, theirs = start_pair(
        bench, ["local stratum 5", "allow"], [], our_options="key 6 minpoll -1 maxpoll 2 version 3",
        their_options="key 6 minpoll -3 maxpoll 0 version 3")
    measured = wait_until_following(theirs, OURS)
    found = re.search(r"Authenticated\s*: (\w+)", theirs.expect(f"ntpdata {OURS}"))
    require(found[1] == "Yes", "not authenticated")
    return measured


@check("a peer with another key, and one without, are not believed")
def wrong_key(bench):
    ours, theirs = start_pair(
        bench, [], ["local stratum 5"], our_options=f"{QUICK} key 5", their_options=f"{QUICK} key 6")
    def has_received():
        return int(re.search(r"Total RX\s*: (\d+)", ours.expect(f"ntpdata {THEIRS}"))[1]) >= 4
    wait_until(has_received, 10, "nothing received")
    require(ours.sources()[0]["reach"] == 0, "believed")
    return "4 packets received, none believed"


@check("a server that doesn't know us as a peer is followed by its passive answers")
def passive(bench):
    start_chronyd(bench, "local stratum 5", "allow", f"bindaddress {THEIRS}", "port 123", port=10324)
    _, ours = start_commanded(bench, f"bindaddress {OURS}", "port 123", f"peer {THEIRS} {QUICK}")
    measured = wait_until_following(ours, THEIRS)
    mode = re.search(r"Mode\s*: (.*)", ours.expect(f"ntpdata {THEIRS}"))[1]
    require(mode == "Symmetric passive", mode)
    return measured


@check("who isn't configured as a peer doesn't become one")
def unsolicited(bench):
    _, chronyc = start_commanded(bench, "local stratum 5", "allow", "port 123", f"bindaddress {OURS}")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.bind((THEIRS, 123))
        stranger.settimeout(1)
        stranger.sendto(ntp.request(mode=1), (OURS, 123))
        reply = stranger.recv(1024)
    require(reply[0] & 7 == ntp.SYMMETRIC_PASSIVE, f"mode {reply[0] & 7}")
    require(chronyc.sources() == [], "it is a source now")
    return "answered in passive mode, and no source"


@check("a peer that asks as a client, from its own port, is answered like any other client")
def peer_and_client(bench):
    start_commanded(bench, "local stratum 5", "allow", "port 123", f"bindaddress {OURS}", f"peer {THEIRS} {QUICK}")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind((THEIRS, 123))
        other.settimeout(2)
        require(other.recv(1024)[0] & 7 == 1, "no packet in active mode")
        request = ntp.request()
        other.sendto(request, (OURS, 123))
        modes = []
        while ntp.SERVER not in modes and len(modes) < 8:
            reply = other.recv(1024)
            modes.append(reply[0] & 7)
    require(modes[-1] == ntp.SERVER and reply[24:32] == request[40:48], f"modes {modes}")
    return "answered in server mode"


@check("peers tell each other the extension field F323, chronyd and we")
def extension_field(bench):
    options = f"{QUICK} extfield F323 key 5"
    ours, theirs = start_pair(bench, ["local stratum 5"], [], options)
    measured = wait_until_following(theirs, OURS)
    for chronyc, address in ((ours, THEIRS), (theirs, OURS)):
        found = re.search(r"Authenticated\s*: Yes[\s\S]*Total good RX\s*: (\d+)", chronyc.expect(f"ntpdata {address}"))
        require(found, chronyc(f"ntpdata {address}")[1])
    require("has no effect" not in bench.logs(), bench.logs())
    return measured


@check("a peer's packet has the extension field F323 that is asked for, before it has heard of the other one")
def first_extension_field(bench):
    start_commanded(
        bench, "local stratum 5", "port 123", f"bindaddress {OURS}", f"peer {THEIRS} {QUICK} extfield F323")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind((THEIRS, 123))
        other.settimeout(2)
        packet = other.recv(1024)
        require(packet[0] & 7 == 1 and packet[48:56].hex() == "f323001cf5bedd9a", packet.hex())
        received = struct.unpack("!Q", packet[64:72])[0]
        require(len(packet) == 76 and received == 0, packet.hex())
    return f"{len(packet)} bytes"
