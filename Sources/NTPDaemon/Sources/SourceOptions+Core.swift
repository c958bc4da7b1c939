// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

extension AssociationOptions {
    /// For a peer: it answers when it likes, so that bursts and requests ahead are of no use; and it may follow us, which
    /// nobody would see if we went by its name.
    mutating func becomeSymmetric() {
        mode = .symmetric
        initialBurst = false
        burst = false
        presendPoll = nil
        copiesIdentity = false
    }
}

extension SourceOptions {
    /// What the core is told of a source; options that it has no use for are the table's concern.
    var association: AssociationOptions {
        var association = AssociationOptions()
        association.version = version ?? 4
        association.minimumPoll = polls.lowerBound
        association.maximumPoll = polls.upperBound
        association.initialBurst = initialBurst
        association.burst = burst
        association.pollTarget = pollTarget
        association.presendPoll = presendPoll
        association.offline = startsOffline
        association.maximumDelay = maximumDelay
        association.maximumDelayRatio = maximumDelayRatio
        association.maximumDelayDeviationRatio = maximumDelayDeviationRatio
        association.maximumDelayQuantile = maximumDelayQuantile
        association.minimumDelay = minimumDelay
        association.filterLength = max(1, filterLength ?? 1)
        association.minimumStratum = minimumStratum
        association.offset = offset
        association.selection = selection
        association.key = key.map { KeyID(rawValue: $0) }
        association.isAuthenticated = key != nil
        association.interleaved = interleaved
        association.extensionFields = extensionFields
        association.maximumUnreachablePolls = maximumUnreachablePolls
        association.copiesIdentity = copiesIdentity
        return association
    }

    /// - Parameter client: What holds for all sources that say nothing else.
    func estimator(client: ClientConfiguration) -> EstimatorOptions {
        var estimator = EstimatorOptions()
        estimator.minimumSamples = minimumSamples ?? client.minimumSamples
        let maximum = maximumSamples ?? client.maximumSamples
        if maximum > 0 { estimator.maximumSamples = maximum }
        estimator.minimumDelay = minimumDelay
        estimator.asymmetry = asymmetry
        return estimator
    }
}
