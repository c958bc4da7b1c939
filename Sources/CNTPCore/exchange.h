// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* What the functions that wait for an answer share; not part of the library's interface. */

#ifndef NTPCORE_EXCHANGE_H
#define NTPCORE_EXCHANGE_H

#include "include/ntpcore.h"

#define NTPCORE_HIDDEN __attribute__((visibility("hidden")))

/* Sets errno by a negative error number; returns NTPCORE_SYSTEM. */
NTPCORE_HIDDEN ntpcore_error system_error(int result);

/* The instant so many seconds from now, at most a year. */
NTPCORE_HIDDEN int64_t deadline_after(double seconds);

/* Waits until there is something to be received; NTPCORE_TIMEOUT when the deadline comes first. */
NTPCORE_HIDDEN ntpcore_error wait_readable(int descriptor, int64_t deadline);

NTPCORE_HIDDEN void pause_until(int64_t deadline);

#endif
