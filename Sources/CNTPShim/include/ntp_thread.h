// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* Threads that nobody waits for. */

#ifndef NTP_THREAD_H
#define NTP_THREAD_H

/*
 * Runs `body` in a new thread, which ends with it. The thread takes no signals: they are the main thread's, whose
 * poll they are to end.
 */
int ntp_thread_start(void (*body)(void *), void *argument);

#endif
