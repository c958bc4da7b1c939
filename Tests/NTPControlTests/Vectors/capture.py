#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Records what chronyc and chronyd say to each other, as vectors for NTPControlTests.

Runs two chronyd without access to the clock (-x) on loopback, the second one following the first, and a
proxy on a Unix socket between the second one and chronyc. Writes an exchange as two lines of hex.

usage: capture.py CHRONYD CHRONYC OUTPUT-FOLDER
"""
import os, select, signal, socket, struct, subprocess, sys, tempfile, threading, time

SERVER, CLIENT, NTSKE = 21124, 21125, 21460

# The commands whose replies are worth a vector each, then those that change something.
REPORTS = [
    "tracking", "sources -a", "sourcestats -a", "selectdata -a", "authdata -a", "ntpdata 127.0.0.1",
    "ntpdata ::1", "ntpdata 127.0.0.9", "activity", "serverstats", "clients", "smoothing", "rtcdata",
    "manual list", "sourcename 127.0.0.1", "accheck 127.0.0.1", "accheck 192.0.2.1", "cmdaccheck ::1",
]
ACTIONS = [
    "offline 192.0.2.0/255.255.255.0", "online", "onoffline", "burst 2/5 127.0.0.1",
    "minpoll 127.0.0.1 -1", "maxpoll 127.0.0.1 1", "minstratum 127.0.0.1 1", "polltarget 127.0.0.1 12",
    "maxdelay 127.0.0.1 0.3", "maxdelayratio 127.0.0.1 1.5", "maxdelaydevratio ::1 9.5",
    "maxupdateskew 0.1", "makestep", "makestep 0.1 3", "reselect", "reselectdist 0.0001", "refresh",
    "dfreq 0.25", "doffset 0.001", "dump", "cyclelogs", "rekey", "reset sources", "reload sources",
    "allow 192.0.2.0/24", "allow all 2001:db8::/32", "deny", "deny all", "cmdallow 192.0.2.7",
    "cmdallow all", "cmddeny 192.0.2.7", "cmddeny all 2001:db8::/32", "local stratum 9 orphan distance 0.5",
    "local off", "smoothtime activate", "smoothtime reset", "manual on", "settime now", "manual list",
    "manual delete 0", "manual reset", "manual off", "trimrtc", "writertc",
    "add server 127.0.0.5 port 1123 minpoll 3 maxpoll 7 iburst prefer key 7 maxdelay 0.2 offset -0.01",
    "add peer 127.0.0.6 noselect asymmetry 0.4 xleave extfield F323",
    "add pool 127.0.0.7 maxsources 3 minsamples 4 maxsamples 9 filter 5 presend 8 nts ntsport 4461 certset 2",
    "add server 127.0.0.5", "delete 127.0.0.5", "delete 127.0.0.5", "shutdown",
]


class Proxy(threading.Thread):
    """Passes datagrams on, both ways, and keeps the latest exchanges."""

    def __init__(self, folder, server):
        super().__init__(daemon=True)
        self.server = server
        self.exchanges = []
        self.front = self.bound(os.path.join(folder, "chronyd.sock"))
        self.back = self.bound(os.path.join(folder, "back.sock"))

    @staticmethod
    def bound(path):
        result = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        result.bind(path)
        os.chmod(path, 0o666)
        return result

    def run(self):
        while True:
            request, client = self.front.recvfrom(2048)
            self.back.sendto(request, self.server)
            if select.select([self.back], [], [], 0.5)[0]:
                reply = self.back.recv(2048)
                self.exchanges.append((request, reply))
                self.front.sendto(reply, client)


def configure(folder):
    """Two configurations: a server with NTS, and the daemon that is asked."""
    key, certificate = os.path.join(folder, "key.pem"), os.path.join(folder, "certificate.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        check=True, stderr=subprocess.DEVNULL)
    keys = os.path.join(folder, "keys")
    with open(keys, "w") as file:
        file.write("7 SHA1 HEX:1DC764E0791B11FA67EFC7ECBC4B0D73F68A070C\n")
    os.chmod(keys, 0o600)
    server = f"""
port {SERVER}
bindaddress 127.0.0.1
cmdport 0
bindcmdaddress {folder}/server/chronyd.sock
pidfile {folder}/server/pid
local stratum 2
allow
keyfile {keys}
ntsport {NTSKE}
ntsserverkey {key}
ntsservercert {certificate}
"""
    client = f"""
server 127.0.0.1 port {SERVER} minpoll -2 maxpoll 0 iburst key 7 prefer
server localhost port {SERVER} minpoll -2 maxpoll 0 iburst nts ntsport {NTSKE}
server ::1 port {SERVER} minpoll -2 maxpoll 0
server name.invalid offline
refclock SOCK {folder}/client/refclock.sock refid TEST poll 0 filter 1 noselect
ntstrustedcerts {certificate}
port {CLIENT}
allow
cmdport 0
bindcmdaddress {folder}/client/chronyd.sock
pidfile {folder}/client/pid
driftfile {folder}/client/drift
keyfile {keys}
local stratum 10
smoothtime 400 0.01
manual
"""
    for name, text in (("server", server), ("client", client)):
        os.mkdir(os.path.join(folder, name), 0o700)
        with open(os.path.join(folder, name + ".conf"), "w") as file:
            file.write(text)


def serve_refclock(path):
    """Feeds the reference clock with samples that say that the clock is right to 1 ms."""
    clock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    while True:
        now = time.time()
        sample = struct.pack("@qqdiiii", int(now), int(now % 1 * 1e6), 0.001, 0, 0, 0, 0x534F434B)
        try:
            clock.sendto(sample, path)
        except OSError:
            return
        time.sleep(0.5)


def query(count):
    """Fills the table of clients: some requests of modes and versions that are served."""
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for number in range(count):
        client.sendto(bytes([0x23]) + bytes(39) + struct.pack(">Q", number + 1), ("127.0.0.1", CLIENT))
        time.sleep(0.1)


def record(proxy, chronyc, socket_path, commands, path, provenance):
    with open(path, "w") as file:
        file.write(provenance)
        for command in commands:
            proxy.exchanges.clear()
            result = subprocess.run(
                [chronyc, "-n", "-h", socket_path] + command.split(), capture_output=True, text=True, timeout=20)
            print(f"{command}: {len(proxy.exchanges)} exchanges, exit status {result.returncode}")
            for request, reply in proxy.exchanges:
                file.write(f"\n# chronyc {command}\n> {request.hex()}\n< {reply.hex()}\n")


def main():
    chronyd, chronyc, output = sys.argv[1:]
    version = subprocess.run([chronyd, "-v"], capture_output=True, text=True, check=True).stdout.split("(+")[0]
    day = time.strftime("%Y-%m-%d")
    with tempfile.TemporaryDirectory() as folder:
        configure(folder)
        daemons = [
            subprocess.Popen(
                ["setpriv", "--bounding-set=-sys_time", "--inh-caps=-sys_time", chronyd, "-x", "-d",
                 "-u", "root", "-f", f"{folder}/{name}.conf"], stderr=subprocess.DEVNULL)
            for name in ("server", "client")
        ]
        try:
            time.sleep(1)
            threading.Thread(
                target=serve_refclock, args=[f"{folder}/client/refclock.sock"], daemon=True).start()
            os.mkdir(f"{folder}/proxy", 0o700)
            proxy = Proxy(f"{folder}/proxy", f"{folder}/client/chronyd.sock")
            proxy.start()
            time.sleep(8)
            query(12)
            for name, commands in (("reports", REPORTS), ("actions", ACTIONS)):
                provenance = (
                    "# SPDX-License-Identifier: Apache-2.0\n# SPDX-FileCopyrightText: the swift-ntpd authors\n"
                    f"# Recorded by capture.py on {day} between chronyc and chronyd -x of Debian 12: {version.strip()}.\n"
                    "# Each exchange: the command, the request (>), the reply (<).\n")
                record(proxy, chronyc, f"{folder}/proxy/chronyd.sock", commands,
                       os.path.join(output, f"chrony-{name}.hex"), provenance)
        finally:
            for daemon in daemons:
                if daemon.poll() is None:
                    daemon.send_signal(signal.SIGTERM)
                daemon.wait(timeout=10)


if __name__ == "__main__":
    main()
