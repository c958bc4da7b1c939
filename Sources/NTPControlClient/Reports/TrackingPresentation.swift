// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPControl
import NTPCore

/// How the clock stands.
package struct TrackingPresentation: TabularPresentation {
    let report: TrackingReport
    /// What the system peer is called.
    let name: String
    /// Nil where the daemon doesn't say.
    let clockUse: ClockUse?

    package init(_ report: TrackingReport, name: String, clockUse: ClockUse? = nil) {
        self.report = report
        self.name = name
        self.clockUse = clockUse
    }

    package var text: String {
        Table.list(facts)
    }

    private var facts: [(name: String, value: String)] {
        let facts = [
            ("Reference", reference),
            ("Stratum", report.stratum == 0 ? "–" : "\(report.stratum)"),
            ("Last update", report.referenceTime.map(Timestamp.text) ?? "never"),
            ("Clock error", report.errorBound.map { "at most \(Quantity.seconds($0))" } ?? "unknown"),
            ("Remaining correction", Quantity.offset(report.remainingCorrection)),
            ("Last offset", Quantity.offset(report.lastOffset)),
            ("RMS offset", Quantity.seconds(report.rmsOffset)),
            ("Frequency", Quantity.frequency(report.frequency.ratio)),
            ("Residual frequency", Quantity.frequency(report.residualFrequency)),
            ("Skew", Quantity.ppm(report.skew)),
            ("Root delay", Quantity.seconds(report.rootDelay)),
            ("Root dispersion", Quantity.seconds(report.rootDispersion)),
            ("Update interval", Quantity.seconds(report.updateInterval)),
            ("Leap second", report.leap.words),
        ]
        return facts + (clockUse.map { [("System clock", $0.words)] } ?? [])
    }

    private var reference: String {
        guard report.isSynchronized else { return "none: not synchronised" }
        if report.referenceID == .local { return "the local clock itself" }
        let address = report.address.description
        return address.isEmpty || address == name ? name : "\(name) (\(address))"
    }

    package var json: JSON {
        .object([
            "synchronized": .bool(report.isSynchronized),
            "reference_id": .string(report.referenceID.description),
            "address": .string(report.address == .unspecified ? nil : report.address.description),
            "name": .string(report.isSynchronized ? name : nil),
            "stratum": .integer(report.stratum),
            "leap": .string(report.leap.key),
            "reference_time": .string(report.referenceTime.map(Timestamp.rfc3339)),
            "error_bound": .number(report.errorBound),
            "remaining_correction": .number(report.remainingCorrection),
            "last_offset": .number(report.lastOffset),
            "rms_offset": .number(report.rmsOffset),
            "frequency": .number(report.frequency.ratio),
            "residual_frequency": .number(report.residualFrequency),
            "skew": .number(report.skew),
            "root_delay": .number(report.rootDelay),
            "root_dispersion": .number(report.rootDispersion),
            "update_interval": .number(report.updateInterval),
            "clock_use": .string(clockUse?.key),
        ])
    }

    package var csv: [[String]] {
        [
            [
                report.referenceID.description, CSV.name(report.address, report.referenceID),
                "\(report.stratum)", Timestamp.unix(report.referenceTime ?? .unixEpoch),
                // The one value with this sign; the others have that of the clock's error.
                CSV.seconds(report.remainingCorrection), CSV.seconds(-report.lastOffset),
                CSV.seconds(report.rmsOffset), CSV.ppm(-report.frequency.ratio),
                CSV.ppm(-report.residualFrequency), CSV.ppm(report.skew), CSV.seconds(report.rootDelay),
                CSV.seconds(report.rootDispersion), Quantity.fixed(report.updateInterval, decimals: 1),
                report.leap.chronycText,
            ]
        ]
    }
}
