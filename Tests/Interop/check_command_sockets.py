# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Where commands come in: who gets there, and what happens when something is in the way."""

import os
import pwd
import random
import signal
import socket
import stat

import ntp
from chronyc import COMMAND_PORT, Chronyc, socket_path, start_commanded, taking_commands
from harness import check, require, wait_until

BYTES_OF_A_REQUEST = range(28, 861)
SEED = 8123


def start(bench, *directives, wrapper=()):
    """A daemon that serves, whether it takes commands or not."""
    daemon = bench.start_ntpd("local stratum 8", "allow", "port 11124", "pidfile /", *directives, wrapper=wrapper)
    daemon.wait_for_reply(11124)
    return daemon


def said(daemon, text):
    lines = [line for line in daemon.text().splitlines() if text in line]
    require(len(lines) == 1, f"{len(lines)} lines with {text!r}: {daemon.text()}")
    return lines[0].split(" ", 1)[1]


@check("started as root, it makes the socket's folder, and both belong to the user that it becomes")
def owned(bench):
    path = bench.folder / "run" / "command.sock"
    start(bench, f"bindcmdaddress {path}", "cmdport 0", "user nobody")
    nobody = pwd.getpwnam("nobody")
    for place in (path.parent, path):
        status = place.stat()
        require((status.st_uid, status.st_gid) == (nobody.pw_uid, nobody.pw_gid),
                f"{place} belongs to {status.st_uid}:{status.st_gid}")
    require(stat.S_IMODE(path.parent.stat().st_mode) == 0o770, f"{stat.filemode(path.parent.stat().st_mode)}")
    status, output = Chronyc(bench.peers, "-h", path)("tracking")
    require(status == 0, output)
    return f"{stat.filemode(path.parent.stat().st_mode)} and {stat.filemode(path.stat().st_mode)} of nobody"


@check("a socket's folder that is open to strangers, or another user's, is refused in clear words; time is served")
def unsafe_folder(bench):
    path = bench.folder / "run" / "command.sock"
    path.parent.mkdir()
    path.parent.chmod(0o755)
    open_to_all = start(bench, f"bindcmdaddress {path}", "cmdport 0")
    found = said(open_to_all, "is open to strangers")
    open_to_all.end()
    path.parent.chmod(0o750)
    os.chown(path.parent, 4321, 4321)
    foreign = start(bench, f"bindcmdaddress {path}", "cmdport 0")
    found += "; " + said(foreign, "belongs to user 4321")
    require(not path.exists(), "the socket is there all the same")
    return found


@check("the socket of a daemon that was killed is replaced")
def stale(bench):
    daemon, _ = start_commanded(bench, "port 0")
    daemon.end(signal.SIGKILL)
    require(socket_path(bench, "ntpd").is_socket(), "nothing is left to be replaced")
    _, chronyc = start_commanded(bench, "port 0")
    wait_until(lambda: chronyc("activity")[0] == 0, 5, lambda: chronyc("activity")[1])
    return "replaced"


@check("the socket of a daemon that runs is left to it")
def occupied(bench):
    _, chronyc = start_commanded(bench, "port 0")
    second = bench.start_ntpd(*taking_commands(bench, port=0), "port 11124", "local", "allow")
    second.wait_for_reply(11124)
    found = said(second, "another daemon listens there")
    second.end()
    chronyc.expect("activity")
    require(socket_path(bench, "ntpd").exists(), "the second one has removed the socket at its end")
    return found


@check("without the privilege for port 323, one warning says so, and commands come over the Unix socket")
def unprivileged(bench):
    folder = bench.folder / "run"
    folder.mkdir()
    os.chown(folder, 65534, 65534)
    folder.chmod(0o700)
    as_nobody = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all",
                 "--bounding-set=-all")
    # The namespace's own limit would let anybody bind the port.
    with open("/proc/sys/net/ipv4/ip_unprivileged_port_start", "w") as limit:
        limit.write("1024")
    daemon = start(bench, f"bindcmdaddress {folder}/command.sock", wrapper=as_nobody)
    found = said(daemon, "No reports over UDP")
    status, output = Chronyc(bench.peers, "-h", folder / "command.sock")("tracking")
    require(status == 0, output)
    return found


@check("measuring once (-Q) opens no socket for commands")
def one_shot(bench):
    start(bench, "cmdport 0", "bindcmdaddress /")
    path = bench.folder / "once" / "command.sock"
    daemon = bench.start_ntpd(
        "-Q", "-t", "8", "server 127.0.0.1 port 11124 minpoll 1 maxpoll 1", f"bindcmdaddress {path}",
        f"cmdport {COMMAND_PORT}")
    # It can be bound while the other one runs, so that one doesn't have it.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", COMMAND_PORT))
    status = daemon.status(10)
    require(status == 0 and not path.parent.exists(), f"status {status}, {daemon.text()}")
    return "no port, no folder"


@check("replies are never longer than their requests, and noise gets none, over either socket")
def noise(bench):
    daemon, chronyc = start_commanded(bench, "port 0", "local")
    generator = random.Random(SEED)
    answered = 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, \
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as unix:
        udp.connect(("127.0.0.1", COMMAND_PORT))
        unix.bind(str(bench.folder / "client.sock"))
        unix.connect(str(socket_path(bench, "ntpd")))
        for client in (udp, unix):
            client.settimeout(0.002)
            sent = {}
            for _ in range(1500):
                data = datagram(generator)
                sent[data[8:12]] = data
                client.send(data)
                answered += is_answered(client, sent)
    chronyc.expect("tracking")
    require(daemon.is_running() and answered > 100, f"{answered} answered")
    return f"3000 datagrams, {answered} answered, seed {SEED}"


def datagram(generator):
    """Random bytes behind what is a request's header half of the time, but never an order to end."""
    data = bytearray(generator.randbytes(generator.choice((0, 1, 19, 27, *BYTES_OF_A_REQUEST, 861, 1500))))
    if len(data) >= 20 and generator.random() < 0.5:
        data[0:4] = 6, 1, 0, 0
        data[4:6] = generator.choice([code for code in range(80) if code != 62]).to_bytes(2, "big")
    return bytes(data)


def is_answered(client, sent):
    """Whether a reply comes. On a busy machine it may be to an earlier request: to the one whose sequence number it has."""
    try:
        reply = client.recv(4096)
    except TimeoutError:
        return False
    request = sent.get(reply[16:20], b"")
    require(len(request) in BYTES_OF_A_REQUEST and len(reply) <= len(request),
            f"a reply of {len(reply)} bytes to {request.hex()}")
    return True
