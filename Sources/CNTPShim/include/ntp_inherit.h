// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* Sockets that a service manager has bound for us, and handed over as open descriptors. */

#ifndef NTP_INHERIT_H
#define NTP_INHERIT_H

#include "ntp_address.h"

/*
 * Takes a descriptor over if it is that of a UDP socket: has it never block, and no program inherit it.
 *
 * Returns 0 with what it is bound to, -EINVAL for any other descriptor.
 */
int ntp_inherit_socket(int descriptor, struct ntp_address *address);

#endif
