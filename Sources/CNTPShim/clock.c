// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "include/ntp_clock.h"

#include <errno.h>
#include <sys/timex.h>
#include <time.h>

/* Returns the clock's state (0 to 5) or a negative errno value. */
static int adjust(struct timex *timex) {
    int state = clock_adjtime(CLOCK_REALTIME, timex);
    return state < 0 ? -errno : state;
}

static int adjust_and_read(struct timex *timex, struct ntp_clock_registers *registers) {
    int state = adjust(timex);
    if (state < 0)
        return state;
    registers->tick = timex->tick;
    registers->frequency = timex->freq;
    registers->maximum_error = timex->maxerror;
    registers->estimated_error = timex->esterror;
    registers->status = timex->status;
    registers->state = state;
    registers->tai_offset = timex->tai;
    return 0;
}

static int adjust_only(struct timex *timex) {
    int state = adjust(timex);
    return state < 0 ? state : 0;
}

static int64_t reading(clockid_t clock) {
    struct timespec time = {0};
    clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int64_t ntp_monotonic_now(void) {
    return reading(CLOCK_MONOTONIC);
}

int64_t ntp_raw_now(void) {
    return reading(CLOCK_MONOTONIC_RAW);
}

int64_t ntp_time_asleep(void) {
    return reading(CLOCK_BOOTTIME) - reading(CLOCK_MONOTONIC);
}

struct ntp_time ntp_realtime_now(void) {
    struct timespec time = {0};
    clock_gettime(CLOCK_REALTIME, &time);
    return (struct ntp_time){time.tv_sec, time.tv_nsec};
}

int64_t ntp_realtime_resolution(void) {
    struct timespec resolution = {0};
    if (clock_getres(CLOCK_REALTIME, &resolution) < 0 || resolution.tv_sec < 0)
        return 1;
    int64_t nanoseconds = (int64_t)resolution.tv_sec * 1000000000 + resolution.tv_nsec;
    return nanoseconds > 0 ? nanoseconds : 1;
}

int ntp_clock_read(struct ntp_clock_registers *registers) {
    struct timex timex = {.modes = 0};
    return adjust_and_read(&timex, registers);
}

int ntp_clock_set_frequency(int64_t tick, int64_t frequency, struct ntp_clock_registers *registers) {
    struct timex timex = {.modes = ADJ_TICK | ADJ_FREQUENCY, .tick = tick, .freq = frequency};
    return adjust_and_read(&timex, registers);
}

int ntp_clock_add_offset(int64_t seconds, int64_t nanoseconds) {
    /* ADJ_NANO: the microseconds of `time` hold nanoseconds. */
    struct timex timex = {.modes = ADJ_SETOFFSET | ADJ_NANO};
    timex.time.tv_sec = seconds;
    timex.time.tv_usec = nanoseconds;
    return adjust_only(&timex);
}

int ntp_clock_set_time(struct ntp_time time) {
    struct timespec value = {.tv_sec = time.seconds, .tv_nsec = time.nanoseconds};
    return clock_settime(CLOCK_REALTIME, &value) < 0 ? -errno : 0;
}

int ntp_clock_set_status(
    int synchronized, enum ntp_leap leap, int64_t maximum_error, int64_t estimated_error) {
    struct timex timex = {
        .modes = ADJ_STATUS | ADJ_MAXERROR | ADJ_ESTERROR,
        .maxerror = maximum_error,
        .esterror = estimated_error,
    };
    if (!synchronized)
        timex.status |= STA_UNSYNC;
    if (leap == NTP_LEAP_INSERT)
        timex.status |= STA_INS;
    if (leap == NTP_LEAP_DELETE)
        timex.status |= STA_DEL;
    return adjust_only(&timex);
}

int ntp_clock_has_leapt(void) {
    struct timex timex = {.modes = 0};
    int state = adjust(&timex);
    return state < 0 ? state : state == TIME_OOP || state == TIME_WAIT;
}

int ntp_clock_is_slewed(void) {
    /* What adjtime has left, and in the same answer whether the kernel's own loop is on. */
    struct timex timex = {.modes = ADJ_OFFSET_SS_READ};
    int error = adjust_only(&timex);
    if (error < 0)
        return error;
    return timex.offset != 0 || (timex.status & (STA_PLL | STA_FLL | STA_PPSFREQ | STA_PPSTIME)) != 0;
}

int ntp_clock_set_tai_offset(int32_t offset) {
    struct timex timex = {.modes = ADJ_TAI, .constant = offset};
    return adjust_only(&timex);
}

int ntp_clock_cancel_slews(void) {
    struct timex adjtime_slew = {.modes = ADJ_OFFSET_SINGLESHOT, .offset = 0};
    int first = adjust_only(&adjtime_slew);
    /* The kernel takes an offset only while its loop is on. */
    struct timex loop_slew = {.modes = ADJ_STATUS | ADJ_OFFSET, .status = STA_PLL | STA_UNSYNC, .offset = 0};
    int second = adjust_only(&loop_slew);
    struct timex loop_off = {.modes = ADJ_STATUS, .status = STA_UNSYNC};
    int third = adjust_only(&loop_off);
    return first < 0 ? first : second < 0 ? second : third;
}
