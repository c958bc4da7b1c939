// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#include "include/ntpcore.h"

const char *ntpcore_error_string(ntpcore_error error) {
    switch (error) {
    case NTPCORE_OK: return "success";
    case NTPCORE_INVALID_ARGUMENT: return "an argument is null or out of range";
    case NTPCORE_BUFFER_TOO_SMALL: return "the buffer is too small";
    case NTPCORE_TRUNCATED: return "the datagram is too short";
    case NTPCORE_UNSUPPORTED_VERSION: return "the version of the protocol isn't supported";
    case NTPCORE_BAD_EXTENSION_FIELD: return "an extension field has an impossible length";
    case NTPCORE_TRAILING_BYTES: return "bytes at the end are neither an extension field nor an authenticator";
    case NTPCORE_UNRELATED: return "the datagram isn't the answer";
    case NTPCORE_REJECTED: return "the server's answer failed a test";
    case NTPCORE_KISSED: return "the server refuses to answer";
    case NTPCORE_NOTHING_NEW: return "the server's answer measures nothing new";
    case NTPCORE_NO_ESTIMATE: return "too little is known for an estimate";
    case NTPCORE_NOT_FOUND: return "there is no such thing";
    case NTPCORE_AGAIN: return "another request is to be sent";
    case NTPCORE_NOT_ALLOWED: return "the daemon doesn't tell this to everybody";
    case NTPCORE_REFUSED: return "the daemon refuses the request";
    case NTPCORE_MALFORMED: return "the contents make no sense";
    case NTPCORE_TIMEOUT: return "there was no answer in time";
    case NTPCORE_SYSTEM: return "a system call failed";
    case NTPCORE_UNAVAILABLE: return "the clock's segment can't be read now";
    }
    return "unknown error";
}
