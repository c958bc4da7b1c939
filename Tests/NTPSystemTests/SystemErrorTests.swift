// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc
import NTPSystem
import Testing

@Suite struct `System error` {
    @Test func `names the operation, the object, the reason and the remedy`() {
        let error = SystemError(code: EACCES, operation: "bind", object: "0.0.0.0:123", remedy: "run as root")
        #expect(error.description == "bind 0.0.0.0:123: Permission denied (run as root)")
        #expect(
            SystemError(code: ENOSPC, operation: "write", object: "/x").description
                == "write /x: No space left on device")
        #expect(
            SystemError(code: EINTR, operation: "receive").description == "receive: Interrupted system call")
    }
}
