// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// The header in C++, with handles that end with their scope.

#include <ntpcore.h>

#include <array>
#include <memory>
#include <type_traits>

#include "claims.h"

struct Destroy {
    void operator()(ntpcore_association *handle) const { ntpcore_association_destroy(handle); }
    void operator()(ntpcore_session *handle) const { ntpcore_session_destroy(handle); }
};

static_assert(std::is_standard_layout<ntpcore_measurement>::value, "structures are those of C");
static_assert(std::is_trivially_copyable<ntpcore_field>::value, "structures are those of C");

int main() {
    std::unique_ptr<ntpcore_association, Destroy> server(ntpcore_association_create(nullptr, 0));
    std::array<uint8_t, NTPCORE_HEADER_SIZE> request{};
    size_t length = 0;
    ntpcore_error error =
        ntpcore_association_write_request(server.get(), 0, request.data(), request.size(), &length);
    claim(error == NTPCORE_OK && length == request.size(), "a program in C++ writes a request", "%zu bytes", length);

    std::unique_ptr<ntpcore_session, Destroy> session(ntpcore_session_create());
    std::array<uint8_t, NTPCORE_SESSION_BUFFER_SIZE> datagram{};
    error = ntpcore_session_request(session.get(), NTPCORE_REPORT_TRACKING, 0);
    if (error == NTPCORE_OK)
        error = ntpcore_session_write(session.get(), datagram.data(), datagram.size(), &length);
    claim(error == NTPCORE_OK && length == 104, "and asks a daemon for a report", "%zu bytes", length);
    return failures != 0;
}
