// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

extension Startup {
    /// Switches the timestamps of network cards on while that is still allowed.
    func openHardwareStamps() -> HardwareStamps? {
        guard !configuration.timestamping.interfaces.isEmpty else { return nil }
        let opening = HardwareStamps.open(
            configuration.timestamping, SystemCards(), now: MonotonicClock.now)
        for text in opening.successes { log.info(text) }
        for text in opening.failures { log.warning("\(text); the kernel's are used") }
        return opening.stamps
    }
}

/// Timestamps by network cards, and their clocks.
extension Daemon {
    mutating func readHardwareClocks(now: MonotonicInstant) {
        guard var stamps = hardwareStamps, let due = stamps.deadline, due <= now else { return }
        for text in stamps.read(now: now, freeRunning: { freeRunning($0) }) { log.warning(text) }
        hardwareStamps = stamps
        publishHardwareClocks()
    }

    /// To be called whenever the clock is made to run otherwise.
    func publishHardwareClocks() {
        hardwareStamps?.publish(at: RealtimeClock.now, freeRunning: { freeRunning($0) })
    }

    /// Forgets how the cards' clocks stood to the system's, which was set.
    mutating func measureHardwareClocksAnew() {
        hardwareStamps?.reset(now: MonotonicClock.now)
        publishHardwareClocks()
    }

    private func freeRunning(_ stamp: NTPDate) -> FreeRunningTime {
        synchronizer.freeRunning(at: clock.date(ofStamp: stamp))
    }

    /// Takes the timestamps of a request's departure that have come.
    ///
    /// - Returns: When the request left by them, each better than the one before.
    func takeStamps(of exchange: ClientExchange) throws(SystemError) -> [(NTPDate, TimestampSource)] {
        var dates: [(NTPDate, TimestampSource)] = []
        // The kernel's and the card's, and perhaps one of a packet before; a peer's answers have theirs as well.
        let limit = exchange.isLasting ? Int.max : exchange.socket.hasHardwareStamps ? 4 : 1
        for _ in 0..<limit {
            guard let stamp = try exchange.socket.takeTransmitTimestamp() else { break }
            guard exchange.isRequest(stamp) else { continue }
            do throws(StampConverter.Refusal) {
                guard let date = try exchange.stamps.take(stamp, hardwareStamps?.converter) else { continue }
                dates.append((clock.date(ofStamp: date), stamp.isByHardware ? .hardware : .kernel))
            } catch {
                log.debug(
                    "Hardware timestamp of a request to \(name(of: exchange.source)) not used: \(error)")
            }
        }
        return dates
    }

    /// Whether a reply has to wait until the card's timestamp of its request has come, and for no longer than
    /// `hwtstimeout`; the socket isn't read meanwhile.
    ///
    /// - Parameter hasStamps: Whether a timestamp has just come, and is why the socket was ready.
    mutating func mustWait(_ exchange: ClientExchange, _ readiness: Readiness, hasStamps: Bool) -> Bool {
        guard let stamps = hardwareStamps, exchange.socket.hasHardwareStamps else { return false }
        if exchange.isWaiting {
            // An error that is no timestamp is to be read as well.
            guard exchange.stamps.isComplete || !hasStamps else { return true }
            endWait(exchange)
            return false
        }
        guard readiness.contains(.input), exchange.stamps.shouldWait(for: stamps.converter) else {
            return false
        }
        exchange.wait(until: MonotonicClock.now.advanced(by: stamps.transmitTimeout))
        poller.suspend(exchange.socket.descriptor)
        return true
    }

    /// Goes on without the card's timestamp.
    mutating func giveUpWaiting(_ exchange: ClientExchange) {
        endWait(exchange)
        log.debug("No hardware timestamp of a request to \(name(of: exchange.source)) within 'hwtstimeout'")
        receive(exchange, .input)
    }

    private mutating func endWait(_ exchange: ClientExchange) {
        exchange.endWait()
        poller.resume(exchange.socket.descriptor)
    }

    /// Has received replies be stamped by the cards that they came in by.
    mutating func restampReplies() {
        guard let converter = hardwareStamps?.converter else { return }
        let log = log
        replies.restamp { stamp, received in
            do throws(StampConverter.Refusal) {
                return try converter.date(ofReceived: stamp, near: received)
            } catch {
                log.debug("Hardware timestamp of a reply not used: \(error)")
                return nil
            }
        }
    }
}
