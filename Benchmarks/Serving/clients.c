// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "clients.h"

enum { packet_length = 48 };

struct request {
    uint64_t transmit_timestamp;  // as on the wire; 0 when no reply is awaited
    int64_t sent_at;
};

struct clients clients = {.addresses = 1, .sockets = 8, .random_state = 1};
struct totals totals;

static struct request requests[most_outstanding];
static int sockets[most_sockets];

int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

uint64_t next_random(void)
{
    uint64_t mixed = clients.random_state += 0x9e3779b97f4a7c15;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
    return mixed ^ mixed >> 31;
}

void open_sockets(void)
{
    int family = clients.server.any.sa_family;
    for (unsigned index = 0; index < clients.sockets; index++) {
        int fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (fd < 0)
            err(2, "socket");
        // Best effort, first as root: a reply that is lost here would be held against the server.
        int size = 4 << 20;
        if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) != 0)
            setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
        // A connected socket has one address; many clients share an unconnected one.
        struct sockaddr_in wildcard = {.sin_family = AF_INET};
        int result = clients.addresses > 1 ? bind(fd, (struct sockaddr *)&wildcard, sizeof wildcard)
                                           : connect(fd, &clients.server.any, clients.server_length);
        if (result != 0)
            err(2, "cannot open a client socket");
        sockets[index] = fd;
    }
}

/// A control message that sends one datagram from another address of 127.0.0.0/8 than the socket's.
union source_control {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(struct in_pktinfo))];
};

static void set_source(struct msghdr *message, union source_control *control, unsigned address)
{
    struct in_pktinfo source = {.ipi_spec_dst.s_addr = htonl(0x7f400001 + address)};
    control->header = (struct cmsghdr){CMSG_LEN(sizeof source), IPPROTO_IP, IP_PKTINFO};
    memcpy(CMSG_DATA(&control->header), &source, sizeof source);
    message->msg_control = control;
    message->msg_controllen = sizeof *control;
}

void send_requests(unsigned count)
{
    static uint8_t packets[largest_batch][packet_length];
    static union source_control controls[largest_batch];
    static unsigned turn;
    struct iovec vectors[largest_batch];
    struct mmsghdr messages[largest_batch];

    memset(messages, 0, count * sizeof messages[0]);
    int64_t sent_at = now();
    for (unsigned index = 0; index < count; index++) {
        // The low bits name the slot, so that a reply finds its request; the rest is random.
        uint64_t slot = (totals.sent + index) % most_outstanding;
        uint64_t transmit_timestamp = (next_random() & ~(uint64_t)(most_outstanding - 1)) | slot;
        requests[slot] = (struct request){transmit_timestamp, sent_at};
        packets[index][0] = 4 << 3 | 3;  // version 4, client
        memcpy(&packets[index][40], &transmit_timestamp, sizeof transmit_timestamp);

        vectors[index] = (struct iovec){packets[index], packet_length};
        messages[index].msg_hdr.msg_iov = &vectors[index];
        messages[index].msg_hdr.msg_iovlen = 1;
        if (clients.addresses > 1) {
            messages[index].msg_hdr.msg_name = &clients.server;
            messages[index].msg_hdr.msg_namelen = clients.server_length;
            unsigned address = (unsigned)(next_random() % clients.addresses);
            set_source(&messages[index].msg_hdr, &controls[index], address);
        }
    }
    int sent = sendmmsg(sockets[turn++ % clients.sockets], messages, count, 0);
    if (sent < 0 && errno != ECONNREFUSED)  // no server: the replies will be missed
        err(2, "sendmmsg");
    totals.sent += sent > 0 ? (uint64_t)sent : 0;
    totals.outstanding += sent > 0 ? sent : 0;
}

/// Counts one datagram as the reply to an outstanding request, once, or as invalid.
static void check_reply(const uint8_t *packet, unsigned length, int64_t received_at)
{
    uint64_t origin_timestamp;
    memcpy(&origin_timestamp, &packet[24], sizeof origin_timestamp);
    struct request *request = &requests[origin_timestamp % most_outstanding];
    // Stratum 0 is a kiss code or a server that has no time: cheap to send, and no answer.
    bool is_server_reply = length == packet_length && (packet[0] & 7) == 4 && packet[1] != 0;
    if (!is_server_reply || origin_timestamp == 0 || request->transmit_timestamp != origin_timestamp) {
        totals.invalid++;
        return;
    }
    histogram_add(&totals.latencies, received_at - request->sent_at);
    request->transmit_timestamp = 0;
    totals.replies++;
    totals.outstanding -= totals.outstanding > 0;
    totals.last_reply_at = received_at;
}

static void receive_from(int fd)
{
    static uint8_t packets[largest_batch][packet_length + 1];  // one more shows a reply that is too long
    struct iovec vectors[largest_batch];
    struct mmsghdr messages[largest_batch];

    for (unsigned index = 0; index < largest_batch; index++) {
        vectors[index] = (struct iovec){packets[index], sizeof packets[index]};
        messages[index].msg_hdr = (struct msghdr){.msg_iov = &vectors[index], .msg_iovlen = 1};
    }
    int received = recvmmsg(fd, messages, largest_batch, MSG_DONTWAIT, NULL);
    if (received < 0 && errno != EAGAIN && errno != ECONNREFUSED)
        err(2, "recvmmsg");
    int64_t received_at = now();
    for (int index = 0; index < received; index++)
        check_reply(packets[index], messages[index].msg_len, received_at);
}

void receive_replies(void)
{
    for (unsigned index = 0; index < clients.sockets; index++)
        receive_from(sockets[index]);
}
