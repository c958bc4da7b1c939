// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* Many datagrams by one system call, in memory that is laid out once. */

#ifndef NTP_BATCH_H
#define NTP_BATCH_H

#include "ntp_address.h"

/* No Ethernet-sized packet of NTP, its extension fields included, is longer than the smallest IPv6 MTU. */
#define NTP_BATCH_BUFFER_SIZE 1280

/* When a packet passed through a network card, by the clock of that card. */
struct ntp_hardware_stamp {
    int64_t seconds;
    int64_t nanoseconds;
    uint32_t interface; /* the index of the card's interface; 0: the kernel didn't tell */
    uint32_t length;    /* of the frame without its checksum, in bytes; 0: the kernel didn't tell */
};

/* Which stamps of its departure a reply asks for. */
enum ntp_stamp_request { NTP_STAMP_NONE, NTP_STAMP_KERNEL, NTP_STAMP_HARDWARE };

/* A datagram as it came in, and where its answer goes. */
struct ntp_datagram {
    struct ntp_address peer;
    struct ntp_address local; /* where it was sent to; the port is unset; all zero: the kernel didn't tell */
    int64_t seconds;          /* when it came in, CLOCK_REALTIME */
    int64_t nanoseconds;
    const uint8_t *bytes;
    uint8_t *reply;           /* room for NTP_BATCH_BUFFER_SIZE bytes of an answer */
    uint32_t length;
    uint32_t interface;       /* index of the interface it came in by; 0: the kernel didn't tell */
    uint8_t is_kernel_stamp;  /* else the time is that of the return from the system call */
    uint8_t has_hardware;     /* there is a stamp of a network card as well */
    uint8_t is_restamped;     /* the time was taken over from that stamp, by ntp_datagram_restamp */
    struct ntp_hardware_stamp hardware; /* only with `has_hardware` */
    uint8_t is_truncated;     /* it was longer than the buffer */
};

struct ntp_batch;

/* Returns null when there is no memory. */
struct ntp_batch *ntp_batch_create(uint32_t capacity);

/* Frees it, and what its datagrams pointed to. */
void ntp_batch_destroy(struct ntp_batch *batch);

/* The batch's datagrams: always the same array, as long as the capacity. */
struct ntp_datagram *ntp_batch_datagrams(struct ntp_batch *batch);

/* Says more exactly when a datagram came in. */
void ntp_datagram_restamp(struct ntp_datagram *datagram, int64_t seconds, int64_t nanoseconds);

/* Receives up to `capacity` datagrams; returns their count, 0 when none is waiting. */
int ntp_batch_receive(struct ntp_batch *batch, int socket);

/*
 * Queues `length` bytes of the datagram's `reply` for its sender, from the address that it had sent to.
 * With a `request`, ntp_socket_take_departure tells when it left, once ntp_socket_stamp_on_request has been called, or
 * ntp_socket_stamp_by_hardware.
 */
void ntp_batch_queue_reply(
    struct ntp_batch *batch, uint32_t index, uint32_t length, enum ntp_stamp_request request);

/*
 * Sends what is queued, and empties the queue whatever becomes of it. Returns how many replies left.
 * `failure` is the first error that kept one back, or 0; a full send buffer is none, its replies are lost.
 */
int ntp_batch_send(struct ntp_batch *batch, int socket, int *failure);

#endif
