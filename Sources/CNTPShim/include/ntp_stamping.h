// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* The timestamping of network cards (SIOCSHWTSTAMP), which concerns all of an interface's traffic. */

#ifndef NTP_STAMPING_H
#define NTP_STAMPING_H

#include <stdint.h>

/* Which received packets a card stamps. */
enum ntp_receive_filter { NTP_FILTER_NO_PACKETS, NTP_FILTER_NTP, NTP_FILTER_PTP, NTP_FILTER_ALL };

/* What a card can do. */
struct ntp_stamping_abilities {
    int clock;              /* N of its clock /dev/ptpN; -1 for none */
    uint8_t stamps_sent;
    uint8_t stamps_received; /* whether it stamps received packets of any kind */
    uint8_t filters;        /* a bit, 1 << enum ntp_receive_filter, for each that it has */
};

/* What a card does. */
struct ntp_stamping {
    uint8_t stamps_sent;
    enum ntp_receive_filter filter;
};

/* Asks the driver of an interface; -EOPNOTSUPP when it knows nothing of timestamps. */
int ntp_stamping_abilities(const char *interface, struct ntp_stamping_abilities *abilities);

/* What is switched on. */
int ntp_stamping_get(const char *interface, struct ntp_stamping *stamping);

/* Switches stamps of sent packets on, with the filter; needs CAP_NET_ADMIN. Tells what the driver has made of it. */
int ntp_stamping_set(const char *interface, struct ntp_stamping *stamping);

#endif
