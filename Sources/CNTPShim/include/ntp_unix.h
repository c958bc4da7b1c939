// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* Unix datagram sockets, by which programs on this machine talk to the daemon. */

#ifndef NTP_UNIX_H
#define NTP_UNIX_H

#include <stddef.h>
#include <stdint.h>

/* Whom a datagram came from: a socket address as the kernel has it; a length of 0 for a socket without a name. */
struct ntp_unix_peer {
    uint64_t storage[16]; /* room for struct sockaddr_un */
    uint32_t length;
};

/* Opens a socket that never blocks and isn't inherited by programs; returns its descriptor. */
int ntp_unix_open(void);

/* Receives at a path, which must not exist; -ENAMETOOLONG for one that doesn't fit into an address. */
int ntp_unix_bind(int socket, const char *path);

/* Sends to a path; -ENAMETOOLONG as before. */
int ntp_unix_connect(int socket, const char *path);

/* Receives a datagram; returns its length, -EAGAIN when none is waiting, -EMSGSIZE for one longer than `size`. */
int ntp_unix_receive(int socket, void *bytes, size_t size, struct ntp_unix_peer *peer);

/* Sends a datagram to where one came from. Never waits for a receiver that is behind: -EAGAIN. */
int ntp_unix_send(int socket, const void *bytes, size_t count, const struct ntp_unix_peer *peer);

/*
 * Sends one datagram to a socket by its name, as sd_notify(3) has it: a path, or '@' and a name in the abstract
 * namespace. Returns 0, or a negative error number.
 */
int ntp_unix_notify(const char *name, const void *bytes, size_t count);

#endif
