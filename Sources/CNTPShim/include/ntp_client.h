// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* The client's end of a conversation in datagrams, over Unix sockets as well as over the network. */

#ifndef NTP_CLIENT_H
#define NTP_CLIENT_H

#include <stddef.h>

/* Opens a Unix datagram socket that never blocks and isn't inherited by programs; returns its descriptor. */
int ntp_client_open_unix(void);

/*
 * Gives the socket a name that the other end can answer to: whoever may use the folder may send to it.
 *
 * The mode is that of the file from its first moment. Setting it later, by name, would set that of whatever
 * another user of the folder has put in its place. Not to be called while there is a second thread.
 */
int ntp_client_bind_unix(int socket, const char *path);

/* From here on the kernel takes datagrams from nobody else. */
int ntp_client_connect_unix(int socket, const char *path);

/* Returns the length of the datagram, of which at most `size` bytes are stored; -EAGAIN when none is waiting. */
int ntp_client_receive(int socket, void *bytes, size_t size);

#endif
