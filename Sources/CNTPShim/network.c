// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#include "include/ntp_network.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

int ntp_network_open(void) {
    /* Flags by fcntl: not everything that stands in for a kernel takes them here. */
    int descriptor = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    if (descriptor < 0)
        return -errno;
    struct sockaddr_nl address = {
        .nl_family = AF_NETLINK,
        .nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE,
    };
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) < 0 || fcntl(descriptor, F_SETFD, FD_CLOEXEC) < 0
        || bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0) {
        int error = -errno;
        close(descriptor);
        return error;
    }
    return descriptor;
}

int ntp_network_take(int socket) {
    /* What has changed is found out by trying; that something has is all that is wanted. */
    char message[8192];
    int changed = 0;
    for (;;) {
        ssize_t length = recv(socket, message, sizeof message, 0);
        if (length > 0 || (length < 0 && errno == ENOBUFS))
            changed = 1;
        else if (length < 0 && errno == EINTR)
            continue;
        else
            return length < 0 && errno != EAGAIN && errno != EWOULDBLOCK ? -errno : changed;
    }
}
