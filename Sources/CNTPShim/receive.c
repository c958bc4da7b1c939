// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "batch.h"

#include <errno.h>
#include <linux/errqueue.h>
#include <linux/net_tstamp.h>
#include <string.h>
#include <time.h>

/* The card's stamp: the third of SCM_TIMESTAMPING, by the card's own clock. */
static void take_hardware_stamp(struct ntp_datagram *datagram, const struct cmsghdr *header) {
    struct timespec stamps[3];
    if (header->cmsg_len < CMSG_LEN(sizeof stamps))
        return;
    memcpy(stamps, CMSG_DATA(header), sizeof stamps);
    if (stamps[2].tv_sec == 0 && stamps[2].tv_nsec == 0)
        return;
    datagram->hardware.seconds = stamps[2].tv_sec;
    datagram->hardware.nanoseconds = stamps[2].tv_nsec;
    datagram->has_hardware = 1;
}

/* Which card that was, and the length of the frame. */
static void take_hardware_source(struct ntp_datagram *datagram, const struct cmsghdr *header) {
    struct scm_ts_pktinfo info;
    memcpy(&info, CMSG_DATA(header), sizeof info);
    datagram->hardware.interface = info.if_index;
    datagram->hardware.length = info.pkt_length;
}

/* The kernel's stamp of reception; both of its control messages begin with it. */
static void take_stamp(struct ntp_datagram *datagram, const struct cmsghdr *header) {
    struct timespec stamp;
    memcpy(&stamp, CMSG_DATA(header), sizeof stamp);
    if (stamp.tv_sec == 0 && stamp.tv_nsec == 0)
        return; /* SCM_TIMESTAMPING without a software stamp */
    datagram->seconds = stamp.tv_sec;
    datagram->nanoseconds = stamp.tv_nsec;
    datagram->is_kernel_stamp = 1;
}

static void take_control_message(struct ntp_datagram *datagram, const struct cmsghdr *header) {
    if (header->cmsg_level == SOL_SOCKET
        && (header->cmsg_type == SCM_TIMESTAMPNS || header->cmsg_type == SCM_TIMESTAMPING)) {
        take_stamp(datagram, header);
        if (header->cmsg_type == SCM_TIMESTAMPING)
            take_hardware_stamp(datagram, header);
    } else if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_TIMESTAMPING_PKTINFO) {
        take_hardware_source(datagram, header);
    } else if (header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_PKTINFO) {
        struct in_pktinfo info;
        memcpy(&info, CMSG_DATA(header), sizeof info);
        /* Not ipi_addr, which is no address of ours when the packet was a broadcast. */
        ntp_address_from_v4(&datagram->local, info.ipi_spec_dst);
        datagram->interface = (uint32_t)info.ipi_ifindex;
    } else if (header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_PKTINFO) {
        struct in6_pktinfo info;
        memcpy(&info, CMSG_DATA(header), sizeof info);
        if (!IN6_IS_ADDR_MULTICAST(&info.ipi6_addr))
            ntp_address_from_v6(&datagram->local, &info.ipi6_addr);
        datagram->interface = info.ipi6_ifindex;
    }
}

void ntp_datagram_restamp(struct ntp_datagram *datagram, int64_t seconds, int64_t nanoseconds) {
    datagram->seconds = seconds;
    datagram->nanoseconds = nanoseconds;
    datagram->is_restamped = 1;
}

static void take_message(struct ntp_datagram *datagram, struct mmsghdr *message) {
    struct msghdr *header = &message->msg_hdr;
    if (header->msg_namelen > 0)
        ntp_address_from_sockaddr(&datagram->peer, header->msg_name);
    else
        datagram->peer = (struct ntp_address){0};
    datagram->local = (struct ntp_address){0};
    datagram->interface = 0;
    datagram->is_kernel_stamp = 0;
    datagram->has_hardware = 0;
    datagram->is_restamped = 0;
    datagram->is_truncated = (header->msg_flags & MSG_TRUNC) != 0;
    /* Some report the length of the whole packet. */
    datagram->length = message->msg_len < NTP_BATCH_BUFFER_SIZE ? message->msg_len : NTP_BATCH_BUFFER_SIZE;
    for (struct cmsghdr *control = CMSG_FIRSTHDR(header); control; control = CMSG_NXTHDR(header, control))
        take_control_message(datagram, control);
    if (datagram->has_hardware && datagram->hardware.interface == 0)
        datagram->hardware.interface = datagram->interface;
}

int ntp_batch_receive(struct ntp_batch *batch, int socket) {
    for (uint32_t i = 0; i < batch->received; i++) {
        struct msghdr *header = &batch->incoming[i].msg_hdr;
        header->msg_namelen = sizeof batch->peers[i];
        header->msg_controllen = sizeof batch->controls[i];
        header->msg_flags = 0;
    }
    batch->received = 0;
    batch->queued = 0;
    int count = recvmmsg(socket, batch->incoming, batch->capacity, MSG_DONTWAIT, NULL);
    if (count < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? 0 : -errno;
    batch->received = (uint32_t)count;

    struct timespec now = {0};
    for (int i = 0; i < count; i++) {
        struct ntp_datagram *datagram = &batch->datagrams[i];
        take_message(datagram, &batch->incoming[i]);
        if (datagram->is_kernel_stamp)
            continue;
        if (now.tv_sec == 0)
            clock_gettime(CLOCK_REALTIME, &now);
        datagram->seconds = now.tv_sec;
        datagram->nanoseconds = now.tv_nsec;
    }
    return count;
}
