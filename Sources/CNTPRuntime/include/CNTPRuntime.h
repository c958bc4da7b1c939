// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The C library's functions instead of system calls of the Swift runtime's own.
///
/// The runtime asks for the number of its thread, before `main`, and for random bytes by `syscall`. A simulator that stands
/// in for the C library follows functions, not numbers, so that none could run the daemon. What links with `--wrap=syscall`
/// calls the functions.

#ifndef CNTPRUNTIME_H
#define CNTPRUNTIME_H

/// What `syscall` is with `--wrap=syscall`; the same but for what the runtime asks for.
long __wrap_syscall(long number, ...);

#endif
