// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// A control reply to a report: the first two bytes are the command that was asked, the rest is the reply.

import NTPCore
@testable import NTPControl

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: start, count: count)
    guard count >= 2, let command = ControlCommand(rawValue: UInt16(input[0]) << 8 | UInt16(input[1])) else {
        return 0
    }
    var datagram = Array(input.dropFirst(2))
    let header = RequestHeader(command: command, sequence: 7)
    // What anybody on this machine would get right.
    if datagram.count >= 28 {
        datagram.replaceSubrange(0..<2, with: [6, 2])
        datagram.replaceSubrange(4..<6, with: input[..<2])
        datagram.replaceSubrange(16..<20, with: [0, 0, 0, 7])
    }
    guard let reply = try? ControlReply(parsing: datagram.span.bytes, to: header) else { return 0 }
    let again = reply.datagram(to: header)
    precondition(again?.count ?? 0 <= header.datagramLength, "what was read can't be sent on")
    return 0
}
