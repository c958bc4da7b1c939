// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Decides which sources are believed.
public protocol SelectionAlgorithm: Sendable {
    /// Sorts the candidates into those whose estimates agree and the others.
    ///
    /// Stateful, because the system peer is kept unless another one is clearly better.
    mutating func select(from candidates: [SelectionCandidate]) -> Selection
    /// How a source compares with the system peer: 1 for as good or worse. For reports.
    func score(of source: SourceID) -> Double
}

extension SelectionAlgorithm {
    /// 1 for every source.
    public func score(of source: SourceID) -> Double { 1 }
}

/// A source as a selection sees it.
public struct SelectionCandidate: Sendable {
    /// Which source it is.
    public var id: SourceID
    /// Nil with too few samples. All candidates' estimates are for the same time.
    public var estimate: SourceEstimate?
    /// The source's own stratum; 16 for unsynchronised.
    public var stratum: UInt8
    /// What the source says of the next leap second.
    public var leap: LeapIndicator
    /// Which of the latest eight requests were answered.
    public var reach: Reach
    /// What was configured, with what the authentication mode makes of it.
    public var options: SelectionOptions
    /// Whether a sample came since the last selection.
    public var hasNewSample: Bool
    /// When the oldest and the newest of the latest samples were taken; nil without any.
    public var oldestSample: FreeRunningTime?
    /// When the latest sample was taken; nil: there is none.
    public var newestSample: FreeRunningTime?
    /// Whether any valid reply came, usable or not.
    public var hasAnswered = false
    /// Whether nothing came in answer to the latest eight requests, usable or not.
    public var isSilent = false
    /// Whether it has been unreachable for longer than the configuration puts up with.
    public var isGivenUp = false
    /// What it is in orphan mode; nil for a source that has real time.
    public var orphan: Orphan?

    /// A server that stands in for a source itself, as we may.
    public enum Orphan: Hashable, Sendable {
        /// May be followed where nobody has real time; the one with the lowest number.
        case leader(UInt32)
        /// Follows another one, or is to follow us.
        case subordinate
    }

    public init(
        id: SourceID, estimate: SourceEstimate?, stratum: UInt8, leap: LeapIndicator, reach: Reach,
        options: SelectionOptions = [], hasNewSample: Bool = true
    ) {
        self.id = id
        self.estimate = estimate
        self.stratum = stratum
        self.leap = leap
        self.reach = reach
        self.options = options
        self.hasNewSample = hasNewSample
    }
}

/// What the configuration says about the selection of one source.
public struct SelectionOptions: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Measured, never used.
    public static let noselect = SelectionOptions(rawValue: 1)
    /// Used before others that are as good.
    public static let prefer = SelectionOptions(rawValue: 2)
    /// Assumed to tell the truth: outvotes any number of sources without this.
    public static let trust = SelectionOptions(rawValue: 4)
    /// No other source is used without at least one such.
    public static let require = SelectionOptions(rawValue: 8)
}

/// How wrong the system peer may be if a truechimer that contradicts its statistics is right.
///
/// Both can't be; where no majority says which one is, the claimed error has to allow for either.
public struct Dissent: Hashable, Sendable {
    /// In seconds.
    public var offset = 0.0
    /// In s/s.
    public var frequency = 0.0

    public init() {}
}

/// The outcome of a selection.
public struct Selection: Hashable, Sendable {
    /// The status of each candidate, in the order they were given in.
    public var statuses: [SourceStatus]
    /// The indices of those to be combined, the system peer first; empty when nobody can be believed.
    public var survivors: [Int]
    /// How far those who were set aside contradict the survivors.
    public var dissent: Dissent

    public init(statuses: [SourceStatus], survivors: [Int], dissent: Dissent = Dissent()) {
        self.statuses = statuses
        self.survivors = survivors
        self.dissent = dissent
    }

    /// The index of the candidate that gives stratum and reference ID.
    public var systemPeer: Int? { survivors.first }
}
