// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem
import Testing

@testable import NTPDaemon

@Suite struct `The limit to commands` {
    private static let host = SocketAddress(ipv4: 0xC000_0201, port: 1000)

    private static func instant(_ seconds: Double) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: 1_000_000_000_000).advanced(by: seconds)
    }

    private static func limiter(interval: Int = 0, burst: Int = 8, leak: Int = 4) -> CommandLimiter {
        CommandLimiter(RateLimitConfiguration(interval: interval, burst: burst, leak: leak))
    }

    @Test func `lets a burst through, and then only what leaks`() {
        var limiter = Self.limiter()
        let admitted = (0..<8).count { _ in limiter.admits(Self.host, now: Self.instant(0)) }
        #expect(admitted == 8)
        let leaked = (0..<16_000).count { _ in limiter.admits(Self.host, now: Self.instant(0)) }
        // One in 16: a thousand, and five standard deviations.
        #expect(850...1150 ~= leaked)
    }

    @Test func `lets one through in each interval`() {
        var limiter = Self.limiter(interval: -4, burst: 1)
        let admitted = (0..<100).count { limiter.admits(Self.host, now: Self.instant(Double($0) / 16)) }
        #expect(admitted == 100)
    }

    @Test func `counts an address, whatever its port`() {
        var limiter = Self.limiter(burst: 255)
        var host = Self.host
        for port in UInt16(1)...255 {
            host.port = port
            _ = limiter.admits(host, now: Self.instant(0))
        }
        let admitted = (0..<1000).count { _ in limiter.admits(Self.host, now: Self.instant(0)) }
        #expect(admitted < 150)
    }

    @Test func `takes nothing from one address for another`() {
        var limiter = Self.limiter(burst: 1)
        _ = limiter.admits(Self.host, now: Self.instant(0))
        // Some fall into the same place as others; none is refused for it.
        let admitted = (0..<1000).count { number in
            limiter.admits(SocketAddress(ipv4: 0x0A00_0000 + UInt32(number), port: 1), now: Self.instant(0))
        }
        #expect(admitted == 1000)
    }
}
