// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc
import NTPClient
import NTPSystem
import Testing

@Suite struct `Error-bound clock` {
    /// A reading with the segment changed from one that is good.
    private func reading(_ change: (inout BoundContent) -> Void) throws -> BoundedTime {
        let path = "/tmp/ntp-bound-clock-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        defer { unsafe unlink(path) }
        let now = CoarseClock.now
        var content = BoundContent(
            asOf: now, voidAfter: now + 1_000_000_000_000, bound: 1_000_000, maximumDrift: 1_000_000,
            status: .synchronized, disruptionMarker: nil)
        change(&content)
        var segment = try BoundSegment(at: path)
        segment.write(content)
        return try ErrorBoundClock(path: path, vmclock: "/nonexistent").now
    }

    @Test func `reads the system's clock with a bound that has grown`() throws {
        let now = try reading { $0.asOf -= 2_000_000_000 }
        #expect(now.standing == .synchronized)
        let bound = try #require(now.maximumError)
        // A millisecond, and two by the drift.
        #expect(bound >= .microseconds(3_000) && bound < .microseconds(4_000))
        #expect(now.time.duration(to: NTPClient.Instant(RealtimeClock.now)) < .seconds(1))
    }

    @Test func `relies on a status as long as it is kept up, and on a bound until it is void`() throws {
        #expect(try reading { $0.asOf -= 6_000_000_000 }.standing == .freeRunning)
        #expect(try reading { $0.status = .freeRunning }.standing == .freeRunning)
        #expect(try reading { $0.voidAfter = CoarseClock.now - 1 }.standing == .unsynchronized)
        #expect(try reading { $0.asOf += 1_000_000_000 }.standing == .unsynchronized)
        #expect(try reading { $0.status = .unknown }.maximumError == nil)
        #expect(try reading { $0.status = .disrupted }.standing == .disrupted)
    }

    @Test func `isn't there without a segment`() {
        #expect(throws: SystemError.self) { _ = try ErrorBoundClock(path: "/nonexistent/shm0") }
    }
}
