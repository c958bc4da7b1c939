// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPCore

extension NTPDataPresentation {
    static func json(_ name: String, _ report: NTPDataReport) -> JSON {
        let hasReply = report.mode != .reserved
        func number(_ value: Double) -> JSON { .number(hasReply ? value : nil) }
        let timestamps: JSON? = report.timestamps.map { counts in
            .object([
                "kernel_transmit": .integer(counts.kernelTransmit),
                "kernel_receive": .integer(counts.kernelReceive),
                "hardware_transmit": .integer(counts.hardwareTransmit),
                "hardware_receive": .integer(counts.hardwareReceive),
            ])
        }
        return .object([
            "name": .string(name),
            "remote_address": .string(report.remoteAddress.description),
            "remote_port": .integer(report.remotePort),
            "local_address": .string(
                report.localAddress == .unspecified ? nil : report.localAddress.description),
            "leap": .string(hasReply ? report.leap.key : nil),
            "version": .integer(report.version),
            "mode": .integer(report.mode.rawValue),
            "stratum": .integer(report.stratum),
            "poll_interval": number(report.poll.seconds),
            "precision": number(report.precisionSeconds),
            "root_delay": number(report.rootDelay),
            "root_dispersion": number(report.rootDispersion),
            "reference_id": .string(report.referenceID.description),
            "reference_time": .string(report.referenceTime.map(Timestamp.rfc3339)),
            "offset": number(report.offset),
            "delay": number(report.delay),
            "dispersion": number(report.dispersion),
            "response_time": number(report.responseTime),
            "jitter_asymmetry": number(report.jitterAsymmetry),
            "failed_tests": .array(report.passedTests.failedNames.map { .string($0) }),
            "interleaved": .bool(report.isInterleaved),
            "authenticated": .bool(report.isAuthenticated),
            "transmit_timestamp": .string(report.transmitTimestamp.map { Optional($0).name }),
            "receive_timestamp": .string(report.receiveTimestamp.map { Optional($0).name }),
            "transmitted": .integer(report.transmitted),
            "received": .integer(report.received),
            "valid": .integer(report.valid),
            "good": .integer(report.good),
            "timestamps": timestamps ?? .null,
        ])
    }

    static func row(_ report: NTPDataReport) -> [String] {
        addressCells(report) + replyCells(report) + measurementCells(report) + counterCells(report)
    }

    private static func addressCells(_ report: NTPDataReport) -> [String] {
        [
            address(report.remoteAddress), id(of: report.remoteAddress), "\(report.remotePort)",
            address(report.localAddress), id(of: report.localAddress),
        ]
    }

    private static func replyCells(_ report: NTPDataReport) -> [String] {
        [
            report.leap.chronycText, "\(report.version)", report.modeName, "\(report.stratum)",
            "\(report.poll.exponent)", Quantity.fixed(report.poll.seconds.rounded(.down), decimals: 0),
            "\(report.precision)", CSV.seconds(report.precisionSeconds),
            Quantity.fixed(report.rootDelay, decimals: 6), Quantity.fixed(report.rootDispersion, decimals: 6),
            report.referenceID.description, report.stratum <= 1 ? report.referenceID.text ?? "" : "",
            Timestamp.unix(report.referenceTime ?? .unixEpoch),
        ]
    }

    private static func measurementCells(_ report: NTPDataReport) -> [String] {
        let digits = NTPDataReport.Tests.named.map { report.passedTests.contains($0.test) ? "1" : "0" }
        return [
            CSV.seconds(report.offset), CSV.seconds(report.delay), CSV.seconds(report.dispersion),
            CSV.seconds(report.responseTime), Quantity.fixed(report.jitterAsymmetry, decimals: 2),
            digits[..<3].joined(), digits[3..<6].joined(), digits[6...].joined(),
            report.isInterleaved ? "Yes" : "No", report.isAuthenticated ? "Yes" : "No",
            stamp(report.transmitTimestamp), stamp(report.receiveTimestamp),
        ]
    }

    private static func counterCells(_ report: NTPDataReport) -> [String] {
        var counts = [report.transmitted, report.received, report.valid, report.good]
        if let timestamps = report.timestamps {
            counts += [
                timestamps.kernelTransmit, timestamps.kernelReceive, timestamps.hardwareTransmit,
                timestamps.hardwareReceive,
            ]
        }
        return counts.map { "\($0)" }
    }

    private static func address(_ address: ControlAddress) -> String {
        address == .unspecified ? "[UNSPEC]" : address.description
    }

    /// The reference ID that stands for an address; empty for IPv6, where it would be a digest.
    private static func id(of address: ControlAddress) -> String {
        switch address {
        case .ipv4(let bits), .unresolved(let bits): ReferenceID(bits: bits).description
        case .unspecified: ReferenceID(bits: 0).description
        case .ipv6: ""
        }
    }

    private static func stamp(_ source: TimestampSource?) -> String {
        switch source {
        case .daemon: "Daemon"
        case .kernel: "Kernel"
        case .hardware: "Hardware"
        case nil: "Invalid"
        }
    }
}
