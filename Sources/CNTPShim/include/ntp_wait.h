// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* Waiting for descriptors and signals. */

#ifndef NTP_WAIT_H
#define NTP_WAIT_H

#include <poll.h>
#include <stdint.h>

/* Has the signal (1 to 31) set a flag from now on, and nothing else; unblocks it in this thread. */
int ntp_signal_catch(int signal);

/* Has the signal do nothing. */
int ntp_signal_ignore(int signal);

/* The signals that came since the last call: bit n for signal n. */
uint32_t ntp_signals_take(void);

/*
 * poll(), which returns at once when a signal is waiting to be taken; -EINTR when one comes in.
 * A negative timeout waits for ever; the unit is the millisecond.
 */
int ntp_wait(struct pollfd *descriptors, uint32_t count, int timeout);

/* Makes a descriptor by which one thread ends the wait of another; never blocks. */
int ntp_alarm_open(void);

/* Makes it readable, until `ntp_alarm_clear`. */
void ntp_alarm_ring(int alarm);

/* Makes it wait for the next ring. */
void ntp_alarm_clear(int alarm);

#endif
