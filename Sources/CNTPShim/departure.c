// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "include/ntp_socket.h"
#include "sockaddr.h"

#include <errno.h>
#include <linux/errqueue.h>
#include <string.h>
#include <time.h>

/* The kernel's stamp is the first of three, a card's the third; a message has one of them. */
static int parse_times(const struct cmsghdr *header, struct ntp_transmit_stamp *stamp) {
    struct timespec times[3];
    memcpy(times, CMSG_DATA(header), sizeof times);
    stamp->is_hardware = times[0].tv_sec == 0 && times[0].tv_nsec == 0;
    const struct timespec *time = &times[stamp->is_hardware ? 2 : 0];
    stamp->seconds = time->tv_sec;
    stamp->nanoseconds = time->tv_nsec;
    return time->tv_sec != 0 || time->tv_nsec != 0;
}

/* Fills in what a message of the error queue says; returns 1 when it is the stamp of a packet that left. */
static int parse_transmit_stamp(struct msghdr *message, struct ntp_transmit_stamp *stamp) {
    int has_time = 0, is_stamp = 1;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header; header = CMSG_NXTHDR(message, header)) {
        if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_TIMESTAMPING) {
            has_time = parse_times(header, stamp);
        } else if (header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_PKTINFO) {
            struct in_pktinfo info;
            memcpy(&info, CMSG_DATA(header), sizeof info);
            stamp->interface = (uint32_t)info.ipi_ifindex;
        } else if (header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_PKTINFO) {
            struct in6_pktinfo info;
            memcpy(&info, CMSG_DATA(header), sizeof info);
            stamp->interface = info.ipi6_ifindex;
        } else if ((header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_RECVERR)
                   || (header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_RECVERR)) {
            struct sock_extended_err error;
            memcpy(&error, CMSG_DATA(header), sizeof error);
            is_stamp = error.ee_errno == ENOMSG && error.ee_origin == SO_EE_ORIGIN_TIMESTAMPING
                && error.ee_info == SCM_TSTAMP_SND;
            stamp->sequence = error.ee_data;
            stamp->has_sequence = 1;
        }
    }
    return has_time && is_stamp;
}

int ntp_socket_take_transmit_stamp(int socket, struct ntp_transmit_stamp *stamp) {
    /* OPT_TSONLY asks for no payload; whoever loops a frame back all the same finds it cut off here. */
    char payload[1];
    union {
        struct cmsghdr alignment;
        char bytes[512];
    } control;
    struct iovec vector = {.iov_base = payload, .iov_len = sizeof payload};
    struct msghdr message = {
        .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control};
    *stamp = (struct ntp_transmit_stamp){0};
    if (recvmsg(socket, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? 0 : -errno;
    return parse_transmit_stamp(&message, stamp);
}

/* Where the headers of a packet end: an IPv4 or IPv6 packet with UDP, as long as it says, ends at `end`. 0: no such. */
static size_t udp_payload_at(const uint8_t *start, const uint8_t *end) {
    size_t length = (size_t)(end - start);
    if (length >= 28 && start[0] >> 4 == 4 && start[9] == IPPROTO_UDP) {
        size_t header = (size_t)(start[0] & 15) * 4;
        size_t total = (size_t)start[2] << 8 | start[3];
        return total == length && header >= 20 && header + 8 <= length ? header + 8 : 0;
    }
    if (length >= 48 && start[0] >> 4 == 6 && start[6] == IPPROTO_UDP) {
        size_t total = 40 + ((size_t)start[4] << 8 | start[5]);
        return total == length ? 48 : 0;
    }
    return 0;
}

/* Leaves only what the packet carries of a frame with its headers; returns the length, 0 for something else. */
static int strip_headers(uint8_t *bytes, size_t length) {
    /* None with a tunnel, 14 bytes with Ethernet, 4 more for each tag of a virtual network. */
    static const size_t link_headers[] = {14, 18, 22, 0};
    for (size_t i = 0; i < sizeof link_headers / sizeof *link_headers; i++) {
        if (link_headers[i] >= length)
            continue;
        uint8_t *packet = bytes + link_headers[i];
        size_t payload = udp_payload_at(packet, bytes + length);
        if (payload == 0)
            continue;
        size_t carried = length - link_headers[i] - payload;
        memmove(bytes, packet + payload, carried);
        return (int)carried;
    }
    return 0;
}

int ntp_socket_take_departure(int socket, struct ntp_transmit_stamp *stamp, uint8_t *bytes, size_t size) {
    union {
        struct cmsghdr alignment;
        char bytes[512];
    } control;
    struct iovec vector = {.iov_base = bytes, .iov_len = size};
    struct msghdr message = {
        .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control};
    *stamp = (struct ntp_transmit_stamp){0};
    ssize_t length = recvmsg(socket, &message, MSG_ERRQUEUE | MSG_DONTWAIT);
    if (length < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? 0 : -errno;
    if (message.msg_flags & MSG_TRUNC || !parse_transmit_stamp(&message, stamp))
        return -ENOMSG;
    int carried = strip_headers(bytes, (size_t)length);
    return carried > 0 ? carried : -ENOMSG;
}
