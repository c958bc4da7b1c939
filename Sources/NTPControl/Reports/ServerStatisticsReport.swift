// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What the daemon has done as a server since it was started.
public struct ServerStatisticsReport: Hashable, Sendable {
    /// Requests that were received, of NTP, of NTS key establishment and of control.
    public var ntpHits: UInt64 = 0
    /// Those for keys of NTS.
    public var nkeHits: UInt64 = 0
    /// Control requests.
    public var commandHits: UInt64 = 0
    /// Requests that were dropped because their senders sent too many.
    public var ntpDrops: UInt64 = 0
    /// Those for keys of NTS.
    public var nkeDrops: UInt64 = 0
    /// Control requests.
    public var commandDrops: UInt64 = 0
    /// Clients that were forgotten to make room for others.
    public var logDrops: UInt64 = 0
    /// NTP requests that were authenticated.
    public var authenticatedHits: UInt64 = 0
    /// NTP requests in interleaved mode.
    public var interleavedHits: UInt64 = 0
    /// How many timestamps are held for the interleaved mode, and the time in seconds that they span.
    public var heldTimestamps: UInt64 = 0
    /// In seconds.
    public var heldTimestampSpan: UInt64 = 0
    /// Nil from a daemon that doesn't count them.
    public var timestamps: TimestampCounts?

    public init() {}

    /// By what the timestamps of replies were taken.
    public struct TimestampCounts: Hashable, Sendable {
        /// Arrivals by the daemon.
        public var daemonReceive: UInt64 = 0
        /// Departures by the daemon.
        public var daemonTransmit: UInt64 = 0
        /// Arrivals by the kernel.
        public var kernelReceive: UInt64 = 0
        /// Departures by the kernel.
        public var kernelTransmit: UInt64 = 0
        /// Arrivals by the network interface.
        public var hardwareReceive: UInt64 = 0
        /// Departures by the network interface.
        public var hardwareTransmit: UInt64 = 0

        public init() {}
    }
}

extension ServerStatisticsReport {
    /// The counters that every version of the reply has, in its order.
    private static var counters: [WritableKeyPath<Self, UInt64>] {
        [
            \.ntpHits, \.nkeHits, \.commandHits, \.ntpDrops, \.nkeDrops, \.commandDrops, \.logDrops,
            \.authenticatedHits, \.interleavedHits, \.heldTimestamps, \.heldTimestampSpan,
        ]
    }

    private static var timestampCounters: [WritableKeyPath<TimestampCounts, UInt64>] {
        [
            \.daemonReceive, \.daemonTransmit, \.kernelReceive, \.kernelTransmit, \.hardwareReceive,
            \.hardwareTransmit,
        ]
    }

    init(parsing body: RawSpan) {
        for (index, counter) in Self.counters.enumerated() {
            self[keyPath: counter] = body.loadBigEndian(8 * index)
        }
        var counts = TimestampCounts()
        for (index, counter) in Self.timestampCounters.enumerated() {
            counts[keyPath: counter] = body.loadBigEndian(8 * (Self.counters.count + index))
        }
        timestamps = counts
    }

    /// What daemons sent before they counted timestamps.
    init(parsingOlder body: RawSpan) {
        for (index, counter) in Self.counters.enumerated() {
            self[keyPath: counter] = UInt64(body.loadBigEndian(4 * index, as: UInt32.self))
        }
    }

    func write(into writer: inout WireWriter) {
        for counter in Self.counters { writer.append(self[keyPath: counter]) }
        let counts = timestamps ?? TimestampCounts()
        for counter in Self.timestampCounters { writer.append(counts[keyPath: counter]) }
        writer.appendReserved(32)
    }

    /// Counters that don't fit wrap around, as they do in the daemons that know nothing else.
    func writeOlder(into writer: inout WireWriter) {
        for counter in Self.counters { writer.append(UInt32(truncatingIfNeeded: self[keyPath: counter])) }
    }
}
