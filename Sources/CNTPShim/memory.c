// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#include "include/CNTPShim.h"

#include <malloc.h>

void ntp_return_memory(void) {
    malloc_trim(0);
}
