// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// A control request to its reply: never longer than the request, and orders are taken from nobody on the network.

import NTPCore
@testable import NTPControl

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let datagram = UnsafeRawBufferPointer(start: start, count: count)
    for transport in [ControlTransport.udp, .unix] {
        var target = RecordingTarget()
        let reply = CommandHandler().reply(to: datagram.bytes, over: transport, from: &target)
        precondition(reply?.count ?? 0 <= count, "the reply is too long")
        precondition(transport == .unix || target.calls.isEmpty, "a stranger gives orders")
    }
    return 0
}
