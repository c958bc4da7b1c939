// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// A server that does what it is told here: tells the time, truthfully or not, or refuses to.
///
/// Times in seconds from the start, frequencies in s/s.
public struct ServerModel: Hashable, Sendable {
    /// The error of the server's clock at the start; positive: it is ahead.
    public var offset = 0.0
    /// By how much that error grows per second.
    public var frequency = 0.0
    /// Sudden changes of the error.
    public var jumps: [Jump] = []

    /// What the server says of the end of the day; nil: the truth.
    public var leap: LeapIndicator?
    /// What it says of itself.
    public var stratum: UInt8 = 1
    /// log₂ of its clock's precision, in seconds.
    public var precision: Int8 = -24
    /// What it says of its own delay to the primary source, in seconds.
    public var rootDelay = 0.0
    /// What it says of its own dispersion, in seconds.
    public var rootDispersion = 0.0
    /// How long a request takes to be answered.
    public var processing = 10e-6
    /// How much later than it says a reply leaves; in interleaved mode, the next one says so.
    public var departure = Noise.none
    /// What becomes of requests, from given times on; before the first of these they are answered.
    public var conduct: [Change] = []

    /// A step of the server's clock.
    public struct Jump: Hashable, Sendable {
        /// When, in seconds of true time since the start.
        public var at: Double
        /// In seconds; positive: it is ahead from then on.
        public var by: Double

        public init(at: Double, by: Double) {
            self.at = at
            self.by = by
        }
    }

    /// What it does with requests.
    public enum Conduct: Hashable, Sendable {
        case answers
        /// Answers with its clock declared unsynchronised.
        case unsynchronized
        case kiss(KissCode)
        case silent
    }

    /// A change of what it does with requests.
    public struct Change: Hashable, Sendable {
        /// When, in seconds of true time since the start.
        public var at: Double
        /// What it does from then on.
        public var to: Conduct

        public init(at: Double, to conduct: Conduct) {
            self.at = at
            to = conduct
        }
    }

    public init(offset: Double = 0, frequency: Double = 0) {
        self.offset = offset
        self.frequency = frequency
    }

    /// The error of the server's clock when so much time is over.
    public func error(at time: Double) -> Double {
        jumps.reduce(offset + frequency * time) { $1.at <= time ? $0 + $1.by : $0 }
    }

    func conduct(at time: Double) -> Conduct {
        conduct.last { $0.at <= time }?.to ?? .answers
    }

    /// The reply to a request that arrives at `time`; nil: there is none.
    func reply(to request: NTPPacket, at time: TrueTime, in world: World, id: ReferenceID) -> NTPPacket? {
        let conduct = conduct(at: time.seconds)
        guard conduct != .silent else { return nil }
        var reply = NTPPacket(version: request.version, mode: .server)
        reply.originTimestamp = request.transmitTimestamp
        reply.leap = leap ?? world.leapIndicator(at: time)
        reply.stratum = stratum
        reply.precision = precision
        reply.rootDelay = NTPShort(roundingUp: rootDelay)
        reply.rootDispersion = NTPShort(roundingUp: rootDispersion)
        reply.referenceID = id
        let received = world.date(at: time).advanced(by: error(at: time.seconds))
        reply.referenceTimestamp = NTPTimestamp(received.advanced(by: -8))
        reply.receiveTimestamp = NTPTimestamp(received)
        reply.transmitTimestamp = NTPTimestamp(received.advanced(by: processing))
        switch conduct {
        case .answers, .silent: break
        case .unsynchronized:
            reply.leap = .unsynchronized
        case .kiss(let code):
            reply.leap = .unsynchronized
            reply.stratum = 0
            reply.referenceID = ReferenceID(code)
        }
        return reply
    }
}

extension ReferenceID {
    fileprivate init(_ code: KissCode) {
        switch code {
        case .rate: self.init(bits: 0x5241_5445)
        case .deny: self.init(bits: 0x4445_4E59)
        case .restrict: self.init(bits: 0x5253_5452)
        case .other(let other): self = other
        }
    }
}
