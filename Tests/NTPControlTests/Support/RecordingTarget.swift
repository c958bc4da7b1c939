// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

@testable import NTPControl

/// A daemon with two sources that writes down what it is told, and has nothing that it may go without.
struct RecordingTarget: ControlTarget {
    /// The name of each method that was called, with its arguments.
    var calls: [String] = []
    /// What every action is refused with.
    var refusal: ControlStatus?

    var sourceCount: Int { 2 }

    func tracking() throws(ControlStatus) -> TrackingReport { TrackingReport() }
    func activity() throws(ControlStatus) -> ActivityReport { ActivityReport() }
    func serverStatistics() throws(ControlStatus) -> ServerStatisticsReport { ServerStatisticsReport() }

    func source(at index: Int) throws(ControlStatus) -> SourceReport {
        var report = SourceReport()
        report.stratum = UInt8(index + 1)
        return report
    }

    func sourceStatistics(at index: Int) throws(ControlStatus) -> SourceStatisticsReport {
        var report = SourceStatisticsReport()
        report.samples = UInt32(index + 1)
        return report
    }

    func selection(at index: Int) throws(ControlStatus) -> SelectionReport {
        var report = SelectionReport()
        report.sampleAge = UInt32(index + 1)
        return report
    }

    func ntpData(of address: ControlAddress) throws(ControlStatus) -> NTPDataReport {
        guard address == .ipv4(1) else { throw .noSuchSource }
        return NTPDataReport()
    }

    func sourceName(of address: ControlAddress) throws(ControlStatus) -> SourceNameReport {
        guard address == .ipv4(1) else { throw .noSuchSource }
        return SourceNameReport(name: "ntp.example")
    }

    func authentication(of address: ControlAddress) throws(ControlStatus) -> AuthenticationReport {
        guard address == .ipv4(1) else { throw .noSuchSource }
        return AuthenticationReport()
    }

    func mayUse(_ service: AccessService, _ address: ControlAddress) throws(ControlStatus) -> Bool {
        service == .ntp && address == .ipv4(1)
    }

    mutating func change(_ access: AccessChange) throws(ControlStatus) {
        try note("change \(access.verdict)")
    }
    mutating func perform(_ operation: DaemonOperation) throws(ControlStatus) {
        try note("perform \(operation)")
    }
    mutating func setOnline(_ pattern: AddressPattern) throws(ControlStatus) { try note("setOnline") }
    mutating func setOffline(_ pattern: AddressPattern) throws(ControlStatus) { try note("setOffline") }
    mutating func burst(_ burst: BurstRequest) throws(ControlStatus) { try note("burst") }
    mutating func add(_ source: NewSource) throws(ControlStatus) { try note("add \(source.name)") }
    mutating func deleteSource(_ address: ControlAddress) throws(ControlStatus) {
        try note("delete \(address)")
    }
    mutating func modify(_ selection: SelectionChange) throws(ControlStatus) { try note("modify selection") }
    mutating func modify(_ offset: OffsetChange) throws(ControlStatus) { try note("modify offset") }
    mutating func adjustFrequency(by frequency: Double) throws(ControlStatus) { try note("adjustFrequency") }
    mutating func adjustOffset(by offset: Double) throws(ControlStatus) { try note("adjustOffset \(offset)") }
    mutating func setMaximumUpdateSkew(_ skew: Double) throws(ControlStatus) {
        try note("setMaximumUpdateSkew")
    }
    mutating func setReselectDistance(_ distance: Double) throws(ControlStatus) {
        try note("setReselectDistance")
    }

    mutating func modifySource(_ address: ControlAddress, _ setting: SourceSetting) throws(ControlStatus) {
        try note("modifySource \(address) \(setting)")
    }

    mutating func setLocalReference(_ reference: LocalReference?) throws(ControlStatus) {
        try note("setLocalReference \(reference.map { String($0.stratum) } ?? "off")")
    }

    mutating func setStepPolicy(limit: Int32, threshold: Double) throws(ControlStatus) {
        try note("setStepPolicy \(limit) \(threshold)")
    }

    private mutating func note(_ call: String) throws(ControlStatus) {
        calls.append(call)
        if let refusal { throw refusal }
    }
}
