// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/* Sends a datagram to itself, and gets the kernel's stamp of its arrival. */

#include <CNTPShim.h>
#include <stdio.h>

int main(void) {
    struct ntp_address address = {0};
    struct ntp_batch *batch = ntp_batch_create(1);
    int descriptor = ntp_socket_open(NTP_FAMILY_V4);
    if (!batch || descriptor < 0 || ntp_address_parse("127.0.0.1", &address) < 0
        || ntp_socket_bind(descriptor, &address) < 0 || ntp_socket_local_address(descriptor, &address) < 0
        || ntp_socket_connect(descriptor, &address) < 0 || ntp_socket_stamp_received(descriptor) < 0)
        return 1;
    struct pollfd waiting = {.fd = descriptor, .events = POLLIN};
    if (ntp_socket_send(descriptor, "x", 1) != 1 || ntp_wait(&waiting, 1, 1000) != 1
        || ntp_batch_receive(batch, descriptor) != 1)
        return 1;
    const struct ntp_datagram *datagram = ntp_batch_datagrams(batch);
    if (!datagram->is_kernel_stamp)
        return 1;
    printf("PASS  a program in C gets the kernel's stamp of a datagram: %lld s\n", (long long)datagram->seconds);
    ntp_batch_destroy(batch);
    return 0;
}
