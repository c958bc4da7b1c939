// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* From struct ntp_address to struct sockaddr and back; inline, because every request goes through it. */

#ifndef NTP_SOCKADDR_H
#define NTP_SOCKADDR_H

#include "include/ntp_address.h"

#include <endian.h>
#include <netinet/in.h>
#include <string.h>
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

static inline void ntp_address_from_v6(struct ntp_address *address, const struct in6_addr *v6) {
    uint64_t halves[2];
    memcpy(halves, v6, sizeof halves);
    address->high = be64toh(halves[0]);
    address->low = be64toh(halves[1]);
}

static inline void ntp_address_to_v6(const struct ntp_address *address, struct in6_addr *v6) {
    uint64_t halves[2] = {htobe64(address->high), htobe64(address->low)};
    memcpy(v6, halves, sizeof halves);
}

/* Any other family than IPv6 is taken for IPv4; the families of our sockets are known. */
static inline void ntp_address_from_sockaddr(
    struct ntp_address *address, const union ntp_sockaddr *sockaddr) {
    if (sockaddr->any.sa_family == AF_INET6) {
        ntp_address_from_v6(address, &sockaddr->v6.sin6_addr);
        address->scope = sockaddr->v6.sin6_scope_id;
        address->port = ntohs(sockaddr->v6.sin6_port);
    } else {
        ntp_address_from_v4(address, sockaddr->v4.sin_addr);
        address->scope = 0;
        address->port = ntohs(sockaddr->v4.sin_port);
    }
}

/* Returns the length to give to bind, connect and the like. */
socklen_t ntp_sockaddr_from_address(union ntp_sockaddr *sockaddr, const struct ntp_address *address);

#endif
