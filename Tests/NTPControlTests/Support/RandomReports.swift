// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

@testable import NTPControl

extension SeededGenerator {
    mutating func trackingReport() -> TrackingReport {
        var report = TrackingReport()
        report.referenceID = referenceID()
        report.address = address()
        report.stratum = integer()
        report.leap = leap()
        report.referenceTime = maybe { $0.date() }
        report.remainingCorrection = seconds()
        report.lastOffset = seconds()
        report.rmsOffset = seconds()
        report.frequency = Frequency(ppm: seconds())
        report.residualFrequency = ratio()
        report.skew = ratio()
        report.rootDelay = seconds()
        report.rootDispersion = seconds()
        report.updateInterval = seconds()
        return report
    }

    mutating func sourceReport() -> SourceReport {
        var report = SourceReport()
        report.address = address()
        report.mode = element(SourceReport.Mode.allCases)
        report.state = element(SourceReport.State.allCases)
        report.poll = poll()
        report.stratum = integer()
        report.reach = Reach(bits: integer())
        report.sampleAge = maybe { UInt32.random(in: 0..<UInt32.max, using: &$0) }
        report.measuredOffset = seconds()
        report.offset = seconds()
        report.offsetError = seconds()
        return report
    }

    mutating func statisticsReport() -> SourceStatisticsReport {
        var report = SourceStatisticsReport()
        report.referenceID = referenceID()
        report.address = address()
        report.samples = integer()
        report.runs = integer()
        report.span = integer()
        report.deviation = seconds()
        report.residualFrequency = ratio()
        report.skew = ratio()
        report.offset = seconds()
        report.offsetError = seconds()
        return report
    }

    mutating func selectionReport() -> SelectionReport {
        var report = SelectionReport()
        report.referenceID = referenceID()
        report.address = address()
        report.status = element(SourceStatus.allCases)
        report.isAuthenticated = flag()
        report.leap = leap()
        report.configured = selectionOptions()
        report.effective = selectionOptions()
        report.sampleAge = integer()
        report.score = seconds()
        report.lowerLimit = seconds()
        report.upperLimit = seconds()
        return report
    }

    mutating func ntpDataReport() -> NTPDataReport {
        var report = NTPDataReport()
        report.remoteAddress = address()
        report.localAddress = address()
        report.remotePort = integer()
        report.leap = leap()
        report.version = integer()
        report.mode = element([.symmetricActive, .symmetricPassive, .server, .reserved])
        report.stratum = integer()
        report.poll = poll()
        report.precision = Int8(truncatingIfNeeded: next())
        report.rootDelay = seconds()
        report.rootDispersion = seconds()
        report.referenceID = referenceID()
        report.referenceTime = maybe { $0.date() }
        report.offset = seconds()
        report.delay = seconds()
        report.dispersion = seconds()
        report.responseTime = seconds()
        report.jitterAsymmetry = seconds()
        report.passedTests = NTPDataReport.Tests(rawValue: integer()).intersection(.all)
        report.isInterleaved = flag()
        report.isAuthenticated = flag()
        report.transmitTimestamp = maybe { $0.element([.daemon, .kernel, .hardware]) }
        report.receiveTimestamp = maybe { $0.element([.daemon, .kernel, .hardware]) }
        report.transmitted = integer()
        report.received = integer()
        report.valid = integer()
        report.good = integer()
        var counts = NTPDataReport.TimestampCounts()
        counts.kernelTransmit = integer()
        counts.kernelReceive = integer()
        counts.hardwareTransmit = integer()
        counts.hardwareReceive = integer()
        report.timestamps = counts
        return report
    }

    mutating func authenticationReport() -> AuthenticationReport {
        var report = AuthenticationReport()
        report.mode = element(AuthenticationReport.Mode.allCases)
        report.keyType = integer()
        report.keyID = integer()
        report.keyLength = integer()
        report.keyEstablishmentAttempts = integer()
        report.keyEstablishmentAge = maybe { UInt32.random(in: 0..<UInt32.max, using: &$0) }
        report.cookies = integer()
        report.cookieLength = integer()
        report.wasRefused = flag()
        return report
    }

    mutating func activityReport() -> ActivityReport {
        var report = ActivityReport()
        report.online = integer()
        report.offline = integer()
        report.burstOnline = integer()
        report.burstOffline = integer()
        report.unresolved = integer()
        return report
    }

    mutating func serverStatisticsReport() -> ServerStatisticsReport {
        var report = ServerStatisticsReport()
        report.ntpHits = next()
        report.nkeHits = next()
        report.commandHits = next()
        report.ntpDrops = next()
        report.nkeDrops = next()
        report.commandDrops = next()
        report.logDrops = next()
        report.authenticatedHits = next()
        report.interleavedHits = next()
        report.heldTimestamps = next()
        report.heldTimestampSpan = next()
        var counts = ServerStatisticsReport.TimestampCounts()
        counts.daemonReceive = next()
        counts.daemonTransmit = next()
        counts.kernelReceive = next()
        counts.kernelTransmit = next()
        counts.hardwareReceive = next()
        counts.hardwareTransmit = next()
        report.timestamps = counts
        return report
    }
}
