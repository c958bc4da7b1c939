# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Starts NTP servers on loopback, unable to touch the clock, and reads what they cost."""

import ctypes
import glob
import ipaddress
import os
import random
import select
import signal
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
REPOSITORY = FOLDER.parent.parent
BUILT_NTPD = REPOSITORY / ".build" / "release" / "ntpd"
CORES = sorted(os.sched_getaffinity(0))  # the server has the first, the load the second
FIRST_REPLY_LIMIT = 60  # seconds: under valgrind, a long access list takes most of that

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG, _PR_CAPBSET_DROP, _CAP_SYS_TIME = 1, 24, 25


class BenchmarkError(Exception):
    """What went wrong, for the user."""


def compile_c(name, sources, folder, *flags):
    """Builds one of the C tools into the folder and returns its path."""
    product = folder / name
    command = ["cc", "-std=c17", "-O2", "-Wall", "-Wextra", *flags, "-o", product]
    subprocess.run([*command, *(FOLDER / source for source in sources), "-lm"], check=True)
    return product


def compile_load(folder):
    return compile_c("load", ["load.c", "clients.c"], folder)


def find_chronyd(path):
    """The chronyd to run and its environment: the given one, or Debian's, unpacked into a cache."""
    if path:
        return path, None
    fetch = REPOSITORY / "Tests" / "Interop" / "fetch-peers"
    root = _output_of(fetch).strip().splitlines()[-1]
    variables = _output_of("sh", "-c", '. "$0/environment" && env -0', root).split("\0")
    return f"{root}/usr/sbin/chronyd", dict(variable.split("=", 1) for variable in variables if variable)


def _output_of(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def occupy_load_core():
    """Moves this process, and so every load it starts, to its core and ahead of other processes there."""
    if len(CORES) < 2:
        raise BenchmarkError("the server and the load need a core each, and there is only one")
    os.sched_setaffinity(0, {CORES[1]})
    return _go_first()


def _go_first():
    # On a busy machine an ordinary process loses its core for milliseconds at a time: replies get lost, and
    # requests pile up into larger batches than the load sent, which flatters whoever batches.
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    except PermissionError:
        return False
    return True


def free_port(family):
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.bind(("", 0))
        return probe.getsockname()[1]


class Server:
    """One server process, pinned to its core, without the capability to set the clock."""

    def __init__(self, name, command, address, port, folder, environment=None):
        self.name, self.command, self.address, self.port = name, command, address, port
        self.log = folder / f"{name}.log"
        self.environment = environment
        self.process = None

    def start(self):
        """Starts it and returns the milliseconds from exec to its first reply."""
        read_end, write_end = os.pipe()

        def prepare():
            os.sched_setaffinity(0, {CORES[0]})
            _go_first()
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            _libc.prctl(_PR_CAPBSET_DROP, _CAP_SYS_TIME)  # refused, and needless, for an ordinary user
            os.write(write_end, time.monotonic_ns().to_bytes(8, "little"))

        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(self.command, env=self.environment, preexec_fn=prepare,
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        started = int.from_bytes(os.read(read_end, 8), "little")
        os.close(read_end)
        os.close(write_end)
        return (self._first_reply() - started) / 1e6

    def _first_reply(self):
        family = socket.AF_INET6 if ":" in self.address else socket.AF_INET
        request = bytes([0x23]) + bytes(39) + os.urandom(8)
        end = time.monotonic() + FIRST_REPLY_LIMIT
        with socket.socket(family, socket.SOCK_DGRAM) as client:
            client.connect((self.address, self.port))
            while time.monotonic() < end and self.process.poll() is None:
                try:
                    client.send(request)
                    if select.select([client], [], [], 0.0002)[0]:
                        reply = client.recv(1024)
                        # Stratum 0 answers that there is no time yet.
                        if reply[0] & 7 == 4 and reply[1] != 0 and reply[24:32] == request[40:48]:
                            return time.monotonic_ns()
                except ConnectionRefusedError:
                    pass
        raise BenchmarkError(f"{self.name} does not answer on {self.address} port {self.port}:\n"
                             + self.log.read_text(errors="replace")[-2000:])

    def cpu_time(self):
        """Nanoseconds that its threads have run so far."""
        return sum(int(Path(path).read_text().split()[0])
                   for path in glob.glob(f"/proc/{self.process.pid}/task/*/schedstat"))

    def memory(self):
        """Resident and proportional set size, in bytes."""
        fields = {}
        for file in ("status", "smaps_rollup"):
            for line in Path(f"/proc/{self.process.pid}/{file}").read_text().splitlines():
                name, _, value = line.partition(":")
                if value.endswith(" kB"):
                    fields[name] = int(value.split()[0]) * 1024
        return fields["VmRSS"], fields["Pss"]

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


def access_list(path, count):
    """A file of rules for networks of all sizes, none of which is the clients' own; returns the line that has it read."""
    generator = random.Random(1)
    lengths = [8, 12, 16, 19, 20, 22, 23, 24, 24, 24, 24, 28, 32]
    with open(path, "w") as file:
        for _ in range(count):
            address = generator.randrange(16 << 24, 112 << 24)
            network = ipaddress.ip_network((address, generator.choice(lengths)), strict=False)
            file.write(f"{generator.choice(['allow', 'deny'])} {network}\n")
    return f"include {path}"


def daemon(name, kind, path, folder, directives=(), address="127.0.0.1", environment=None):
    """A chronyd or ntpd that serves its loopback network as stratum 10 and has no sources."""
    port = free_port(socket.AF_INET6 if ":" in address else socket.AF_INET)
    configuration = folder / f"{name}.conf"
    lines = [f"port {port}", f"bindaddress {address}", "allow ::1" if ":" in address else "allow 127/8",
             "local stratum 10", "cmdport 0", f"pidfile {folder}/{name}.pid", *directives]
    command = [path, "-x", "-d", "-f", configuration]
    if kind == "chronyd":
        lines.append("bindcmdaddress /")  # no socket in /run either
        # Debian's default user need not exist here, and only root may change to another.
        command[1:1] = ["-u", "root"] if os.geteuid() == 0 else ["-U", "-u", os.environ.get("USER", "nobody")]
    configuration.write_text("".join(line + "\n" for line in lines))
    return Server(name, command, address, port, folder, environment)


def echo(name, folder):
    """The C floor."""
    port = free_port(socket.AF_INET)
    program = compile_c("echo", ["echo.c"], folder)
    return Server(name, [program, str(port)], "127.0.0.1", port, folder)


class Load:
    """The load generator with what all its runs have in common."""

    def __init__(self, program, clients=1, sockets=8):
        self.command = [program, "-c", str(clients), "-s", str(sockets)]

    def run(self, server, *options):
        """Loads the server and returns what the load counted."""
        command = [*self.command, "-a", server.address, "-p", server.port, *options]
        result = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True)
        if result.returncode != 0:
            raise BenchmarkError(f"{server.name} answered wrongly or not at all: {result.stdout.strip()}")
        return {name: float(value) for name, value in (word.split("=") for word in result.stdout.split())}


def run_tool(main):
    """Runs a tool's main function: its status, or 2 and a message when it could not do its work."""
    try:
        sys.exit(main())
    except (BenchmarkError, OSError, subprocess.CalledProcessError) as error:
        print(f"{Path(sys.argv[0]).name}: {error}", file=sys.stderr)
        sys.exit(2)


def quartiles(values):
    """Median, first and third quartile."""
    if len(values) < 2:
        return values[0], values[0], values[0]
    first, median, third = statistics.quantiles(values, n=4, method="inclusive")
    return median, first, third
