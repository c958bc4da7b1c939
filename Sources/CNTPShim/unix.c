// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "include/ntp_unix.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

_Static_assert(
    sizeof(struct sockaddr_un) <= sizeof((struct ntp_unix_peer *)0)->storage, "a peer has room for an address");

int ntp_unix_open(void) {
    /* Flags by fcntl: not everything that stands in for a kernel takes them here. */
    int descriptor = socket(AF_UNIX, SOCK_DGRAM, 0);
    if (descriptor < 0)
        return -errno;
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) < 0
        || fcntl(descriptor, F_SETFD, FD_CLOEXEC) < 0) {
        int error = -errno;
        close(descriptor);
        return error;
    }
    return descriptor;
}

static int put_path(struct sockaddr_un *address, const char *path) {
    size_t length = strlen(path);
    if (length >= sizeof address->sun_path)
        return -ENAMETOOLONG;
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, length);
    return 0;
}

int ntp_unix_bind(int socket, const char *path) {
    struct sockaddr_un address;
    int error = put_path(&address, path);
    if (error < 0)
        return error;
    return bind(socket, (struct sockaddr *)&address, sizeof address) < 0 ? -errno : 0;
}

int ntp_unix_connect(int socket, const char *path) {
    struct sockaddr_un address;
    int error = put_path(&address, path);
    if (error < 0)
        return error;
    return connect(socket, (struct sockaddr *)&address, sizeof address) < 0 ? -errno : 0;
}

int ntp_unix_receive(int socket, void *bytes, size_t size, struct ntp_unix_peer *peer) {
    struct iovec vector = {.iov_base = bytes, .iov_len = size};
    struct msghdr message = {
        .msg_name = peer->storage, .msg_namelen = sizeof peer->storage, .msg_iov = &vector, .msg_iovlen = 1};
    ssize_t length = recvmsg(socket, &message, MSG_DONTWAIT);
    if (length < 0)
        return errno == EWOULDBLOCK || errno == EINTR ? -EAGAIN : -errno;
    if (message.msg_flags & MSG_TRUNC)
        return -EMSGSIZE;
    /* An address without a path is the family alone. */
    peer->length = message.msg_namelen > sizeof(sa_family_t) ? message.msg_namelen : 0;
    return (int)length;
}

int ntp_unix_send(int socket, const void *bytes, size_t count, const struct ntp_unix_peer *peer) {
    if (peer->length == 0)
        return -EDESTADDRREQ;
    const struct sockaddr *address = (const struct sockaddr *)peer->storage;
    ssize_t sent = sendto(socket, bytes, count, MSG_DONTWAIT, address, peer->length);
    return sent < 0 ? -errno : (int)sent;
}

int ntp_unix_notify(const char *name, const void *bytes, size_t count) {
    struct sockaddr_un address;
    int error = put_path(&address, name);
    if (error < 0)
        return error;
    socklen_t length = sizeof address;
    if (name[0] == '@') {
        /* Each byte of an abstract name counts, so that it must not be followed by more. */
        address.sun_path[0] = 0;
        length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name));
    }
    int descriptor = ntp_unix_open();
    if (descriptor < 0)
        return descriptor;
    ssize_t sent = sendto(descriptor, bytes, count, MSG_NOSIGNAL, (struct sockaddr *)&address, length);
    error = sent < 0 ? -errno : 0;
    close(descriptor);
    return error;
}
