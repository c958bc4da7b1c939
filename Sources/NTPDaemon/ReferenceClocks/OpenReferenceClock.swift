// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// A reference clock that is open, and its place among the sources.
///
/// A class, because an array of them is kept whose devices come and go with it.
final class OpenReferenceClock {
    let configuration: ReferenceClockConfiguration
    let referenceID: ReferenceID
    let device: any ReferenceClockDevice
    /// Its source, once it is one.
    private(set) var id: SourceID?
    /// When the device is to be read; nil for one that tells by itself, and before it is a source.
    private(set) var deadline: MonotonicInstant?
    /// Whether it was said that it can't be read, or what it says isn't of use.
    var hasComplained = false

    init(
        _ configuration: ReferenceClockConfiguration, referenceID: ReferenceID,
        device: any ReferenceClockDevice
    ) {
        self.configuration = configuration
        self.referenceID = referenceID
        self.device = device
    }

    /// What it is called in reports and logs.
    var name: String { referenceID.text ?? referenceID.description }

    /// From now on, its readings are those of a source.
    func start(as id: SourceID, now: MonotonicInstant) {
        self.id = id
        deadline = device.descriptor == nil ? now : nil
    }

    /// Sets the time of the next reading, a driver's interval after the one that was due.
    func schedule(now: MonotonicInstant) {
        guard let due = deadline else { return }
        let interval = configuration.readingInterval.seconds
        let next = due.advanced(by: interval)
        deadline = next > now ? next : now.advanced(by: interval)
    }
}

extension ReferenceClockConfiguration {
    /// How often a device is read that doesn't tell by itself.
    fileprivate var readingInterval: PollInterval {
        min(options.driverPoll, options.poll)
    }

    /// What the core is told of it.
    ///
    /// - Parameter isPolled: Whether the device is read at intervals.
    func core(referenceID: ReferenceID, isPolled: Bool) -> ReferenceClock.Options {
        var clock = ReferenceClock.Options(referenceID: referenceID)
        clock.poll = options.poll
        clock.filterLength = options.filterLength
        if isPolled {
            // No more readings come in a poll interval, so that a longer filter would never be full.
            let readings = Int(options.poll.exponent) - Int(readingInterval.exponent)
            clock.filterLength = min(clock.filterLength, 1 << min(20, readings))
        }
        clock.offset = options.offset
        clock.delay = options.delay
        clock.precision = options.precision
        clock.maximumDispersion = options.maximumDispersion
        clock.stratum = options.stratum
        clock.selection = options.selection
        clock.isPulse = options.isPPS
        clock.pulseRate = options.pulseRate
        clock.pulseWidth = options.pulseWidth
        clock.lock = options.lockID
        clock.maximumLockAge = options.maximumLockAge
        return clock
    }

    /// - Parameter client: What holds for all sources that say nothing else.
    func estimator(client: ClientConfiguration) -> EstimatorOptions {
        var estimator = EstimatorOptions()
        estimator.minimumSamples = options.minimumSamples ?? client.minimumSamples
        let maximum = options.maximumSamples ?? client.maximumSamples
        if maximum > 0 { estimator.maximumSamples = maximum }
        return estimator
    }
}
