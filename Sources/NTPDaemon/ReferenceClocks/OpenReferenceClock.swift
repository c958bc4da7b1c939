// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// A reference clock, its device while that is there, and its place among the sources.
///
/// A class, because an array of them is kept whose devices come and go with it.
final class OpenReferenceClock {
    let configuration: ReferenceClockConfiguration
    let referenceID: ReferenceID
    /// Nil while it can't be opened.
    private(set) var device: (any ReferenceClockDevice)?
    /// Its source, once it is one.
    private(set) var id: SourceID?
    /// When the device is to be read or opened; nil for one that tells by itself, and before it is a source.
    private(set) var deadline: MonotonicInstant?
    /// Whether it was said that what it says isn't of use.
    var hasComplained = false
    /// Whether the device has failed since it was last read, which is said once.
    var hasFailed = false

    init(_ configuration: ReferenceClockConfiguration, referenceID: ReferenceID) {
        self.configuration = configuration
        self.referenceID = referenceID
    }

    /// What it is called in reports and logs.
    var name: String { referenceID.text ?? referenceID.description }

    /// From now on, its readings are those of a source.
    func start(as id: SourceID, now: MonotonicInstant) {
        self.id = id
        deadline = isWaited(for: device) ? nil : now
    }

    func open() throws(SystemError) {
        device = try configuration.device.open()
        if isWaited(for: device) { deadline = nil }
    }

    /// To be opened again, for what comes and goes.
    func close(now: MonotonicInstant) {
        device = nil
        deadline = now.advanced(by: retryInterval)
    }

    /// What is to be said, once, of a device that can't be opened or read.
    func remark(on error: SystemError) -> String {
        hasFailed = true
        let future =
            configuration.device.comesAndGoes
            ? "; tried again every \(Text.fixed(retryInterval, decimals: 0)) s" : ""
        return "Reference clock \(name): \(error)\(future)"
    }

    private func isWaited(for device: (any ReferenceClockDevice)?) -> Bool {
        device?.descriptor != nil
    }

    /// In seconds.
    private var retryInterval: Double { max(1, configuration.options.poll.seconds) }

    /// Sets the time of the next reading, a driver's interval after the one that was due; or of the next try to open it.
    func schedule(now: MonotonicInstant) {
        guard let due = deadline else { return }
        let interval = device == nil ? retryInterval : configuration.readingInterval.seconds
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
    func core(referenceID: ReferenceID) -> ReferenceClock.Options {
        var clock = ReferenceClock.Options(referenceID: referenceID)
        clock.poll = options.poll
        clock.filterLength = options.filterLength
        if device.isPolled {
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
        clock.isStandard = options.isLocal
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
