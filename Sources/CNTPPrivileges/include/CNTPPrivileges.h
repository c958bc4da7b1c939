// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/*
 * Giving up root: what a daemon keeps after it has opened its sockets and files, and what it may still ask of the kernel.
 *
 * Only NTPDaemon imports this, so that nobody else has to link libcap and libseccomp. Capabilities belong to a thread: all
 * of this must be called while the program has one.
 */

#ifndef CNTP_PRIVILEGES_H
#define CNTP_PRIVILEGES_H

#include <stddef.h>
#include <stdint.h>

/* The privileges that matter to a time server. */
enum ntp_capability {
    NTP_CAP_SYS_TIME,         /* set the clock */
    NTP_CAP_NET_BIND_SERVICE, /* bind ports below 1024 */
    NTP_CAP_SETUID,           /* change the user */
    NTP_CAP_SETGID,           /* change the group */
};

/* Whether the capability is in effect for this thread: 1 or 0; a negative errno value when nobody can say. */
int ntp_have_capability(enum ntp_capability capability);

/* How many threads the process has, or a negative errno value; -ENOENT without a /proc. */
int ntp_count_threads(void);

/* A user of the system's database. */
struct ntp_user {
    uint32_t user;
    uint32_t group;
};

/* Finds a user by name or number; -ENOENT when there is none such. */
int ntp_find_user(const char *name, struct ntp_user *user);

/* What is to be left. */
struct ntp_privileges {
    struct ntp_user user;
    int keep_sys_time;         /* 0 or 1 */
    int keep_net_bind_service; /* 0 or 1 */
};

/* What became of it, apart from failure. */
enum ntp_drop_result {
    NTP_DROPPED = 0,
    /* The user stays what it is, because CAP_SETUID or CAP_SETGID is missing, as in many containers. */
    NTP_DROPPED_CAPABILITIES_ONLY = 1,
    /* The user is root, as told, and the system left it what was given up, as simulators do. */
    NTP_DROPPED_IN_VAIN = 2,
};

/*
 * Becomes the user, without supplementary groups, and keeps the named capabilities alone; then no program that
 * it might start can gain any.
 *
 * Returns an enum ntp_drop_result, or a negative errno value with `*step` naming what failed. After a
 * failure the process is in between, and must end. To keep a capability that it hasn't got is a failure.
 */
int ntp_drop_privileges(const struct ntp_privileges *privileges, const char **step);

/* Which system calls are let through. */
enum ntp_filter {
    NTP_FILTER_UNKNOWN,   /* keeps out all but those that the daemon is known to make */
    NTP_FILTER_DANGEROUS, /* keeps out a few that no time server makes */
};

/* What becomes of a process that makes another one. */
enum ntp_violation { NTP_VIOLATION_KILLS, NTP_VIOLATION_SIGNALS /* SIGSYS */ };

/*
 * Has the kernel filter the system calls of this thread, and of all that it will start. To be called when the
 * privileges are gone and while there is one thread. `sets_clock` is whether the clock may be set.
 */
int ntp_filter_system_calls(enum ntp_filter filter, enum ntp_violation violation, int sets_clock);

/*
 * Has the kernel refuse to change files but in and below these folders, and to execute any (Landlock). A folder that
 * can't be reached is passed over. Returns -ENOSYS or -EOPNOTSUPP where the kernel doesn't have it.
 */
int ntp_limit_writing(const char *const *folders, size_t count);

#endif
