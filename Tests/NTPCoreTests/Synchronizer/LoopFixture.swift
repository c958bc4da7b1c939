// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPCore

/// A synchronizer, its clock and its servers, in a world without surprises: just enough to see the loop close.
///
/// For noise and trouble there is the simulator; here each number can be computed by hand.
struct LoopFixture {
    struct Server {
        var offset = 0.0
        /// One way, in seconds.
        var delay = 0.005
        var leap = LeapIndicator.none
        var answers = true
        /// Those of its corrections that have moved `offset`; its root delay is 1 us where it is asked for the field.
        var correction = 0.0
        var stratum: UInt8 = 1
        var referenceID = ReferenceID.unsynchronized
        /// How it is asked.
        var options = AssociationOptions.burstAtStart
    }

    var synchronizer: Synchronizer<KalmanAlgorithm>
    var servers: [Server]
    /// The frequency by which the undisciplined clock is too fast.
    let gain: Double
    private(set) var commands: [ClockCommand] = []
    private(set) var events: [SynchronizerEvent] = []

    /// True time in seconds since the start; the timers' clock runs true.
    private(set) var time = 0.0
    private var clockOffset: Double
    private var frequency = 0.0
    private var generator = TestGenerator(seed: 5)
    /// As basic mode has them: to be asked for in interleaved mode.
    private var latestReplies: [SourceID: NTPPacket] = [:]
    private let epoch: NTPDate
    /// So much later than they are to, timers fire, in seconds.
    var timerLateness = 0.0
    /// By how much leap seconds have moved UTC since the start, in seconds.
    var utcOffset = 0.0

    init(
        servers: [Server] = [Server()], clockOffset: Double = 0, gain: Double = 0,
        epoch: NTPDate = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0),
        _ configure: (inout SynchronizerOptions) -> Void = { _ in }
    ) {
        var options = SynchronizerOptions()
        configure(&options)
        self.servers = servers
        self.clockOffset = clockOffset
        self.gain = gain
        self.epoch = epoch
        synchronizer = Synchronizer(
            algorithm: KalmanAlgorithm(), options: options, frequency: .zero,
            date: epoch.advanced(by: clockOffset))
        for server in servers {
            _ = synchronizer.add(server.options, start: MonotonicInstant(nanoseconds: 0))
        }
    }

    var now: MonotonicInstant { MonotonicInstant(nanoseconds: Int64(time * 1e9)) }
    var clock: NTPDate { epoch.advanced(by: time + clockOffset) }
    /// By how much the clock is ahead of true time, in seconds.
    var error: Double { clockOffset - utcOffset }

    /// What the clock's users are told without the corrections of it, in seconds since some time.
    var monotonic: Double {
        time + clockOffset + synchronizer.pendingOffset(at: clock) + synchronizer.monotonic.offset
    }

    /// Lets time pass, with everything that is due.
    mutating func run(_ seconds: Double) {
        let end = time + seconds
        while let deadline = synchronizer.deadline {
            let due = Double(deadline.nanoseconds) * 1e-9
            guard due <= end else { break }
            pass(max(0, due + timerLateness - time))
            perform(synchronizer.timerFired(now: max(now, deadline), date: clock))
        }
        pass(end - time)
    }

    /// Somebody gives the synchronizer an order.
    mutating func order(
        _ order: (inout Synchronizer<KalmanAlgorithm>, MonotonicInstant, NTPDate) -> [SynchronizerAction]
    ) {
        perform(order(&synchronizer, now, clock))
    }

    /// The clock is moved by somebody else.
    mutating func step(by seconds: Double) {
        clockOffset += seconds
    }

    private mutating func pass(_ seconds: Double) {
        time += seconds
        clockOffset += seconds * ((1 + gain) * (1 + frequency) - 1)
    }

    private mutating func perform(_ actions: [SynchronizerAction]) {
        for action in actions {
            switch action {
            case .sendRequest(let id): exchange(with: id)
            case .command(let command): perform(command)
            case .event(let event): events.append(event)
            case .replied, .confirmed, .updated: break
            }
        }
    }

    private mutating func perform(_ command: ClockCommand) {
        commands.append(command)
        switch command {
        case .setFrequency(let wanted):
            frequency = wanted.ratio
            synchronizer.clockChanged(.frequency(wanted, at: clock))
        case .step(let offset):
            clockOffset += offset.seconds
            synchronizer.clockChanged(.step(offset))
        case .publish:
            break
        }
    }

    private mutating func exchange(with id: SourceID) {
        let server = servers[Int(id.rawValue) - 1]
        let datagram = bytes {
            synchronizer.writeRequest(for: id, into: &$0, now: now, using: &generator)
        }
        synchronizer.requestSent(for: id, at: clock, by: .kernel)
        guard server.answers, let request = unsafe try? NTPPacket(parsing: datagram.span.bytes) else {
            return
        }
        pass(server.delay)
        var reply = NTPPacket(version: 4, mode: .server)
        reply.leap = server.leap
        reply.stratum = server.stratum
        reply.referenceID = server.referenceID
        reply.precision = -24
        reply.originTimestamp = request.transmitTimestamp
        reply.receiveTimestamp = NTPTimestamp(epoch.advanced(by: time + utcOffset + server.offset))
        reply.transmitTimestamp = reply.receiveTimestamp
        let basic = reply
        if let latest = latestReplies[id], request.originTimestamp == latest.receiveTimestamp {
            reply.originTimestamp = request.receiveTimestamp
            reply.transmitTimestamp = latest.transmitTimestamp
        }
        latestReplies[id] = basic
        pass(server.delay)
        let root = MonotonicRoot(
            rootDelay: 1e-6, rootDispersion: 0,
            received: NTPTimestamp(
                epoch.advanced(by: time - server.delay + server.offset - server.correction)),
            epoch: 1)
        let answer = bytes {
            reply.serialize(into: &$0)
            if server.options.extensionFields.contains(.monotonicRoot) { root.serialize(into: &$0) }
        }
        perform(
            unsafe synchronizer.handle(
                datagram: answer.span.bytes, from: id, receivedAt: clock, by: .kernel, now: now))
    }
}

extension AssociationOptions {
    static let burstAtStart = with { $0.initialBurst = true }

    static func with(_ configure: (inout Self) -> Void) -> Self {
        var options = Self()
        configure(&options)
        return options
    }
}
