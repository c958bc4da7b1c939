// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors
//
// Preloaded into a daemon: a C library as simulators of clocks and networks have it. Some of its functions know less than the
// kernel's, and what they don't have at all ends the program, with its name.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/capability.h>
#include <sys/socket.h>
#include <unistd.h>

// By another name, because the headers know the real ones.
#define MISSING(name) \
    void missing_##name(void) __asm__(#name); \
    void missing_##name(void) { \
        fputs("standin: " #name " is called\n", stderr); \
        abort(); \
    }

// By which a program gets at time that nobody simulates.
MISSING(epoll_create1)
MISSING(ppoll)
MISSING(pselect)
MISSING(signalfd)
MISSING(eventfd)
MISSING(timerfd_create)
MISSING(sleep)
MISSING(usleep)

// Past the library.
long syscall(long number, ...) {
    fprintf(stderr, "standin: syscall %ld is called\n", number);
    abort();
}

static void *next(const char *name) {
    return dlsym(RTLD_NEXT, name);
}

int socket(int domain, int type, int protocol) {
    static int (*real)(int, int, int);
    if ((domain != AF_INET && domain != AF_UNIX) || (type != SOCK_DGRAM && type != SOCK_STREAM)) {
        errno = EINVAL;
        return -1;
    }
    if (real == NULL)
        real = next("socket");
    return real(domain, type, protocol);
}

int setsockopt(int descriptor, int level, int option, const void *value, socklen_t length) {
    static int (*real)(int, int, int, const void *, socklen_t);
    if (level == SOL_SOCKET && (option == SO_TIMESTAMPING || option == SO_TIMESTAMPNS || option == SO_REUSEPORT))
        return 0; // and does nothing
    if (real == NULL)
        real = next("setsockopt");
    return real(descriptor, level, option, value, length);
}

int fcntl(int descriptor, int command, ...) {
    static int (*real)(int, int, ...);
    va_list list;
    va_start(list, command);
    int argument = va_arg(list, int);
    va_end(list);
    if (command != F_DUPFD && command != F_GETFL && command != F_SETFL)
        return 0; // and does nothing
    if (real == NULL)
        real = next("fcntl");
    return real(descriptor, command, argument);
}

int sendmmsg(int descriptor, struct mmsghdr *messages, unsigned count, int flags) {
    (void)descriptor, (void)messages, (void)count, (void)flags;
    errno = EBADF;
    return -1;
}

int cap_set_proc(cap_t capabilities) {
    (void)capabilities;
    return 0; // and does nothing
}

int poll(struct pollfd *descriptors, nfds_t count, int timeout) {
    static int (*real)(struct pollfd *, nfds_t, int);
    if (real == NULL)
        real = next("poll");
    int ready = real(descriptors, count, 0);
    // What is no socket is always ready.
    for (nfds_t i = 0; ready == 0 && i < count; i++) {
        socklen_t length = sizeof(int);
        int kind;
        if (getsockopt(descriptors[i].fd, SOL_SOCKET, SO_TYPE, &kind, &length) < 0 && errno == ENOTSOCK) {
            descriptors[i].revents = POLLIN;
            ready = 1;
        }
    }
    return ready != 0 ? ready : real(descriptors, count, timeout);
}
