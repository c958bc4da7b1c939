// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// The network cards that stamp packets: `hwtimestamp`.
struct HardwareStamps {
    private(set) var cards: [HardwareCard]
    let converter = StampConverter()
    /// How long a reply waits for the timestamp of its request, in seconds.
    let transmitTimeout: Double

    /// - Returns: Nil when there is none, so that nobody has to think of them.
    init?(_ cards: [HardwareCard], transmitTimeout: Double) {
        guard !cards.isEmpty else { return nil }
        self.cards = cards
        self.transmitTimeout = transmitTimeout
    }

    var deadline: MonotonicInstant? { cards.lazy.map(\.deadline).min() }

    /// Reads the clocks that are due.
    ///
    /// - Returns: What the user should know.
    mutating func read(
        now: MonotonicInstant, freeRunning: (NTPDate) -> FreeRunningTime
    ) -> [String] {
        cards.indices.compactMap { index in
            cards[index].deadline <= now ? cards[index].read(now: now, freeRunning: freeRunning) : nil
        }
    }

    /// Tells by what timestamps are converted from now on: after each reading, and whenever the clock is made to run
    /// otherwise.
    func publish(at date: NTPDate, freeRunning: (NTPDate) -> FreeRunningTime) {
        for card in cards {
            converter.publish(
                card.state(at: date, freeRunning: freeRunning), of: card.interface.index)
        }
    }

    mutating func reset(now: MonotonicInstant) {
        for index in cards.indices { cards[index].reset(now: now) }
    }

    mutating func renewSpeeds() {
        for index in cards.indices { cards[index].renewSpeed() }
    }
}
