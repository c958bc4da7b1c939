// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

extension SourceOptions {
    /// What the core is told of a source; options that it has no use for are the table's concern.
    var association: AssociationOptions {
        var association = AssociationOptions()
        association.version = version ?? 4
        association.minimumPoll = polls.lowerBound
        association.maximumPoll = polls.upperBound
        association.initialBurst = initialBurst
        association.burst = burst
        association.offline = startsOffline
        association.maximumDelay = maximumDelay
        association.maximumDelayRatio = maximumDelayRatio
        association.maximumDelayDeviationRatio = maximumDelayDeviationRatio
        association.minimumStratum = minimumStratum
        association.offset = offset
        association.selection = selection
        association.key = key.map { KeyID(rawValue: $0) }
        return association
    }

    /// - Parameter client: What holds for all sources that say nothing else.
    func estimator(client: ClientConfiguration) -> EstimatorOptions {
        var estimator = EstimatorOptions()
        estimator.minimumSamples = minimumSamples ?? client.minimumSamples
        let maximum = maximumSamples ?? client.maximumSamples
        if maximum > 0 { estimator.maximumSamples = min(estimator.maximumSamples, maximum) }
        estimator.pollTarget = pollTarget
        return estimator
    }
}
