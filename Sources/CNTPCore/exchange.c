// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#include "exchange.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>

#include "ntp_clock.h"

ntpcore_error system_error(int result) {
    errno = -result;
    return NTPCORE_SYSTEM;
}

int64_t deadline_after(double seconds) {
    const double year = 365 * 86400.0;
    return ntp_monotonic_now() + (int64_t)((seconds < year ? seconds : year) * 1e9);
}

/* What poll takes, in milliseconds; rounded up, so that it isn't called in vain. */
static int milliseconds_until(int64_t deadline) {
    int64_t left = deadline - ntp_monotonic_now();
    int64_t milliseconds = left <= 0 ? 0 : (left + 999999) / 1000000;
    return milliseconds < INT_MAX ? (int)milliseconds : INT_MAX;
}

ntpcore_error wait_readable(int descriptor, int64_t deadline) {
    struct pollfd waiting = {.fd = descriptor, .events = POLLIN};
    for (;;) {
        int ready = poll(&waiting, 1, milliseconds_until(deadline));
        if (ready > 0)
            return NTPCORE_OK;
        if (ready < 0 && errno != EINTR)
            return NTPCORE_SYSTEM;
        if (ntp_monotonic_now() >= deadline)
            return NTPCORE_TIMEOUT;
    }
}

void pause_until(int64_t deadline) {
    while (ntp_monotonic_now() < deadline)
        (void)poll(NULL, 0, milliseconds_until(deadline));
}
