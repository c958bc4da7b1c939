// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* Reading clocks, and CLOCK_REALTIME's registers (adjtimex). */

#ifndef NTP_CLOCK_H
#define NTP_CLOCK_H

#include <stdint.h>

/* A reading of a clock. `nanoseconds` is 0 to 999,999,999, also before 1970. */
struct ntp_time {
    int64_t seconds;
    int64_t nanoseconds;
};

/* CLOCK_MONOTONIC in nanoseconds. */
int64_t ntp_monotonic_now(void);

/* CLOCK_MONOTONIC_RAW in nanoseconds: nobody slews it. */
int64_t ntp_raw_now(void);

/* How long the machine has slept since its start, in nanoseconds: CLOCK_BOOTTIME less CLOCK_MONOTONIC, to what it
   takes to read both. */
int64_t ntp_time_asleep(void);

/* CLOCK_REALTIME. */
struct ntp_time ntp_realtime_now(void);

/* What clock_getres says of CLOCK_REALTIME, in nanoseconds; 1 when it says nothing. */
int64_t ntp_realtime_resolution(void);

/* The part of struct timex that describes a clock's rate and what is said of its quality. */
struct ntp_clock_registers {
    int64_t tick;          /* microseconds by which a tick of 1/USER_HZ s moves the clock; nominally 10,000 */
    int64_t frequency;     /* added to that, in 2^-16 ppm */
    int64_t maximum_error; /* microseconds */
    int64_t estimated_error;
    int32_t status;        /* STA_ bits */
    int32_t state;         /* TIME_OK to TIME_ERROR: what the call returned; no value of it is a failure */
    int32_t tai_offset;    /* seconds */
};

/* Reads the registers and changes nothing; no privilege needed. */
int ntp_clock_read(struct ntp_clock_registers *registers);

/* Sets tick and frequency in one step, and reads back what they have become. */
int ntp_clock_set_frequency(int64_t tick, int64_t frequency, struct ntp_clock_registers *registers);

/* Adds to the clock's reading. `nanoseconds` must be 0 to 999,999,999: -0.1 s is -1 s + 900,000,000 ns. */
int ntp_clock_add_offset(int64_t seconds, int64_t nanoseconds);

/* Sets the clock (clock_settime), for kernels and simulators that refuse the former. */
int ntp_clock_set_time(struct ntp_time time);

/* The leap second at the end of the day, as the kernel is to apply it. */
enum ntp_leap { NTP_LEAP_NONE, NTP_LEAP_INSERT, NTP_LEAP_DELETE };

/*
 * Tells the kernel how good the clock is; errors in microseconds.
 *
 * While `synchronized` the kernel copies the time to the hardware clock every 11 minutes.
 */
int ntp_clock_set_status(
    int synchronized, enum ntp_leap leap, int64_t maximum_error, int64_t estimated_error);

/* Sets the offset of CLOCK_TAI to CLOCK_REALTIME, in seconds. */
int ntp_clock_set_tai_offset(int32_t offset);

/* Whether the kernel has moved the clock for a leap second, and the order for it still stands: 0 or 1. */
int ntp_clock_has_leapt(void);

/* Whether the kernel is slewing the clock in the background by what another program has left to it: 0 or 1. */
int ntp_clock_is_slewed(void);

/*
 * Ends the slews that another program may have left to the kernel: adjtime's, and that of the kernel's own
 * phase-locked loop, which the kernel works off in the background even when the loop is off.
 */
int ntp_clock_cancel_slews(void);

#endif
