// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "include/CNTPPrivileges.h"

#include <dirent.h>
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <unistd.h>

static cap_value_t value_of(enum ntp_capability capability) {
    switch (capability) {
    case NTP_CAP_SYS_TIME: return CAP_SYS_TIME;
    case NTP_CAP_NET_BIND_SERVICE: return CAP_NET_BIND_SERVICE;
    case NTP_CAP_SETUID: return CAP_SETUID;
    case NTP_CAP_SETGID: return CAP_SETGID;
    }
    return -1;
}

static int is_effective(cap_value_t value) {
    cap_t state = cap_get_proc();
    if (state == NULL)
        return -errno;
    cap_flag_value_t flag = CAP_CLEAR;
    int result = cap_get_flag(state, value, CAP_EFFECTIVE, &flag) < 0 ? -errno : flag == CAP_SET;
    cap_free(state);
    return result;
}

int ntp_have_capability(enum ntp_capability capability) {
    return is_effective(value_of(capability));
}

int ntp_count_threads(void) {
    DIR *tasks = opendir("/proc/self/task");
    if (tasks == NULL)
        return -errno;
    int count = 0;
    for (struct dirent *entry = readdir(tasks); entry; entry = readdir(tasks))
        count += entry->d_name[0] != '.';
    closedir(tasks);
    return count;
}

int ntp_find_user(const char *name, struct ntp_user *user) {
    errno = 0;
    struct passwd *entry = getpwnam(name);
    if (entry == NULL && *name >= '0' && *name <= '9') {
        char *end = NULL;
        unsigned long number = strtoul(name, &end, 10);
        if (*end == '\0' && number <= UINT32_MAX)
            entry = getpwuid((uid_t)number);
    }
    if (entry == NULL)
        return -ENOENT; /* what the databases put into errno for this differs from one to the next */
    user->user = entry->pw_uid;
    user->group = entry->pw_gid;
    return 0;
}

/* The capabilities to keep; returns how many. */
static int list_kept(const struct ntp_privileges *privileges, cap_value_t kept[2]) {
    int count = 0;
    if (privileges->keep_sys_time)
        kept[count++] = CAP_SYS_TIME;
    if (privileges->keep_net_bind_service)
        kept[count++] = CAP_NET_BIND_SERVICE;
    return count;
}

/* Takes all other capabilities from whatever this process may ever start. */
static int limit_bounding_set(const cap_value_t *kept, int count) {
    if (is_effective(CAP_SETPCAP) <= 0)
        return 0; /* can't; and with no_new_privs no program gains by the set */
    for (cap_value_t value = 0; value < cap_max_bits(); value++) {
        int is_kept = 0;
        for (int i = 0; i < count; i++)
            is_kept |= kept[i] == value;
        if (!is_kept && prctl(PR_CAPBSET_READ, value, 0, 0, 0) == 1
            && prctl(PR_CAPBSET_DROP, value, 0, 0, 0) < 0)
            return -errno;
    }
    return 0;
}

static int is_user(const struct ntp_user *user) {
    uid_t users[3];
    gid_t groups[3];
    if (getresuid(&users[0], &users[1], &users[2]) < 0 || getresgid(&groups[0], &groups[1], &groups[2]) < 0)
        return 0;
    for (int i = 0; i < 3; i++)
        if (users[i] != user->user || groups[i] != user->group)
            return 0;
    return 1;
}

/* Groups before the user, who may not change them. Capabilities outlive the change by PR_SET_KEEPCAPS. */
static int change_user(const struct ntp_user *user) {
    if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0)
        return -errno;
    if (setgroups(0, NULL) < 0)
        return -errno;
    if (setresgid(user->group, user->group, user->group) < 0)
        return -errno;
    if (setresuid(user->user, user->user, user->user) < 0)
        return -errno;
    if (prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0) < 0)
        return -errno;
    return is_user(user) ? 0 : -EPERM;
}

/* Has the permitted and effective sets be these and nothing else, and the inheritable one empty. */
static int limit_capabilities(const cap_value_t *kept, int count) {
    cap_t wanted = cap_init();
    if (wanted == NULL)
        return -errno;
    int error = 0;
    if (count > 0
        && (cap_set_flag(wanted, CAP_PERMITTED, count, kept, CAP_SET) < 0
            || cap_set_flag(wanted, CAP_EFFECTIVE, count, kept, CAP_SET) < 0))
        error = -errno;
    if (error == 0 && cap_set_proc(wanted) < 0)
        error = -errno;
    cap_t actual = error == 0 ? cap_get_proc() : NULL;
    if (error == 0 && (actual == NULL || cap_compare(wanted, actual) != 0))
        error = -EPERM;
    cap_free(actual);
    cap_free(wanted);
    return error;
}

int ntp_drop_privileges(const struct ntp_privileges *privileges, const char **step) {
    int result = NTP_DROPPED;
    cap_value_t kept[2];
    int count = list_kept(privileges, kept);

    *step = "make sure that there is one thread";
    int threads = ntp_count_threads();
    if (threads > 1)
        return -EBUSY;

    *step = "limit the capability bounding set";
    int error = limit_bounding_set(kept, count);
    if (error < 0)
        return error;

    *step = "change the user";
    if (!is_user(&privileges->user)) {
        if (is_effective(CAP_SETUID) == 1 && is_effective(CAP_SETGID) == 1)
            error = change_user(&privileges->user);
        else
            result = NTP_DROPPED_CAPABILITIES_ONLY;
        if (error < 0)
            return error;
    }

    *step = "limit the capabilities";
    error = limit_capabilities(kept, count);
    if (error == -EPERM && privileges->user.user == 0)
        result = NTP_DROPPED_IN_VAIN;
    else if (error < 0)
        return error;

    *step = "give up gaining privileges";
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return -errno;
    *step = "";
    return result;
}
