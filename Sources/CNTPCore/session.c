// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* A session's socket, and the whole of an exchange by it. */

#define _GNU_SOURCE
#include "exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "ntp_socket.h"
#include "ntp_unix.h"

static const int attempts = 3;

/*
 * Gives the socket a name beside the daemon's, to which the daemon can send, whichever user it is.
 *
 * chronyd answers no socket without a name in the file system. Links aren't followed: the folder is the daemon's, and
 * should not be a way to other people's files.
 */
static int bind_beside(int socket, const char *path) {
    char name[sizeof(((struct sockaddr_un *)0)->sun_path)];
    const char *end = strrchr(path, '/');
    uint64_t number;
    if (getrandom(&number, sizeof number, 0) != sizeof number)
        return -errno;
    int length = snprintf(
        name, sizeof name, "%.*s/ntpcore.%016llx.sock", (int)(end - path), path, (unsigned long long)number);
    if (length < 0 || (size_t)length >= sizeof name)
        return -ENAMETOOLONG;
    int result = ntp_unix_bind(socket, name);
    if (result == 0 && fchmodat(AT_FDCWD, name, 0666, AT_SYMLINK_NOFOLLOW) < 0) {
        result = -errno;
        (void)unlink(name);
    }
    return result;
}

ntpcore_error ntpcore_session_open(const char *place, uint16_t port, int *descriptor) {
    if (!place || !descriptor)
        return NTPCORE_INVALID_ARGUMENT;
    if (place[0] != '/')
        return ntpcore_query_open(place, port, descriptor);
    int socket = ntp_unix_open();
    if (socket < 0)
        return system_error(socket);
    int result = ntp_unix_connect(socket, place);
    if (result == 0)
        result = bind_beside(socket, place);
    if (result < 0) {
        close(socket);
        return system_error(result);
    }
    *descriptor = socket;
    return NTPCORE_OK;
}

void ntpcore_session_close(int descriptor) {
    struct sockaddr_un name = {0};
    socklen_t length = sizeof name;
    if (getsockname(descriptor, (struct sockaddr *)&name, &length) == 0 && name.sun_family == AF_UNIX
        && name.sun_path[0] == '/')
        (void)unlink(name.sun_path);
    close(descriptor);
}

/* Waits for the answer to what was sent. */
static ntpcore_error receive(ntpcore_session *session, int descriptor, double timeout) {
    uint8_t buffer[NTPCORE_SESSION_BUFFER_SIZE];
    int64_t deadline = deadline_after(timeout);
    for (;;) {
        ntpcore_error error = wait_readable(descriptor, deadline);
        if (error != NTPCORE_OK)
            return error;
        ssize_t length = recv(descriptor, buffer, sizeof buffer, MSG_DONTWAIT);
        if (length < 0 && errno != EAGAIN && errno != EINTR)
            return NTPCORE_SYSTEM;
        error = length < 0 ? NTPCORE_UNRELATED : ntpcore_session_handle(session, buffer, (size_t)length);
        if (error != NTPCORE_UNRELATED)
            return error;
    }
}

static ntpcore_error exchange_once(ntpcore_session *session, int descriptor, double timeout) {
    ntpcore_error error = NTPCORE_TIMEOUT;
    for (int attempt = 0; attempt < attempts && error == NTPCORE_TIMEOUT; attempt++) {
        uint8_t buffer[NTPCORE_SESSION_BUFFER_SIZE];
        size_t length;
        error = ntpcore_session_write(session, buffer, sizeof buffer, &length);
        if (error == NTPCORE_NOT_FOUND)
            return NTPCORE_OK; /* known without asking */
        if (error != NTPCORE_OK)
            return error;
        int sent = ntp_socket_send(descriptor, buffer, length);
        if (sent < 0)
            return system_error(sent);
        error = receive(session, descriptor, timeout);
    }
    return error;
}

ntpcore_error ntpcore_session_exchange(ntpcore_session *session, int descriptor, double timeout) {
    if (!session || descriptor < 0 || !isfinite(timeout) || timeout <= 0)
        return NTPCORE_INVALID_ARGUMENT;
    ntpcore_error error;
    do
        error = exchange_once(session, descriptor, timeout);
    while (error == NTPCORE_AGAIN);
    return error;
}
