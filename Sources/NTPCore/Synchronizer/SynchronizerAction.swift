// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What a synchronizer wants its driver to do, in this order.
public enum SynchronizerAction: Hashable, Sendable {
    /// Call `writeRequest(for:into:now:using:)`, send that, and report `requestSent(for:at:by:)`.
    case sendRequest(SourceID)
    /// Perform it on the clock, and report what happened by `clockChanged(_:)`.
    case command(ClockCommand)
    /// A reply was taken in, well or not, or the sample of a reference clock; nothing needs to be done.
    case replied(SourceID)
    /// A good reply was taken in that measures nothing new; nothing needs to be done.
    case confirmed(SourceID)
    /// The sources said something together, and `tracking` is new; nothing needs to be done.
    case updated
    /// Something that a person may want to know.
    case event(SynchronizerEvent)
}

/// What a person who watches a synchronizer wants to know. Each comes once, not with every poll.
public enum SynchronizerEvent: Hashable, Sendable {
    /// Another source has become the system peer.
    case selected(SourceID)
    /// No source can be believed any more, or yet, and why.
    case cannotSynchronize(Obstacle)
    /// The clock would have to be corrected by more than is believed, in seconds; nothing was done about it.
    case ignoredOffset(Double)
    /// The same once too often; the driver should end.
    case unbearableOffset(Double)
    /// The majority contradicts this source.
    case falseticker(SourceID)
    /// UTC was corrected by so many seconds, and the clock with it where the options say so.
    case leapSecond(Double)
    /// A server doesn't want our requests.
    case kissed(SourceID, KissCode)

    /// Why no source can be believed.
    public enum Obstacle: Hashable, Sendable {
        /// All sources were removed.
        case noSources
        /// No source has usable samples.
        case noSelectableSources
        /// The sources contradict each other, and no side has the majority.
        case noMajority
        /// Fewer agree than `minsources` asks for, or a required one is missing.
        case tooFewAgree
    }
}
