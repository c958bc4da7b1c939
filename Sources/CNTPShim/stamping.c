// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#define _GNU_SOURCE
#include "include/ntp_stamping.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/net_tstamp.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* Any socket will do: the request names the interface. */
static int ask_interface(const char *interface, unsigned long question, void *data) {
    struct ifreq request = {.ifr_data = data};
    if (strlen(interface) >= sizeof request.ifr_name)
        return -ENODEV;
    strcpy(request.ifr_name, interface);
    int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return -errno;
    int error = ioctl(descriptor, question, &request) < 0 ? -errno : 0;
    close(descriptor);
    return error;
}

static int has(uint32_t set, unsigned filter) {
    return (set >> filter & 1) != 0;
}

int ntp_stamping_abilities(const char *interface, struct ntp_stamping_abilities *abilities) {
    struct ethtool_ts_info info = {.cmd = ETHTOOL_GET_TS_INFO};
    int error = ask_interface(interface, SIOCETHTOOL, &info);
    if (error < 0)
        return error;
    int is_raw = (info.so_timestamping & SOF_TIMESTAMPING_RAW_HARDWARE) != 0;
    abilities->clock = info.phc_index;
    abilities->stamps_sent = is_raw && (info.so_timestamping & SOF_TIMESTAMPING_TX_HARDWARE) != 0
        && has(info.tx_types, HWTSTAMP_TX_ON);
    abilities->stamps_received = is_raw && (info.so_timestamping & SOF_TIMESTAMPING_RX_HARDWARE) != 0;
    abilities->filters = 1 << NTP_FILTER_NO_PACKETS;
    if (has(info.rx_filters, HWTSTAMP_FILTER_ALL))
        abilities->filters |= 1 << NTP_FILTER_ALL;
    if (has(info.rx_filters, HWTSTAMP_FILTER_NTP_ALL))
        abilities->filters |= 1 << NTP_FILTER_NTP;
    if (has(info.rx_filters, HWTSTAMP_FILTER_PTP_V2_L4_EVENT) || has(info.rx_filters, HWTSTAMP_FILTER_PTP_V2_EVENT))
        abilities->filters |= 1 << NTP_FILTER_PTP;
    return 0;
}

static void take_configuration(struct ntp_stamping *stamping, const struct hwtstamp_config *configuration) {
    stamping->stamps_sent = configuration->tx_type == HWTSTAMP_TX_ON;
    switch (configuration->rx_filter) {
    case HWTSTAMP_FILTER_ALL: stamping->filter = NTP_FILTER_ALL; break;
    case HWTSTAMP_FILTER_NTP_ALL: stamping->filter = NTP_FILTER_NTP; break;
    case HWTSTAMP_FILTER_NONE: stamping->filter = NTP_FILTER_NO_PACKETS; break;
    default: stamping->filter = NTP_FILTER_PTP;
    }
}

int ntp_stamping_get(const char *interface, struct ntp_stamping *stamping) {
    struct hwtstamp_config configuration = {0};
    int error = ask_interface(interface, SIOCGHWTSTAMP, &configuration);
    if (error == 0)
        take_configuration(stamping, &configuration);
    return error;
}

int ntp_stamping_set(const char *interface, struct ntp_stamping *stamping) {
    static const int filters[] = {
        [NTP_FILTER_NO_PACKETS] = HWTSTAMP_FILTER_NONE, [NTP_FILTER_NTP] = HWTSTAMP_FILTER_NTP_ALL,
        [NTP_FILTER_PTP] = HWTSTAMP_FILTER_PTP_V2_L4_EVENT, [NTP_FILTER_ALL] = HWTSTAMP_FILTER_ALL};
    struct hwtstamp_config configuration = {
        .tx_type = HWTSTAMP_TX_ON, .rx_filter = filters[stamping->filter]};
    int error = ask_interface(interface, SIOCSHWTSTAMP, &configuration);
    if (error == -ERANGE && stamping->filter == NTP_FILTER_PTP) {
        /* Some have only the one that isn't for UDP alone. */
        configuration = (struct hwtstamp_config){
            .tx_type = HWTSTAMP_TX_ON, .rx_filter = HWTSTAMP_FILTER_PTP_V2_EVENT};
        error = ask_interface(interface, SIOCSHWTSTAMP, &configuration);
    }
    if (error == 0)
        take_configuration(stamping, &configuration);
    return error;
}
