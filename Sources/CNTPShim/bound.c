// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "include/ntp_bound.h"

#include <endian.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

static const uint32_t magic[2] = {0x414D5A4E, 0x43420200};
static const uint16_t version = 2;
/* An update takes nanoseconds: after so many attempts the writer is dead, or stopped in the middle of one. */
static const int attempts = 1000;

_Static_assert(sizeof(struct ntp_bound_segment) == 80, "clients map 80 bytes");
_Static_assert(offsetof(struct ntp_bound_segment, generation) == 14, "generation");
_Static_assert(offsetof(struct ntp_bound_segment, content.as_of) == 16, "as-of");
_Static_assert(offsetof(struct ntp_bound_segment, content.void_after) == 32, "void-after");
_Static_assert(offsetof(struct ntp_bound_segment, content.bound) == 48, "bound");
_Static_assert(offsetof(struct ntp_bound_segment, content.disruption_marker) == 56, "disruption marker");
_Static_assert(offsetof(struct ntp_bound_segment, content.maximum_drift) == 64, "drift");
_Static_assert(offsetof(struct ntp_bound_segment, content.status) == 68, "status");
_Static_assert(offsetof(struct ntp_bound_segment, content.supports_disruption) == 72, "disruption support");

int ntp_bound_is_usable(const struct ntp_bound_segment *segment, uint64_t size) {
    return size >= sizeof *segment && memcmp(segment->magic, magic, sizeof magic) == 0
           && segment->size == sizeof *segment && segment->version == version;
}

void ntp_bound_format(struct ntp_bound_segment *segment) {
    memset(segment, 0, sizeof *segment);
    memcpy(segment->magic, magic, sizeof magic);
    segment->size = sizeof *segment;
    segment->version = version;
}

/* Word by word: a client may read at the same time, and a torn word would be seen as one. */
static void copy(uint64_t *to, const uint64_t *from) {
    for (size_t index = 0; index < sizeof(struct ntp_bound) / sizeof *to; index++)
        __atomic_store_n(to + index, __atomic_load_n(from + index, __ATOMIC_RELAXED), __ATOMIC_RELAXED);
}

void ntp_bound_write(struct ntp_bound_segment *segment, const struct ntp_bound *content) {
    uint16_t before = __atomic_load_n(&segment->generation, __ATOMIC_RELAXED);
    /* Odd already, if a writer has died in the middle of an update. */
    uint16_t during = before | 1;
    uint16_t after = during + 1;
    __atomic_store_n(&segment->generation, during, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_RELEASE);
    copy((uint64_t *)&segment->content, (const uint64_t *)content);
    /* 0 is kept for what was never written. */
    __atomic_store_n(&segment->generation, after == 0 ? 2 : after, __ATOMIC_RELEASE);
}

int ntp_bound_read(const struct ntp_bound_segment *segment, struct ntp_bound *content) {
    for (int attempt = 0; attempt < attempts; attempt++) {
        uint16_t before = __atomic_load_n(&segment->generation, __ATOMIC_ACQUIRE);
        if (before == 0)
            return -EAGAIN;
        if (before & 1)
            continue;
        copy((uint64_t *)content, (const uint64_t *)&segment->content);
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        if (__atomic_load_n(&segment->generation, __ATOMIC_RELAXED) == before)
            return 0;
    }
    return -EAGAIN;
}

int ntp_map(int descriptor, uint64_t size, int is_writable, void **memory) {
    int protection = is_writable ? PROT_READ | PROT_WRITE : PROT_READ;
    void *mapped = mmap(NULL, size, protection, MAP_SHARED, descriptor, 0);
    if (mapped == MAP_FAILED)
        return -errno;
    *memory = mapped;
    return 0;
}

void ntp_unmap(void *memory, uint64_t size) {
    munmap(memory, size);
}

struct ntp_time ntp_coarse_now(void) {
    struct timespec time = {0};
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
    return (struct ntp_time){time.tv_sec, time.tv_nsec};
}

int64_t ntp_coarse_resolution(void) {
    struct timespec resolution = {.tv_nsec = 10000000};
    clock_getres(CLOCK_MONOTONIC_COARSE, &resolution);
    return (int64_t)resolution.tv_sec * 1000000000 + resolution.tv_nsec;
}

/* The start of the page; all of it is little-endian. */
struct vmclock {
    uint32_t magic, size;
    uint16_t version;
    uint8_t counter, time_type;
    uint32_t sequence; /* odd: being written */
    uint64_t disruption_marker;
};

_Static_assert(sizeof(struct vmclock) == NTP_VMCLOCK_SIZE, "what is mapped is what is read");

int ntp_vmclock_marker(const void *page, uint64_t *marker) {
    static const uint32_t vmclock_magic = 0x4b4c4356; /* "VCLK" */
    const struct vmclock *vmclock = page;
    if (le32toh(vmclock->magic) != vmclock_magic || le16toh(vmclock->version) != 1)
        return -EINVAL;
    for (int attempt = 0; attempt < attempts; attempt++) {
        uint32_t before = le32toh(__atomic_load_n(&vmclock->sequence, __ATOMIC_ACQUIRE));
        *marker = le64toh(__atomic_load_n(&vmclock->disruption_marker, __ATOMIC_RELAXED));
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        if (!(before & 1) && le32toh(__atomic_load_n(&vmclock->sequence, __ATOMIC_RELAXED)) == before)
            return 0;
    }
    return -EAGAIN;
}
