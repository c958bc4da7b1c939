// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPControl

/// What command protocols have been broken by before, by the numbers of docs/threat-model.md; Tests/Mutations shows
/// that each of these fails without its protection.
@Suite struct `Past attacks on commands` {
    @Test(arguments: Exchange.reports + Exchange.actions)
    func `1 amplification: a request that is cut short gets no more than it has`(exchange: Exchange) {
        var target = RecordingTarget()
        for length in 0..<exchange.request.count {
            let reply = Self.reply(to: Array(exchange.request.prefix(length)), over: .unix, &target)
            #expect((reply?.count ?? 0) <= length)
        }
    }

    @Test func `2 reply loops: a reply is never answered`() {
        var target = RecordingTarget()
        for exchange in Exchange.reports {
            #expect(Self.reply(to: exchange.reply, over: .udp, &target) == nil)
        }
    }

    @Test func `12 malformed commands: a length that the command doesn't have is refused before it is read`()
    {
        var target = RecordingTarget()
        for exchange in Exchange.actions {
            let short = Array(exchange.request.dropLast(4))
            _ = Self.reply(to: short, over: .unix, &target)
        }
        #expect(target.calls.isEmpty)
    }

    @Test func `12 orders from strangers: none is taken over the network`() {
        var target = RecordingTarget()
        for exchange in Exchange.actions { _ = Self.reply(to: exchange.request, over: .udp, &target) }
        #expect(target.calls.isEmpty)
    }

    private static func reply(
        to datagram: [UInt8], over transport: ControlTransport, _ target: inout RecordingTarget
    ) -> [UInt8]? {
        unsafe CommandHandler().reply(to: datagram.span.bytes, over: transport, from: &target)
    }
}
