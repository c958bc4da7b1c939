// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

/// How the clocks stand to each other at one moment: what carries samples over from one run of the daemon to the next.
///
/// The free-running timescale ends with a run. The system's clock goes on, at a known frequency unless somebody else
/// takes it in hand; so the old timescale can be continued by it, and its samples be moved to the new one.
struct ClockMoment: Hashable, Sendable {
    /// Of the system's start: its clock means nothing in another one.
    var boot: String
    /// The system's clock.
    var system: NTPDate
    /// How far that is ahead of the clock that nobody can step, in seconds.
    var systemAheadOfMonotonic: Double
    /// The frequency at which the daemon left the system's clock; zero where it isn't the daemon's.
    var frequency: Frequency
    /// By how much the system's clock is ahead of the free-running timescale, in seconds.
    var correction: Double

    /// A step of the clock that is larger isn't our own doing: it takes less to read two clocks, in seconds.
    private static let largestStep = 1e-3
    /// A kernel rounds frequencies to 2^-16 ppm.
    private static let frequencyTolerance = 1e-10

    /// What is to be added to times of the old timescale, and taken from offsets, to have those of the new one.
    ///
    /// - Parameter now: The clocks of this run, before it has changed anything.
    func shift(to now: ClockMoment) throws(ContinuityError) -> Double {
        guard now.boot == boot else { throw .otherBoot }
        let step = now.systemAheadOfMonotonic - systemAheadOfMonotonic
        guard step.magnitude <= Self.largestStep else { throw .stepped(by: step) }
        guard (now.frequency.ratio - frequency.ratio).magnitude <= Self.frequencyTolerance else {
            throw .otherFrequency
        }
        let elapsed = now.system.seconds(since: system)
        guard elapsed >= 0 else { throw .stepped(by: elapsed) }
        // What the frequency has made of it isn't part of the free-running timescale.
        let slewed = elapsed * frequency.ratio / (1 + frequency.ratio)
        return slewed + correction - now.correction
    }
}

/// Why samples of an earlier run say nothing about the clock as it is now.
enum ContinuityError: Error, Hashable, CustomStringConvertible {
    case otherBoot
    case stepped(by: Double)
    case otherFrequency

    var description: String {
        switch self {
        case .otherBoot: "the machine was started anew since"
        case .stepped(let offset):
            "the system clock was moved by \(Text.fixed(offset, decimals: 3)) seconds since"
        case .otherFrequency: "another program has changed the frequency of the system clock since"
        }
    }
}
