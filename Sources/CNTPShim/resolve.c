// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "include/ntp_resolve.h"
#include "include/ntp_thread.h"
#include "sockaddr.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Static_assert(sizeof(struct ntp_resolution) <= PIPE_BUF, "an answer must be written in one piece");

struct request {
    int pipe;
    uint32_t number;
    enum ntp_resolve_families families;
    char name[];
};

int ntp_resolve_open(int *read_end, int *write_end) {
    int ends[2];
    if (pipe(ends) < 0)
        return -errno;
    int flags = fcntl(ends[0], F_GETFL);
    if (flags < 0 || fcntl(ends[0], F_SETFL, flags | O_NONBLOCK) < 0
        || fcntl(ends[0], F_SETFD, FD_CLOEXEC) < 0 || fcntl(ends[1], F_SETFD, FD_CLOEXEC) < 0) {
        int error = -errno;
        close(ends[0]);
        close(ends[1]);
        return error;
    }
    *read_end = ends[0];
    *write_end = ends[1];
    return 0;
}

static void look_up(const struct request *request, struct ntp_resolution *resolution) {
    struct addrinfo hints = {
        .ai_family = request->families == NTP_RESOLVE_V4   ? AF_INET
                     : request->families == NTP_RESOLVE_V6 ? AF_INET6
                                                           : AF_UNSPEC,
        .ai_socktype = SOCK_DGRAM, /* else every address comes once per type */
    };
    struct addrinfo *list = NULL;
    resolution->error = getaddrinfo(request->name, NULL, &hints, &list);
    resolution->system_error = resolution->error == EAI_SYSTEM ? errno : 0;
    if (resolution->error != 0)
        return;
    for (struct addrinfo *entry = list; entry && resolution->count < NTP_RESOLVE_ADDRESSES;
         entry = entry->ai_next) {
        if (entry->ai_family != AF_INET && entry->ai_family != AF_INET6)
            continue;
        union ntp_sockaddr sockaddr = {0};
        size_t length = entry->ai_addrlen < sizeof sockaddr ? entry->ai_addrlen : sizeof sockaddr;
        memcpy(&sockaddr, entry->ai_addr, length);
        ntp_address_from_sockaddr(&resolution->addresses[resolution->count++], &sockaddr);
    }
    freeaddrinfo(list);
}

static void run(void *argument) {
    struct request *request = argument;
    struct ntp_resolution resolution;
    memset(&resolution, 0, sizeof resolution);
    resolution.request = request->number;
    look_up(request, &resolution);
    ssize_t written;
    do
        written = write(request->pipe, &resolution, sizeof resolution);
    while (written < 0 && errno == EINTR);
    close(request->pipe);
    free(request);
}

int ntp_resolve_start(int pipe, uint32_t request, const char *name, enum ntp_resolve_families families) {
    size_t size = strlen(name) + 1;
    struct request *copy = malloc(sizeof *copy + size);
    if (copy == NULL)
        return -ENOMEM;
    copy->number = request;
    copy->families = families;
    memcpy(copy->name, name, size);
    /* A descriptor of its own: the caller may close the pipe while the thread is still waiting. By dup, since
       what stands in for the C library may know no more of fcntl than it needs. */
    copy->pipe = dup(pipe);
    if (copy->pipe >= 0)
        fcntl(copy->pipe, F_SETFD, FD_CLOEXEC);
    int error = copy->pipe < 0 ? -errno : ntp_thread_start(run, copy);
    if (error != 0) {
        if (copy->pipe >= 0)
            close(copy->pipe);
        free(copy);
    }
    return error;
}

int ntp_resolve_take(int pipe, struct ntp_resolution *resolution) {
    ssize_t count;
    do
        count = read(pipe, resolution, sizeof *resolution);
    while (count < 0 && errno == EINTR);
    if (count == (ssize_t)sizeof *resolution)
        return 1;
    return count >= 0 || errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -errno;
}

const char *ntp_resolve_error_text(const struct ntp_resolution *resolution) {
    return resolution->error == EAI_SYSTEM ? strerror(resolution->system_error)
                                           : gai_strerror(resolution->error);
}

int ntp_resolve_is_temporary(const struct ntp_resolution *resolution) {
    return resolution->error == EAI_AGAIN || resolution->error == EAI_SYSTEM
        || resolution->error == EAI_MEMORY;
}
