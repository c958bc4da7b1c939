// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore

extension NTPControl.SourceReport {
    init(_ source: SourceSnapshot, address: ControlAddress) {
        self.init()
        self.address = address
        state = State(source.status)
        poll = source.poll
        reach = source.reach
        guard let sample = source.sample else { return }
        stratum = source.stratum
        sampleAge = source.sampleAge.map { UInt32(seconds: $0) }
        measuredOffset = source.measuredOffset ?? 0
        offset = source.currentOffset ?? 0
        offsetError = (sample.rootDelay + sample.delay) / 2 + sample.rootDispersion + sample.dispersion
    }
}

extension SourceStatisticsReport {
    /// Without an estimate, the deviation and the skew are those that stand for knowing nothing.
    init(_ source: SourceSnapshot) {
        self.init()
        samples = UInt32(clamping: source.support.samples)
        runs = UInt32(clamping: source.support.runs)
        span = UInt32(seconds: source.support.span)
        guard let estimate = source.estimate else { return }
        deviation = estimate.jitter
        residualFrequency = source.residualFrequency ?? 0
        skew = estimate.skew
        offset = (source.estimatedOffset ?? 0) - source.pendingOffset
        offsetError = estimate.offsetDeviation
    }
}

extension SelectionReport {
    init(_ source: SourceSnapshot) {
        self.init()
        status = source.status
        isAuthenticated = source.key != nil
        leap = source.leap
        configured = source.options
        effective = source.effectiveOptions
        sampleAge = source.sampleAge.map { UInt32(seconds: $0) } ?? 0
        score = source.score
        guard let estimate = source.estimate, let offset = source.estimatedOffset else { return }
        lowerLimit = offset - source.pendingOffset - estimate.rootDistance
        upperLimit = offset - source.pendingOffset + estimate.rootDistance
    }
}

extension NTPDataReport {
    /// - Parameter date: The local clock's reading, for the era of the reference time.
    init(_ source: SourceSnapshot, at date: NTPDate) {
        self.init()
        transmitted = source.counters.sent
        received = source.counters.received
        valid = source.counters.valid
        good = source.counters.good
        var counts = TimestampCounts()
        counts.kernelTransmit = source.timestamps.kernelTransmit
        counts.kernelReceive = source.timestamps.kernelReceive
        counts.hardwareTransmit = source.timestamps.hardwareTransmit
        counts.hardwareReceive = source.timestamps.hardwareReceive
        timestamps = counts
        guard let packet = source.packet else { return }
        take(packet)
        if packet.referenceTimestamp != .zero {
            referenceTime = NTPDate(packet.referenceTimestamp, near: date)
        }
        passedTests = Tests(rawValue: source.tests.rawValue)
        isAuthenticated = source.key != nil && source.tests.contains(.authenticated)
        isInterleaved = source.measurement?.isInterleaved ?? false
        guard let measurement = source.measurement else { return }
        offset = source.measuredOffset ?? measurement.offset
        delay = measurement.delay
        dispersion = source.measuredDispersion
        responseTime = measurement.replySent.seconds(since: measurement.requestReceived)
        transmitTimestamp = measurement.sentBy
        receiveTimestamp = measurement.receivedBy
    }

    private mutating func take(_ packet: NTPPacket) {
        leap = packet.leap
        version = packet.version
        mode = packet.mode
        stratum = packet.stratum
        poll = packet.poll
        precision = packet.precision
        rootDelay = packet.rootDelay.seconds
        rootDispersion = packet.rootDispersion.seconds
        referenceID = packet.referenceID
    }
}

extension UInt32 {
    /// Whole seconds, none for less than one or for a negative time.
    init(seconds: Double) {
        self = seconds.isFinite ? UInt32(Swift.max(0, Swift.min(4_294_967_294, seconds))) : 0
    }
}
