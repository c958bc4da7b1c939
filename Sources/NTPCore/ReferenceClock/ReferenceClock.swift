// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// One reference clock: readings of its driver in, one sample for each poll interval out.
public struct ReferenceClock: Sendable {
    /// How a receiver is read, and what is said of it.
    public struct Options: Hashable, Sendable {
        /// What others are told that the clock follows.
        public var referenceID: ReferenceID
        /// How often its readings are made a sample.
        public var poll = PollInterval(exponent: 4)
        /// How many readings the filter holds.
        public var filterLength = 64
        /// Added to each offset, in seconds, like the following.
        public var offset = 0.0
        /// The bound on the receiver's own error, twice, as if it were a round trip; in seconds.
        public var delay = 1e-9
        /// The bound on the error of a single reading; nil for the precision of the local clock.
        public var precision: Double?
        /// Samples with a larger dispersion aren't used; nil: no limit.
        public var maximumDispersion: Double?
        /// What the receiver counts as, 0 for one that has its time from no server.
        public var stratum: UInt8 = 0
        /// What the selection is told of it: prefer, trust, require, noselect.
        public var selection: SelectionOptions = []
        /// Whether all readings are pulses, whatever the driver says of them.
        public var isPulse = false
        /// Pulses per second.
        public var pulseRate = 1
        /// How long a pulse lasts, in seconds, where both of its edges are told.
        public var pulseWidth: Double?
        /// The reference clock that says which second a pulse belongs to; nil: the synchronised clock does.
        public var lock: ReferenceID?
        /// How many pulses old the reading of that one may be.
        public var maximumLockAge = 2
        /// Whether it isn't right but steady: only good for holding the clock between updates by other sources.
        public var isStandard = false

        public init(referenceID: ReferenceID) {
            self.referenceID = referenceID
        }

        var pulses: PulseTrain { PulseTrain(rate: pulseRate, width: pulseWidth) }
    }

    /// As given, and as changed since.
    public let options: Options
    private(set) var leap = LeapIndicator.unsynchronized
    /// The latest reading that was taken in, on the free-running timescale; pulses are completed by it.
    private(set) var latest: Sample?
    /// The number of readings in this poll interval.
    private var sequence = 0
    private var filter: ReferenceClockFilter
    /// The offset of the latest sample to the time that was served then; for reports.
    var measuredOffset = 0.0

    init(options: Options) {
        self.options = options
        filter = ReferenceClockFilter(capacity: options.filterLength)
    }

    /// How old a reading may be that is still taken in, in seconds.
    var longestAge: Double { 2 * options.poll.seconds }

    /// Takes in a reading that was turned into a sample.
    ///
    /// - Returns: Its number within the poll interval, from 0 on.
    mutating func add(_ sample: Sample, leap: LeapIndicator) -> Int {
        self.leap = leap
        latest = sample
        filter.add(sample)
        defer { sequence += 1 }
        return sequence
    }

    /// What the readings of the poll interval come to, which is over now; nil when they were too few or too bad.
    mutating func takeSample(frequency: Double) -> Sample? {
        sequence = 0
        guard let sample = filter.takeResult(frequency: frequency) else { return nil }
        if let limit = options.maximumDispersion, sample.dispersion > limit { return nil }
        return sample
    }

    mutating func stepped(by offset: NTPDuration) {
        filter.stepped(by: offset)
        latest?.stepped(by: offset)
    }

    /// UTC moved by so many seconds, and the receiver with it.
    mutating func leapt(by seconds: Double) {
        filter.leapt(by: seconds)
        latest?.offset += seconds
    }

    mutating func reset() {
        filter.reset()
        latest = nil
        leap = .unsynchronized
    }
}

/// What became of a reading.
public enum ReadingOutcome: Hashable, Sendable {
    /// It counts, as the number so-and-so of this poll interval.
    case taken(TakenReading)
    case rejected(Rejection)

    /// Why a reading is of no use.
    public enum Rejection: String, Hashable, Sendable {
        /// There is no such reference clock.
        case unknownClock
        /// Numbers that no clock has.
        case invalid
        /// From before the last poll intervals, from the future, or so near to a leap second that nobody knows on which
        /// side of it.
        case badTime
        /// A pulse, and nobody knows to which second it belongs.
        case ambiguousPulse
    }
}

/// A reading that counts; for logs.
public struct TakenReading: Hashable, Sendable {
    /// The number within the poll interval, from 0 on.
    public var sequence: Int
    /// Whether it is of a pulse, which knows no seconds.
    public var isPulse: Bool
    /// The leap second that the receiver announces.
    public var leap: LeapIndicator
    /// The offset to the local clock with its corrections, in seconds.
    public var offset: Double
    /// The bound on the reading's own error, in seconds.
    public var dispersion: Double
}
