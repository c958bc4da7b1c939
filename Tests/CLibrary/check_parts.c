// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* The parts of libntpcore, each by itself. */

#include <math.h>
#include <ntpcore.h>
#include <string.h>

#include "claims.h"
#include "world.h"

static void check_packets(void) {
    ntpcore_packet packet = {.leap = 1, .version = 4, .mode = 4, .stratum = 2, .poll = 6, .precision = -23}, read;
    packet.root_delay = 0x00010000;
    packet.reference_id = 0xC0000201;
    packet.transmit_timestamp = 0xE0000000A0000001;
    uint8_t bytes[NTPCORE_HEADER_SIZE];
    ntpcore_layout layout;
    claim(ntpcore_packet_write(&packet, bytes, sizeof bytes - 1) == NTPCORE_BUFFER_TOO_SMALL,
          "a buffer that is too small is refused", "%zu bytes", sizeof bytes - 1);
    ntpcore_error written = ntpcore_packet_write(&packet, bytes, sizeof bytes);
    ntpcore_error parsed = ntpcore_packet_parse(bytes, sizeof bytes, &read, &layout);
    claim(written == NTPCORE_OK && parsed == NTPCORE_OK && memcmp(&packet, &read, sizeof packet) == 0,
          "a header is read as it was written", "%zu bytes", sizeof bytes);
    claim(bytes[0] == 0x64 && bytes[4] == 0 && bytes[5] == 1 && bytes[12] == 0xC0 && bytes[47] == 1,
          "bytes on the wire are big-endian", "%02x %02x %02x", bytes[0], bytes[5], bytes[47]);
    claim(layout.authenticator_length == 0 && layout.extensions_length == 0,
          "a bare header has nothing behind it", "%u bytes", layout.extensions_length);
    ntpcore_error error = ntpcore_packet_parse(bytes, 47, &read, NULL);
    claim(error == NTPCORE_TRUNCATED, "a short datagram is an error", "%s", ntpcore_error_string(error));
    ntpcore_time now = {2085978496, 250000000}; /* the first second of the second era */
    ntpcore_time back = ntpcore_time_from_timestamp(ntpcore_timestamp_from_time(now), now);
    claim(back.seconds == now.seconds && back.nanoseconds == now.nanoseconds,
          "a timestamp keeps its time over the end of an era", "%lld s", (long long)back.seconds);
}

static void check_extensions(void) {
    /* Two fields of 16 and 28 bytes behind a header of version 4. */
    uint8_t bytes[NTPCORE_HEADER_SIZE + 16 + 28] = {0x23};
    memcpy(bytes + 48, "\x02\x04\x00\x10", 4);
    memcpy(bytes + 64, "\x03\x04\x00\x1c", 4);
    ntpcore_packet packet;
    ntpcore_layout layout;
    ntpcore_error error = ntpcore_packet_parse(bytes, sizeof bytes, &packet, &layout);
    ntpcore_extension field;
    int count = 0;
    for (uint32_t offset = layout.extensions_offset;
         ntpcore_extension_parse(bytes, sizeof bytes, offset, &field) == NTPCORE_OK; offset = field.next_offset)
        count++;
    claim(error == NTPCORE_OK && count == 2 && field.type == 0x0304 && field.length == 28,
          "extension fields are found one after the other", "%d fields", count);
}

static void check_association(void) {
    struct world world = {0};
    ntpcore_association *server = ntpcore_association_create(NULL, 0);
    claim(ntpcore_association_deadline(server) == 0, "the first request is due at the start", "0 ns");
    uint8_t request[NTPCORE_HEADER_SIZE], reply[NTPCORE_HEADER_SIZE];
    size_t length = 0;
    (void)ntpcore_association_write_request(server, 0, request, sizeof request, &length);
    (void)ntpcore_association_request_sent(server, world_time(0), NTPCORE_STAMP_KERNEL);
    world_answer(&world, request, 0.25, 0.010, reply);
    ntpcore_measurement measured;
    uint8_t forged[NTPCORE_HEADER_SIZE];
    memcpy(forged, reply, sizeof forged);
    forged[31] ^= 1; /* the origin timestamp */
    ntpcore_error error = ntpcore_association_handle(
        server, forged, sizeof forged, world_time(0.010), NTPCORE_STAMP_KERNEL, 10000000, &measured);
    claim(error == NTPCORE_UNRELATED, "a reply that doesn't repeat our random number is nobody's", "%s",
          ntpcore_error_string(error));
    error = ntpcore_association_handle(
        server, reply, length, world_time(0.010), NTPCORE_STAMP_KERNEL, 10000000, &measured);
    claim(error == NTPCORE_OK && fabs(measured.offset - 0.25) < 1e-8 && fabs(measured.delay - 0.010) < 1e-8,
          "four timestamps give offset and delay", "%.9f s, %.9f s", measured.offset, measured.delay);
    claim(fabs(measured.root_distance - 0.005) < 1e-6 && measured.sent_by == NTPCORE_STAMP_KERNEL,
          "the root distance is half the delay, and more by what the server says", "%.6f s", measured.root_distance);
    error = ntpcore_association_handle(
        server, reply, length, world_time(0.010), NTPCORE_STAMP_KERNEL, 10000000, &measured);
    claim(error == NTPCORE_UNRELATED, "a reply counts once", "%s", ntpcore_error_string(error));
    ntpcore_association_destroy(server);
}

/* Feeds samples of a clock that is 1 ms behind and loses 20 ppm. */
static void check_estimator(ntpcore_algorithm algorithm, const char *name) {
    ntpcore_estimator *estimator = ntpcore_estimator_create(algorithm, 1e-8);
    ntpcore_estimate estimate;
    ntpcore_error before = ntpcore_estimator_estimate(estimator, world_time(0), &estimate);
    for (int index = 0; index < 16; index++) {
        double time = 64.0 * index;
        ntpcore_sample sample = {.time = world_time(time), .offset = 1e-3 + time * 20e-6, .delay = 1e-3};
        sample.dispersion = 1e-7;
        (void)ntpcore_estimator_add(estimator, &sample);
    }
    ntpcore_error after = ntpcore_estimator_estimate(estimator, world_time(1000), &estimate);
    claim(before == NTPCORE_NO_ESTIMATE && after == NTPCORE_OK && fabs(estimate.offset - 21e-3) < 1e-3
              && fabs(estimate.frequency - 20e-6) < 5e-6,
          name, "%.6f s, %.3f ppm", estimate.offset, estimate.frequency * 1e6);
    ntpcore_sample late = {.time = world_time(10), .offset = 0, .delay = 1e-3};
    claim(ntpcore_estimator_add(estimator, &late) == NTPCORE_INVALID_ARGUMENT,
          "a sample out of order is refused", "10 s");
    ntpcore_estimator_destroy(estimator);
}

static void check_selection(void) {
    ntpcore_candidate candidates[3];
    memset(candidates, 0, sizeof candidates);
    for (uint32_t index = 0; index < 3; index++) {
        ntpcore_candidate *candidate = &candidates[index];
        candidate->source = index + 1;
        candidate->stratum = 2;
        candidate->reach = 0xFF;
        candidate->has_new_sample = candidate->has_estimate = 1;
        candidate->estimate = (ntpcore_estimate){
            .time = world_time(0), .offset = index == 1 ? 0.3 : 0.001, .offset_deviation = 1e-5, .skew = 1e-6,
            .frequency_deviation = 1e-7, .jitter = 1e-5, .root_delay = 0.02, .root_dispersion = 0.001};
    }
    ntpcore_selector *selector = ntpcore_selector_create(1, 3);
    uint8_t statuses[3];
    uint32_t survivors[3];
    size_t count = 0;
    ntpcore_error error = ntpcore_selector_select(selector, candidates, 3, statuses, survivors, &count);
    claim(error == NTPCORE_OK && count == 2 && statuses[1] == NTPCORE_STATUS_FALSETICKER,
          "two that agree outvote one", "%zu survivors, status %u", count, statuses[1]);
    ntpcore_estimate agreed[2] = {candidates[survivors[0]].estimate, candidates[survivors[1]].estimate};
    ntpcore_combined combined;
    error = ntpcore_combine(NTPCORE_KALMAN, agreed, 2, &combined);
    claim(error == NTPCORE_OK && fabs(combined.offset - 0.001) < 1e-6, "survivors are combined", "%.6f s",
          combined.offset);
    ntpcore_discipline *discipline = ntpcore_discipline_create(NTPCORE_KALMAN, 0, 2000e-6);
    ntpcore_clock_state clock = {.time = world_time(0), .poll = 6};
    ntpcore_correction correction;
    error = ntpcore_discipline_update(discipline, &combined, &clock, &correction);
    claim(error == NTPCORE_OK && correction.offset > 0, "a slow clock is told to gain", "%.6f s in %.0f s",
          correction.offset, correction.duration);
    ntpcore_discipline_destroy(discipline);
    ntpcore_selector_destroy(selector);
}

static void check_mistakes(void) {
    ntpcore_association_options options;
    ntpcore_association_options_init(&options);
    options.version = 5;
    ntpcore_association *none = ntpcore_association_create(&options, 0);
    int descriptor = -1;
    claim(!none && ntpcore_packet_parse(NULL, 48, NULL, NULL) == NTPCORE_INVALID_ARGUMENT
              && ntpcore_query_open("example.org", 123, &descriptor) == NTPCORE_INVALID_ARGUMENT
              && ntpcore_synchronizer_timer_fired(NULL, 0, world_time(0)) == NTPCORE_INVALID_ARGUMENT,
          "null pointers, names and options out of range are refused", "4 of 4");
    ntpcore_association_destroy(NULL);
    ntpcore_clock_close(NULL);
    int described = 0;
    for (int error = NTPCORE_OK; error <= NTPCORE_UNAVAILABLE; error++)
        described += strcmp(ntpcore_error_string((ntpcore_error)error), "unknown error") != 0;
    claim(described == NTPCORE_UNAVAILABLE + 1, "each error has a text", "%d texts", described);
}

int main(void) {
    printf("libntpcore %s\n", ntpcore_version());
    check_packets();
    check_extensions();
    check_association();
    check_estimator(NTPCORE_KALMAN, "the Kalman filters find offset and frequency");
    check_estimator(NTPCORE_REGRESSION, "the regression finds offset and frequency");
    check_selection();
    check_mistakes();
    return failures != 0;
}
