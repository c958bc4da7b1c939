// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "include/CNTPPrivileges.h"

#include <errno.h>
#include <linux/pps.h>
#include <linux/ptp_clock.h>
#include <linux/rtc.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

/* What the daemon and the libraries that it uses ask of the kernel once it has started, whatever the arguments. */
static const int allowed[] = {
    /* memory and threads */
    SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect), SCMP_SYS(madvise),
    SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(gettid), SCMP_SYS(getpid),
    SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(prlimit64), SCMP_SYS(getrlimit),
    SCMP_SYS(sysinfo), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(restart_syscall),
    /* signals; a process may signal itself when it aborts */
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
    SCMP_SYS(sigreturn), SCMP_SYS(tgkill),
    /* clocks and waiting */
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time),
    SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep), SCMP_SYS(clock_adjtime), SCMP_SYS(adjtimex), SCMP_SYS(poll),
    SCMP_SYS(ppoll), SCMP_SYS(getrandom),
    /* who we are */
    SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(getppid), SCMP_SYS(uname),
    /* files: configuration, drift, logs, the databases of names and time zones */
    SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(close), SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv),
    SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(lseek), SCMP_SYS(stat), SCMP_SYS(fstat), SCMP_SYS(lstat),
    SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(statfs), SCMP_SYS(fstatfs), SCMP_SYS(access),
    SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getdents64),
    SCMP_SYS(fsync), SCMP_SYS(fdatasync), SCMP_SYS(ftruncate), SCMP_SYS(rename), SCMP_SYS(renameat),
    SCMP_SYS(renameat2), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(fcntl), SCMP_SYS(dup), SCMP_SYS(dup2),
    SCMP_SYS(dup3), SCMP_SYS(umask), SCMP_SYS(getcwd), SCMP_SYS(flock), SCMP_SYS(pipe), SCMP_SYS(pipe2),
    SCMP_SYS(eventfd2), SCMP_SYS(epoll_create1), SCMP_SYS(epoll_ctl), SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait),
    /* sockets that there are; which may be made is below */
    SCMP_SYS(bind), SCMP_SYS(connect), SCMP_SYS(getsockname), SCMP_SYS(getpeername), SCMP_SYS(getsockopt),
    SCMP_SYS(setsockopt), SCMP_SYS(sendto), SCMP_SYS(sendmsg), SCMP_SYS(sendmmsg), SCMP_SYS(recvfrom),
    SCMP_SYS(recvmsg), SCMP_SYS(recvmmsg), SCMP_SYS(shutdown),
    /* the end of a reference clock in shared memory */
    SCMP_SYS(shmdt),
};

/* Setting the clock outright; for who may do so. */
static const int allowed_with_clock[] = {SCMP_SYS(clock_settime), SCMP_SYS(settimeofday)};

/* Netlink is how the C library finds this machine's addresses, to sort those of a name. */
static const int allowed_families[] = {AF_INET, AF_INET6, AF_UNIX, AF_NETLINK};

/* How much there is to read, the number of an interface, whether a file is a terminal; the real-time clock, which takes
   a descriptor of it, and CAP_SYS_TIME for being set; pulses and hardware clocks, which are opened again when they were
   unplugged: the clock of an interface, reading one and the edges that it stamps. */
static const unsigned long allowed_ioctls[] = {
    FIONREAD, SIOCGIFINDEX, SIOCGIFNAME, TCGETS, RTC_UIE_ON, RTC_UIE_OFF, RTC_RD_TIME, RTC_SET_TIME,
    PPS_GETCAP, PPS_GETPARAMS, PPS_SETPARAMS, PPS_FETCH, SIOCETHTOOL, PTP_SYS_OFFSET, PTP_SYS_OFFSET_PRECISE,
    PTP_SYS_OFFSET_EXTENDED, PTP_EXTTS_REQUEST, PTP_PIN_SETFUNC};

/* What no time server does, and whoever has taken one over would like to. */
static const int dangerous[] = {
    SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(kcmp), SCMP_SYS(mount), SCMP_SYS(umount2),
    SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(init_module),
    SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(kexec_load), SCMP_SYS(kexec_file_load),
    SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(io_uring_setup), SCMP_SYS(add_key),
    SCMP_SYS(request_key), SCMP_SYS(keyctl), SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff),
    SCMP_SYS(iopl), SCMP_SYS(ioperm), SCMP_SYS(personality), SCMP_SYS(open_by_handle_at),
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static int add_all(scmp_filter_ctx filter, uint32_t action, const int *calls, size_t count) {
    int error = 0;
    for (size_t i = 0; i < count && error == 0; i++)
        error = seccomp_rule_add(filter, action, calls[i], 0);
    return error;
}

/* Threads, but no processes. The flags of clone3 are in memory, where no filter sees them; the C library takes
   ENOSYS for an old kernel and comes back with clone. */
static int restrict_clone(scmp_filter_ctx filter, uint32_t action, uint32_t thread_flag) {
    int error = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    if (error == 0)
        error = seccomp_rule_add(
            filter, action, SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, thread_flag));
    return error;
}

static int allow_by_argument(scmp_filter_ctx filter) {
    int error = 0;
    for (size_t i = 0; i < COUNT(allowed_families) && error == 0; i++) {
        error = seccomp_rule_add(
            filter, SCMP_ACT_ALLOW, SCMP_SYS(socket), 1,
            SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)allowed_families[i]));
    }
    for (size_t i = 0; i < COUNT(allowed_ioctls) && error == 0; i++)
        error = seccomp_rule_add(
            filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1, SCMP_A1(SCMP_CMP_EQ, allowed_ioctls[i]));
    return error;
}

static int add_rules(scmp_filter_ctx filter, enum ntp_filter kind, uint32_t violation, int sets_clock) {
    if (kind == NTP_FILTER_DANGEROUS) {
        int error = add_all(filter, violation, dangerous, COUNT(dangerous));
        return error != 0 ? error : restrict_clone(filter, violation, 0);
    }
    int error = add_all(filter, SCMP_ACT_ALLOW, allowed, COUNT(allowed));
    if (error == 0 && sets_clock)
        error = add_all(filter, SCMP_ACT_ALLOW, allowed_with_clock, COUNT(allowed_with_clock));
    if (error == 0)
        error = restrict_clone(filter, SCMP_ACT_ALLOW, CLONE_THREAD);
    return error != 0 ? error : allow_by_argument(filter);
}

int ntp_filter_system_calls(enum ntp_filter kind, enum ntp_violation violation, int sets_clock) {
    uint32_t end = violation == NTP_VIOLATION_SIGNALS ? SCMP_ACT_TRAP : SCMP_ACT_KILL_PROCESS;
    scmp_filter_ctx filter = seccomp_init(kind == NTP_FILTER_DANGEROUS ? SCMP_ACT_ALLOW : end);
    if (filter == NULL)
        return -ENOMEM;
    int error = add_rules(filter, kind, end, sets_clock);
    if (error == 0)
        error = seccomp_load(filter);
    seccomp_release(filter);
    return error;
}
