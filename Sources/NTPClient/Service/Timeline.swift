// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPSystem
internal import Synchronization

/// What a disciplined clock reads, from one thread that disciplines it to any number of others.
///
/// Readers never wait, and no two readings, by whatever threads, are in the wrong order. A class, because it is shared.
///
/// Versions of the clock's course are written to a ring, and read in the manner of a sequence lock: again, if another
/// version has come meanwhile, so a reader is held up only by progress. One course follows another in three versions:
/// while the old one is still in force, readers begin to note what they return, and to return nothing less than what
/// others have noted; then the new one begins at a reading of the raw clock that is later than any which was not
/// noted; and when the new course has come past everything that can be noted, the notes end.
final class Timeline: Sendable {
    /// The course of the clock from a moment on: lines over the raw clock. All times in nanoseconds.
    struct Course {
        /// What the raw clock reads at the start, and this clock, in Unix time.
        var start: Int64
        var reading: Int64
        /// By how much the clock runs faster than the raw one.
        var frequency: Double
        /// The root distance at the start, infinite when nobody vouches for the clock; and by how much it grows.
        var distance: Double
        var growth: Double
        /// What the clock is still to gain at the start, and by how much that changes.
        var pending: Double
        var slew: Double
        var standing: ClockStanding

        @inline(__always)
        func reading(at raw: Int64) -> Int64 {
            let elapsed = raw &- start
            return reading &+ elapsed &+ Int64(Double(elapsed) * frequency)
        }

        @inline(__always)
        func bound(at raw: Int64) -> Double {
            let elapsed = Double(raw &- start)
            return distance + growth * elapsed + (pending + slew * elapsed).magnitude
        }
    }

    /// How one course follows another.
    enum Transition {
        /// Goes on from the reading where the old one was left.
        case continuous
        /// Begins anew, wherever that is.
        case stepped
    }

    private static let versions: UInt64 = 8
    private static let words = 8
    /// By so much, in nanoseconds, a processor may read its clock after it made sure which version is in force.
    private static let clockSlack: Int64 = 1_000

    private let version = Atomic<UInt64>(0)
    private let ring = InlineArray<64, Atomic<UInt64>> { _ in Atomic(0) }
    /// For each transition of late, the latest reading that was noted.
    private let notes = InlineArray<8, Atomic<Int64>> { _ in Atomic(.min) }

    init(_ course: Course) {
        store(course, note: nil)
    }

    /// The time now, with its bound.
    func read() -> BoundedTime {
        while true {
            let version = version.load(ordering: .acquiring)
            let (course, note) = load(version)
            let raw = RawClock.now
            var reading = course.reading(at: raw)
            var bound = course.bound(at: raw)
            if let note {
                guard let latest = take(reading, to: note, of: version) else { continue }
                bound += Double(latest &- reading)
                reading = latest
            }
            atomicMemoryFence(ordering: .acquiring)
            // Sequentially consistent for the sake of the notes.
            if self.version.load(ordering: .sequentiallyConsistent) == version {
                return BoundedTime(reading: reading, bound: bound, standing: course.standing)
            }
        }
    }

    /// Notes a reading of a version.
    ///
    /// - Returns: The latest one noted; nil if another version has come before, by whose readings nothing may be noted.
    private func take(_ reading: Int64, to note: Int, of version: UInt64) -> Int64? {
        let noted = notes[note].load(ordering: .sequentiallyConsistent)
        // What was read may be of two versions, or of one that is over, and mustn't count for anybody else then.
        guard self.version.load(ordering: .sequentiallyConsistent) == version else { return nil }
        guard reading > noted else { return noted }
        // Fails as well when the note is another transition's by now, which begins with a value of its own.
        let (exchanged, _) = notes[note].compareExchange(
            expected: noted, desired: reading, ordering: .sequentiallyConsistent)
        return exchanged ? reading : nil
    }

    /// Lets the clock go on otherwise. To be called by one thread.
    ///
    /// - Parameter course: The new course from a reading of the raw clock on, and how it joins the old one.
    func follow(_ course: (_ raw: Int64) -> (Course, Transition)) {
        let old = load(version.load(ordering: .relaxed)).course
        let note = Int((version.load(ordering: .relaxed) &+ 1) % Self.versions)
        let first = Int64.min &+ Int64(truncatingIfNeeded: version.load(ordering: .relaxed) >> 1)
        notes[note].store(first, ordering: .sequentiallyConsistent)
        store(old, note: note)
        let notedFrom = RawClock.now
        var raw = notedFrom
        while raw &- notedFrom < Self.clockSlack { raw = RawClock.now }
        var (new, transition) = course(raw)
        if transition == .continuous {
            // Rounding must not take back a nanosecond.
            new.reading = max(new.reading, old.reading(at: raw))
            store(new, note: note)
            // Whatever is noted of the old course, by however slow a reader, was read before now.
            let latest = old.reading(at: RawClock.now &+ Self.clockSlack)
            while new.reading(at: RawClock.now) < latest {}
        }
        store(new, note: nil)
    }

    private func load(_ version: UInt64) -> (course: Course, note: Int?) {
        let first = Int(version % Self.versions) &* Self.words
        @inline(__always)
        func word(_ index: Int) -> UInt64 { ring[first &+ index].load(ordering: .relaxed) }
        let last = word(7)
        let course = Course(
            start: Int64(bitPattern: word(0)), reading: Int64(bitPattern: word(1)),
            frequency: Double(bitPattern: word(2)), distance: Double(bitPattern: word(3)),
            growth: Double(bitPattern: word(4)), pending: Double(bitPattern: word(5)),
            slew: Double(bitPattern: word(6)),
            standing: ClockStanding(rawValue: UInt8(truncatingIfNeeded: last)) ?? .unsynchronized)
        let note = Int(truncatingIfNeeded: last &>> 8)
        return (course, note == 0 ? nil : note &- 1)
    }

    /// - Parameter note: Where readings are to be noted.
    private func store(_ course: Course, note: Int?) {
        let next = version.load(ordering: .relaxed) &+ 1
        let first = Int(next % Self.versions) &* Self.words
        // What is overwritten belongs to a version long gone; who still reads it must see that.
        atomicMemoryFence(ordering: .releasing)
        let words = [
            UInt64(bitPattern: course.start), UInt64(bitPattern: course.reading), course.frequency.bitPattern,
            course.distance.bitPattern, course.growth.bitPattern, course.pending.bitPattern,
            course.slew.bitPattern, UInt64(course.standing.rawValue) | UInt64((note ?? -1) + 1) << 8,
        ]
        for (index, word) in words.enumerated() { ring[first + index].store(word, ordering: .relaxed) }
        version.store(next, ordering: .sequentiallyConsistent)
    }
}
