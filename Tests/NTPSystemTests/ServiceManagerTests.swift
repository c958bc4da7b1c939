// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc
import Testing

@testable import NTPSystem

@Suite struct `Service manager` {
    @Test func `is told at a path`() throws {
        let path = "/tmp/ntpd-notify-\(getpid())"
        let socket = try UnixDatagramSocket(bindingTo: path)
        ServiceManager(socket: path).report(.ready)
        var told = ""
        try socket.answer { bytes in
            let text = bytes.byteOffsets.map { unsafe bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
            told = String(decoding: text, as: UTF8.self)
            return nil
        }
        socket.remove()
        #expect(told == "READY=1")
    }

    @Test(arguments: [nil, "", "relative", "/nowhere/at/all", "@nobody", String(repeating: "/a", count: 100)])
    func `that isn't there is done without`(socket: String?) {
        ServiceManager(socket: socket).report(.stopping)
    }
}
