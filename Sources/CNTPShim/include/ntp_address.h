// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* An address as plain numbers, so that no sockaddr has to be taken apart outside this module. */

#ifndef NTP_ADDRESS_H
#define NTP_ADDRESS_H

#include <stddef.h>
#include <stdint.h>

/*
 * An IPv6 address, or an IPv4 one in its mapped form (::ffff:192.0.2.1). Everything in the host's byte order.
 *
 * The mapped form stands for IPv4 alone: our IPv6 sockets are IPV6_V6ONLY and never see it.
 */
struct ntp_address {
    uint64_t high;
    uint64_t low;
    uint32_t scope; /* the interface of a link-local IPv6 address; 0: none */
    uint16_t port;
};

/* Enough for an address with the name of its interface and a null byte. */
#define NTP_ADDRESS_TEXT_SIZE 64

/*
 * Reads a numeric address, IPv6 with an optional %interface (name or number); leaves the port alone.
 * Returns -EINVAL for anything else, names included.
 */
int ntp_address_parse(const char *text, struct ntp_address *address);

/* Writes the address without its port, ending in a null byte. */
void ntp_address_print(const struct ntp_address *address, char text[NTP_ADDRESS_TEXT_SIZE]);

#endif
