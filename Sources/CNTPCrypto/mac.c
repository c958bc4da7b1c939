/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: the swift-ntpd authors */

#include "CNTPCrypto.h"

#include <nettle/cmac.h>
#include <nettle/md5.h>
#include <nettle/memops.h>
#include <nettle/nettle-meta.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <nettle/sha3.h>

/* Room for the state of any of the hash functions. */
union hash_context {
    struct md5_ctx md5;
    struct sha1_ctx sha1;
    struct sha256_ctx sha256;
    struct sha512_ctx sha512; /* of SHA384 as well */
    struct sha3_224_ctx sha3_224;
    struct sha3_256_ctx sha3_256;
    struct sha3_384_ctx sha3_384;
    struct sha3_512_ctx sha3_512;
};

static const struct nettle_hash *hash_function(enum ntp_mac_algorithm algorithm) {
    switch (algorithm) {
    case NTP_MAC_MD5: return &nettle_md5;
    case NTP_MAC_SHA1: return &nettle_sha1;
    case NTP_MAC_SHA256: return &nettle_sha256;
    case NTP_MAC_SHA384: return &nettle_sha384;
    case NTP_MAC_SHA512: return &nettle_sha512;
    case NTP_MAC_SHA3_224: return &nettle_sha3_224;
    case NTP_MAC_SHA3_256: return &nettle_sha3_256;
    case NTP_MAC_SHA3_384: return &nettle_sha3_384;
    case NTP_MAC_SHA3_512: return &nettle_sha3_512;
    default: return NULL;
    }
}

static size_t cmac_128(const uint8_t *key, const uint8_t *message, size_t length, uint8_t *digest) {
    struct cmac_aes128_ctx context;
    cmac_aes128_set_key(&context, key);
    cmac_aes128_update(&context, length, message);
    cmac_aes128_digest(&context, CMAC128_DIGEST_SIZE, digest);
    return CMAC128_DIGEST_SIZE;
}

static size_t cmac_256(const uint8_t *key, const uint8_t *message, size_t length, uint8_t *digest) {
    struct cmac_aes256_ctx context;
    cmac_aes256_set_key(&context, key);
    cmac_aes256_update(&context, length, message);
    cmac_aes256_digest(&context, CMAC128_DIGEST_SIZE, digest);
    return CMAC128_DIGEST_SIZE;
}

size_t ntp_mac(
    enum ntp_mac_algorithm algorithm, const uint8_t *key, size_t key_length, const uint8_t *message,
    size_t message_length, uint8_t digest[NTP_MAC_MAX_LENGTH]) {
    if (algorithm == NTP_MAC_AES128_CMAC)
        return key_length == AES128_KEY_SIZE ? cmac_128(key, message, message_length, digest) : 0;
    if (algorithm == NTP_MAC_AES256_CMAC)
        return key_length == AES256_KEY_SIZE ? cmac_256(key, message, message_length, digest) : 0;

    union hash_context context;
    const struct nettle_hash *hash = hash_function(algorithm);
    if (hash == NULL || hash->context_size > sizeof context || hash->digest_size > NTP_MAC_MAX_LENGTH)
        return 0;
    hash->init(&context);
    hash->update(&context, key_length, key);
    hash->update(&context, message_length, message);
    hash->digest(&context, hash->digest_size, digest);
    return hash->digest_size;
}

int ntp_is_equal(const uint8_t *a, const uint8_t *b, size_t count) {
    return memeql_sec(a, b, count);
}
