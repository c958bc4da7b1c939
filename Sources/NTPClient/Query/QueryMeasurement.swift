// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore
public import NTPSystem

/// What a server said of the time, once all of its answers were weighed. Times in seconds.
public struct QueryMeasurement: Hashable, Sendable {
    /// The address that answered.
    public var server: SocketAddress
    /// The time by which the server is ahead of this machine's clock; positive: that clock is slow.
    public var offset: Double
    /// The bound on the error of the offset: the root distance, seen from here. See RFC 5905, section 11.2.
    public var maximumError: Double
    /// The round trip without the server's share.
    public var delay: Double
    /// The root mean square of how much the other offsets differ; nil with a single measurement.
    public var jitter: Double?
    /// How many measurements this is the best of.
    public var samples: Int
    /// The best one: its four timestamps, who took them, and the server's header.
    public var exchange: Measurement

    /// Nil when nothing was measured.
    init?(_ result: QueryResult) {
        guard let best = result.best, let address = result.address else { return nil }
        server = address
        offset = best.offset
        maximumError = best.offsetError
        delay = best.delay
        jitter = result.jitter
        samples = result.measurements.count
        exchange = best
    }

    /// The server's own stratum.
    public var stratum: UInt8 {
        exchange.packet.stratum
    }

    /// The leap second that the server announces.
    public var leap: LeapIndicator {
        exchange.packet.leap
    }

    /// What this machine's clock reads, corrected.
    public var now: NTPDate {
        RealtimeClock.now.advanced(by: offset)
    }
}
