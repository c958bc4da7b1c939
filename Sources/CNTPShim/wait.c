// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "include/ntp_wait.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/eventfd.h>

/* Lock-free, which is what makes it fit for a handler. */
static atomic_uint pending;

static void note_signal(int signal) {
    atomic_fetch_or(&pending, 1u << signal);
}

static int handle(int signal, void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler}; /* no SA_RESTART: poll is to end */
    sigemptyset(&action.sa_mask);
    return sigaction(signal, &action, NULL) < 0 ? -errno : 0;
}

int ntp_signal_catch(int signal) {
    if (signal <= 0 || signal >= 32)
        return -EINVAL;
    int error = handle(signal, note_signal);
    if (error < 0)
        return error;
    /* Whoever started the program may have left it blocked. */
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    return -pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

int ntp_signal_ignore(int signal) {
    return handle(signal, SIG_IGN);
}

uint32_t ntp_signals_take(void) {
    return atomic_exchange(&pending, 0);
}

int ntp_wait(struct pollfd *descriptors, uint32_t count, int timeout) {
    /* As late as can be: a signal that comes between here and the kernel waits for the next event. */
    if (atomic_load(&pending) != 0)
        return -EINTR;
    int ready = poll(descriptors, count, timeout);
    return ready < 0 ? -errno : ready;
}

int ntp_alarm_open(void) {
    int alarm = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return alarm < 0 ? -errno : alarm;
}

void ntp_alarm_ring(int alarm) {
    /* Fails when it has rung 2^64 - 2 times and nobody has cleared it. */
    (void)!eventfd_write(alarm, 1);
}

void ntp_alarm_clear(int alarm) {
    eventfd_t count;
    (void)!eventfd_read(alarm, &count);
}
