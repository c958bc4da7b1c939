// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import CNTPCore
import NTPCore

/// What a handle of a synchronizer holds: actions wait here until the caller takes them.
final class SynchronizerBox {
    var synchronizer: Synchronizer<StandardAlgorithm>
    var generator = SystemRandomNumberGenerator()
    private var actions: [ntpcore_action] = []
    private var taken = 0

    init(_ synchronizer: Synchronizer<StandardAlgorithm>) {
        self.synchronizer = synchronizer
    }

    func add(_ new: [SynchronizerAction]) {
        actions += new.compactMap(ntpcore_action.init)
    }

    func next() -> ntpcore_action? {
        guard taken < actions.count else {
            actions.removeAll(keepingCapacity: true)
            taken = 0
            return nil
        }
        taken += 1
        return actions[taken - 1]
    }
}

extension ntpcore_action {
    private init(_ kind: ntpcore_action_kind, source: SourceID? = nil, value: Double = 0) {
        self.init()
        self.kind = kind.rawValue
        self.source = source?.rawValue ?? 0
        self.value = value
    }

    /// Nil for what C callers need not know.
    init?(_ action: SynchronizerAction) {
        switch action {
        case .sendRequest(let id): self.init(NTPCORE_ACTION_SEND_REQUEST, source: id)
        case .command(.setFrequency(let frequency)):
            self.init(NTPCORE_ACTION_SET_FREQUENCY, value: frequency.ratio)
        case .command(.step(let offset)): self.init(NTPCORE_ACTION_STEP, value: offset.seconds)
        case .command(.publish(let status)):
            self.init(NTPCORE_ACTION_PUBLISH)
            leap = UInt32(status.leap.rawValue)
            estimated_error = status.estimatedError
            maximum_error = status.maximumError
        case .replied(let id): self.init(NTPCORE_ACTION_REPLIED, source: id)
        case .confirmed: return nil
        case .updated: self.init(NTPCORE_ACTION_UPDATED)
        case .event(let event): self.init(event)
        }
    }

    private init(_ event: SynchronizerEvent) {
        switch event {
        case .selected(let id): self.init(NTPCORE_ACTION_SELECTED, source: id)
        case .cannotSynchronize: self.init(NTPCORE_ACTION_LOST)
        case .falseticker(let id): self.init(NTPCORE_ACTION_FALSETICKER, source: id)
        case .kissed(let id, _): self.init(NTPCORE_ACTION_KISSED, source: id)
        case .ignoredOffset(let offset), .unbearableOffset(let offset):
            self.init(NTPCORE_ACTION_IGNORED_OFFSET, value: offset)
        case .leapSecond(let seconds): self.init(NTPCORE_ACTION_LEAP_SECOND, value: seconds)
        }
    }
}
