// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/*
 * A bound on the error of CLOCK_REALTIME, in memory that processes share: ClockBound's segment, protocol version 2.
 * See docs/clockbound.md.
 */

#ifndef NTP_BOUND_H
#define NTP_BOUND_H

#include "ntp_clock.h"

/* The segment's status. */
enum ntp_bound_status {
    NTP_BOUND_UNKNOWN,
    NTP_BOUND_SYNCHRONIZED,
    NTP_BOUND_FREE_RUNNING,
    NTP_BOUND_DISRUPTED,
};

/* What the segment tells. Times by CLOCK_MONOTONIC_COARSE. */
struct ntp_bound {
    struct ntp_time as_of;      /* when the bound held */
    struct ntp_time void_after; /* beyond this, nothing is guaranteed */
    int64_t bound;              /* of |CLOCK_REALTIME - true time|, in nanoseconds */
    uint64_t disruption_marker; /* as the VMClock had it; 0 without one */
    uint32_t maximum_drift;     /* by how much the bound grows, in 10^-9 */
    int32_t status;
    uint8_t supports_disruption; /* whether there is a VMClock: 0 or 1 */
    uint8_t padding[7];
};

/* The file as a whole, in native byte order. */
struct ntp_bound_segment {
    uint32_t magic[2];
    uint32_t size;
    uint16_t version;
    uint16_t generation; /* 0: not yet written; odd: being written */
    struct ntp_bound content;
};

/* Whether an existing segment of `size` bytes is one that clients can read: 0 or 1. */
int ntp_bound_is_usable(const struct ntp_bound_segment *segment, uint64_t size);

/* Makes an empty segment of 80 zero bytes, or of anything. */
void ntp_bound_format(struct ntp_bound_segment *segment);

/* Replaces the content, so that no client ever sees half of it. One process may write. */
void ntp_bound_write(struct ntp_bound_segment *segment, const struct ntp_bound *content);

/* Copies the content. -EAGAIN: not written yet, or a writer that has died in the middle of it. */
int ntp_bound_read(const struct ntp_bound_segment *segment, struct ntp_bound *content);

/* Maps `size` bytes of an open file; stays when the file is closed. */
int ntp_map(int descriptor, uint64_t size, int is_writable, void **memory);

/* Undoes that. */
void ntp_unmap(void *memory, uint64_t size);

/* CLOCK_MONOTONIC_COARSE. */
struct ntp_time ntp_coarse_now(void);

/* By how much that may lag, in nanoseconds. */
int64_t ntp_coarse_resolution(void);

/*
 * The marker of a VMClock's page (linux/vmclock-abi.h), which changes when the machine was moved or restored, so that
 * its clock may be anywhere. -EINVAL: the page is none; -EAGAIN: it is being written all the time.
 */
int ntp_vmclock_marker(const void *page, uint64_t *marker);

/* How much of a VMClock's page is read. */
#define NTP_VMCLOCK_SIZE 24

#endif
