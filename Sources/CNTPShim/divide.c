// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "include/ntp_socket.h"

#include <errno.h>
#include <linux/filter.h>
#include <sys/socket.h>

/* Where the sender's address begins in the header of a packet. */
#define SENDER_V4 ((uint32_t)SKF_NET_OFF + 12)
#define SENDER_V6 ((uint32_t)SKF_NET_OFF + 8)
/* For the first half of an IPv6 prefix: Knuth's multiplier, so that the halves of it count differently. */
#define OTHER_KEY 2654435761u

/* Turns what is in the accumulator into the number of a socket. */
#define SCATTER(key, count)                                                                                          \
    BPF_STMT(BPF_ALU | BPF_MUL | BPF_K, key), BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, 16),                               \
        BPF_STMT(BPF_ALU | BPF_MOD | BPF_K, count), BPF_STMT(BPF_RET | BPF_A, 0)

static int attach(int socket, struct sock_filter *program, unsigned short length) {
    struct sock_fprog description = {.len = length, .filter = program};
    int result = setsockopt(socket, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &description, sizeof description);
    return result < 0 ? -errno : 0;
}

int ntp_socket_divide_by_sender(int socket, enum ntp_family family, uint32_t count, uint32_t key) {
    key |= 1; /* an even multiplier would lose bits */
    struct sock_filter v4[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, SENDER_V4), SCATTER(key, count)};
    struct sock_filter v6[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, SENDER_V6),
        BPF_STMT(BPF_ALU | BPF_MUL | BPF_K, OTHER_KEY),
        BPF_STMT(BPF_MISC | BPF_TAX, 0),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, SENDER_V6 + 4),
        BPF_STMT(BPF_ALU | BPF_XOR | BPF_X, 0),
        SCATTER(key, count),
    };
    return family == NTP_FAMILY_V6 ? attach(socket, v6, sizeof v6 / sizeof *v6)
                                   : attach(socket, v4, sizeof v4 / sizeof *v4);
}
