// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* The battery-backed clock of the machine (/dev/rtc), which counts whole seconds. */

#ifndef NTP_RTC_H
#define NTP_RTC_H

#include <stdint.h>

/* What it shows: a year as 2026, months and days from 1. */
struct ntp_rtc_reading {
    int32_t year, month, day, hour, minute, second;
};

/* Returns a descriptor that never blocks. A device can be open once only. */
int ntp_rtc_open(const char *path);

/* Has the descriptor become readable whenever the clock counts a second, or not any more. */
int ntp_rtc_set_ticking(int device, int on);

/* Takes note of ticks; returns 1 when there was one since the call before, else 0. */
int ntp_rtc_take_tick(int device);

/* Reads the date, which has no fraction of a second. */
int ntp_rtc_read(int device, struct ntp_rtc_reading *reading);

/* Needs CAP_SYS_TIME. */
int ntp_rtc_set(int device, const struct ntp_rtc_reading *reading);

/* Waits for a tick, some milliseconds at most; returns 1 when it has come, else 0. */
int ntp_rtc_wait(int device, int milliseconds);

#endif
