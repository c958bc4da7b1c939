// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// Publishes how wrong the system's clock can be to other processes (`clockboundfile`).
struct BoundPublisher: ~Copyable {
    /// How often it is renewed, in seconds. Clients hold a clock for unsynchronised after five.
    private static let interval = 1.0

    private var segment: BoundSegment
    private let vmclock: VMClock?
    private var record: BoundRecord
    private let resolution = CoarseClock.resolution
    private(set) var deadline: MonotonicInstant

    init(_ configuration: BoundFileConfiguration, now: MonotonicInstant) throws(SystemError) {
        segment = try BoundSegment(at: configuration.path)
        vmclock = VMClock(at: configuration.vmclock)
        record = BoundRecord(continuing: segment.content, marker: vmclock?.marker)
        deadline = now
        segment.write(record.content)
    }

    /// Whether there is a hypervisor that tells of disruptions.
    var hasVMClock: Bool { vmclock != nil }

    /// Whether the clock was disrupted since the last time; then, all has to be measured anew.
    mutating func takeDisruption() -> Bool {
        record.note(marker: vmclock?.marker)
    }

    mutating func publish(_ bound: ErrorBound?, isReached: Bool, now: MonotonicInstant) {
        deadline = now.advanced(by: Self.interval)
        record.update(bound, isReached: isReached, at: CoarseClock.now, resolution: resolution)
        segment.write(record.content)
    }
}
