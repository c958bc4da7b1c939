// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPControl
import NTPCore

/// What is estimated from the samples of each source.
package struct SourceStatisticsPresentation: TabularPresentation {
    let sources: [Named<SourceStatisticsReport>]

    package init(_ sources: [Named<SourceStatisticsReport>]) {
        self.sources = sources
    }

    package var text: String {
        guard !sources.isEmpty else { return "There are no sources." }
        var table = Table([
            Table.Column("Source", .left), Table.Column("Samples"), Table.Column("Runs"),
            Table.Column("Span"),
            Table.Column("Frequency"), Table.Column("Skew"), Table.Column("Offset"), Table.Column("Error"),
            Table.Column("Deviation"),
        ])
        for source in sources {
            let report = source.report
            let isEstimated = report.samples > 0
            table.add([
                source.name, "\(report.samples)", "\(report.runs)", Quantity.age(Double(report.span)),
                isEstimated ? Quantity.frequency(report.residualFrequency) : "–",
                isEstimated ? Quantity.ppm(report.skew) : "–",
                isEstimated ? Quantity.offset(report.offset) : "–",
                isEstimated ? "± " + Quantity.seconds(report.offsetError) : "–",
                isEstimated ? Quantity.seconds(report.deviation) : "–",
            ])
        }
        return table.text
    }

    package var json: JSON {
        .array(
            sources.map { source in
                let report = source.report
                return .object([
                    "name": .string(source.name),
                    "address": .string(report.address == .unspecified ? nil : report.address.description),
                    "reference_id": .string(report.referenceID.description),
                    "samples": .integer(report.samples),
                    "runs": .integer(report.runs),
                    "span": .integer(report.span),
                    "residual_frequency": .number(report.residualFrequency),
                    "skew": .number(report.skew),
                    "offset": .number(report.offset),
                    "offset_error": .number(report.offsetError),
                    "deviation": .number(report.deviation),
                ])
            })
    }

    package var csv: [[String]] {
        sources.map { source in
            let report = source.report
            return [
                CSV.name(report.address, report.referenceID), "\(report.samples)", "\(report.runs)",
                "\(report.span)", CSV.ppm(-report.residualFrequency), CSV.ppm(report.skew),
                CSV.seconds(-report.offset), CSV.seconds(report.deviation),
            ]
        }
    }
}
