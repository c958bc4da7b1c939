// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPControl
import NTPCore

/// The sources at a glance, with the reason why each is or isn't used.
package struct SourcesPresentation: TabularPresentation {
    let sources: [SourceMetrics]

    package init(_ sources: [SourceMetrics]) {
        self.sources = sources
    }

    package var text: String {
        guard !sources.isEmpty else { return "There are no sources." }
        var table = Table([
            Table.Column("", .left), Table.Column("Source", .left), Table.Column("Stratum"),
            Table.Column("Poll"), Table.Column("Reach"), Table.Column("Last"), Table.Column("Offset"),
            Table.Column("Error"), Table.Column("Why", .left),
        ])
        for source in sources {
            let report = source.source
            let isMeasured = report.sampleAge != nil
            table.add([
                report.mode.symbol + report.state.symbol, source.name,
                report.stratum == 0 ? "–" : "\(report.stratum)",
                Quantity.interval(report.poll.seconds), CSV.octal(report.reach),
                report.sampleAge.map { Quantity.age(Double($0)) } ?? "never",
                isMeasured ? Quantity.offset(report.offset) : "–",
                isMeasured ? "± " + Quantity.seconds(report.offsetError) : "–",
                SourceReason(source).description,
            ])
        }
        return table.text
    }

    package var json: JSON {
        .array(sources.map(Self.json))
    }

    private static func json(_ source: SourceMetrics) -> JSON {
        let report = source.source
        let reason = SourceReason(source)
        let isMeasured = report.sampleAge != nil
        return .object([
            "name": .string(source.name),
            "address": .string(report.referenceID == nil ? report.address.description : nil),
            "reference_id": .string(report.referenceID?.description),
            "mode": .string(report.mode.key),
            "state": .string(report.state.key),
            "verdict": .string(reason.verdict.rawValue),
            "reason": .string(reason.explanation),
            "stratum": .integer(report.stratum),
            "poll_interval": .number(report.poll.seconds),
            "reach": .array((0..<8).reversed().map { .bool(report.reach.bits >> $0 & 1 != 0) }),
            "sample_age": .integer(report.sampleAge),
            "offset": .number(isMeasured ? report.offset : nil),
            "measured_offset": .number(isMeasured ? report.measuredOffset : nil),
            "offset_error": .number(isMeasured ? report.offsetError : nil),
        ])
    }

    package var csv: [[String]] {
        sources.map { source in
            let report = source.source
            return [
                report.mode.symbol, report.state.symbol,
                report.referenceID?.text ?? report.address.description, "\(report.stratum)",
                "\(report.poll.exponent)", CSV.octal(report.reach), CSV.age(report.sampleAge),
                CSV.seconds(-report.offset), CSV.seconds(-report.measuredOffset),
                CSV.seconds(report.offsetError),
            ]
        }
    }
}
