/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: the swift-ntpd authors */

/* The cryptographic library (nettle) as Swift needs it. Linked by the daemon alone. */

#ifndef CNTPCRYPTO_H
#define CNTPCRYPTO_H

#include <stddef.h>
#include <stdint.h>

/* The first four bytes of the MD5 digest of `bytes`, most significant byte first.
   No security rests on it: RFC 5905 makes reference IDs of IPv6 addresses by it. */
uint32_t ntp_md5_prefix(const uint8_t *bytes, size_t count);

#endif
