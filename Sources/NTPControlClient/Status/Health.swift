// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPControl
import NTPCore

/// Whether a clock is good enough, for probes.
package struct Health: Presentation {
    /// What is asked for.
    package struct Requirements: Hashable, Sendable {
        /// The largest error bound, in seconds; nil: any.
        package var maximumError: Double?
        /// The largest remaining correction, in seconds; nil: any.
        package var maximumCorrection: Double?
        /// The largest skew, in s/s; nil: any.
        package var maximumSkew: Double?
        /// Whether a clock that follows itself counts as synchronised.
        package var acceptsLocal = false

        package init() {}
    }

    private let report: TrackingReport
    private let clockUse: ClockUse?
    /// What isn't as it should be; nothing for a healthy clock.
    package let complaints: [String]

    /// - Parameter sources: What is known of the sources; nil if that isn't asked for, or not permitted.
    package init(
        _ report: TrackingReport, sources: [SourceReport]? = nil, clockUse: ClockUse? = nil,
        _ requirements: Requirements
    ) {
        self.report = report
        self.clockUse = clockUse
        guard report.isSynchronized, let error = report.errorBound else {
            complaints = ["not synchronised"]
            return
        }
        var complaints: [String] = []
        if report.referenceID == .local, !requirements.acceptsLocal {
            complaints.append("the clock follows itself, not a source")
        }
        // The error bound grows so slowly without sources that it would tell of their end only after days.
        if report.referenceID != .local, let sources, sources.allSatisfy({ !$0.reach.isReachable }) {
            complaints.append("no source has answered lately")
        }
        if let limit = requirements.maximumError, error > limit {
            complaints.append("error bound \(Quantity.seconds(error)) is beyond \(Quantity.seconds(limit))")
        }
        if let limit = requirements.maximumCorrection, report.remainingCorrection.magnitude > limit {
            let correction = Quantity.seconds(report.remainingCorrection.magnitude)
            complaints.append("remaining correction \(correction) is beyond \(Quantity.seconds(limit))")
        }
        if let limit = requirements.maximumSkew, report.skew > limit {
            complaints.append("skew \(Quantity.ppm(report.skew)) is beyond \(Quantity.ppm(limit))")
        }
        self.complaints = complaints
    }

    package var isHealthy: Bool {
        complaints.isEmpty
    }

    package var text: String {
        guard isHealthy else { return "unhealthy: " + complaints.joined(separator: "; ") }
        let bound = Quantity.seconds(report.errorBound ?? .infinity)
        let remark = clockUse.map { $0 == .steered ? "" : "; the system clock is \($0.words)" } ?? ""
        return "healthy: synchronised, error bound \(bound)" + remark
    }

    package var json: JSON {
        .object([
            "healthy": .bool(isHealthy),
            "complaints": .array(complaints.map { .string($0) }),
            "synchronized": .bool(report.isSynchronized),
            "error_bound": .number(report.errorBound),
            "remaining_correction": .number(report.remainingCorrection),
            "skew": .number(report.skew),
            "clock_use": .string(clockUse?.key),
        ])
    }
}
