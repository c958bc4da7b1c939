/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: the swift-ntpd authors */

#include "CNTPShim.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int ntp_detach(void) {
    pid_t child = fork();
    if (child < 0) return -errno;
    if (child > 0) return 1;
    if (setsid() < 0) return -errno;
    if (chdir("/") < 0) return -errno;
    int null = open("/dev/null", O_RDWR);
    if (null < 0) return -errno;
    for (int standard = 0; standard < 3; standard++) {
        if (dup2(null, standard) < 0) return -errno;
    }
    if (null > 2) close(null);
    return 0;
}
