// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPControl

/// How many sources are in use.
package struct ActivityPresentation: TabularPresentation {
    let report: ActivityReport

    package init(_ report: ActivityReport) {
        self.report = report
    }

    package var text: String {
        Table.list([
            ("Online", "\(report.online)"),
            ("Offline", "\(report.offline)"),
            ("In a burst, then online", "\(report.burstOnline)"),
            ("In a burst, then offline", "\(report.burstOffline)"),
            ("Name not resolved", "\(report.unresolved)"),
        ])
    }

    package var json: JSON {
        .object([
            "online": .integer(report.online),
            "offline": .integer(report.offline),
            "burst_online": .integer(report.burstOnline),
            "burst_offline": .integer(report.burstOffline),
            "unresolved": .integer(report.unresolved),
        ])
    }

    package var csv: [[String]] {
        let counts = [
            report.online, report.offline, report.burstOnline, report.burstOffline, report.unresolved,
        ]
        return [counts.map { "\($0)" }]
    }
}
