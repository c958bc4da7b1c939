// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "include/ntp_socket.h"
#include "sockaddr.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/net_tstamp.h>
#include <string.h>
#include <unistd.h>

static int set_option(int socket, int level, int option, int value) {
    return setsockopt(socket, level, option, &value, sizeof value) < 0 ? -errno : 0;
}

int ntp_socket_open(enum ntp_family family) {
    /* Flags by fcntl: not everything that stands in for a kernel takes them here. */
    int descriptor = socket(family == NTP_FAMILY_V6 ? AF_INET6 : AF_INET, SOCK_DGRAM, 0);
    /* Not everything that stands in for a kernel has the kernel's word for a family it doesn't have. */
    if (descriptor < 0)
        return errno == EINVAL ? -EAFNOSUPPORT : -errno;
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) < 0
        || fcntl(descriptor, F_SETFD, FD_CLOEXEC) < 0) {
        int error = -errno;
        close(descriptor);
        return error;
    }
    return descriptor;
}

int ntp_socket_set_v6_only(int socket) {
    return set_option(socket, IPPROTO_IPV6, IPV6_V6ONLY, 1);
}

int ntp_socket_share_address(int socket) {
    return set_option(socket, SOL_SOCKET, SO_REUSEADDR, 1);
}

int ntp_socket_share_load(int socket) {
    return set_option(socket, SOL_SOCKET, SO_REUSEPORT, 1);
}

int ntp_socket_allow_broadcast(int socket) {
    return set_option(socket, SOL_SOCKET, SO_BROADCAST, 1);
}

int ntp_socket_stamp_received(int socket) {
    return set_option(socket, SOL_SOCKET, SO_TIMESTAMPNS, 1);
}

int ntp_socket_stamp_both(int socket) {
    return set_option(
        socket, SOL_SOCKET, SO_TIMESTAMPING,
        SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_TX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE
            | SOF_TIMESTAMPING_OPT_ID | SOF_TIMESTAMPING_OPT_TSONLY);
}

int ntp_socket_stamp_on_request(int socket) {
    /* The older option would have stamps made up for packets that nobody asked about. */
    set_option(socket, SOL_SOCKET, SO_TIMESTAMPNS, 0);
    int result = set_option(
        socket, SOL_SOCKET, SO_TIMESTAMPING, SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE);
    if (result < 0)
        set_option(socket, SOL_SOCKET, SO_TIMESTAMPNS, 1);
    return result;
}

int ntp_socket_stamp_by_hardware(int socket, enum ntp_family family, int on_request) {
    /* Without OPT_TSONLY: only a packet that is handed back with its stamp has an interface. */
    int flags = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_RX_HARDWARE
        | SOF_TIMESTAMPING_RAW_HARDWARE | SOF_TIMESTAMPING_OPT_CMSG | SOF_TIMESTAMPING_OPT_PKTINFO
        | SOF_TIMESTAMPING_OPT_TX_SWHW;
    if (!on_request)
        flags |= SOF_TIMESTAMPING_TX_SOFTWARE | SOF_TIMESTAMPING_TX_HARDWARE | SOF_TIMESTAMPING_OPT_ID;
    int result = set_option(socket, SOL_SOCKET, SO_TIMESTAMPING, flags);
    if (result < 0)
        return result;
    set_option(socket, SOL_SOCKET, SO_TIMESTAMPNS, 0);
    return ntp_socket_tell_destination(socket, family);
}

int ntp_socket_tell_destination(int socket, enum ntp_family family) {
    return family == NTP_FAMILY_V6
        ? set_option(socket, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1)
        : set_option(socket, IPPROTO_IP, IP_PKTINFO, 1);
}

int ntp_socket_set_receive_buffer(int socket, int bytes) {
    /* The first needs a privilege and isn't bound by net.core.rmem_max, which is 208 KiB as a rule. */
    if (set_option(socket, SOL_SOCKET, SO_RCVBUFFORCE, bytes) == 0)
        return 0;
    return set_option(socket, SOL_SOCKET, SO_RCVBUF, bytes);
}

int ntp_socket_set_dscp(int socket, enum ntp_family family, int code_point) {
    /* The upper six bits of the byte; the lower two are for congestion notification. */
    return family == NTP_FAMILY_V6
        ? set_option(socket, IPPROTO_IPV6, IPV6_TCLASS, code_point << 2)
        : set_option(socket, IPPROTO_IP, IP_TOS, code_point << 2);
}

int ntp_socket_bind_to_device(int socket, const char *interface) {
    socklen_t length = (socklen_t)strlen(interface);
    return setsockopt(socket, SOL_SOCKET, SO_BINDTODEVICE, interface, length) < 0 ? -errno : 0;
}

int ntp_socket_bind(int socket, const struct ntp_address *address) {
    union ntp_sockaddr sockaddr;
    socklen_t length = ntp_sockaddr_from_address(&sockaddr, address);
    return bind(socket, &sockaddr.any, length) < 0 ? -errno : 0;
}

int ntp_socket_connect(int socket, const struct ntp_address *address) {
    union ntp_sockaddr sockaddr;
    socklen_t length = ntp_sockaddr_from_address(&sockaddr, address);
    return connect(socket, &sockaddr.any, length) < 0 ? -errno : 0;
}

int ntp_socket_local_address(int socket, struct ntp_address *address) {
    union ntp_sockaddr sockaddr = {0};
    socklen_t length = sizeof sockaddr;
    if (getsockname(socket, &sockaddr.any, &length) < 0)
        return -errno;
    ntp_address_from_sockaddr(address, &sockaddr);
    return 0;
}

int ntp_socket_send(int socket, const void *bytes, size_t count) {
    ssize_t sent;
    do
        sent = send(socket, bytes, count, 0);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : (int)sent;
}

int ntp_socket_send_to(int socket, const void *bytes, size_t count, const struct ntp_address *address) {
    union ntp_sockaddr sockaddr;
    socklen_t length = ntp_sockaddr_from_address(&sockaddr, address);
    ssize_t sent;
    do
        sent = sendto(socket, bytes, count, 0, &sockaddr.any, length);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : (int)sent;
}
