// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "include/ntp_inherit.h"
#include "include/ntp_socket.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>

static int option(int socket, int name) {
    int value = -1;
    socklen_t length = sizeof value;
    return getsockopt(socket, SOL_SOCKET, name, &value, &length) < 0 ? -1 : value;
}

int ntp_inherit_socket(int descriptor, struct ntp_address *address) {
    int family = option(descriptor, SO_DOMAIN);
    if ((family != AF_INET && family != AF_INET6) || option(descriptor, SO_TYPE) != SOCK_DGRAM)
        return -EINVAL;
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) < 0
        || fcntl(descriptor, F_SETFD, FD_CLOEXEC) < 0)
        return -errno;
    return ntp_socket_local_address(descriptor, address);
}
