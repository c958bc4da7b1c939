// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "CNTPRuntime.h"

#include <stdarg.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

long __real_syscall(long number, ...);

long __wrap_syscall(long number, ...) {
    if (number == SYS_gettid)
        return gettid();
    if (number == SYS_getrandom) {
        va_list list;
        va_start(list, number);
        void *bytes = va_arg(list, void *);
        size_t count = va_arg(list, size_t);
        unsigned flags = va_arg(list, unsigned);
        va_end(list);
        return getrandom(bytes, count, flags);
    }
    // As many as any system call has; who calls with fewer has the kernel ignore the rest.
    long arguments[6];
    va_list list;
    va_start(list, number);
    for (int index = 0; index < 6; index++)
        arguments[index] = va_arg(list, long);
    va_end(list);
    return __real_syscall(
        number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
}
