// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPSimulator
import Testing

@Suite struct `An oscillator` {
    /// The frequency error of each second.
    static func frequencies(_ model: OscillatorModel, seconds: Int = 200_000, seed: UInt64 = 3) -> [Double] {
        var oscillator = Oscillator(model, generator: SeededGenerator(seed: seed))
        return (0..<seconds).map { _ in oscillator.next() }
    }

    /// The Allan deviation at an averaging time, from frequencies of one second each, overlapping by half.
    static func allanDeviation(_ frequencies: [Double], at time: Int) -> Double {
        var phase = [0.0]
        for frequency in frequencies { phase.append(phase[phase.count - 1] + frequency) }
        var squares = Moments(of: [])
        for start in stride(from: 0, through: phase.count - 2 * time - 1, by: max(1, time / 2)) {
            let difference = phase[start + 2 * time] - 2 * phase[start + time] + phase[start]
            squares.add(difference * difference)
        }
        return (squares.mean / 2).squareRoot() / Double(time)
    }

    @Test(arguments: [16, 64, 256])
    func `that wanders has an Allan deviation of wander · √(τ/3)`(time: Int) {
        let frequencies = Self.frequencies(OscillatorModel(wander: 1e-9))
        let expected = 1e-9 * (Double(time) / 3).squareRoot()
        // Steps once a second rather than a continuous walk: half of τ⁻² more, which is nothing from 16 s on.
        #expect((Self.allanDeviation(frequencies, at: time) / expected - 1).magnitude < 0.12)
    }

    @Test(arguments: [1, 16, 64, 256])
    func `with white noise has an Allan deviation of noise / √τ`(time: Int) {
        var model = OscillatorModel()
        model.whiteNoise = 1e-8
        let expected = 1e-8 / Double(time).squareRoot()
        #expect((Self.allanDeviation(Self.frequencies(model), at: time) / expected - 1).magnitude < 0.08)
    }

    @Test func `without noise keeps its frequency`() {
        #expect(Self.frequencies(OscillatorModel(frequency: 1e-4), seconds: 1000).allSatisfy { $0 == 1e-4 })
    }

    @Test func `ages by so much a day`() {
        var model = OscillatorModel()
        model.ageing = 1e-8
        #expect((Self.frequencies(model, seconds: 86_401)[86_400] - 1e-8).magnitude < 1e-20)
    }

    @Test func `jumps at its second`() {
        var model = OscillatorModel()
        model.jumps = [.init(at: 20, by: 3e-6), .init(at: 10, by: -1e-6)]
        let frequencies = Self.frequencies(model, seconds: 30)
        #expect(frequencies[9] == 0 && frequencies[10] == -1e-6)
        #expect(frequencies[19] == -1e-6 && (frequencies[20] - 2e-6).magnitude < 1e-20)
    }

    @Test func `follows the temperature up and down`() {
        var model = OscillatorModel()
        model.thermal = .init(amplitude: 1e-6, period: 1200, phase: 0.25)
        let frequencies = Self.frequencies(model, seconds: 1200)
        #expect((frequencies[0] - 1e-6).magnitude < 1e-18)
        #expect((frequencies[600] + 1e-6).magnitude < 1e-18)
        #expect(Moments(of: frequencies).mean.magnitude < 1e-18)
    }
}
