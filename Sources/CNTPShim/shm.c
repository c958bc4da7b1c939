// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "include/ntp_refclock.h"

#include <errno.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <time.h>

/* "NTP0"; the number of the unit is added to it. */
#define FIRST_KEY 0x4e545030

/* What feeders and servers have agreed upon. The feeder raises `count` before and after it writes, in mode 1. */
struct segment {
    int mode;
    volatile int count;
    time_t clock_seconds;
    int clock_microseconds;
    time_t receive_seconds;
    int receive_microseconds;
    int leap;
    int precision;
    int samples;
    volatile int valid;
    unsigned clock_nanoseconds;
    unsigned receive_nanoseconds;
    int reserved[8];
};

int ntp_shm_attach(int unit, int permissions, void **segment) {
    int identifier = shmget(FIRST_KEY + unit, sizeof(struct segment), IPC_CREAT | (permissions & 0777));
    if (identifier < 0)
        return -errno;
    void *address = shmat(identifier, NULL, 0);
    if (address == (void *)-1)
        return -errno;
    *segment = address;
    return 0;
}

void ntp_shm_detach(void *segment) {
    shmdt(segment);
}

int ntp_shm_take(void *memory, struct ntp_shm_record *record) {
    volatile struct segment *segment = memory;
    int count = segment->count;
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    if (!segment->valid)
        return 0;
    int mode = segment->mode;
    *record = (struct ntp_shm_record){
        .clock_seconds = segment->clock_seconds,
        .receive_seconds = segment->receive_seconds,
        .clock_microseconds = segment->clock_microseconds,
        .receive_microseconds = segment->receive_microseconds,
        .clock_nanoseconds = segment->clock_nanoseconds,
        .receive_nanoseconds = segment->receive_nanoseconds,
        .leap = segment->leap,
    };
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    int is_whole = mode == 0 || (mode == 1 && segment->count == count && segment->valid);
    segment->valid = 0;
    return is_whole;
}
