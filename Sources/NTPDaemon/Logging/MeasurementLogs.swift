// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// The files of what was measured and done: the `log` directive.
///
/// Columns, signs and units are chrony's, for the tools that read its files: offsets of the local clock, so that
/// a clock that is ahead has a positive one, except for theta in the measurements.
struct MeasurementLogs {
    private let measurements: ColumnLog?
    private let statistics: ColumnLog?
    private let tracking: ColumnLog?
    private let selection: ColumnLog?
    private let temperature: ColumnLog?
    /// Whether replies are logged that nothing was measured by (`log rawmeasurements`).
    private let logsAllReplies: Bool
    /// What was last said about each file that can't be written, so that it is said once.
    private var complaints: Set<String> = []
    private let log: Log
    /// The latest estimate of each source's frequency, with the bound on its error, to compare the next one with.
    private var frequencies: [SourceID: (frequency: Double, skew: Double)] = [:]

    init(_ configuration: LoggingConfiguration, log: Log) {
        self.log = log
        logsAllReplies = configuration.files.contains(.rawMeasurements)
        func file(_ kind: LogFile, or other: LogFile? = nil, _ banner: String) -> ColumnLog? {
            let kinds = [kind, other ?? kind]
            guard kinds.contains(where: configuration.files.contains) else { return nil }
            return ColumnLog(
                directory: configuration.directory ?? ".", file: kind.rawValue, banner: banner,
                bannerInterval: configuration.bannerInterval)
        }
        measurements = file(.measurements, or: .rawMeasurements, MeasurementLine.banner)
        statistics = file(.statistics, StatisticsLine.banner)
        tracking = file(.tracking, TrackingLine.banner)
        selection = file(.selection, SelectionLine.banner)
        temperature = file(.tempcomp, TemperatureLine.banner)
    }

    /// A reply came from a source.
    mutating func note(_ report: SourceSnapshot, address: String, date: NTPDate) {
        let isValid = report.tests.isSuperset(of: [.valid, .synchronized, .rootDistance])
        if isValid || logsAllReplies, let line = MeasurementLine(report, address: address, date: date) {
            append(line.text, to: measurements)
        }
        guard report.tests == .all, let estimate = report.estimate else { return }
        let line = StatisticsLine(
            report, estimate: estimate, previous: frequencies[report.id], address: address, date: date)
        append(line.text, to: statistics)
        frequencies[report.id] = (estimate.frequency, estimate.skew)
    }

    /// Whether `noteSelection` is of use.
    var logsSelections: Bool { selection != nil }

    /// The sources were compared.
    mutating func noteSelection(_ report: SourceSnapshot, address: String, date: NTPDate) {
        append(SelectionLine(report, address: address, date: date).text, to: selection)
    }

    /// The clock was updated.
    mutating func note(_ state: Tracking, address: String, date: NTPDate) {
        append(TrackingLine(state, address: address, date: date).text, to: tracking)
    }

    /// The oscillator's temperature was compensated for.
    mutating func note(temperature: Double, compensationPPM: Double, date: NTPDate) {
        let line = TemperatureLine(temperature: temperature, compensationPPM: compensationPPM, date: date)
        append(line.text, to: self.temperature)
    }

    /// Opens the files anew with their next lines, after they were renamed.
    mutating func reopen() {
        for file in [measurements, statistics, tracking, selection, temperature] { file?.reopen() }
        complaints = []
    }

    private mutating func append(_ line: String, to file: ColumnLog?) {
        do {
            try file?.append(line)
        } catch {
            guard complaints.insert("\(error)").inserted else { return }
            log.error("\(error)")
        }
    }
}
