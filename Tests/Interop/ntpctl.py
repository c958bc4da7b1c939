# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Our ntpctl as a program that a check runs, and daemons that answer it badly."""

import csv
import json
import os
import signal
import socket
import struct
import subprocess
import threading

from harness import require

NOBODY = ("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups")
REPLY_LENGTH = 28


class Ntpctl:
    """ntpctl, talking to one daemon."""

    def __init__(self, bench, *connection, wrapper=()):
        self.command = [*wrapper, bench.ntpd.parent / "ntpctl"]
        self.connection = connection

    def __call__(self, *arguments, seconds=30):
        """Runs a command; returns the exit status, the output and the errors."""
        result = subprocess.run(
            self.words(arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, timeout=seconds)
        return result.returncode, result.stdout, result.stderr

    def words(self, arguments):
        return [str(word) for word in (*self.command, *arguments, *self.connection)]

    def expect(self, *arguments, status=0):
        """Runs a command that has to end with a status; returns what it wrote."""
        found, output, errors = self(*arguments)
        require(found == status, f"ntpctl {' '.join(arguments)}: status {found}, {output}{errors}")
        return output + errors

    def rows(self, command):
        return list(csv.reader(self.expect(command, "--csv").splitlines()))

    def json(self, command, *arguments):
        return json.loads(self.expect(command, "--json", *arguments))

    def interrupted(self, *arguments, seconds):
        """Runs a command for a while and ends it as the keyboard does; returns the exit status and the output."""
        with subprocess.Popen(
                self.words(arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as process:
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGINT)
            return process.wait(5), process.stdout.read()


class FakeDaemon:
    """Answers every request on a Unix socket with a status, or with nothing at all."""

    def __init__(self, bench, status=None):
        self.path = bench.folder / f"fake-{status}.sock"
        self.status = status
        self.requests = []
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(self.path))
        os.chmod(self.path, 0o666)
        bench.servers.append(self)
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            request, client = self.socket.recvfrom(1024)
            if len(request) < REPLY_LENGTH:
                return  # how `close` ends the thread
            self.requests.append(request)
            if self.status is None:
                continue
            command, sequence = request[4:6], request[8:12]
            self.socket.sendto(
                bytes((6, 2, 0, 0)) + command + struct.pack("!HH6x", 1, self.status) + sequence + bytes(8), client)

    def close(self):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:
            end.sendto(b"end", str(self.path))
        self.thread.join()
        self.socket.close()
