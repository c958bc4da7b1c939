// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPClient
import NTPSystem
import Synchronization
import Testing

@Suite struct `Course of the clock` {
    private func course(at raw: Int64, reading: Int64, frequency: Double) -> Timeline.Course {
        Timeline.Course(
            start: raw, reading: reading, frequency: frequency, distance: 1_000, growth: 1e-6, pending: 0,
            slew: 0,
            standing: .synchronized)
    }

    @Test func `goes on from where it was`() {
        let start = RawClock.now
        let timeline = Timeline(course(at: start, reading: 5_000_000_000, frequency: 0.25))
        let old = course(at: start, reading: 5_000_000_000, frequency: 0.25)
        var joint: (raw: Int64, reading: Int64) = (0, 0)
        timeline.follow { raw in
            joint = (raw, old.reading(at: raw))
            return (course(at: raw, reading: joint.reading, frequency: -0.25), .continuous)
        }
        let now = timeline.read()
        let elapsed = RawClock.now - joint.raw
        #expect(now.time.nanoseconds >= joint.reading)
        #expect(now.time.nanoseconds <= joint.reading + elapsed * 3 / 4 + 1)
    }

    @Test func `steps when it is told to`() {
        let timeline = Timeline(course(at: RawClock.now, reading: 5_000_000_000, frequency: 0))
        timeline.follow { raw in (course(at: raw, reading: 0, frequency: 0), .stepped) }
        #expect(timeline.read().time.nanoseconds < 4_000_000_000)
    }

    @Test func `bounds what is still to be gained`() {
        var course = course(at: 0, reading: 0, frequency: 0.001)
        (course.pending, course.slew) = (1_000, -0.001)
        #expect(course.bound(at: 0) == 2_000)
        // Half of it is gained, and a nanosecond of dispersion has come.
        #expect((course.bound(at: 500_000) - 1_500.5).magnitude < 1e-6)
        // Who comes too late to end the slew has gone beyond.
        #expect((course.bound(at: 3_000_000) - 3_003).magnitude < 1e-6)
    }

    /// A million readings by three threads while the rate changes by a fifth, thousands of times a second.
    @Test func `is never read in the wrong order`() throws {
        let timeline = Timeline(course(at: RawClock.now, reading: 0, frequency: 0))
        let latest = Atomic<Int64>(0)
        let left = Atomic(1_000_000)
        let backward = Atomic(0)
        let running = Atomic(3)
        let shared = Shared(timeline, latest, left, backward, running)
        for _ in 0..<3 {
            try WorkerThread.start { shared.readAll() }
        }
        var changes = 0
        while shared.running.load(ordering: .acquiring) > 0 {
            changes += 1
            timeline.follow { raw in
                let reading = timeline.read().time.nanoseconds
                return (
                    course(at: raw, reading: reading, frequency: changes % 2 == 0 ? 0.1 : -0.1), .continuous
                )
            }
        }
        #expect(shared.backward.load(ordering: .relaxed) == 0, "after \(changes) changes")
        #expect(changes > 100)
    }

    /// A class, because threads share it.
    private final class Shared: Sendable {
        let timeline: Timeline
        let latest: Atomic<Int64>
        let left: Atomic<Int>
        let backward: Atomic<Int>
        let running: Atomic<Int>

        init(
            _ timeline: Timeline, _ latest: consuming Atomic<Int64>, _ left: consuming Atomic<Int>,
            _ backward: consuming Atomic<Int>, _ running: consuming Atomic<Int>
        ) {
            self.timeline = timeline
            self.latest = latest
            self.left = left
            self.backward = backward
            self.running = running
        }

        /// What was returned before a reading began, by whatever thread, is never more than it.
        func readAll() {
            while left.subtract(1, ordering: .relaxed).newValue >= 0 {
                let before = latest.load(ordering: .sequentiallyConsistent)
                let now = timeline.read().time.nanoseconds
                if now < before { backward.add(1, ordering: .relaxed) }
                latest.max(now, ordering: .sequentiallyConsistent)
            }
            running.subtract(1, ordering: .releasing)
        }
    }
}
