// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim

/// What ClockBound's segment tells of the system's clock.
public struct BoundContent: Hashable, Sendable {
    public enum Status: Int32, Hashable, Sendable {
        case unknown, synchronized, freeRunning, disrupted
    }

    /// When the bound held, by CLOCK_MONOTONIC_COARSE, in nanoseconds.
    public var asOf: Int64
    /// Beyond this, nothing is guaranteed.
    public var voidAfter: Int64
    /// The bound on the error of CLOCK_REALTIME at that time, in nanoseconds.
    public var bound: Int64
    /// By how much it grows, in 10⁻⁹.
    public var maximumDrift: UInt32
    public var status: Status
    /// What the VMClock had when the clock was last synchronised; nil on a machine without one.
    public var disruptionMarker: UInt64?

    /// What is told before anything is known.
    public static let unknown = BoundContent(
        asOf: 0, voidAfter: 0, bound: 0, maximumDrift: 0, status: .unknown, disruptionMarker: nil)

    public init(
        asOf: Int64, voidAfter: Int64, bound: Int64, maximumDrift: UInt32, status: Status,
        disruptionMarker: UInt64?
    ) {
        self.asOf = asOf
        self.voidAfter = voidAfter
        self.bound = bound
        self.maximumDrift = maximumDrift
        self.status = status
        self.disruptionMarker = disruptionMarker
    }
}

extension BoundContent {
    init(_ content: ntp_bound) {
        self.init(
            asOf: content.as_of.total, voidAfter: content.void_after.total, bound: content.bound,
            maximumDrift: content.maximum_drift, status: Status(rawValue: content.status) ?? .unknown,
            disruptionMarker: content.supports_disruption != 0 ? content.disruption_marker : nil)
    }

    var cContent: ntp_bound {
        var content = ntp_bound()
        content.as_of = ntp_time(nanoseconds: asOf)
        content.void_after = ntp_time(nanoseconds: voidAfter)
        content.bound = bound
        content.disruption_marker = disruptionMarker ?? 0
        content.maximum_drift = maximumDrift
        content.status = status.rawValue
        content.supports_disruption = disruptionMarker == nil ? 0 : 1
        return content
    }
}

/// CLOCK_MONOTONIC_COARSE: the timescale of the segment.
public enum CoarseClock {
    /// In nanoseconds.
    public static var now: Int64 {
        ntp_coarse_now().total
    }

    /// By how much a reading may lag, in seconds.
    public static var resolution: Double {
        Double(ntp_coarse_resolution()) * 1e-9
    }
}

extension ntp_time {
    fileprivate init(nanoseconds: Int64) {
        self.init(seconds: nanoseconds / 1_000_000_000, nanoseconds: nanoseconds % 1_000_000_000)
    }

    /// Wraps beyond 292 years: the file may hold anything.
    fileprivate var total: Int64 {
        seconds &* 1_000_000_000 &+ nanoseconds
    }
}
