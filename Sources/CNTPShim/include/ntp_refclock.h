// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* Devices that reference clocks are read through. */

#ifndef NTP_REFCLOCK_H
#define NTP_REFCLOCK_H

#include "ntp_clock.h"

#include <stddef.h>
#include <stdint.h>

/* What a feeder has left in a segment of the SHM protocol. */
struct ntp_shm_record {
    int64_t clock_seconds, receive_seconds;
    int32_t clock_microseconds, receive_microseconds;
    uint32_t clock_nanoseconds, receive_nanoseconds;
    int32_t leap;
};

/*
 * Attaches the segment of a unit, made with these permissions unless it is there. Returns 0, or a negative error number:
 * -EINVAL for one that is too small.
 */
int ntp_shm_attach(int unit, int permissions, void **segment);

/* Undoes that; the segment stays. */
void ntp_shm_detach(void *segment);

/*
 * Takes the record out. Returns 1; 0 when there is none, or the feeder was about to write: then it is left to be made
 * anew. What others write meanwhile can tear the record at most.
 */
int ntp_shm_take(void *segment, struct ntp_shm_record *record);

#endif
