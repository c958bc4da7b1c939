// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* Names to addresses in a thread of its own, because getaddrinfo may take a minute. */

#ifndef NTP_RESOLVE_H
#define NTP_RESOLVE_H

#include "ntp_address.h"

/* More than a pool's name resolves to, and few enough for an answer to fit into a pipe in one piece. */
#define NTP_RESOLVE_ADDRESSES 32

/* What a thread writes into the pipe: one write of the whole, which the kernel keeps together. */
struct ntp_resolution {
    uint32_t request;
    int32_t error;        /* what getaddrinfo returned; 0: success */
    int32_t system_error; /* errno, when `error` is EAI_SYSTEM */
    uint32_t count;
    struct ntp_address addresses[NTP_RESOLVE_ADDRESSES];
};

/* Which addresses are wanted. */
enum ntp_resolve_families { NTP_RESOLVE_ANY, NTP_RESOLVE_V4, NTP_RESOLVE_V6 };

/* Makes the pipe: both ends are closed on exec. */
int ntp_resolve_open(int *read_end, int *write_end);

/*
 * Starts a thread that looks the name up and writes an answer into `pipe`, of which it keeps a copy.
 * The thread takes no signals. The port of the addresses is 0.
 */
int ntp_resolve_start(int pipe, uint32_t request, const char *name, enum ntp_resolve_families families);

/* Reads an answer, and waits for it; returns 1, or 0 when none will come. */
int ntp_resolve_take(int pipe, struct ntp_resolution *resolution);

/* What the error means. */
const char *ntp_resolve_error_text(const struct ntp_resolution *resolution);

/* Whether asking again later may help. */
int ntp_resolve_is_temporary(const struct ntp_resolution *resolution);

#endif
