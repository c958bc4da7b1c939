// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The whole client: all sources, their selection, and the discipline of the local clock.
///
/// No sockets, no clocks and no randomness of its own: times, bytes and random numbers come in as arguments,
/// decisions go out as values. `now` is the time for timers, `date` the local clock's reading at that moment.
///
/// A driver waits until `deadline` or a datagram, calls `timerFired` or `handle`, and does what the returned
/// actions say. See "Embedding" in the documentation.
public struct Synchronizer<Algorithm: SynchronizationAlgorithm>: Sendable {
    /// See also `reconfigure(_:)`.
    public internal(set) var algorithm: Algorithm
    var options: SynchronizerOptions
    var sources: [Source<Algorithm.Estimator>] = []
    /// What has the keys of the sources that are configured with one.
    public var authenticator: (any MessageAuthenticator)?
    private var nextID: UInt32 = 1

    var selector: Algorithm.Selector
    var discipline: Algorithm.Discipline
    var slew: SlewController
    var fallback: FallbackFrequencies?
    var compensation = CompensationDoubt()
    var stepPolicy: StepPolicy?
    var history: ClockHistory
    var local: LocalReference
    /// What the clock is being brought to.
    var target: CombinedEstimate?
    /// What a steady clock beside us said last.
    var latestStandard: SourceEstimate?
    /// The timescale of what is served without the corrections of it.
    public internal(set) var monotonic: MonotonicTimescale
    /// Of the offsets that updates have found.
    var offsets = MovingRMS()
    var leapSeconds = LeapSecondSchedule()
    /// Which leap seconds are known beside those that the sources announce.
    public var leapTable: LeapSecondTable?
    var standing = Standing.starting
    /// When the next request may leave; nil: at any time.
    var requestsFrom: MonotonicInstant?
    /// When the sources are to be compared anew, though none has a new sample.
    var selectionDue: MonotonicInstant?
    /// How the local clock stands to true time; see also `tracking(at:)`.
    public internal(set) var tracking = Tracking.unsynchronized

    /// What the latest selection came to.
    enum Standing: Hashable, Sendable {
        case starting
        case following(SourceID)
        case lost(SynchronizerEvent.Obstacle)
    }

    /// - Parameters:
    ///   - algorithm: What makes corrections of samples.
    ///   - options: How the clock may be corrected.
    ///   - frequency: The frequency at which the clock runs now.
    ///   - date: The clock's reading.
    public init(algorithm: Algorithm, options: SynchronizerOptions, frequency: Frequency, date: NTPDate) {
        self.algorithm = algorithm
        self.options = options
        let known = options.initialFrequency ?? frequency
        selector = algorithm.makeSelector()
        discipline = algorithm.makeDiscipline(frequency: known, skew: options.initialSkew)
        slew = SlewController(
            maximumRate: options.maximumSlewRate, base: known, slewsTimers: options.slewsTimers)
        stepPolicy = options.step
        fallback = options.fallbackExponents.map { FallbackFrequencies(exponents: $0) }
        history = ClockHistory(frequency: frequency, at: date)
        local = LocalReference(options.local, start: date)
        monotonic = MonotonicTimescale(epoch: options.monotonicEpoch)
        tracking.frequency = known
        tracking.skew = options.initialSkew
    }

    /// Adds a source that is asked from `start` on.
    public mutating func add(
        _ association: AssociationOptions, estimator: EstimatorOptions = EstimatorOptions(),
        start: MonotonicInstant
    ) -> SourceID {
        let id = SourceID(rawValue: nextID)
        nextID += 1
        var estimator = estimator
        estimator.precision = options.precision
        estimator.maximumClockError = options.maximumClockError
        estimator.frequency = discipline.frequency.ratio
        // Who knows the oscillator is believed in his doubts as well: it may be worse than any that is likely.
        let isKnown = options.initialFrequency != nil
        estimator.frequencyDeviation =
            isKnown ? discipline.skew : min(estimator.frequencyDeviation, discipline.skew)
        sources.append(
            Source(
                id: id, association: Association(options: association, start: start),
                estimator: algorithm.makeEstimator(options: estimator)))
        return id
    }

    /// Forgets a source; the others are compared anew.
    public mutating func remove(_ id: SourceID, now: MonotonicInstant) {
        sources.removeAll { $0.id == id }
        selectionDue = now
    }

    /// The identities of all sources, in the order in which they were added.
    public var sourceIDs: [SourceID] {
        sources.map(\.id)
    }

    /// When `timerFired` is to be called; nil: not before something else has happened.
    public var deadline: MonotonicInstant? {
        @specialized(where Algorithm == StandardAlgorithm)
        get {
            var earliest = slew.end
            if let due = fallback?.deadline { earliest = min(earliest ?? due, due) }
            if let selectionDue { earliest = min(earliest ?? selectionDue, selectionDue) }
            if let leap = leapSeconds.deadline { earliest = min(earliest ?? leap, leap) }
            // By their indices: a loop over the sources themselves copies each one where generics aren't specialised.
            for index in sources.indices {
                guard var deadline = sources[index].association.deadline else { continue }
                if sources[index].referenceClock == nil { deadline = max(deadline, requestsFrom ?? deadline) }
                earliest = min(earliest ?? deadline, deadline)
            }
            return earliest
        }
    }

    /// Starts or stops asking a source.
    public mutating func setOnline(_ online: Bool, _ id: SourceID, now: MonotonicInstant) {
        guard let index = index(of: id) else { return }
        if !online {
            sources[index].association.goOffline()
            selectionDue = now
        } else if !sources[index].association.isOnline {
            sources[index].association.goOnline(at: now)
        }
    }

    func index(of id: SourceID) -> Int? {
        sources.indices.first { sources[$0].id == id }
    }
}
