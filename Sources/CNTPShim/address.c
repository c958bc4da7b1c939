// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "sockaddr.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>

socklen_t ntp_sockaddr_from_address(union ntp_sockaddr *sockaddr, const struct ntp_address *address) {
    memset(sockaddr, 0, sizeof *sockaddr);
    if (ntp_address_is_v4(address)) {
        sockaddr->v4.sin_family = AF_INET;
        sockaddr->v4.sin_port = htons(address->port);
        sockaddr->v4.sin_addr.s_addr = htonl((uint32_t)address->low);
        return sizeof sockaddr->v4;
    }
    sockaddr->v6.sin6_family = AF_INET6;
    sockaddr->v6.sin6_port = htons(address->port);
    sockaddr->v6.sin6_scope_id = address->scope;
    ntp_address_to_v6(address, &sockaddr->v6.sin6_addr);
    return sizeof sockaddr->v6;
}

/* An interface by name or number; 0 when there is none such. */
static uint32_t parse_scope(const char *text) {
    uint32_t index = if_nametoindex(text);
    if (index != 0)
        return index;
    char *end = NULL;
    errno = 0;
    unsigned long number = strtoul(text, &end, 10);
    return errno == 0 && *text >= '0' && *text <= '9' && *end == '\0' && number <= UINT32_MAX
        ? (uint32_t)number : 0;
}

int ntp_address_parse(const char *text, struct ntp_address *address) {
    struct in_addr v4;
    if (inet_pton(AF_INET, text, &v4) == 1) {
        ntp_address_from_v4(address, v4);
        address->scope = 0;
        return 0;
    }
    char host[INET6_ADDRSTRLEN];
    const char *percent = strchr(text, '%');
    size_t length = percent ? (size_t)(percent - text) : strlen(text);
    if (length >= sizeof host)
        return -EINVAL;
    memcpy(host, text, length);
    host[length] = '\0';
    uint32_t scope = percent ? parse_scope(percent + 1) : 0;
    struct in6_addr v6;
    if (inet_pton(AF_INET6, host, &v6) != 1 || (percent && scope == 0))
        return -EINVAL;
    ntp_address_from_v6(address, &v6);
    address->scope = scope;
    return 0;
}

void ntp_address_print(const struct ntp_address *address, char text[NTP_ADDRESS_TEXT_SIZE]) {
    if (ntp_address_is_v4(address)) {
        struct in_addr v4 = {.s_addr = htonl((uint32_t)address->low)};
        inet_ntop(AF_INET, &v4, text, NTP_ADDRESS_TEXT_SIZE);
        return;
    }
    struct in6_addr v6;
    ntp_address_to_v6(address, &v6);
    inet_ntop(AF_INET6, &v6, text, NTP_ADDRESS_TEXT_SIZE);
    if (address->scope == 0)
        return;
    char name[IF_NAMESIZE];
    size_t length = strlen(text);
    if (if_indextoname(address->scope, name))
        snprintf(text + length, NTP_ADDRESS_TEXT_SIZE - length, "%%%s", name);
    else
        snprintf(text + length, NTP_ADDRESS_TEXT_SIZE - length, "%%%u", address->scope);
}
