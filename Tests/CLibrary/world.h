/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: the swift-ntpd authors */

/* A world without a network: a local clock with a wrong frequency, and servers at the other end of a path. */

#ifndef WORLD_H
#define WORLD_H

#include <ntpcore.h>

struct world {
    double now;            /* true time, in seconds since the start */
    double oscillator;     /* the frequency error of the local clock by itself */
    double frequency;      /* what it has been told to run at */
    double reading, since; /* the local clock's reading when that was, both since the start */
};

/* The start of the world, on the Unix scale. */
#define WORLD_START 1800000000LL

ntpcore_time world_time(double seconds);
double world_seconds(ntpcore_time time);
int64_t world_monotonic(const struct world *world);
/* What the local clock reads. */
double world_reading(const struct world *world);
void world_set_frequency(struct world *world, double frequency);
void world_step(struct world *world, double offset);

/* The answer of a server whose clock is ahead by `error`, to a request that took `delay / 2` to get there. */
void world_answer(
    const struct world *world, const uint8_t *request, double error, double delay,
    uint8_t reply[NTPCORE_HEADER_SIZE]);

#endif
