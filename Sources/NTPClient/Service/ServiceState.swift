// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// What a service follows, and whether it can be relied upon.
public struct ServiceState: Hashable, Sendable {
    /// How far the clock can be relied upon.
    public internal(set) var standing = ClockStanding.unsynchronized
    /// The server that the others are weighed with, by its name; nil while none is believed.
    public internal(set) var server: String?
    /// 0 while unsynchronised, else one more than that server's.
    public internal(set) var stratum: UInt8 = 0
    /// The leap second that most servers announce. The service's clock doesn't take part in it: see "Leap seconds" in
    /// the documentation.
    public internal(set) var leap = LeapIndicator.unsynchronized
    /// What last went wrong, for a person to read; nil when nothing is wrong.
    public internal(set) var problem: String?

    init() {}
}

/// Figures of a service, for metrics and logs.
public struct ServiceReport: Hashable, Sendable {
    /// What is followed.
    public internal(set) var state = ServiceState()
    /// Offset, frequency and their uncertainties at the latest update.
    public internal(set) var tracking = Tracking.unsynchronized
    /// Each server, in the order in which they were named.
    public internal(set) var servers: [ServerReport] = []

    init() {}
}

/// One server of a service.
public struct ServerReport: Hashable, Sendable {
    /// As it was named to the service.
    public var name: String
    /// Its numeric address with its port.
    public var address: String
    /// What was measured of it, and what the selection made of that.
    public var measurements: SourceSnapshot
}
