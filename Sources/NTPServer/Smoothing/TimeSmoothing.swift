// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// Keeps corrections of the clock from the clients: what the served time differs by from the true one is brought back
/// to zero slowly, with limits to its rate and to the change of that (`smoothtime`).
///
/// Servers that are configured alike do it alike, so that their clients stay together over a leap second.
public struct TimeSmoothing: Sendable {
    /// How fast the served time may change.
    public struct Options: Hashable, Sendable {
        /// The largest rate, in s/s, and the largest change of it, in s/s².
        public var maximumFrequency: Double
        /// How fast its frequency may change, in s/s².
        public var maximumWander: Double
        /// Whether nothing but leap seconds is smoothed.
        public var onlyLeapSeconds: Bool

        public init(maximumFrequency: Double, maximumWander: Double, onlyLeapSeconds: Bool = false) {
            self.maximumFrequency = maximumFrequency
            self.maximumWander = maximumWander
            self.onlyLeapSeconds = onlyLeapSeconds
        }
    }

    /// By how much the served time is ahead, in seconds, and how that changes.
    public struct State: Hashable, Sendable {
        /// What the served time is ahead of the clock's, in seconds.
        public var offset = 0.0
        /// By how much that grows, in s/s.
        public var frequency = 0.0
        /// By how much that rate changes, in s/s².
        public var wander = 0.0
        /// The time until the served time is the true one, in seconds.
        public var remaining = 0.0

        public init() {}
    }

    /// How long the wander is constant, in seconds.
    private struct Stage {
        var duration: Double
        var wander: Double
    }

    /// How uncertain the frequency may be for the smoothing to begin, as a multiple of the largest wander.
    private static let largestSkew = 1e4

    /// As given.
    public private(set) var options: Options
    /// Whether corrections are kept from the clients.
    public private(set) var isActive = false
    /// When the latest correction came; nil before the first.
    public private(set) var start: MonotonicInstant?
    private var initial = State()
    private var stages: [Stage] = []

    public init(_ options: Options) {
        self.options = options
    }

    /// Smooths the time from now on.
    public mutating func activate(at now: MonotonicInstant) {
        isActive = true
        start = start ?? now
    }

    /// Begins by itself once the frequency is known well enough.
    public mutating func noteSkew(_ skew: Double, at now: MonotonicInstant) {
        if !isActive, skew <= options.maximumWander * Self.largestSkew { activate(at: now) }
    }

    /// Smooths within other limits from now on, also what is left of earlier corrections.
    public mutating func change(_ options: Options, at now: MonotonicInstant) {
        let state = state(at: now)
        self.options = options
        guard state.remaining > 0 else { return }
        start = now
        initial = state
        plan()
    }

    /// Serves the true time from now on.
    public mutating func reset(at now: MonotonicInstant) {
        start = now
        initial = State()
        stages = []
    }

    /// The true time was corrected by so much at once, in seconds, and runs faster than before by so much, in s/s.
    ///
    /// All instants are by that time, which such corrections don't move: of a clock that is slewed, what is smoothed would be
    /// as wrong as the slew.
    public mutating func trueTimeCorrected(offset: Double, frequency: Double, at now: MonotonicInstant) {
        guard isActive, offset.isFinite, frequency.isFinite, frequency > -1 else { return }
        var state = state(at: now)
        state.offset -= offset
        // A product of rates, not a sum: the square of 1000 ppm is 1 ppm, for as long as it lasts.
        state.frequency = (state.frequency - frequency) / (1 + frequency)
        start = now
        initial = state
        plan()
    }

    /// How the served time differs from the clock's.
    public func state(at now: MonotonicInstant) -> State {
        guard isActive, let start else { return State() }
        var state = State()
        state.offset = initial.offset
        state.frequency = initial.frequency
        var left = max(0, now.seconds(since: start))
        state.remaining = max(0, stages.reduce(0) { $0 + $1.duration } - left)
        guard state.remaining > 0 else { return State() }
        for stage in stages {
            let time = min(left, stage.duration)
            state.offset += time * (state.frequency + time * stage.wander / 2)
            state.frequency += time * stage.wander
            state.wander = stage.wander
            left -= time
            guard left > 0 else { break }
        }
        return state
    }

    /// The quickest way to no offset and no rate: full wander one way, perhaps a while at the largest rate, and full
    /// wander the other way.
    private mutating func plan() {
        let wander = options.maximumWander
        guard wander > 0, options.maximumFrequency > 0 else { return stages = [] }
        // Where it would end if the rate were only taken back.
        let end = initial.offset + initial.frequency * initial.frequency.magnitude / (2 * wander)
        let sign = end < 0 ? -1.0 : 1.0
        let offset = sign * initial.offset
        let rate = sign * initial.frequency
        let wanted = (wander * offset + rate * rate / 2).squareRoot()
        let peak = max(min(wanted, options.maximumFrequency), -rate)
        var coasting = 0.0
        if peak > 0, peak < wanted {
            coasting = (offset + rate * rate / (2 * wander) - peak * peak / wander) / peak
        }
        stages = [
            Stage(duration: (rate + peak) / wander, wander: -sign * wander),
            Stage(duration: coasting, wander: 0),
            Stage(duration: peak / wander, wander: sign * wander),
        ]
    }
}
