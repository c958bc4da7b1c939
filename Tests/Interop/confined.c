// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/*
 * Usage: confined FILTER DEED [FOLDER]
 *
 * Confines itself as ntpd does with -F FILTER, may write into FOLDER alone if there is one, and does something that
 * ntpd never does, or that it does. Status 0: it could; 1: it was refused; killed: by the filter.
 */

#define _GNU_SOURCE
#include "CNTPPrivileges.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

static void *nothing(void *argument) {
    return argument;
}

static int start_thread(void) {
    pthread_t thread;
    return pthread_create(&thread, NULL, nothing, NULL) == 0 && pthread_join(thread, NULL) == 0;
}

static int write_file(const char *path) {
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    return file >= 0 && write(file, "x", 1) == 1;
}

static int try_deed(const char *deed, char *const arguments[]) {
    if (strcmp(deed, "execute") == 0)
        return execve("/bin/true", arguments, NULL) == 0;
    if (strcmp(deed, "fork") == 0)
        return fork() >= 0;
    if (strcmp(deed, "trace") == 0)
        return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
    if (strcmp(deed, "listen") == 0)
        return listen(socket(AF_INET, SOCK_STREAM, 0), 1) == 0;
    if (strcmp(deed, "packet-socket") == 0)
        return socket(AF_PACKET, SOCK_RAW, 0) >= 0;
    if (strcmp(deed, "thread") == 0)
        return start_thread();
    if (strcmp(deed, "udp-socket") == 0)
        return socket(AF_INET6, SOCK_DGRAM, 0) >= 0;
    return write_file(deed);
}

int main(int count, char *arguments[]) {
    if (count < 3)
        return 2;
    const char *folder = count > 3 ? arguments[3] : NULL;
    int level = atoi(arguments[1]);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (folder != NULL && ntp_limit_writing(&folder, 1) != 0)
        return 3;
    enum ntp_filter filter = abs(level) == 1 ? NTP_FILTER_UNKNOWN : NTP_FILTER_DANGEROUS;
    enum ntp_violation violation = level > 0 ? NTP_VIOLATION_KILLS : NTP_VIOLATION_SIGNALS;
    if (level != 0 && ntp_filter_system_calls(filter, violation, 0) != 0)
        return 4;
    return try_deed(arguments[2], arguments) ? 0 : 1;
}
