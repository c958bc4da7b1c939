// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "include/ntp_rtc.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/rtc.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

int ntp_rtc_open(const char *path) {
    int device = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    return device < 0 ? -errno : device;
}

int ntp_rtc_set_ticking(int device, int on) {
    return ioctl(device, on ? RTC_UIE_ON : RTC_UIE_OFF, 0) < 0 ? -errno : 0;
}

int ntp_rtc_take_tick(int device) {
    unsigned long interrupts = 0;
    ssize_t length = read(device, &interrupts, sizeof interrupts);
    if (length < 0)
        return errno == EAGAIN || errno == EINTR ? 0 : -errno;
    return length == sizeof interrupts;
}

int ntp_rtc_read(int device, struct ntp_rtc_reading *reading) {
    struct rtc_time time = {0};
    if (ioctl(device, RTC_RD_TIME, &time) < 0)
        return -errno;
    *reading = (struct ntp_rtc_reading){
        time.tm_year + 1900, time.tm_mon + 1, time.tm_mday, time.tm_hour, time.tm_min, time.tm_sec};
    return 0;
}

int ntp_rtc_set(int device, const struct ntp_rtc_reading *reading) {
    struct rtc_time time = {
        .tm_year = reading->year - 1900,
        .tm_mon = reading->month - 1,
        .tm_mday = reading->day,
        .tm_hour = reading->hour,
        .tm_min = reading->minute,
        .tm_sec = reading->second,
    };
    return ioctl(device, RTC_SET_TIME, &time) < 0 ? -errno : 0;
}

int ntp_rtc_wait(int device, int milliseconds) {
    struct pollfd waiting = {.fd = device, .events = POLLIN};
    int count = poll(&waiting, 1, milliseconds);
    return count < 0 ? -errno : count;
}
