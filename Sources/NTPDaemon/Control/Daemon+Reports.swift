// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore
internal import NTPServer
internal import NTPSystem

/// Reports on the daemon as a whole.
extension Daemon {
    func tracking() throws(ControlStatus) -> TrackingReport {
        let date = clock.now
        let told = synchronizer.tracking(at: date)
        // What is still to be slewed has a place of its own in the report.
        let tracking = told.isLocal ? told : synchronizer.tracking
        var report = TrackingReport(
            tracking, address: address(of: tracking),
            remainingCorrection: synchronizer.pendingOffset(at: date), at: date)
        report.referenceTime = report.referenceTime?.advanced(by: -control.referenceTimeBlur)
        // Before the first update, the bound is only what was assumed of any oscillator.
        if !tracking.isSynchronized { report.skew = 0 }
        return report
    }

    /// The address of whom the clock follows, or followed last.
    private func address(of tracking: Tracking) -> ControlAddress {
        let isOwn = tracking.isLocal || tracking.referenceID == .unsynchronized
        return isOwn ? .unspecified : followedAddress.map { ControlAddress($0) } ?? .unspecified
    }

    func clockUse() throws(ControlStatus) -> ClockUse {
        guard !clock.isSystem else { return .steered }
        return leavesClockAlone ? .leftAlone : .forbidden
    }

    func activity() throws(ControlStatus) -> ActivityReport {
        var report = ActivityReport()
        for slot in table.slots {
            guard case .server(let server) = slot,
                let source = synchronizer.report(for: server.id, at: clock.now)
            else {
                report.unresolved += 1
                continue
            }
            switch (source.isOnline, source.isInBurst) {
            case (true, false): report.online += 1
            case (false, false): report.offline += 1
            case (true, true): report.burstOnline += 1
            case (false, true): report.burstOffline += 1
            }
        }
        return report
    }

    func serverStatistics() throws(ControlStatus) -> ServerStatisticsReport {
        let counters = timeServer.counters
        var report = ServerStatisticsReport()
        report.ntpHits =
            counters.answered &+ counters.unauthenticated &+ counters.limited &+ counters.kissed
        report.ntpDrops = counters.limited
        report.logDrops = timeServer.forgottenClients
        report.authenticatedHits = counters.authenticated
        report.interleavedHits = counters.interleaved
        let held = timeServer.departures
        report.heldTimestamps = UInt64(held.count)
        report.heldTimestampSpan = UInt64(max(0, held.span))
        report.commandHits = control.hits
        report.commandDrops = control.drops
        var timestamps = ServerStatisticsReport.TimestampCounts()
        let stamps = timeServer.stamps
        timestamps.kernelReceive = stamps.kernel
        timestamps.daemonReceive = stamps.daemon
        // The kernel tells when a reply has left, too late for being said in it, but not in the next.
        timestamps.hardwareReceive = stamps.hardware
        timestamps.hardwareTransmit = stamps.hardwareDepartures
        let departures = max(stamps.departures, stamps.hardwareDepartures)
        timestamps.kernelTransmit = departures &- stamps.hardwareDepartures
        timestamps.daemonTransmit = counters.answered &- min(counters.answered, departures)
        report.timestamps = timestamps
        return report
    }

    func mayUse(_ service: AccessService, _ address: ControlAddress) throws(ControlStatus) -> Bool {
        guard let address = address.socketAddress else { throw .invalidAddressFamily }
        switch service {
        case .ntp: return timeServer.allows(ClientAddress(address))
        case .command: return control.allows(address)
        }
    }
}

extension Tracking {
    /// Whether it is the local reference, rather than a source whose reference ID is copied.
    fileprivate var isLocal: Bool { referenceID == .local && source == nil }
}
