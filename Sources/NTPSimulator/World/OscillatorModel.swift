// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// How the oscillator of a clock errs. Frequencies in s/s, positive: too fast; times in seconds from the start.
public struct OscillatorModel: Hashable, Sendable {
    /// The frequency error at the start.
    public var frequency = 0.0
    /// Random-walk frequency modulation: each second the frequency changes by this much times a normal variate.
    public var wander = 0.0
    /// White frequency modulation: the standard deviation of the mean frequency of a second.
    public var whiteNoise = 0.0
    /// The warmth of day and night, or of an air conditioner.
    public var thermal: Thermal?
    /// The steady change of the frequency in a day.
    public var ageing = 0.0
    /// Sudden changes of its frequency.
    public var jumps: [Jump] = []

    /// A frequency that follows the temperature as a sine.
    public struct Thermal: Hashable, Sendable {
        /// In s/s.
        public var amplitude: Double
        /// In seconds.
        public var period: Double
        /// In turns, at the start.
        public var phase: Double

        public init(amplitude: Double, period: Double, phase: Double = 0) {
            self.amplitude = amplitude
            self.period = period
            self.phase = phase
        }
    }

    /// A sudden change of the frequency, at a whole second.
    public struct Jump: Hashable, Sendable {
        /// When, in seconds of true time since the start.
        public var at: Double
        /// In s/s; positive: it runs faster from then on.
        public var by: Double

        public init(at: Double, by: Double) {
            self.at = at
            self.by = by
        }
    }

    public init(frequency: Double = 0, wander: Double = 0) {
        self.frequency = frequency
        self.wander = wander
    }
}

/// An oscillator at work: its frequency error second by second.
///
/// Nothing but the model and the seed goes in, so that every discipline is tried on the very same oscillator.
struct Oscillator: Sendable {
    private static let secondsOfDay = 86_400.0

    private let model: OscillatorModel
    private var generator: SeededGenerator
    private var walked = 0.0
    private var jumped = 0.0
    private var nextJump = 0
    private var second = 0

    init(_ model: OscillatorModel, generator: SeededGenerator) {
        var model = model
        model.jumps.sort { $0.at < $1.at }
        self.model = model
        self.generator = generator
    }

    /// The mean frequency error of the next second, beginning with the first one.
    mutating func next() -> Double {
        let elapsed = Double(second)
        if model.wander > 0, second > 0 { walked += model.wander * generator.normal() }
        while nextJump < model.jumps.count, model.jumps[nextJump].at <= elapsed {
            jumped += model.jumps[nextJump].by
            nextJump += 1
        }
        var frequency = model.frequency + walked + jumped + model.ageing / Self.secondsOfDay * elapsed
        if model.whiteNoise > 0 { frequency += model.whiteNoise * generator.normal() }
        if let thermal = model.thermal {
            let angle = thermal.phase + elapsed / thermal.period
            frequency += thermal.amplitude * Elementary.sine(turns: angle)
        }
        second += 1
        return frequency
    }
}
