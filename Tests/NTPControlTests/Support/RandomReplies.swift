// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

@testable import NTPControl

extension SeededGenerator {
    /// A reply with data, and the command that asks for it.
    mutating func reply() -> (ControlReply, ControlCommand) {
        switch Int.random(in: 0..<17, using: &self) {
        case 0: (.status(element(ControlStatus.allCases)), element([.makeStep, .online, .accessCheck]))
        case 1: (.sourceCount(SourceCountReport(count: integer())), .sourceCount)
        case 2: (.source(sourceReport()), .source)
        case 3: (.tracking(trackingReport()), .tracking)
        case 4: (.sourceStatistics(statisticsReport()), .sourceStatistics)
        case 5: (.rtc(rtcReport()), .rtc)
        case 6: (.activity(activityReport()), .activity)
        case 7: (.smoothing(smoothingReport()), .smoothing)
        case 8: (.manualTimestamp(manualTimestamp()), .setTime)
        case 9: (.manualList(manualList()), .manualList)
        case 10: (.sourceName(SourceNameReport(name: name())), .sourceName)
        case 11: (.authentication(authenticationReport()), .authentication)
        case 12: (.clients(clientList()), .clients)
        case 13: (.selection(selectionReport()), .selection)
        case 14: (.serverStatistics(serverStatisticsReport()), .serverStatistics)
        case 15: (.clockUse(element(ClockUse.allCases)), .clockUse)
        default: (.ntpData(ntpDataReport()), .ntpData)
        }
    }

    private mutating func rtcReport() -> RTCReport {
        var report = RTCReport()
        report.referenceTime = maybe { $0.date() }
        report.samples = integer()
        report.runs = integer()
        report.span = integer()
        report.ahead = seconds()
        report.gain = ratio()
        return report
    }

    private mutating func smoothingReport() -> SmoothingReport {
        var report = SmoothingReport()
        report.isActive = flag()
        report.isForLeapSecondsOnly = flag()
        report.offset = seconds()
        report.frequency = ratio()
        report.wander = ratio()
        report.updateAge = seconds()
        report.remaining = seconds()
        return report
    }

    private mutating func manualTimestamp() -> ManualTimestampReport {
        var report = ManualTimestampReport()
        report.offset = seconds()
        report.frequencyChange = Frequency(ppm: seconds())
        report.frequency = Frequency(ppm: seconds())
        return report
    }

    private mutating func manualList() -> ManualListReport {
        let count = Int.random(in: 0...ManualListReport.capacity, using: &self)
        return ManualListReport(
            samples: (0..<count).map { _ in
                ManualSample(time: date(), offset: seconds(), originalOffset: seconds(), residual: seconds())
            })
    }

    private mutating func clientList() -> ClientListReport {
        var report = ClientListReport()
        report.tableSize = integer()
        report.nextIndex = integer()
        report.clients = (0..<Int.random(in: 0...ClientListReport.capacity, using: &self)).map { _ in client()
        }
        return report
    }

    private mutating func client() -> ClientReport {
        var client = ClientReport()
        client.address = address()
        client.ntp = clientActivity()
        client.nke = clientActivity()
        client.command = clientActivity()
        client.ntpTimeoutInterval = maybe { $0.poll() }
        return client
    }

    private mutating func clientActivity() -> ClientReport.Activity {
        var activity = ClientReport.Activity()
        activity.hits = integer()
        activity.drops = integer()
        activity.interval = maybe { $0.poll() }
        activity.age = maybe { UInt32.random(in: 0..<UInt32.max, using: &$0) }
        return activity
    }
}
