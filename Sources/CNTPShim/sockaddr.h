// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* From struct ntp_address to struct sockaddr and back; internal to the shim. */

#ifndef NTP_SOCKADDR_H
#define NTP_SOCKADDR_H

#include "include/ntp_address.h"

#include <netinet/in.h>
#include <sys/socket.h>

/* Large enough for both families, and small enough for an array of them to stay in the cache. */
union ntp_sockaddr {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static inline int ntp_address_is_v4(const struct ntp_address *address) {
    return address->high == 0 && address->low >> 32 == 0xffff;
}

static inline void ntp_address_from_v4(struct ntp_address *address, struct in_addr v4) {
    address->high = 0;
    address->low = (uint64_t)0xffff << 32 | ntohl(v4.s_addr);
}

void ntp_address_from_v6(struct ntp_address *address, const struct in6_addr *v6);
void ntp_address_to_v6(const struct ntp_address *address, struct in6_addr *v6);

/* Returns the length to give to bind, connect and the like. */
socklen_t ntp_sockaddr_from_address(union ntp_sockaddr *sockaddr, const struct ntp_address *address);

/* Any other family than IPv6 is taken for IPv4; the families of our sockets are known. */
void ntp_address_from_sockaddr(struct ntp_address *address, const union ntp_sockaddr *sockaddr);

#endif
