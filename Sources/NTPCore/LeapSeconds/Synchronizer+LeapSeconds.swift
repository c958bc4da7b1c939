// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What is done about leap seconds beside announcing them.
public enum LeapSecondMode: Hashable, Sendable {
    /// Nothing: somebody else corrects the clock, such as the kernel, or it is corrected when the sources say so.
    case leave
    case step, slew
}

/// The next leap second, and the one that was.
struct LeapSecondSchedule: Hashable, Sendable {
    /// When the clock is to be corrected, by the clock itself and by that of the timers.
    var due: NTPDate?
    var deadline: MonotonicInstant?
    /// When it was corrected, before the correction.
    var latest: NTPDate?

    /// Servers take their leap seconds a little earlier or later than we do, in seconds.
    private static let disorder = 5.0

    /// Whether what is measured now is by two clocks that may differ by a second.
    func isNear(_ date: NTPDate) -> Bool {
        [due, latest].contains { $0.map { abs(date.seconds(since: $0)) < Self.disorder } ?? false }
    }
}

extension Synchronizer {
    /// What is done about a leap second here.
    public var leapSecondMode: LeapSecondMode { options.leapSeconds }

    /// Takes note of what the sources announce, and of the table.
    mutating func noteLeap(_ announced: LeapIndicator, now: MonotonicInstant, date: NTPDate) {
        tracking.leap = leap(announced, at: date)
        // A deleted second is the last one of the day: the correction comes before it.
        leapSeconds.due = tracking.leap.correction.map {
            LeapSecondDay.end(of: date).advanced(by: min(0, -$0))
        }
        scheduleLeap(now: now, date: date)
    }

    /// Does otherwise about leap seconds from now on, also about one that is announced.
    public mutating func setLeapSecondMode(_ mode: LeapSecondMode, now: MonotonicInstant, date: NTPDate) {
        options.leapSeconds = mode
        scheduleLeap(now: now, date: date)
    }

    private mutating func scheduleLeap(now: MonotonicInstant, date: NTPDate) {
        let due = options.leapSeconds == .leave ? nil : leapSeconds.due
        leapSeconds.deadline = due.map { now.advanced(by: max(0, $0.seconds(since: date))) }
    }

    /// What is believed of an announcement: on other days than those that leap seconds are for, somebody is mistaken.
    private func leap(_ announced: LeapIndicator, at date: NTPDate) -> LeapIndicator {
        guard LeapSecondDay.contains(date), !leapSeconds.isPast(date) else { return .none }
        return announced != .none ? announced : leapTable?.leap(at: date) ?? .none
    }

    /// Corrects the clock when it is time.
    mutating func fireLeap(now: MonotonicInstant, date: NTPDate) -> [SynchronizerAction] {
        guard let deadline = leapSeconds.deadline, deadline <= now, let due = leapSeconds.due,
            let seconds = tracking.leap.correction
        else { return [] }
        // The clock was slewed meanwhile, or the timers' clock is coarse.
        let left = due.seconds(since: date)
        guard left <= 1e-3 else {
            leapSeconds.deadline = now.advanced(by: left)
            return []
        }
        leapSecondPassed(by: seconds, at: date)
        let event = SynchronizerAction.event(.leapSecond(seconds))
        switch options.leapSeconds {
        case .leave: return [event]
        case .step: return [.command(.step(NTPDuration(saturating: seconds))), event]
        case .slew: return resumeSlew(of: pendingOffset(at: date), at: slew.base, now: now) + [event]
        }
    }

    /// UTC has had its leap second: by this, all sources moved together, and not the clock yet.
    mutating func leapSecondPassed(by seconds: Double, at date: NTPDate) {
        for index in sources.indices { sources[index].leapt(by: seconds) }
        target?.offset += seconds
        monotonic.corrected(by: seconds)
        if tracking.isSynchronized { tracking.leap = .none }
        leapSeconds = LeapSecondSchedule(due: nil, deadline: nil, latest: date)
    }
}

extension LeapSecondSchedule {
    /// Whether the leap second at the end of this day has been.
    fileprivate func isPast(_ date: NTPDate) -> Bool {
        latest.map { abs(date.seconds(since: $0)) < 86_400 } ?? false
    }
}

extension LeapIndicator {
    /// What a leap second adds to UTC, in seconds; nil for none.
    public var correction: Double? {
        switch self {
        case .insertSecond: -1
        case .deleteSecond: 1
        case .none, .unsynchronized: nil
        }
    }
}
