// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "include/ntp_client.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

int ntp_client_open_unix(void) {
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    return descriptor < 0 ? -errno : descriptor;
}

static int fill_address(struct sockaddr_un *address, const char *path) {
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address->sun_path)
        return -ENAMETOOLONG;
    strcpy(address->sun_path, path);
    return 0;
}

int ntp_client_bind_unix(int socket, const char *path) {
    struct sockaddr_un address;
    int result = fill_address(&address, path);
    if (result < 0)
        return result;
    mode_t previous = umask(0);
    result = bind(socket, (struct sockaddr *)&address, sizeof address) < 0 ? -errno : 0;
    umask(previous);
    return result;
}

int ntp_client_connect_unix(int socket, const char *path) {
    struct sockaddr_un address;
    int result = fill_address(&address, path);
    if (result < 0)
        return result;
    return connect(socket, (struct sockaddr *)&address, sizeof address) < 0 ? -errno : 0;
}

int ntp_client_receive(int socket, void *bytes, size_t size) {
    ssize_t length;
    do
        length = recv(socket, bytes, size, MSG_TRUNC);
    while (length < 0 && errno == EINTR);
    return length < 0 ? -errno : (int)length;
}
