// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* Reads the shared-memory segment of version 2 that ClockBound's daemon and ntpd publish, in native byte order. */

#define _GNU_SOURCE
#include "include/ntpcore.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct segment {
    uint32_t magic[2];
    uint32_t size;
    uint16_t version;
    _Atomic uint16_t generation; /* 0: not initialised, odd: being written */
    int64_t as_of[2];            /* CLOCK_MONOTONIC_COARSE; seconds, nanoseconds */
    int64_t void_after[2];
    int64_t bound; /* nanoseconds, at as_of */
    uint64_t disruption_marker;
    uint32_t maximum_drift; /* ppb */
    int32_t status;
    uint8_t supports_disruption;
    uint8_t padding[7];
};

_Static_assert(sizeof(struct segment) == 80, "the segment has no holes");
_Static_assert(offsetof(struct segment, generation) == 14, "the generation is where readers look for it");

struct ntpcore_clock {
    const struct segment *segment;
};

static const uint32_t magic[2] = {0x414D5A4E, 0x43420200};
static const uint16_t supported_version = 2;
/* A writer needs less than a microsecond for an update; one that ends in the middle of it leaves an odd generation. */
static const int most_attempts = 100000;
static const int64_t second = 1000000000;
/* For so long, the status is believed as it was written; then nobody writes any more. */
static const int64_t grace = 5 * 1000000000LL;
/* By how much two readings of the coarse clock on different processors may be in the wrong order. */
static const int64_t tolerance = 1000;

static int is_valid(const struct segment *segment) {
    return memcmp(segment->magic, magic, sizeof magic) == 0 && segment->size >= sizeof *segment
        && segment->version == supported_version;
}

ntpcore_error ntpcore_clock_open(const char *path, ntpcore_clock **clock) {
    if (!clock)
        return NTPCORE_INVALID_ARGUMENT;
    int file = open(path ? path : NTPCORE_CLOCK_PATH, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return NTPCORE_SYSTEM;
    struct stat status;
    void *address = MAP_FAILED;
    int is_whole = fstat(file, &status) == 0 && status.st_size >= (off_t)sizeof(struct segment);
    if (is_whole)
        address = mmap(NULL, sizeof(struct segment), PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (!is_whole)
        return NTPCORE_MALFORMED;
    if (address == MAP_FAILED)
        return NTPCORE_SYSTEM;
    ntpcore_clock *opened = is_valid(address) ? malloc(sizeof *opened) : NULL;
    if (!opened) {
        ntpcore_error error = is_valid(address) ? NTPCORE_SYSTEM : NTPCORE_MALFORMED;
        munmap(address, sizeof(struct segment));
        return error;
    }
    opened->segment = address;
    *clock = opened;
    return NTPCORE_OK;
}

void ntpcore_clock_close(ntpcore_clock *clock) {
    if (!clock)
        return;
    munmap((void *)clock->segment, sizeof(struct segment));
    free(clock);
}

/* Copies the segment as it was between two updates. */
static ntpcore_error take_snapshot(const struct segment *segment, struct segment *copy) {
    for (int attempt = 0; attempt < most_attempts; attempt++) {
        uint16_t before = atomic_load_explicit(&segment->generation, memory_order_acquire);
        if (before == 0)
            return NTPCORE_UNAVAILABLE;
        if (before % 2 != 0)
            continue;
        memcpy(copy, (const void *)segment, sizeof *copy);
        atomic_thread_fence(memory_order_acquire);
        if (atomic_load_explicit(&segment->generation, memory_order_relaxed) == before)
            return is_valid(copy) ? NTPCORE_OK : NTPCORE_MALFORMED;
    }
    return NTPCORE_UNAVAILABLE;
}

static ntpcore_time moved(struct timespec time, int64_t nanoseconds) {
    int64_t sum = (int64_t)time.tv_nsec + nanoseconds % second;
    ntpcore_time result = {(int64_t)time.tv_sec + nanoseconds / second, sum};
    if (sum < 0) {
        result.seconds -= 1;
        result.nanoseconds += second;
    } else if (sum >= second) {
        result.seconds += 1;
        result.nanoseconds -= second;
    }
    return result;
}

/* The nanoseconds from an instant of the segment to `now`; saturates, because anybody may have written it. */
static int64_t since(const int64_t instant[2], struct timespec now) {
    const int64_t limit = INT64_MAX / 4 / 1000000000;
    int64_t seconds, nanoseconds;
    if (__builtin_sub_overflow((int64_t)now.tv_sec, instant[0], &seconds) || seconds > limit || seconds < -limit)
        return instant[0] > now.tv_sec ? -INT64_MAX : INT64_MAX;
    if (__builtin_sub_overflow((int64_t)now.tv_nsec, instant[1], &nanoseconds)
        || nanoseconds > INT64_MAX / 4 || nanoseconds < -(INT64_MAX / 4))
        return instant[1] > 0 ? -INT64_MAX : INT64_MAX;
    return seconds * second + nanoseconds;
}

static uint32_t current_status(const struct segment *segment, int64_t age, struct timespec monotonic) {
    if (segment->status != NTPCORE_CLOCK_SYNCHRONIZED && segment->status != NTPCORE_CLOCK_FREE_RUNNING)
        return segment->status == NTPCORE_CLOCK_DISRUPTED ? NTPCORE_CLOCK_DISRUPTED : NTPCORE_CLOCK_UNKNOWN;
    if (since(segment->void_after, monotonic) >= 0)
        return NTPCORE_CLOCK_UNKNOWN;
    return age < grace ? (uint32_t)segment->status : NTPCORE_CLOCK_FREE_RUNNING;
}

ntpcore_error ntpcore_clock_now(const ntpcore_clock *clock, ntpcore_interval *interval) {
    if (!clock || !interval)
        return NTPCORE_INVALID_ARGUMENT;
    struct segment segment;
    ntpcore_error error = take_snapshot(clock->segment, &segment);
    if (error != NTPCORE_OK)
        return error;
    struct timespec real, monotonic;
    /* In this order: a pause between the two makes the bound wider, and not the reading older. */
    if (clock_gettime(CLOCK_REALTIME, &real) < 0 || clock_gettime(CLOCK_MONOTONIC_COARSE, &monotonic) < 0)
        return NTPCORE_SYSTEM;
    int64_t age = since(segment.as_of, monotonic);
    /* Written before the machine started, or by a clock that isn't ours. */
    if (age < -tolerance || segment.bound < 0)
        return NTPCORE_MALFORMED;
    /* Rounded up. After 10^6 s the bounds mean nothing anyway. */
    int64_t microseconds = age < 0 ? 0 : age < 1000000 * second ? age / 1000 + 1 : 1000000LL * 1000000;
    int64_t drift = (int64_t)((double)microseconds * segment.maximum_drift * 1e-6) + 1;
    int64_t bound = segment.bound > INT64_MAX - drift ? INT64_MAX : segment.bound + drift;
    interval->earliest = moved(real, -bound);
    interval->latest = moved(real, bound);
    interval->status = current_status(&segment, age, monotonic);
    interval->reserved = 0;
    return NTPCORE_OK;
}
