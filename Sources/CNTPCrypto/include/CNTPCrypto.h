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

/* Ways to authenticate a message by a secret key, by the numbers that chrony's reports have for them. */
enum ntp_mac_algorithm {
    NTP_MAC_MD5 = 1,
    NTP_MAC_SHA1,
    NTP_MAC_SHA256,
    NTP_MAC_SHA384,
    NTP_MAC_SHA512,
    NTP_MAC_SHA3_224,
    NTP_MAC_SHA3_256,
    NTP_MAC_SHA3_384,
    NTP_MAC_SHA3_512,
    NTP_MAC_AES128_CMAC = 13,
    NTP_MAC_AES256_CMAC
};

/* The longest digest, in bytes. */
#define NTP_MAC_MAX_LENGTH 64

/*
 * Makes the digest that only who knows the key can make; returns its length, 0 when the library lacks the
 * algorithm or the key is of no use for it. RFC 5905 hashes the key, then the message; RFC 8573 is CMAC.
 */
size_t ntp_mac(
    enum ntp_mac_algorithm algorithm, const uint8_t *key, size_t key_length, const uint8_t *message,
    size_t message_length, uint8_t digest[NTP_MAC_MAX_LENGTH]);

/* Whether `count` bytes are the same; takes as long wherever they differ. */
int ntp_is_equal(const uint8_t *a, const uint8_t *b, size_t count);

#endif
