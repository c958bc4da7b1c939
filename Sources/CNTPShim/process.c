// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "include/ntp_process.h"

#include <errno.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>

int ntp_lock_memory(void) {
    /* When the privileges are gone, memory beyond the limit could not be had any more. */
    struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
    if (setrlimit(RLIMIT_MEMLOCK, &limit) < 0)
        return -errno;
    return mlockall(MCL_CURRENT | MCL_FUTURE) < 0 ? -errno : 0;
}

int ntp_set_real_time(int priority) {
    int highest = sched_get_priority_max(SCHED_FIFO);
    struct sched_param parameters = {.sched_priority = priority < highest ? priority : highest};
    return sched_setscheduler(0, SCHED_FIFO, &parameters) < 0 ? -errno : 0;
}
