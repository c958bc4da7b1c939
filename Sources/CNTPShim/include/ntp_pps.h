// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* Pulses that the kernel stamps by the system's clock (RFC 2783, /dev/pps0). */

#ifndef NTP_PPS_H
#define NTP_PPS_H

#include "ntp_clock.h"

#include <stdint.h>

/* A pulse, and its number since the device was made: zero for none. */
struct ntp_pulse {
    uint32_t sequence;
    struct ntp_time time;
};

/* Has a device stamp one edge of each pulse, unless it does already. Needs CAP_SYS_TIME if not. */
int ntp_pps_capture(int device, int clear);

/* The latest pulse, without waiting for one. */
int ntp_pps_fetch(int device, int clear, struct ntp_pulse *pulse);

#endif
