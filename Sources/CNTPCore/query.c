// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* Asking a server once, by what the header offers to everybody. */

#include "include/ntpcore.h"
#include "exchange.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "ntp_batch.h"
#include "ntp_clock.h"
#include "ntp_socket.h"

void ntpcore_query_options_init(ntpcore_query_options *options) {
    if (options)
        *options = (ntpcore_query_options){.samples = 4, .interval = 2, .timeout = 2};
}

ntpcore_error ntpcore_query_open(const char *address, uint16_t port, int *descriptor) {
    struct ntp_address remote = {.port = port};
    if (!address || !descriptor || ntp_address_parse(address, &remote) < 0)
        return NTPCORE_INVALID_ARGUMENT;
    /* A mapped address is IPv4. */
    int is_v4 = remote.high == 0 && remote.low >> 32 == 0xFFFF;
    int socket = ntp_socket_open(is_v4 ? NTP_FAMILY_V4 : NTP_FAMILY_V6);
    if (socket < 0)
        return system_error(socket);
    int result = ntp_socket_connect(socket, &remote);
    if (result < 0) {
        close(socket);
        return system_error(result);
    }
    *descriptor = socket;
    return NTPCORE_OK;
}

static ntpcore_time to_time(int64_t seconds, int64_t nanoseconds) {
    return (ntpcore_time){seconds, nanoseconds};
}

static ntpcore_error send_request(ntpcore_association *association, int descriptor) {
    uint8_t buffer[NTPCORE_HEADER_SIZE];
    size_t length;
    ntpcore_error error =
        ntpcore_association_write_request(association, ntp_monotonic_now(), buffer, sizeof buffer, &length);
    if (error != NTPCORE_OK)
        return error;
    struct ntp_time now = ntp_realtime_now();
    ntpcore_association_request_sent(association, to_time(now.seconds, now.nanoseconds), NTPCORE_STAMP_PROGRAM);
    int sent = ntp_socket_send(descriptor, buffer, length);
    return sent < 0 ? system_error(sent) : NTPCORE_OK;
}

/* Takes what has come in. First the stamp of the request, with which the answer makes a better measurement. */
static ntpcore_error receive(
    ntpcore_association *association, int descriptor, struct ntp_batch *batch, ntpcore_measurement *measurement) {
    struct ntp_transmit_stamp stamp;
    while (ntp_socket_take_transmit_stamp(descriptor, &stamp) == 1)
        ntpcore_association_request_sent(
            association, to_time(stamp.seconds, stamp.nanoseconds), NTPCORE_STAMP_KERNEL);
    int count = ntp_batch_receive(batch, descriptor);
    if (count < 0)
        return system_error(count);
    ntpcore_error error = NTPCORE_UNRELATED;
    const struct ntp_datagram *datagrams = ntp_batch_datagrams(batch);
    for (int index = 0; index < count && error == NTPCORE_UNRELATED; index++) {
        const struct ntp_datagram *datagram = &datagrams[index];
        if (datagram->is_truncated)
            continue;
        error = ntpcore_association_handle(
            association, datagram->bytes, datagram->length, to_time(datagram->seconds, datagram->nanoseconds),
            datagram->is_kernel_stamp ? NTPCORE_STAMP_KERNEL : NTPCORE_STAMP_PROGRAM, ntp_monotonic_now(),
            measurement);
    }
    return error;
}

static ntpcore_error exchange(
    ntpcore_association *association, int descriptor, struct ntp_batch *batch, double timeout,
    ntpcore_measurement *measurement) {
    ntpcore_error error = send_request(association, descriptor);
    if (error != NTPCORE_OK)
        return error;
    int64_t deadline = deadline_after(timeout);
    do {
        error = wait_readable(descriptor, deadline);
        if (error == NTPCORE_OK)
            error = receive(association, descriptor, batch, measurement);
    } while (error == NTPCORE_UNRELATED);
    return error;
}

/* Takes several measurements, the best of which counts; see RFC 5905, section 10. */
static ntpcore_error take_samples(
    ntpcore_association *association, int descriptor, struct ntp_batch *batch,
    const ntpcore_query_options *options, ntpcore_measurement *best) {
    ntpcore_error result = NTPCORE_TIMEOUT;
    int is_measured = 0;
    for (uint32_t sample = 0; sample < options->samples; sample++) {
        int64_t next = deadline_after(options->interval);
        ntpcore_measurement measurement;
        ntpcore_error error = exchange(association, descriptor, batch, options->timeout, &measurement);
        if (error == NTPCORE_OK && (!is_measured || measurement.delay < best->delay)) {
            *best = measurement;
            is_measured = 1;
        }
        result = is_measured ? NTPCORE_OK : error;
        if (error == NTPCORE_KISSED)
            break;
        if (sample + 1 < options->samples)
            pause_until(next);
    }
    return result;
}

ntpcore_error ntpcore_query(int descriptor, const ntpcore_query_options *options, ntpcore_measurement *best) {
    ntpcore_query_options chosen;
    ntpcore_query_options_init(&chosen);
    if (options)
        chosen = *options;
    if (!best || descriptor < 0 || chosen.samples == 0 || !isfinite(chosen.interval) || chosen.interval < 0
        || !isfinite(chosen.timeout) || chosen.timeout <= 0)
        return NTPCORE_INVALID_ARGUMENT;
    /* Any of them may be refused: then the program's own stamps have to do. */
    if (ntp_socket_stamp_both(descriptor) < 0)
        (void)ntp_socket_stamp_received(descriptor);
    ntpcore_association_options association_options;
    ntpcore_association_options_init(&association_options);
    association_options.maximum_delay = chosen.timeout;
    ntpcore_association *association = ntpcore_association_create(&association_options, ntp_monotonic_now());
    struct ntp_batch *batch = ntp_batch_create(4);
    ntpcore_error error = NTPCORE_SYSTEM;
    if (association && batch)
        error = take_samples(association, descriptor, batch, &chosen, best);
    if (batch)
        ntp_batch_destroy(batch);
    ntpcore_association_destroy(association);
    return error;
}
