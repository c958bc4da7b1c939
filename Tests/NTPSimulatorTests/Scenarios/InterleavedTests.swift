// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSimulator
import Testing

@Suite struct `Interleaved mode in a simulation` {
    /// A network without queues, and a busy server whose replies wait for 200 µs on average between stamp and wire.
    private static func scenario(interleaved: Bool) -> Scenario {
        var server = ServerModel()
        server.departure = .gamma(shape: 4, mean: 200e-6)
        var source = SourceModel(
            .server(server), path: PathModel(delay: 50e-6, noise: .exponential(mean: 2e-6)))
        source.association.interleaved = interleaved
        source.association.maximumPoll = PollInterval(exponent: 6)
        return Scenario("busy server", "replies that leave late", clients: [.steady(source)])
    }

    private static func rms(interleaved: Bool, seed: UInt64) throws -> Double {
        var simulation = Simulation(
            scenario(interleaved: interleaved), seed: seed, algorithm: KalmanAlgorithm())
        return try simulation.run().subject.error.rms
    }

    @Test(arguments: 1...3)
    func `takes the server's lateness out of the clock's error`(seed: UInt64) throws {
        let basic = try Self.rms(interleaved: false, seed: seed)
        let interleaved = try Self.rms(interleaved: true, seed: seed)
        #expect(interleaved < basic / 2, "\(interleaved * 1e6) µs, \(basic * 1e6) µs in basic mode")
    }

    @Test func `measures as often as basic mode does`() throws {
        let counts = try [false, true].map { interleaved in
            var simulation = Simulation(
                Self.scenario(interleaved: interleaved), seed: 1, algorithm: KalmanAlgorithm())
            return try simulation.run().subject.measurements
        }
        // All but the first of the interleaved replies tell of an exchange that hasn't been measured.
        #expect(abs(counts[0] - counts[1]) <= counts[0] / 100, "\(counts)")
    }
}
