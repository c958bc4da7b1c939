// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* UDP sockets and their options. Every option may be refused; none is needed for serving or asking time. */

#ifndef NTP_SOCKET_H
#define NTP_SOCKET_H

#include "ntp_address.h"

/* The family of a socket: IPv4, or IPv6 alone. */
enum ntp_family { NTP_FAMILY_V4 = 4, NTP_FAMILY_V6 = 6 };

/* Opens a UDP socket that never blocks and isn't inherited by programs; returns its descriptor. */
int ntp_socket_open(enum ntp_family family);

/* Keeps IPv4 out of an IPv6 socket, so that there can be one of each on a port. */
int ntp_socket_set_v6_only(int socket);

/*
 * Lets sockets that have this set as well bind to the same address and port (SO_REUSEADDR).
 *
 * On a bound socket it concerns sockets bound later: a port that another program holds is still noticed.
 */
int ntp_socket_share_address(int socket);

/* Lets several sockets of one user divide a port's requests among them (SO_REUSEPORT); before binding. */
int ntp_socket_share_load(int socket);

/*
 * Has the sockets that share a port's requests divide them by sender (SO_ATTACH_REUSEPORT_CBPF): all from one IPv4
 * address, or IPv6 /64, go to the same socket. For one of `count` bound sockets; `key` is any number, best a random one.
 */
int ntp_socket_divide_by_sender(int socket, enum ntp_family family, uint32_t count, uint32_t key);

/* Lets packets go to all of a network (SO_BROADCAST). */
int ntp_socket_allow_broadcast(int socket);

/* Has the kernel tell the time at which a packet came in (SO_TIMESTAMPNS). */
int ntp_socket_stamp_received(int socket);

/* The same for packets in both directions (SO_TIMESTAMPING); those of sent ones go to the error queue. */
int ntp_socket_stamp_both(int socket);

/* Has the kernel tell the time of those sent packets alone that ask for it; takes the place of the former two. */
int ntp_socket_stamp_on_request(int socket);

/*
 * Has the network card stamp packets beside the kernel, in both directions, or with `on_request` of those sent packets
 * alone that ask for it. Tells the interface as well, and so takes the place of all of the former.
 */
int ntp_socket_stamp_by_hardware(int socket, enum ntp_family family, int on_request);

/* Has the kernel tell the address that a packet was sent to (IP_PKTINFO, IPV6_RECVPKTINFO). */
int ntp_socket_tell_destination(int socket, enum ntp_family family);

/* Asks for room for so many bytes of received packets; the kernel may give less without saying so. */
int ntp_socket_set_receive_buffer(int socket, int bytes);

/* Marks outgoing packets with a differentiated services code point, 0 to 63. */
int ntp_socket_set_dscp(int socket, enum ntp_family family, int code_point);

/* Only packets through this network interface, both ways (SO_BINDTODEVICE). */
int ntp_socket_bind_to_device(int socket, const char *interface);

/* Sends from, and receives at, this address; port 0 is the system's choice. */
int ntp_socket_bind(int socket, const struct ntp_address *address);

/* Sends to, and receives from, this address alone. */
int ntp_socket_connect(int socket, const struct ntp_address *address);

/* The address and port that the socket is bound to. */
int ntp_socket_local_address(int socket, struct ntp_address *address);

/* Sends on a connected socket. */
int ntp_socket_send(int socket, const void *bytes, size_t count);

/* Sends to this address, on a socket that isn't connected. */
int ntp_socket_send_to(int socket, const void *bytes, size_t count, const struct ntp_address *address);

/* The moment when a packet left, from the error queue. */
struct ntp_transmit_stamp {
    int64_t seconds;
    int64_t nanoseconds;
    uint32_t sequence;    /* how many packets of the socket went before, if that is told */
    uint32_t interface;   /* the index of the interface it left by; 0: the kernel didn't tell */
    uint8_t has_sequence; /* every kernel tells; what stands in for one may not */
    uint8_t is_hardware;  /* by the clock of the network card; only after ntp_socket_stamp_by_hardware */
};

/*
 * Takes one message from the error queue; returns 1, or 0 when there is none or it isn't a stamp.
 * To be called when poll reports POLLERR or POLLPRI.
 */
int ntp_socket_take_transmit_stamp(int socket, struct ntp_transmit_stamp *stamp);

/*
 * Takes a packet that left, with its stamp, from the error queue of a socket without SOF_TIMESTAMPING_OPT_TSONLY.
 * Returns the length of what it carried, which `bytes` begins with; 0 when the queue is empty, -ENOMSG for anything else.
 */
int ntp_socket_take_departure(int socket, struct ntp_transmit_stamp *stamp, uint8_t *bytes, size_t size);

#endif
