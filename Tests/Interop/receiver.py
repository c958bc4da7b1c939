# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""A GPS receiver that isn't one: sentences of NMEA 0183 right after each second, for whoever connects by TCP.

Not on a pseudo-terminal, as gpsfake has it: the time of such a one gpsd doesn't hand on.
"""

import socket
import threading
import time

LATENESS = 0.05  # seconds: when a second's first sentence comes


def sentence(text):
    checksum = 0
    for byte in text.encode():
        checksum ^= byte
    return f"${text}*{checksum:02X}\r\n"


def report(second):
    """A fix in three dimensions, at a place in Greenwich."""
    date = time.gmtime(second)
    clock, day = time.strftime("%H%M%S.00", date), time.strftime("%d%m%y", date)
    return "".join(map(sentence, (
        f"GPRMC,{clock},A,5128.6740,N,00000.0000,W,0.0,0.0,{day},,,A",
        f"GPGGA,{clock},5128.6740,N,00000.0000,W,1,08,0.9,47.0,M,47.0,M,,",
        "GPGSA,A,3,01,02,03,04,05,06,07,08,,,,,1.5,0.9,1.2",
        f"GPZDA,{clock},{time.strftime('%d,%m,%Y', date)},00,00"))).encode()


class Receiver(threading.Thread):
    """Talks at `url` until it is closed, which is what a receiver looks like that is unplugged."""

    def __init__(self):
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self.listener.getsockname()[1]}"
        self.ended = threading.Event()
        self.start()

    def run(self):
        try:
            reader, _ = self.listener.accept()
        except OSError:  # closed before anybody came
            return
        with reader:
            while True:
                now = time.time()
                second = int(now - LATENESS) + 1
                if self.ended.wait(second + LATENESS - now):
                    return
                reader.sendall(report(second))

    def close(self):
        if self.ended.is_set():
            return
        self.ended.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.join()
        self.listener.close()
