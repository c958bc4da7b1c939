// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* The clocks of network cards and hypervisors (PTP hardware clocks, /dev/ptp0), and the pulses that they stamp. */

#ifndef NTP_PTP_H
#define NTP_PTP_H

#include "ntp_clock.h"

#include <stdint.h>

/* A hardware clock's reading between two of the system's clock. */
struct ntp_ptp_reading {
    struct ntp_time before, clock, after;
};

/* How many readings are made at once. */
#define NTP_PTP_READINGS 10

/* The number N of the clock /dev/ptpN that stamps an interface's packets; -ENODEV when it has none. */
int ntp_ptp_of_interface(const char *name);

/* One reading of both clocks at the same instant. Returns 1, or a negative error number where the hardware can't. */
int ntp_ptp_read_crosswise(int device, struct ntp_ptp_reading *reading);

/* NTP_PTP_READINGS of them; returns how many, or a negative error number. */
int ntp_ptp_read(int device, struct ntp_ptp_reading *readings);

/*
 * Has the clock stamp pulses that come in by a channel: their falling edges if `falling`, else the rising ones. A pin
 * below zero leaves the pins as they are. The device has to be open for writing.
 */
int ntp_ptp_start_pulses(int device, int pin, int channel, int falling);

/* Has the device tell of no more pulses. */
int ntp_ptp_stop_pulses(int device, int channel);

/* The oldest pulse of any channel that wasn't taken yet, by the hardware clock. Returns 1; 0 when there is none. */
int ntp_ptp_take_pulse(int device, int *channel, struct ntp_time *time);

#endif
