// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "batch.h"

#include <stdlib.h>

void ntp_batch_destroy(struct ntp_batch *batch) {
    if (batch == NULL)
        return;
    free(batch->datagrams);
    free(batch->incoming);
    free(batch->incoming_vectors);
    free(batch->peers);
    free(batch->controls);
    free(batch->outgoing);
    free(batch->outgoing_vectors);
    free(batch->reply_controls);
    free(batch->request_bytes);
    free(batch->reply_bytes);
    free(batch);
}

static int allocate_arrays(struct ntp_batch *batch, uint32_t capacity) {
    batch->datagrams = calloc(capacity, sizeof *batch->datagrams);
    batch->incoming = calloc(capacity, sizeof *batch->incoming);
    batch->incoming_vectors = calloc(capacity, sizeof *batch->incoming_vectors);
    batch->peers = calloc(capacity, sizeof *batch->peers);
    batch->controls = calloc(capacity, sizeof *batch->controls);
    batch->outgoing = calloc(capacity, sizeof *batch->outgoing);
    batch->outgoing_vectors = calloc(capacity, sizeof *batch->outgoing_vectors);
    batch->reply_controls = calloc(capacity, sizeof *batch->reply_controls);
    batch->request_bytes = calloc(capacity, NTP_BATCH_BUFFER_SIZE);
    batch->reply_bytes = calloc(capacity, NTP_BATCH_BUFFER_SIZE);
    return batch->datagrams && batch->incoming && batch->incoming_vectors && batch->peers
        && batch->controls && batch->outgoing && batch->outgoing_vectors && batch->reply_controls
        && batch->request_bytes && batch->reply_bytes;
}

struct ntp_batch *ntp_batch_create(uint32_t capacity) {
    struct ntp_batch *batch = calloc(1, sizeof *batch);
    if (batch == NULL)
        return NULL;
    if (!allocate_arrays(batch, capacity)) {
        ntp_batch_destroy(batch);
        return NULL;
    }
    batch->capacity = capacity;
    batch->received = capacity; /* so that the first call sets up every header */
    batch->has_sendmmsg = 1;
    for (uint32_t i = 0; i < capacity; i++) {
        struct msghdr *incoming = &batch->incoming[i].msg_hdr;
        batch->incoming_vectors[i].iov_base = batch->request_bytes + (size_t)i * NTP_BATCH_BUFFER_SIZE;
        batch->incoming_vectors[i].iov_len = NTP_BATCH_BUFFER_SIZE;
        incoming->msg_iov = &batch->incoming_vectors[i];
        incoming->msg_iovlen = 1;
        incoming->msg_name = &batch->peers[i];
        incoming->msg_control = &batch->controls[i];
        batch->outgoing[i].msg_hdr.msg_iov = &batch->outgoing_vectors[i];
        batch->outgoing[i].msg_hdr.msg_iovlen = 1;
        batch->datagrams[i].bytes = batch->incoming_vectors[i].iov_base;
        batch->datagrams[i].reply = batch->reply_bytes + (size_t)i * NTP_BATCH_BUFFER_SIZE;
    }
    return batch;
}

struct ntp_datagram *ntp_batch_datagrams(struct ntp_batch *batch) {
    return batch->datagrams;
}
