/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: the swift-ntpd authors */

#include "CNTPCrypto.h"

#include <nettle/md5.h>

uint32_t ntp_md5_prefix(const uint8_t *bytes, size_t count) {
    struct md5_ctx context;
    uint8_t digest[4];
    md5_init(&context);
    md5_update(&context, count, bytes);
    md5_digest(&context, sizeof digest, digest);
    return (uint32_t)digest[0] << 24 | (uint32_t)digest[1] << 16 | (uint32_t)digest[2] << 8 | digest[3];
}
