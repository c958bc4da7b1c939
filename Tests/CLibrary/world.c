// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#include "world.h"

#include <math.h>

ntpcore_time world_time(double seconds) {
    double whole = floor(seconds);
    int64_t nanoseconds = (int64_t)((seconds - whole) * 1e9);
    return (ntpcore_time){WORLD_START + (int64_t)whole, nanoseconds};
}

double world_seconds(ntpcore_time time) {
    return (double)(time.seconds - WORLD_START) + (double)time.nanoseconds * 1e-9;
}

int64_t world_monotonic(const struct world *world) {
    return (int64_t)(world->now * 1e9);
}

double world_reading(const struct world *world) {
    double elapsed = (world->now - world->since) * (1 + world->oscillator);
    return world->reading + elapsed * (1 + world->frequency);
}

void world_set_frequency(struct world *world, double frequency) {
    world->reading = world_reading(world);
    world->since = world->now;
    world->frequency = frequency;
}

void world_step(struct world *world, double offset) {
    world->reading += offset;
}

void world_answer(
    const struct world *world, const uint8_t *request, double error, double delay,
    uint8_t reply[NTPCORE_HEADER_SIZE]) {
    ntpcore_packet asked, answer = {.version = 4, .mode = 4, .stratum = 1, .precision = -20};
    (void)ntpcore_packet_parse(request, NTPCORE_HEADER_SIZE, &asked, NULL);
    uint64_t time = ntpcore_timestamp_from_time(world_time(world->now + error + delay / 2));
    answer.poll = asked.poll;
    answer.reference_id = 0x47505300; /* GPS */
    answer.reference_timestamp = time;
    answer.origin_timestamp = asked.transmit_timestamp;
    answer.receive_timestamp = time;
    answer.transmit_timestamp = time;
    (void)ntpcore_packet_write(&answer, reply, NTPCORE_HEADER_SIZE);
}
