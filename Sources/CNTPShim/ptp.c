// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "include/ntp_ptp.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/ptp_clock.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

_Static_assert(NTP_PTP_READINGS <= PTP_MAX_SAMPLES, "the kernel makes so many readings at once");

static struct ntp_time time_of(struct ptp_clock_time time) {
    return (struct ntp_time){time.sec, time.nsec};
}

int ntp_ptp_of_interface(const char *name) {
    struct ethtool_ts_info stamping = {.cmd = ETHTOOL_GET_TS_INFO};
    struct ifreq request = {.ifr_data = (char *)&stamping};
    if (strlen(name) >= sizeof request.ifr_name)
        return -ENODEV;
    strcpy(request.ifr_name, name);
    int socket_descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket_descriptor < 0)
        return -errno;
    int error = ioctl(socket_descriptor, SIOCETHTOOL, &request) < 0 ? -errno : 0;
    close(socket_descriptor);
    if (error < 0)
        return error;
    return stamping.phc_index < 0 ? -ENODEV : stamping.phc_index;
}

int ntp_ptp_read_crosswise(int device, struct ntp_ptp_reading *reading) {
    struct ptp_sys_offset_precise precise = {0};
    if (ioctl(device, PTP_SYS_OFFSET_PRECISE, &precise) < 0)
        return -errno;
    reading->before = reading->after = time_of(precise.sys_realtime);
    reading->clock = time_of(precise.device);
    return 1;
}

/* With readings of the system's clock in between, each of which ends one reading and begins the next. */
static int read_in_turns(int device, struct ntp_ptp_reading *readings) {
    struct ptp_sys_offset request;
    memset(&request, 0, sizeof request);
    request.n_samples = NTP_PTP_READINGS;
    if (ioctl(device, PTP_SYS_OFFSET, &request) < 0)
        return -errno;
    for (int i = 0; i < NTP_PTP_READINGS; i++) {
        readings[i].before = time_of(request.ts[2 * i]);
        readings[i].clock = time_of(request.ts[2 * i + 1]);
        readings[i].after = time_of(request.ts[2 * i + 2]);
    }
    return NTP_PTP_READINGS;
}

int ntp_ptp_read(int device, struct ntp_ptp_reading *readings) {
    struct ptp_sys_offset_extended request;
    memset(&request, 0, sizeof request);
    request.n_samples = NTP_PTP_READINGS;
    /* Older kernels and drivers can't. */
    if (ioctl(device, PTP_SYS_OFFSET_EXTENDED, &request) < 0)
        return read_in_turns(device, readings);
    for (int i = 0; i < NTP_PTP_READINGS; i++) {
        readings[i].before = time_of(request.ts[i][0]);
        readings[i].clock = time_of(request.ts[i][1]);
        readings[i].after = time_of(request.ts[i][2]);
    }
    return NTP_PTP_READINGS;
}

int ntp_ptp_start_pulses(int device, int pin, int channel, int falling) {
    struct ptp_pin_desc function = {.index = (unsigned)pin, .func = PTP_PF_EXTTS, .chan = (unsigned)channel};
    if (pin >= 0 && ioctl(device, PTP_PIN_SETFUNC, &function) < 0)
        return -errno;
    unsigned edge = falling ? PTP_FALLING_EDGE : PTP_RISING_EDGE;
    struct ptp_extts_request request = {.index = (unsigned)channel, .flags = PTP_ENABLE_FEATURE | edge};
    return ioctl(device, PTP_EXTTS_REQUEST, &request) < 0 ? -errno : 0;
}

int ntp_ptp_stop_pulses(int device, int channel) {
    struct ptp_extts_request request = {.index = (unsigned)channel};
    return ioctl(device, PTP_EXTTS_REQUEST, &request) < 0 ? -errno : 0;
}

int ntp_ptp_take_pulse(int device, int *channel, struct ntp_time *time) {
    /* Reading waits for a pulse, whatever the flags of the descriptor. */
    struct pollfd waiting = {.fd = device, .events = POLLIN};
    int count = poll(&waiting, 1, 0);
    if (count <= 0)
        return count == 0 || errno == EINTR ? 0 : -errno;
    if ((waiting.revents & POLLIN) == 0)
        return -ENODEV;
    struct ptp_extts_event event;
    ssize_t length = read(device, &event, sizeof event);
    if (length < 0)
        return errno == EAGAIN || errno == EINTR ? 0 : -errno;
    if (length != sizeof event)
        return -EIO;
    *channel = (int)event.index;
    *time = time_of(event.t);
    return 1;
}
