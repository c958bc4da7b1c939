/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: the swift-ntpd authors */

/*
 * Preloaded into the guest's kernel, which takes all its entropy from the host by this one call: with numbers that follow
 * from a seed, a guest of simulated time repeats bit by bit. Random-number generator: SplitMix64.
 */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/types.h>

static uint64_t next_number(void)
{
    static uint64_t state;
    if (state == 0)
        state = strtoull(getenv("GUEST_SEED"), NULL, 10) << 32 | 1;
    state += 0x9e3779b97f4a7c15;
    uint64_t z = state;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

ssize_t getrandom(void *buffer, size_t length, unsigned int flags)
{
    (void)flags;
    unsigned char *bytes = buffer;
    for (size_t i = 0; i < length; i++)
        bytes[i] = (unsigned char)next_number();
    return (ssize_t)length;
}
