// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The way to a server and back. Times in seconds.
public struct PathModel: Hashable, Sendable {
    /// From the client to the server.
    public var outbound: Leg
    /// From the server to the client.
    public var inbound: Leg
    /// When it becomes longer or shorter.
    public var routeChanges: [RouteChange] = []

    /// One direction.
    public struct Leg: Hashable, Sendable {
        /// The time that no packet can do without.
        public var delay: Double
        /// What queues add to each packet's delay.
        public var noise: Noise
        /// The part of the packets that are lost.
        public var loss = 0.0
        /// The part of the packets that arrive twice.
        public var duplication = 0.0
        /// The part of the packets that are held back until others have overtaken them.
        public var reordering = 0.0
        /// The longest time for which those are held back.
        public var holdBack = 100.0

        public init(delay: Double, noise: Noise = .none) {
            self.delay = delay
            self.noise = noise
        }
    }

    /// From a time on, packets take other ways, with other shortest times.
    public struct RouteChange: Hashable, Sendable {
        /// When, in seconds of true time since the start.
        public var at: Double
        /// The delay to the server from then on, in seconds.
        public var outbound: Double
        /// The delay back from then on, in seconds.
        public var inbound: Double

        public init(at: Double, outbound: Double, inbound: Double) {
            self.at = at
            self.outbound = outbound
            self.inbound = inbound
        }
    }

    public init(outbound: Leg, inbound: Leg) {
        self.outbound = outbound
        self.inbound = inbound
    }

    /// The same in both directions.
    public init(delay: Double, noise: Noise = .none) {
        self.init(outbound: Leg(delay: delay, noise: noise), inbound: Leg(delay: delay, noise: noise))
    }
}

/// One direction of a path at work.
struct PathLeg: Sendable {
    private let model: PathModel.Leg
    private let changes: [(at: TrueTime, delay: Double)]
    private var noise: NoiseProcess
    private var generator: SeededGenerator

    init(
        _ model: PathModel.Leg, changes: [(at: TrueTime, delay: Double)], noise: SeededGenerator,
        faults: SeededGenerator
    ) {
        self.model = model
        self.changes = changes.sorted { $0.at < $1.at }
        self.noise = NoiseProcess(model.noise, generator: noise)
        generator = faults
    }

    /// When the copies of a packet arrive that is sent at `time`: none if it is lost, mostly one.
    mutating func arrivals(of time: TrueTime) -> Arrivals {
        // Drawn before anything else, so that a lossy path is as slow as the same path without losses.
        let first = delay(at: time)
        if generator.chance(model.loss) { return Arrivals() }
        let held = generator.chance(model.reordering) ? generator.uniform() * model.holdBack : 0
        var arrivals = Arrivals(first: time.advanced(by: first + held))
        if generator.chance(model.duplication) { arrivals.second = time.advanced(by: delay(at: time)) }
        return arrivals
    }

    private mutating func delay(at time: TrueTime) -> Double {
        let base = changes.last { $0.at <= time }?.delay ?? model.delay
        return base + noise.next(at: time)
    }

    struct Arrivals: Sequence, IteratorProtocol {
        var first: TrueTime?
        var second: TrueTime?

        mutating func next() -> TrueTime? {
            defer { (first, second) = (second, nil) }
            return first
        }
    }
}
