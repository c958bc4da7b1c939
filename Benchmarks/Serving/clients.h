// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#ifndef CLIENTS_H
#define CLIENTS_H

#include <netinet/in.h>
#include <stdint.h>

#include "histogram.h"

enum {
    largest_batch = 64,
    most_sockets = 64,
    most_addresses = 1 << 20,  // 127.64.0.1 and up
    most_outstanding = 1 << 16,
};

/// Who asks whom.
struct clients {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } server;
    socklen_t server_length;
    unsigned addresses;     // how many clients there seem to be; more than one needs IPv4
    unsigned sockets;       // source ports, used in turn
    uint64_t random_state;  // its first value decides every request of the run
};

struct totals {
    uint64_t sent, replies;
    uint64_t invalid;  // wrong, not asked for, or answered already
    int64_t outstanding;
    int64_t last_reply_at;
    struct histogram latencies;
};

extern struct clients clients;
extern struct totals totals;

/// Monotonic time in nanoseconds.
int64_t now(void);

/// splitmix64: every seed has a full period, and the sequence is the same everywhere.
uint64_t next_random(void);

/// Opens the sockets; ends the process when that fails.
void open_sockets(void);

/// Sends up to `count` requests, at most `largest_batch`, from the next socket in turn.
void send_requests(unsigned count);

/// Takes in and checks what has arrived, without waiting.
void receive_replies(void);

#endif
