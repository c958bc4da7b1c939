// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPCore

/// What is wrong with a clock's synchronisation, the most important first.
struct Diagnosis {
    let findings: [Finding]

    /// A correction that is worth a step: beyond it, slewing takes more than a quarter of an hour.
    private static let longSlew = 0.5
    /// A clock whose latest update is so many update intervals ago has lost its source.
    private static let missedUpdates = 8.0
    /// The smallest number of sources that can outvote a wrong one.
    private static let majority = 3
    /// Of more sources than that, the rest is only counted.
    private static let detailedSources = 4

    init(_ snapshot: MetricsSnapshot, at now: NTPDate) {
        let tracking = snapshot.tracking
        var findings: [Finding] = []
        if !tracking.isSynchronized {
            findings.append(Self.reasonForNoSynchronization(snapshot))
        } else if tracking.referenceID == .local {
            findings.append(Self.localReference)
        }
        findings += Self.timeliness(tracking, at: now)
        if tracking.isSynchronized { findings += Self.unusableSources(snapshot.sources) }
        findings += Self.redundancy(snapshot.sources)
        self.findings = findings
    }

    private static let localReference = Finding.problem(
        "The clock follows itself ('local' in the configuration): it may be wrong by any amount.",
        "Look at the sources: 'ntpctl sources' says why none of them is used.")

    /// The one reason that explains the others.
    private static func reasonForNoSynchronization(_ snapshot: MetricsSnapshot) -> Finding {
        let sources = snapshot.sources
        let activity = snapshot.activity
        let known = activity.map { $0.online + $0.offline + $0.burstOnline + $0.burstOffline } ?? 0
        if sources.isEmpty, let unresolved = activity?.unresolved, unresolved > 0, known == 0 {
            return .problem(
                "None of the \(unresolved) names of sources can be resolved.",
                "Check the name service: 'getent hosts NAME'. The daemon keeps trying.")
        }
        guard !sources.isEmpty else {
            return .problem(
                "There are no sources to follow.",
                "Add one with 'ntpctl add server NAME', and to the daemon's configuration to keep it.")
        }
        if let activity, activity.offline > 0, activity.offline == known {
            return .problem("All sources are offline.", "Go online with 'ntpctl online'.")
        }
        if sources.allSatisfy({ !$0.source.reach.isReachable }) {
            return .problem(
                sources.count == 1 ? "The only source does not answer." : "None of the sources answers.",
                "Check the network, and that no firewall blocks UDP port 123: "
                    + "'ntpctl query \(sources[0].name)' asks a server directly.")
        }
        if sources.filter({ $0.selection?.status == .falseticker || $0.source.state == .falseticker }).count
            > 1
        {
            return .problem(
                "The sources contradict each other, and no majority agrees.",
                "Find out which ones are right ('ntpctl sources', 'ntpctl query'), and remove the others.")
        }
        if sources.contains(where: { SourceReason($0).verdict == .waiting }) {
            return .problem(
                "The sources are still being measured.", "Wait a little: 'ntpctl wait' ends when it is done.")
        }
        return .problem(
            "None of the sources can be used.", "'ntpctl sources' says what is wrong with each of them.")
    }

    private static func timeliness(_ tracking: TrackingReport, at now: NTPDate) -> [Finding] {
        guard tracking.isSynchronized, tracking.referenceID != .local else { return [] }
        var findings: [Finding] = []
        let age = tracking.referenceTime.map { now.seconds(since: $0) } ?? 0
        if tracking.updateInterval > 0, age > missedUpdates * tracking.updateInterval {
            findings.append(
                .problem(
                    "The latest update is \(Quantity.age(age)) ago: "
                        + "the clock runs on its own, and its error bound grows.",
                    "'ntpctl sources' says why there are no new ones."))
        }
        if tracking.remainingCorrection.magnitude > longSlew {
            findings.append(
                .problem(
                    "The clock is \(Quantity.offset(tracking.remainingCorrection)) and is being slewed.",
                    "'ntpctl step' corrects it at once, if programs may see it jump."))
        }
        return findings
    }

    private static func unusableSources(_ sources: [SourceMetrics]) -> [Finding] {
        let unusable = sources.filter { SourceReason($0).verdict == .unusable }
        let detailed = unusable.prefix(
            unusable.count > detailedSources + 1 ? detailedSources : unusable.count)
        var findings = detailed.map { source in
            Finding.advice("\(source.name): \(SourceReason(source).explanation).", remedy(for: source))
        }
        if detailed.count < unusable.count {
            findings.append(
                .advice(
                    "\(unusable.count - detailed.count) more sources can't be used.",
                    "'ntpctl sources' says why."))
        }
        return findings
    }

    private static func remedy(for source: SourceMetrics) -> String {
        if case .unresolved = source.source.address {
            return "Check the name: 'getent hosts \(source.name)'."
        }
        guard source.source.reach.isReachable else {
            return "See whether it answers at all: 'ntpctl query \(source.name)'."
        }
        return "If it stays so, replace it by another: 'ntpctl remove \(source.source.address)'."
    }

    private static func redundancy(_ sources: [SourceMetrics]) -> [Finding] {
        let answering = sources.count { $0.source.sampleAge != nil }
        // None is the subject of another finding.
        guard 1..<majority ~= answering else { return [] }
        return [
            .advice(
                "With \(answering == 1 ? "one source" : "two sources") that can be measured, "
                    + "a wrong time can't be outvoted.",
                "Configure three sources or more, better four, of different operators.")
        ]
    }
}
