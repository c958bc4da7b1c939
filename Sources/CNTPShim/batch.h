// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* What a batch consists of; internal to the shim. */

#ifndef NTP_BATCH_INTERNAL_H
#define NTP_BATCH_INTERNAL_H

#include "include/ntp_batch.h"
#include "sockaddr.h"

/* Stamps and addresses take 32 to 100 bytes; what somebody else's socket options add has room too. */
#define NTP_BATCH_CONTROL_SIZE 256

union ntp_control {
    struct cmsghdr alignment;
    char bytes[NTP_BATCH_CONTROL_SIZE];
};

/* The larger of the two control messages that name a reply's source address, and one that asks for a stamp. */
union ntp_reply_control {
    struct cmsghdr alignment;
    char bytes[CMSG_SPACE(sizeof(struct in6_pktinfo)) + CMSG_SPACE(sizeof(uint32_t))];
};

/* Parallel arrays, each `capacity` long; a reply is queued at the next free index of those for sending. */
struct ntp_batch {
    uint32_t capacity;
    uint32_t received; /* by the latest call: their headers need a reset before the next */
    uint32_t queued;
    int has_sendmmsg;
    struct ntp_datagram *datagrams;

    struct mmsghdr *incoming;
    struct iovec *incoming_vectors;
    union ntp_sockaddr *peers;
    union ntp_control *controls;

    struct mmsghdr *outgoing;
    struct iovec *outgoing_vectors;
    union ntp_reply_control *reply_controls;

    uint8_t *request_bytes;
    uint8_t *reply_bytes;
};

#endif
