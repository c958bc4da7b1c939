// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// A server's answer to a datagram, without a socket.

import NTPCore
import NTPServer

var generator = SystemRandomNumberGenerator()
let access = AccessList([AccessList.Rule(.allow, Subnet(ipv4: 0xC000_0200, prefixLength: 24))])
nonisolated(unsafe) var responder = Responder(
    access: access, state: ServerState(.unsynchronized, precision: -20, using: &generator),
    rateLimit: nil, seed: generator.next())

func answer(_ datagram: [UInt8], from client: ClientAddress, receivedAt: NTPDate, now: NTPDate) -> [UInt8]? {
    var reply = [UInt8](repeating: 0, count: datagram.count)
    let (verdict, length) = reply.withUnsafeMutableBytes { buffer in
        var output = OutputRawSpan(buffer: buffer, initializedCount: 0)
        let verdict = responder.respond(
            to: datagram.span.bytes, from: client, receivedAt: receivedAt, transmitAt: now, into: &output)
        return (verdict, output.finalize(for: buffer))
    }
    if case .drop(let reason) = verdict {
        print("no answer: \(reason)")
        return nil
    }
    return Array(reply[..<length])
}

let client = ClientAddress(ipv4: 0xC000_0207, port: 40_000)
let now = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)
print(answer([0x23] + [UInt8](repeating: 0, count: 47), from: client, receivedAt: now, now: now) ?? [])
