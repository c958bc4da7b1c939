// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

extension SynchronizerEvent.Obstacle {
    /// Why the clock can't be synchronised, for the log.
    func reason(_ sources: [SourceSnapshot], _ selection: SelectionConfiguration) -> String {
        switch self {
        case .noSources:
            return "no sources"
        case .noSelectableSources:
            let causes = SourceStatus.allCases.compactMap { status in
                let count = sources.count { $0.status == status }
                return count == 0 ? nil : status.cause.map { "\(count) \($0)" }
            }
            return "no selectable sources" + (causes.isEmpty ? "" : " (\(causes.joined(separator: ", ")))")
        case .noMajority:
            let count = sources.count { $0.status == .falseticker }
            return "no majority (\(count) sources contradict each other; add more servers)"
        case .tooFewAgree:
            let count = sources.count { $0.status == .waitingForSources }
            guard count >= selection.minimumSources else {
                return
                    "not enough sources (\(count) of the \(selection.minimumSources) that 'minsources' asks for)"
            }
            return "no required source is selectable"
        }
    }
}

extension SourceStatus {
    /// Why a source with this status can't be selected; nil for those that could be.
    fileprivate var cause: String? {
        switch self {
        case .notSelectable: "not to be selected"
        case .missingSamples: "without measurements"
        case .unsynchronized: "not synchronised"
        case .badStratum: "of a stratum that isn't wanted"
        case .tooDistant: "too distant"
        case .tooJittery: "too jittery"
        case .stale: "unreachable"
        case .untrusted: "outside of what trusted sources agree upon"
        default: nil
        }
    }
}
