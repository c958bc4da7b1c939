// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* News of the machine's network: interfaces, addresses and routes that come and go (rtnetlink). */

#ifndef NTP_NETWORK_H
#define NTP_NETWORK_H

/* Opens a socket that becomes readable with each change, and never blocks. */
int ntp_network_open(void);

/* Reads all news; returns 1 when something has changed, or news were lost, and 0 when there were none. */
int ntp_network_take(int socket);

#endif
