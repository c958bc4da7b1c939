// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// Scenarios that nobody thought of.
extension Scenario {
    static let swarmName = "swarm"

    /// A world drawn from the seed: any servers, paths, oscillators and faults, within what a discipline must bear.
    ///
    /// Truechimers are the majority, and for the last 30,000 s nothing goes wrong, so that every invariant holds.
    public static func swarm(seed: UInt64) -> Scenario {
        var lot = Lot(seed: seed)
        let polls = lot.polls()
        let sources = lot.sources(polls: polls)
        var client = ClientModel(sources: sources)
        client.oscillator = lot.oscillator()
        client.options.step = lot.stepPolicy()
        // What may not be stepped has to be slewed in time.
        client.offset = lot.either(-1, 1) * lot.logUniform(1e-4, client.options.step == nil ? 10 : 1e4)
        client.incidents = lot.incidents(policy: client.options.step)

        var scenario = Scenario(
            swarmName, "drawn from the seed", clients: [client] + lot.followers(of: client))
        scenario.duration = Lot.calm + 30_000
        scenario.settling = Lot.calm + 10_000
        // A fault shows only when somebody answers again.
        scenario.grace = 2_000 + Lot.longestSilence + 8 * polls.upperBound.seconds
        if lot.chance(0.1) {
            scenario.start = NTPDate(unixSeconds: 2_085_978_496 - lot.within(0, 40_000), nanoseconds: 0)
        }
        if lot.chance(0.1) {
            scenario.leap = LeapSecond(at: lot.faultTime(), lot.either(.inserted, .deleted))
        }
        scenario.restingError = lot.restingError(of: client, poll: polls.upperBound.seconds)
        return scenario
    }
}

/// Draws the parts of a scenario.
private struct Lot {
    /// From when on nothing goes wrong, in seconds.
    static let calm = 30_000.0
    /// For how long the only truechimer may say nothing, in seconds.
    static let longestSilence = 4_000.0

    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed, stream: .max)
    }

    mutating func chance(_ probability: Double) -> Bool {
        generator.chance(probability)
    }

    mutating func either<Value>(_ a: Value, _ b: Value) -> Value {
        chance(0.5) ? a : b
    }

    mutating func uniform(_ low: Double, _ high: Double) -> Double {
        low + (high - low) * generator.uniform()
    }

    /// Each power of ten as likely as any other.
    mutating func logUniform(_ low: Double, _ high: Double) -> Double {
        low * Elementary.exp(generator.uniform() * Elementary.log(high / low))
    }

    mutating func within(_ low: Int64, _ high: Int64) -> Int64 {
        low + Int64(generator.uniform() * Double(high - low + 1))
    }

    mutating func faultTime() -> Double {
        uniform(3_000, Self.calm - 5_000)
    }

    mutating func polls() -> ClosedRange<PollInterval> {
        let low = within(3, 7)
        return PollInterval(exponent: Int8(low))...PollInterval(exponent: Int8(within(low, 10)))
    }

    mutating func stepPolicy() -> StepPolicy? {
        if chance(0.3) { return nil }
        return StepPolicy(
            threshold: logUniform(0.01, 1), limit: either(.always, .updates(Int(within(1, 5)))))
    }

    mutating func oscillator() -> OscillatorModel {
        var model = OscillatorModel(
            frequency: uniform(-200e-6, 200e-6), wander: logUniform(1e-10, 1e-8))
        if chance(0.2) { model.whiteNoise = logUniform(1e-9, 1e-6) }
        if chance(0.2) {
            model.thermal = .init(
                amplitude: logUniform(1e-8, 2e-7), period: uniform(20_000, 90_000), phase: uniform(0, 1))
        }
        if chance(0.2) { model.jumps = [.init(at: faultTime(), by: uniform(-20e-6, 20e-6))] }
        return model
    }

    mutating func incidents(policy: StepPolicy?) -> [ClientModel.Incident] {
        // A step that can't be undone by another one has to be slewed before the calm is over.
        let largest = policy?.limit == .always ? 1e5 : 10
        var incidents: [ClientModel.Incident] = []
        if chance(0.2) {
            let step = either(-1, 1) * logUniform(1e-3, largest)
            incidents.append(.init(at: faultTime(), .step(by: step)))
        }
        if chance(0.1) {
            let error = uniform(-1, 1)
            incidents.append(
                .init(at: faultTime(), .suspension(duration: logUniform(10, 5_000), error: error)))
        }
        return incidents
    }

    mutating func sources(polls: ClosedRange<PollInterval>) -> [SourceModel] {
        let count = Int(within(1, 6))
        let liars = Int(within(0, Int64((count - 1) / 2)))
        let burst = chance(0.5)
        return (0..<count).map { index in
            let server = index < liars ? liar() : truechimer(isAlone: count - liars == 1)
            var source = SourceModel(.server(server), path: path())
            source.association.minimumPoll = polls.lowerBound
            source.association.maximumPoll = polls.upperBound
            source.association.initialBurst = burst
            return source
        }
    }

    private mutating func truechimer(isAlone: Bool) -> ServerModel {
        var server = ServerModel()
        // Where liars would be left among themselves, somebody has to stay.
        guard isAlone, chance(0.3) else { return server }
        let at = faultTime()
        let conduct = [ServerModel.Conduct.silent, .unsynchronized, .kiss(.rate), .kiss(.deny)]
        server.conduct = [
            .init(at: at, to: conduct[Int(within(0, 3))]),
            .init(at: at + uniform(10, Self.longestSilence), to: .answers),
        ]
        return server
    }

    private mutating func liar() -> ServerModel {
        switch within(0, 3) {
        case 0: return ServerModel(offset: either(-1, 1) * logUniform(1e-3, 1e3))
        case 1: return ServerModel(frequency: either(-1, 1) * logUniform(1e-6, 1e-4))
        case 2:
            var server = ServerModel()
            server.jumps = [.init(at: faultTime(), by: either(-1, 1) * logUniform(0.01, 100))]
            return server
        default:
            var server = ServerModel(offset: uniform(-1, 1))
            server.leap = .insertSecond
            return server
        }
    }

    private mutating func path() -> PathModel {
        let delay = logUniform(50e-6, 50e-3)
        let noise = noise(mean: delay * logUniform(0.01, 1))
        var path = PathModel(delay: delay, noise: noise)
        path.inbound.delay *= chance(0.3) ? uniform(0.5, 2) : 1
        if chance(0.3) { path.outbound.noise = .none }
        for leg in [\PathModel.outbound, \PathModel.inbound] {
            if chance(0.3) { path[keyPath: leg].loss = uniform(0, 0.3) }
            if chance(0.2) { path[keyPath: leg].duplication = uniform(0, 0.2) }
            if chance(0.2) { path[keyPath: leg].reordering = uniform(0, 0.1) }
        }
        if chance(0.2) {
            path.routeChanges = [
                .init(at: faultTime(), outbound: delay * uniform(0.3, 3), inbound: delay * uniform(0.3, 3))
            ]
        }
        return path
    }

    private mutating func noise(mean: Double) -> Noise {
        switch within(0, 5) {
        case 0: .uniform(limit: 2 * mean)
        case 1: .exponential(mean: mean)
        case 2: .gamma(shape: uniform(0.5, 4), mean: mean)
        case 3: .pareto(shape: uniform(1.5, 4), scale: mean)
        case 4: .logNormal(median: mean / 2, sigma: uniform(0.5, 1.5))
        default: .correlated(mean: mean, time: uniform(10, 1_000))
        }
    }

    /// Machines that ask the one that the scenario is about.
    mutating func followers(of client: ClientModel) -> [ClientModel] {
        guard chance(0.2) else { return [] }
        var source = SourceModel(.client(0), path: PathModel(delay: 1e-3, noise: .exponential(mean: 1e-4)))
        source.association.maximumPoll = PollInterval(exponent: 6)
        var follower = ClientModel(sources: [source])
        follower.oscillator = OscillatorModel(frequency: uniform(-100e-6, 100e-6), wander: 1e-9)
        follower.options.step = StepPolicy(threshold: 0.1, limit: .always)
        return [follower]
    }

    /// What a clock may be off by in the end: what its paths hide, and ten times what may go wrong otherwise.
    func restingError(of client: ClientModel, poll: Double) -> Double {
        var hidden = 0.0
        for path in client.sources.map(\.path) {
            let changes = path.routeChanges.map { ($0.outbound, $0.inbound) }
            for (outbound, inbound) in changes + [(path.outbound.delay, path.inbound.delay)] {
                hidden = max(hidden, (outbound - inbound).magnitude / 2)
            }
            hidden += 10 * (path.outbound.noise.mean + path.inbound.noise.mean)
        }
        let memory = 8 * poll
        let walked = client.oscillator.wander * memory * memory.squareRoot()
        let warmed = (client.oscillator.thermal?.amplitude ?? 0) * memory
        return 1e-3 + hidden + 10 * (walked + warmed + client.oscillator.whiteNoise)
    }
}
