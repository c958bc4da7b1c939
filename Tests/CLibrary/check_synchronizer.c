// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* The synchronizer of libntpcore, driven by a program in C that simulates clock and servers. */

#include <math.h>
#include <ntpcore.h>
#include <stdlib.h>

#include "claims.h"
#include "world.h"

enum { SERVERS = 4 };

struct run {
    struct world world;
    ntpcore_synchronizer *synchronizer;
    uint32_t sources[SERVERS];
    unsigned steps, falsetickers, violations;
    double worst; /* the largest error of the local clock in the last hour, in seconds */
};

/* The last server is half a second off. */
static double server_error(const struct run *run, uint32_t source) {
    return source == run->sources[SERVERS - 1] ? 0.5 : 0;
}

static void exchange(struct run *run, uint32_t source) {
    struct world *world = &run->world;
    uint8_t request[NTPCORE_HEADER_SIZE], reply[NTPCORE_HEADER_SIZE];
    size_t length;
    if (ntpcore_synchronizer_write_request(
            run->synchronizer, source, world_monotonic(world), request, sizeof request, &length) != NTPCORE_OK)
        return;
    (void)ntpcore_synchronizer_request_sent(
        run->synchronizer, source, world_time(world_reading(world)), NTPCORE_STAMP_KERNEL);
    /* 10 to 11 ms, the same both ways. */
    double delay = 0.010 + 0.001 * (rand() / (double)RAND_MAX);
    world_answer(world, request, server_error(run, source), delay, reply);
    world->now += delay;
    (void)ntpcore_synchronizer_handle(
        run->synchronizer, source, reply, sizeof reply, world_time(world_reading(world)), NTPCORE_STAMP_KERNEL,
        world_monotonic(world));
}

/* Does what the synchronizer wants. */
static void act(struct run *run) {
    struct world *world = &run->world;
    ntpcore_action action;
    while (ntpcore_synchronizer_next_action(run->synchronizer, &action) == NTPCORE_OK) {
        switch (action.kind) {
        case NTPCORE_ACTION_SEND_REQUEST:
            exchange(run, action.source);
            break;
        case NTPCORE_ACTION_SET_FREQUENCY:
            world_set_frequency(world, action.value);
            (void)ntpcore_synchronizer_clock_runs(
                run->synchronizer, action.value, world_time(world_reading(world)));
            break;
        case NTPCORE_ACTION_STEP:
            world_step(world, action.value);
            (void)ntpcore_synchronizer_clock_stepped(run->synchronizer, action.value);
            run->steps++;
            break;
        case NTPCORE_ACTION_FALSETICKER:
            run->falsetickers += action.source == run->sources[SERVERS - 1];
            break;
        default:
            break;
        }
    }
}

/* Compares the clock with the truth, which only a simulation knows. */
static void judge(struct run *run, double end) {
    double error = fabs(world_reading(&run->world) - run->world.now);
    ntpcore_tracking tracking;
    (void)ntpcore_synchronizer_tracking(
        run->synchronizer, world_time(world_reading(&run->world)), &tracking);
    run->violations += tracking.leap != NTPCORE_LEAP_UNSYNCHRONIZED && error > tracking.error_bound;
    if (run->world.now > end - 3600 && error > run->worst)
        run->worst = error;
}

static void simulate(struct run *run, double end) {
    struct world *world = &run->world;
    while (world->now < end) {
        int64_t deadline = ntpcore_synchronizer_deadline(run->synchronizer);
        double next = deadline == NTPCORE_NO_DEADLINE ? end : (double)deadline * 1e-9 + 1e-9;
        if (next > world->now)
            world->now = next;
        (void)ntpcore_synchronizer_timer_fired(
            run->synchronizer, world_monotonic(world), world_time(world_reading(world)));
        act(run);
        judge(run, end);
    }
}

int main(void) {
    srand(1);
    struct run run = {.world = {.oscillator = 30e-6, .reading = 2.0}};
    ntpcore_synchronizer_options options;
    ntpcore_synchronizer_options_init(&options);
    options.step_threshold = 0.5;
    options.step_limit = 3;
    run.synchronizer = ntpcore_synchronizer_create(NTPCORE_KALMAN, &options, 0, world_time(2.0));
    ntpcore_association_options association;
    ntpcore_association_options_init(&association);
    association.flags = NTPCORE_INITIAL_BURST;
    for (int index = 0; index < SERVERS; index++)
        (void)ntpcore_synchronizer_add(run.synchronizer, &association, 0, &run.sources[index]);

    const double end = 6 * 3600;
    simulate(&run, end);

    ntpcore_tracking tracking;
    ntpcore_time date = world_time(world_reading(&run.world));
    (void)ntpcore_synchronizer_tracking(run.synchronizer, date, &tracking);
    claim(run.steps == 1, "an offset of two seconds is stepped once", "%u steps", run.steps);
    claim(tracking.leap == NTPCORE_LEAP_NONE && tracking.stratum == 2, "the clock is synchronised", "stratum %u",
          tracking.stratum);
    claim(fabs(tracking.frequency + 30e-6) < 1e-6, "the oscillator's error is found", "%.3f ppm",
          tracking.frequency * 1e6);
    claim(run.worst < 100e-6, "in the last of six hours, the clock is true within 0.1 ms", "%.1f us",
          run.worst * 1e6);
    claim(run.violations == 0, "the error never exceeds what is claimed", "%u violations", run.violations);
    ntpcore_source_state state;
    (void)ntpcore_synchronizer_source(run.synchronizer, run.sources[SERVERS - 1], date, &state);
    claim(run.falsetickers > 0 && state.status == NTPCORE_STATUS_FALSETICKER,
          "the server that is off is found out", "status %u", state.status);
    claim(ntpcore_synchronizer_remove(run.synchronizer, run.sources[0], world_monotonic(&run.world)) == NTPCORE_OK
              && ntpcore_synchronizer_source(run.synchronizer, run.sources[0], date, &state) == NTPCORE_NOT_FOUND,
          "a source that is removed is gone", "%u", run.sources[0]);
    ntpcore_synchronizer_destroy(run.synchronizer);
    return failures != 0;
}
