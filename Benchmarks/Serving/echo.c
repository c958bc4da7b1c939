// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// The floor: the least that a server on plain sockets can do for a request and still be honest.
//
// Batched, with kernel receive timestamps, answering from the address that was asked; no access list,
// no client table, no clock behind the answer. What a server costs above this is its own doing.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { packet_length = 48, batch = 64 };

static uint8_t packets[batch][packet_length];
static struct sockaddr_in clients[batch];
static struct iovec vectors[batch];
static struct mmsghdr messages[batch];
static union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(struct in_pktinfo)) + CMSG_SPACE(sizeof(struct timespec))];
} controls[batch];

static int open_socket(int port)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int on = 1, size = 1 << 20;
    if (fd < 0 || setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof on) != 0
        || setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) != 0
        || setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size) != 0
        || bind(fd, (struct sockaddr *)&address, sizeof address) != 0)
        err(1, "cannot serve on port %d", port);
    return fd;
}

static void prepare_to_receive(void)
{
    for (unsigned index = 0; index < batch; index++) {
        vectors[index] = (struct iovec){packets[index], packet_length};
        messages[index].msg_hdr = (struct msghdr){
            .msg_name = &clients[index], .msg_namelen = sizeof clients[index],
            .msg_iov = &vectors[index], .msg_iovlen = 1,
            .msg_control = &controls[index], .msg_controllen = sizeof controls[index],
        };
    }
}

static uint64_t ntp_timestamp(struct timespec time)
{
    uint64_t fraction = ((uint64_t)time.tv_nsec << 32) / 1000000000;
    return htobe64(((uint64_t)time.tv_sec + 2208988800) << 32 | fraction);  // seconds from 1900 to 1970
}

/// Turns a received message into its reply, in place.
static void answer(struct mmsghdr *message)
{
    uint8_t *packet = message->msg_hdr.msg_iov->iov_base;
    struct in_pktinfo destination = {0};
    struct timespec received = {0};
    struct msghdr *header = &message->msg_hdr;
    for (struct cmsghdr *part = CMSG_FIRSTHDR(header); part; part = CMSG_NXTHDR(header, part)) {
        if (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_PKTINFO)
            memcpy(&destination, CMSG_DATA(part), sizeof destination);
        else if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_TIMESTAMPNS)
            memcpy(&received, CMSG_DATA(part), sizeof received);
    }
    struct timespec transmitted;
    clock_gettime(CLOCK_REALTIME, &transmitted);
    uint64_t timestamps[2] = {ntp_timestamp(received), ntp_timestamp(transmitted)};
    memcpy(&packet[24], &packet[40], 8);
    memcpy(&packet[32], timestamps, sizeof timestamps);
    packet[0] = (packet[0] & 0x38) | 4;  // the client's version, server
    packet[1] = 10;                      // stratum

    struct in_pktinfo source = {.ipi_spec_dst = destination.ipi_addr};
    struct cmsghdr *control = header->msg_control;
    *control = (struct cmsghdr){CMSG_LEN(sizeof source), IPPROTO_IP, IP_PKTINFO};
    memcpy(CMSG_DATA(control), &source, sizeof source);
    header->msg_controllen = CMSG_SPACE(sizeof source);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        errx(1, "usage: echo PORT");
    struct pollfd server = {.fd = open_socket(atoi(argv[1])), .events = POLLIN};
    for (;;) {
        prepare_to_receive();
        if (poll(&server, 1, -1) < 0 && errno != EINTR)
            err(1, "poll");
        int count = recvmmsg(server.fd, messages, batch, MSG_DONTWAIT, NULL);
        for (int index = 0; index < count; index++)
            answer(&messages[index]);
        for (int sent = 0, more; sent < count; sent += more)
            if ((more = sendmmsg(server.fd, &messages[sent], (unsigned)(count - sent), 0)) < 1)
                more = 1;  // the one that cannot be sent is dropped
    }
}
