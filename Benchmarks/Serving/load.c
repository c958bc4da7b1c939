// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// Loads an NTP server on loopback with client requests, checks every reply and prints one line of results.
//
// The same options give the same requests from the same clients in the same order, whatever the server.
// It spins instead of sleeping, so it needs a core of its own.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "clients.h"

// Nanoseconds.
static const int64_t stall = 50000000;        // without a reply for so long, the closed loop's window is lost
static const int64_t tolerance = 1000000;     // a schedule later than this is moved, not caught up with
static const int64_t drain_time = 200000000;  // for the last replies

static struct {
    double rate;     // requests a second; 0 keeps `window` requests outstanding instead
    bool irregular;  // exponential gaps between batches instead of equal ones
    unsigned window, batch;
    double seconds;
    uint64_t count;
} options = {.window = 64, .batch = 16, .seconds = 1, .count = UINT64_MAX};

static unsigned at_most_left(unsigned count)
{
    uint64_t left = options.count - totals.sent;
    return left < count ? (unsigned)left : count;
}

/// The time from one batch to the next.
static int64_t next_gap(void)
{
    double mean = options.batch / options.rate * 1e9;
    double uniform = (double)(next_random() >> 11) * 0x1p-53;
    return (int64_t)(options.irregular ? -log1p(-uniform) * mean : mean);
}

/// One batch each time its moment has come.
static void run_at_fixed_rate(int64_t end)
{
    for (int64_t time = now(), next = time; time < end && totals.sent < options.count; time = now()) {
        if (time >= next) {
            send_requests(at_most_left(options.batch));
            // After a pause of our own, a burst would measure the server's buffer and not the server.
            next = (time - next > tolerance ? time : next) + next_gap();
        }
        receive_replies();
    }
}

/// A new request for every reply.
static void run_closed_loop(int64_t end)
{
    totals.last_reply_at = now();
    for (int64_t time = now(); time < end && totals.sent < options.count; time = now()) {
        if (totals.outstanding > 0 && time - totals.last_reply_at > stall) {
            totals.outstanding = 0;
            totals.last_reply_at = time;
        }
        int64_t room = (int64_t)options.window - totals.outstanding;
        if (room >= options.batch)
            send_requests(at_most_left(options.batch));
        receive_replies();
    }
}

static void report(double seconds)
{
    const struct histogram *latencies = &totals.latencies;
    printf("sent=%llu replies=%llu lost=%llu invalid=%llu seconds=%.3f rate=%.0f "
           "p50_us=%.1f p99_us=%.1f p999_us=%.1f max_us=%.1f\n",
           (unsigned long long)totals.sent, (unsigned long long)totals.replies,
           (unsigned long long)(totals.sent - totals.replies), (unsigned long long)totals.invalid,
           seconds, (double)totals.replies / seconds,
           histogram_percentile(latencies, 0.5), histogram_percentile(latencies, 0.99),
           histogram_percentile(latencies, 0.999), (double)latencies->maximum / 1e3);
}

static void run(void)
{
    int64_t start = now();
    int64_t end = start + (int64_t)(options.seconds * 1e9);
    if (options.rate > 0)
        run_at_fixed_rate(end);
    else
        run_closed_loop(end);
    double seconds = (double)(now() - start) / 1e9;
    for (int64_t limit = now() + drain_time; totals.replies < totals.sent && now() < limit;)
        receive_replies();
    report(seconds);
}

static void set_server(const char *address, int port)
{
    clients.server.v4.sin_family = AF_INET;
    clients.server.v4.sin_port = htons((uint16_t)port);
    clients.server_length = sizeof clients.server.v4;
    if (inet_pton(AF_INET, address, &clients.server.v4.sin_addr) == 1
        && ntohl(clients.server.v4.sin_addr.s_addr) >> 24 == 127)
        return;
    clients.server.v6 = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
    clients.server_length = sizeof clients.server.v6;
    if (inet_pton(AF_INET6, address, &clients.server.v6.sin6_addr) == 1
        && IN6_IS_ADDR_LOOPBACK(&clients.server.v6.sin6_addr))
        return;
    errx(2, "%s is not a loopback address: this load must not leave the machine", address);
}

static void usage(void)
{
    errx(2, "usage: load -p PORT [-a ADDRESS] [-r RATE [-e] | -w WINDOW] [-b BATCH]\n"
            "            [-t SECONDS] [-n COUNT] [-s SOCKETS] [-c CLIENT-ADDRESSES] [-S SEED]");
}

static void check_ranges(void)
{
    if (options.rate < 0 || !(options.seconds > 0 && options.seconds <= 600))
        errx(2, "the rate must not be negative, and the time at most 600 seconds");
    if (options.batch < 1 || options.batch > largest_batch)
        errx(2, "a batch is 1 to %d requests", largest_batch);
    if (options.window < options.batch || options.window > most_outstanding)
        errx(2, "the window is at least one batch and at most %d requests", most_outstanding);
    if (clients.sockets < 1 || clients.sockets > most_sockets)
        errx(2, "1 to %d sockets are possible", most_sockets);
    if (clients.addresses < 1 || clients.addresses > most_addresses)
        errx(2, "1 to %d client addresses are possible", most_addresses);
    if (clients.addresses > 1 && clients.server.any.sa_family != AF_INET)
        errx(2, "IPv6 has one loopback address: use -c 1");
}

static void parse(int argc, char **argv)
{
    const char *address = "127.0.0.1";
    int port = 0;
    for (int letter; (letter = getopt(argc, argv, "a:p:r:ew:b:t:n:s:c:S:")) != -1;) {
        switch (letter) {
        case 'a': address = optarg; break;
        case 'p': port = atoi(optarg); break;
        case 'r': options.rate = atof(optarg); break;
        case 'e': options.irregular = true; break;
        case 'w': options.window = (unsigned)atoi(optarg); break;
        case 'b': options.batch = (unsigned)atoi(optarg); break;
        case 't': options.seconds = atof(optarg); break;
        case 'n': options.count = strtoull(optarg, NULL, 10); break;
        case 's': clients.sockets = (unsigned)atoi(optarg); break;
        case 'c': clients.addresses = (unsigned)atoi(optarg); break;
        case 'S': clients.random_state = strtoull(optarg, NULL, 10); break;
        default: usage();
        }
    }
    if (optind != argc || port <= 0 || port > 65535)
        usage();
    set_server(address, port);
    check_ranges();
}

int main(int argc, char **argv)
{
    parse(argc, argv);
    open_sockets();
    run();
    return totals.invalid == 0 && totals.replies > 0 ? 0 : 1;
}
