// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
public import NTPSystem

/// The system's clock with the bound on its error that a daemon on this machine publishes: `ntpd` by `clockboundfile`, or
/// Amazon's ClockBound.
///
/// For machines whose own clock is disciplined; nothing is asked over the network. Takes no lock and no system call. The
/// system's clock may be stepped, so readings may go backwards, within their bounds.
public struct ErrorBoundClock: Sendable {
    /// Where ClockBound's clients look for the segment.
    public static let standardPath = "/var/run/clockbound/shm0"

    /// A bound that is older than this, in nanoseconds, is no longer kept up.
    private static let freshness: Int64 = 5_000_000_000
    /// By how much the coarse clock may be read in the wrong order, in nanoseconds.
    private static let causality: Int64 = 1_000

    private let reader: BoundReader
    private let vmclock: VMClock?

    /// - Throws: When there is no segment, or what is there isn't one of version 2.
    public init(
        path: String = ErrorBoundClock.standardPath, vmclock: String = VMClock.standardPath
    ) throws(SystemError) {
        reader = try BoundReader(at: path)
        self.vmclock = VMClock(at: vmclock)
    }

    /// What the system's clock reads, with its bound; there is none unless the standing is `synchronized` or
    /// `freeRunning`.
    public var now: BoundedTime {
        let content = reader.content
        let reading = NTPClient.Instant(RealtimeClock.now).nanoseconds
        let time = CoarseClock.now
        guard let content else {
            return BoundedTime(reading: reading, bound: .infinity, standing: .unsynchronized)
        }
        let standing = standing(of: content, at: time)
        guard standing == .synchronized || standing == .freeRunning else {
            return BoundedTime(reading: reading, bound: .infinity, standing: standing)
        }
        let growth = Double(max(0, time &- content.asOf)) * Double(content.maximumDrift) * 1e-9
        return BoundedTime(reading: reading, bound: Double(content.bound) + growth, standing: standing)
    }

    private func standing(of content: BoundContent, at time: Int64) -> ClockStanding {
        if let marker = content.disruptionMarker, let latest = vmclock?.marker, marker != latest {
            return .disrupted
        }
        let age = time &- content.asOf
        guard age >= -Self.causality, time <= content.voidAfter, content.bound >= 0 else {
            return content.status == .disrupted ? .disrupted : .unsynchronized
        }
        switch content.status {
        case .unknown: return .unsynchronized
        case .disrupted: return .disrupted
        case .freeRunning: return .freeRunning
        case .synchronized: return age <= Self.freshness ? .synchronized : .freeRunning
        }
    }
}
