// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPControl
package import NTPCore

/// How things stand, on one screen and in plain words.
package struct StatusPresentation: Presentation {
    private let snapshot: MetricsSnapshot
    private let now: NTPDate
    private let endpoint: String
    private let diagnosis: Diagnosis

    /// - Parameters:
    ///   - now: The local clock's reading.
    ///   - endpoint: Where the daemon answers.
    package init(_ snapshot: MetricsSnapshot, at now: NTPDate, endpoint: String) {
        self.snapshot = snapshot
        self.now = now
        self.endpoint = endpoint
        diagnosis = Diagnosis(snapshot, at: now)
    }

    package var text: String {
        var parts = [headline]
        parts.append(Table.list(tracking.isSynchronized ? clockFacts + generalFacts : generalFacts))
        if !diagnosis.findings.isEmpty {
            parts.append(diagnosis.findings.map(Self.text).joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }

    package var json: JSON {
        let presented = TrackingPresentation(
            tracking, name: snapshot.trackingName, clockUse: snapshot.clockUse
        ).json
        return .object([
            "synchronized": .bool(tracking.isSynchronized),
            "follows": .string(follows.rawValue),
            "source": .string(follows == .source ? snapshot.trackingName : nil),
            "stratum": .integer(tracking.stratum),
            "error_bound": .number(tracking.errorBound),
            "update_age": .number(updateAge),
            "findings": .array(diagnosis.findings.map(\.json)),
            "tracking": presented,
            "sources": SourcesPresentation(snapshot.sources).json,
        ])
    }

    private enum Reference: String {
        case source, local, nothing
    }

    private var tracking: TrackingReport {
        snapshot.tracking
    }

    private var follows: Reference {
        guard tracking.isSynchronized else { return .nothing }
        return tracking.referenceID == .local ? .local : .source
    }

    private var updateAge: Double? {
        tracking.referenceTime.map { now.seconds(since: $0) }
    }

    private var headline: String {
        switch follows {
        case .nothing: return "Not synchronised: the time of this machine can't be relied upon."
        case .local:
            return
                "Not synchronised to any source; the clock is served as it is, stratum \(tracking.stratum)."
        case .source:
            let address = tracking.address.description
            let isNamed = !address.isEmpty && address != snapshot.trackingName
            let source = snapshot.trackingName + (isNamed ? " (\(address))" : "")
            return "Synchronised to \(source), stratum \(tracking.stratum)."
        }
    }

    private var clockFacts: [(name: String, value: String)] {
        var error = tracking.errorBound.map { "at most \(Quantity.seconds($0))" } ?? "unknown"
        // Below this it makes no difference to anybody who reads this.
        if tracking.remainingCorrection.magnitude >= 1e-6 {
            error += "; \(Quantity.offset(tracking.remainingCorrection)) is being corrected"
        }
        var facts = [
            ("Clock error", error),
            ("Usual offset", "\(Quantity.seconds(tracking.rmsOffset)) at an update"),
            (
                "Frequency",
                "\(Quantity.frequency(tracking.frequency.ratio)) by itself, known to ± \(Quantity.ppm(tracking.skew))"
            ),
        ]
        if let age = updateAge {
            let interval = Quantity.age(tracking.updateInterval)
            facts.append(
                ("Last update", "\(Quantity.age(max(0, age))) ago; the one before it \(interval) earlier"))
        }
        if let statistics = selectedStatistics, statistics.samples > 0 {
            let span = Quantity.age(Double(statistics.span))
            facts.append(("Known from", "\(statistics.samples) samples over \(span)"))
        }
        if tracking.leap != .none { facts.append(("Leap second", tracking.leap.words)) }
        return facts
    }

    private var generalFacts: [(name: String, value: String)] {
        var facts = [("Sources", sourceCounts)]
        if let use = snapshot.clockUse, use != .steered { facts.append(("System clock", use.words)) }
        return facts + [("Daemon", "answers at \(endpoint)")]
    }

    private var selectedStatistics: SourceStatisticsReport? {
        snapshot.sources.first { $0.source.state == .selected }?.statistics
    }

    /// "4: 2 used, 1 standby, 1 unusable".
    private var sourceCounts: String {
        guard !snapshot.sources.isEmpty else { return "none" }
        let verdicts = snapshot.sources.map { SourceReason($0).verdict }
        let counts = [SourceReason.Verdict.used, .standby, .waiting, .unusable].compactMap { verdict in
            let count = verdicts.count { $0 == verdict }
            return count > 0 ? "\(count) \(verdict.rawValue)" : nil
        }
        return "\(verdicts.count): " + counts.joined(separator: ", ")
    }

    private static func text(_ finding: Finding) -> String {
        let mark = finding.severity == .problem ? "!" : "-"
        return "\(mark) \(finding.text)\n  \(finding.remedy)"
    }
}
