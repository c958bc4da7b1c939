// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/*
 * The kernel's interfaces that Swift can't name: struct timex, control messages, signal handlers.
 *
 * A product of its own, for programs in Swift (import CNTPShim) and C: reading and setting clocks (clock_adjtime), UDP
 * sockets with the kernel's timestamps, waiting, names, news of the network. In this package, NTPSystem and CNTPCore alone
 * use it. It needs Linux. Functions that set a clock need CAP_SYS_TIME; their names say that they set, add or cancel.
 *
 * Every function that can fail returns a negative errno value (-EPERM); zero
 * or a count otherwise. Nothing here allocates, except where a function's name ends in `_create`, and
 * nothing decides: what to do about a failure is the caller's business.
 */

#ifndef CNTP_SHIM_H
#define CNTP_SHIM_H

#include "ntp_clock.h"
#include "ntp_bound.h"
#include "ntp_address.h"
#include "ntp_socket.h"
#include "ntp_unix.h"
#include "ntp_batch.h"
#include "ntp_wait.h"
#include "ntp_network.h"
#include "ntp_resolve.h"
#include "ntp_thread.h"
#include "ntp_refclock.h"
#include "ntp_pps.h"
#include "ntp_ptp.h"
#include "ntp_stamping.h"
#include "ntp_process.h"
#include "ntp_inherit.h"
#include "ntp_rtc.h"

/* Goes on in a new process, without a terminal, in the root folder. To be called while there is one thread.
   Returns 0 in the new process, 1 in the old one, else -errno. */
int ntp_detach(void);

/* Gives back to the system what was freed. */
void ntp_return_memory(void);

#endif
