// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* What a process may ask of the kernel for itself: to be neither delayed nor swapped out. */

#ifndef NTP_PROCESS_H
#define NTP_PROCESS_H

/* Keeps all memory of the process, present and future, in RAM. Needs CAP_IPC_LOCK and
   CAP_SYS_RESOURCE, for this call alone. */
int ntp_lock_memory(void);

/* Runs this thread, and those it will start, before all that isn't real-time (SCHED_FIFO). Priorities beyond the
   kernel's are taken for the highest. */
int ntp_set_real_time(int priority);

#endif
