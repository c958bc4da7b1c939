// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "batch.h"

#include <errno.h>
#include <linux/net_tstamp.h>
#include <string.h>

/* Names the address that a packet leaves from; returns the length of the control message, 0 for any. */
static size_t put_source(union ntp_reply_control *control, const struct ntp_datagram *datagram) {
    const struct ntp_address *local = &datagram->local;
    struct cmsghdr *header = &control->alignment;
    if (local->low == 0 && local->high == 0)
        return 0;
    /* No interface: the routing table chooses the way back. Link-local peers carry it in their address. */
    if (ntp_address_is_v4(local)) {
        struct in_pktinfo info = {.ipi_spec_dst.s_addr = htonl((uint32_t)local->low)};
        header->cmsg_level = IPPROTO_IP;
        header->cmsg_type = IP_PKTINFO;
        header->cmsg_len = CMSG_LEN(sizeof info);
        memcpy(CMSG_DATA(header), &info, sizeof info);
        return CMSG_SPACE(sizeof info);
    }
    struct in6_pktinfo info = {0};
    ntp_address_to_v6(local, &info.ipi6_addr);
    header->cmsg_level = IPPROTO_IPV6;
    header->cmsg_type = IPV6_PKTINFO;
    header->cmsg_len = CMSG_LEN(sizeof info);
    memcpy(CMSG_DATA(header), &info, sizeof info);
    return CMSG_SPACE(sizeof info);
}

/* Asks for the time at which the packet leaves; returns the length of the control messages with this one. */
static size_t put_stamp_request(
    union ntp_reply_control *control, size_t length, enum ntp_stamp_request request) {
    uint32_t flags = SOF_TIMESTAMPING_TX_SOFTWARE;
    if (request == NTP_STAMP_HARDWARE)
        flags |= SOF_TIMESTAMPING_TX_HARDWARE;
    struct cmsghdr *header = (struct cmsghdr *)(control->bytes + length);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SO_TIMESTAMPING;
    header->cmsg_len = CMSG_LEN(sizeof flags);
    memcpy(CMSG_DATA(header), &flags, sizeof flags);
    return length + CMSG_SPACE(sizeof flags);
}

void ntp_batch_queue_reply(
    struct ntp_batch *batch, uint32_t index, uint32_t length, enum ntp_stamp_request request) {
    if (index >= batch->received || batch->queued >= batch->capacity || length > NTP_BATCH_BUFFER_SIZE)
        return;
    struct ntp_datagram *datagram = &batch->datagrams[index];
    struct msghdr *outgoing = &batch->outgoing[batch->queued].msg_hdr;
    union ntp_reply_control *control = &batch->reply_controls[batch->queued];
    memset(control, 0, sizeof *control);
    outgoing->msg_iov->iov_base = datagram->reply;
    outgoing->msg_iov->iov_len = length;
    outgoing->msg_name = &batch->peers[index];
    outgoing->msg_namelen = batch->incoming[index].msg_hdr.msg_namelen;
    outgoing->msg_controllen = put_source(control, datagram);
    if (request != NTP_STAMP_NONE)
        outgoing->msg_controllen = put_stamp_request(control, outgoing->msg_controllen, request);
    outgoing->msg_control = outgoing->msg_controllen ? control : NULL;
    batch->queued++;
}

static int is_full(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == ENOBUFS;
}

/* Sends some of the queue; returns how many, or a negative errno value that concerns the first of them. */
static int send_some(struct ntp_batch *batch, int socket, uint32_t first) {
    int count;
    if (batch->has_sendmmsg) {
        do
            count = sendmmsg(socket, batch->outgoing + first, batch->queued - first, MSG_DONTWAIT);
        while (count < 0 && errno == EINTR);
        if (count > 0 || (count < 0 && is_full(errno)))
            return count > 0 ? count : -errno;
    }
    ssize_t sent;
    do
        sent = sendmsg(socket, &batch->outgoing[first].msg_hdr, MSG_DONTWAIT);
    while (sent < 0 && errno == EINTR);
    if (sent < 0)
        return -errno; /* the packet's own fault, not that of sendmmsg */
    batch->has_sendmmsg = 0;
    return 1;
}

int ntp_batch_send(struct ntp_batch *batch, int socket, int *failure) {
    int sent = 0;
    *failure = 0;
    for (uint32_t next = 0; next < batch->queued;) {
        int count = send_some(batch, socket, next);
        if (count < 0 && is_full(-count))
            break;
        if (count < 0) {
            /* One client that can't be reached must not cost the others their answers. */
            if (*failure == 0)
                *failure = count;
            next++;
        } else {
            next += (uint32_t)count;
            sent += count;
        }
    }
    batch->queued = 0;
    return sent;
}
