// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#include "include/ntp_pps.h"

#include <errno.h>
#include <linux/pps.h>
#include <sys/ioctl.h>

int ntp_pps_capture(int device, int clear) {
    int edge = clear ? PPS_CAPTURECLEAR : PPS_CAPTUREASSERT;
    int capabilities = 0;
    struct pps_kparams parameters = {0};
    if (ioctl(device, PPS_GETCAP, &capabilities) < 0 || ioctl(device, PPS_GETPARAMS, &parameters) < 0)
        return -errno;
    if ((capabilities & edge) == 0)
        return -EOPNOTSUPP;
    if ((parameters.mode & edge) != 0)
        return 0;
    parameters.api_version = PPS_API_VERS;
    parameters.mode |= edge;
    return ioctl(device, PPS_SETPARAMS, &parameters) < 0 ? -errno : 0;
}

int ntp_pps_fetch(int device, int clear, struct ntp_pulse *pulse) {
    struct pps_fdata data = {.timeout = {.sec = 0, .nsec = 0, .flags = 0}};
    if (ioctl(device, PPS_FETCH, &data) < 0)
        return -errno;
    struct pps_ktime time = clear ? data.info.clear_tu : data.info.assert_tu;
    pulse->sequence = clear ? data.info.clear_sequence : data.info.assert_sequence;
    pulse->time = (struct ntp_time){time.sec, time.nsec};
    return 0;
}
