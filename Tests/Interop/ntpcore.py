# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""libntpcore as a Python program finds it: by ctypes, from the header's text."""

import ctypes
import os
from ctypes import POINTER, Structure, byref, c_char_p, c_double, c_int, c_int8, c_int64, c_uint8, c_uint16, c_uint32
from ctypes import c_uint64, c_void_p

OK, NOT_FOUND, NOT_ALLOWED, KISSED, MALFORMED, TIMEOUT, UNAVAILABLE = 0, 12, 14, 9, 16, 17, 19
TRACKING, SOURCES, STATISTICS, SELECTION, NTP_DATA, AUTHENTICATION, ACTIVITY, SERVER_STATISTICS = range(8)
INTEGER, REAL, TIME, TEXT, BOOLEAN = range(1, 6)


class Time(Structure):
    _fields_ = [("seconds", c_int64), ("nanoseconds", c_int64)]

    def value(self):
        return self.seconds + self.nanoseconds * 1e-9


class Packet(Structure):
    _fields_ = [("leap", c_uint8), ("version", c_uint8), ("mode", c_uint8), ("stratum", c_uint8), ("poll", c_int8),
                ("precision", c_int8), ("reserved", c_uint8 * 2), ("root_delay", c_uint32),
                ("root_dispersion", c_uint32), ("reference_id", c_uint32), ("reserved2", c_uint32),
                ("timestamps", c_uint64 * 4)]


class Measurement(Structure):
    _fields_ = [("request_sent", Time), ("request_received", Time), ("reply_sent", Time), ("reply_received", Time),
                ("offset", c_double), ("delay", c_double), ("root_distance", c_double), ("packet", Packet),
                ("sent_by", c_uint8), ("received_by", c_uint8), ("is_interleaved", c_uint8), ("reserved", c_uint8 * 5)]


class QueryOptions(Structure):
    _fields_ = [("samples", c_uint32), ("reserved", c_uint32), ("interval", c_double), ("timeout", c_double)]


class Interval(Structure):
    _fields_ = [("earliest", Time), ("latest", Time), ("status", c_uint32), ("reserved", c_uint32)]


class Field(Structure):
    _fields_ = [("name", c_char_p), ("unit", c_char_p), ("type", c_uint32), ("reserved", c_uint32),
                ("integer", c_int64), ("real", c_double), ("time", Time), ("text", c_char_p)]

    def value(self):
        return {INTEGER: self.integer, REAL: self.real, TIME: self.time.value(), TEXT: self.text and self.text.decode(),
                BOOLEAN: bool(self.integer)}.get(self.type)


class Library:
    def __init__(self, path):
        self.c = ctypes.CDLL(str(path))
        for name, arguments in {
                "query_open": [c_char_p, c_uint16, POINTER(c_int)],
                "query": [c_int, POINTER(QueryOptions), POINTER(Measurement)],
                "clock_open": [c_char_p, POINTER(c_void_p)], "clock_now": [c_void_p, POINTER(Interval)],
                "clock_close": [c_void_p], "session_open": [c_char_p, c_uint16, POINTER(c_int)],
                "session_close": [c_int], "session_destroy": [c_void_p], "session_request_count": [c_void_p, c_int],
                "session_request": [c_void_p, c_int, c_uint32], "session_exchange": [c_void_p, c_int, c_double],
                "session_record_count": [c_void_p], "session_field_count": [c_void_p],
                "session_field": [c_void_p, ctypes.c_size_t, POINTER(Field)]}.items():
            getattr(self.c, f"ntpcore_{name}").argtypes = arguments
        self.c.ntpcore_session_create.restype = c_void_p
        self.c.ntpcore_session_field_count.restype = ctypes.c_size_t

    def query(self, address, port, samples=2):
        """Error and measurement."""
        descriptor, best = c_int(), Measurement()
        options = QueryOptions(samples=samples, interval=0.1, timeout=1)
        error = self.c.ntpcore_query_open(address.encode(), port, byref(descriptor))
        if error == OK:
            error = self.c.ntpcore_query(descriptor, byref(options), byref(best))
            os.close(descriptor.value)
        return error, best

    def read_clock(self, path):
        """Error and interval."""
        clock, interval = c_void_p(), Interval()
        error = self.c.ntpcore_clock_open(str(path).encode(), byref(clock))
        if error == OK:
            error = self.c.ntpcore_clock_now(clock, byref(interval))
            self.c.ntpcore_clock_close(clock)
        return error, interval


class Session:
    """A monitoring session with one daemon."""

    def __init__(self, library, place, port=0):
        self.c, self.descriptor = library.c, c_int(-1)
        self.handle = self.c.ntpcore_session_create()
        self.error = self.c.ntpcore_session_open(str(place).encode(), port, byref(self.descriptor))

    def close(self):
        self.c.ntpcore_session_close(self.descriptor)
        self.c.ntpcore_session_destroy(self.handle)

    def count(self, report):
        self.c.ntpcore_session_request_count(self.handle, report)
        self.c.ntpcore_session_exchange(self.handle, self.descriptor, 1.0)
        return self.c.ntpcore_session_record_count(self.handle)

    def fields(self, report, record=0):
        """Error, and the fields by name with value and unit."""
        error = self.c.ntpcore_session_request(self.handle, report, record)
        if error == OK:
            error = self.c.ntpcore_session_exchange(self.handle, self.descriptor, 1.0)
        found, field = {}, Field()
        for index in range(self.c.ntpcore_session_field_count(self.handle)):
            self.c.ntpcore_session_field(self.handle, index, byref(field))
            found[field.name.decode()] = (field.value(), field.unit.decode())
        return error, found
