// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPControl
import NTPCore

/// What the latest selection made of each source.
package struct SelectionPresentation: TabularPresentation {
    let sources: [Named<SelectionReport>]

    package init(_ sources: [Named<SelectionReport>]) {
        self.sources = sources
    }

    package var text: String {
        guard !sources.isEmpty else { return "There are no sources." }
        var table = Table([
            Table.Column("", .left), Table.Column("Source", .left), Table.Column("Options", .left),
            Table.Column("Last"), Table.Column("Score"), Table.Column("Interval", .left),
            Table.Column("Why", .left),
        ])
        for source in sources {
            let report = source.report
            table.add([
                report.symbol, source.name, Self.options(report), Quantity.age(Double(report.sampleAge)),
                Quantity.fixed(report.score, decimals: 1),
                "\(Quantity.offset(report.lowerLimit)) to \(Quantity.offset(report.upperLimit))",
                report.status.map { SourceReason(status: $0).description } ?? "unknown",
            ])
        }
        return table.text
    }

    /// Those in force; of those the ones in parentheses that come from other sources' configuration.
    private static func options(_ report: SelectionReport) -> String {
        let names = report.effective.names.map { name, option in
            report.configured.contains(option) ? name : "(\(name))"
        }
        return names.isEmpty ? "–" : names.joined(separator: " ")
    }

    package var json: JSON {
        .array(
            sources.map { source in
                let report = source.report
                let reason = report.status.map { SourceReason(status: $0) }
                return .object([
                    "name": .string(source.name),
                    "address": .string(report.address == .unspecified ? nil : report.address.description),
                    "reference_id": .string(report.referenceID.description),
                    "status": .string(report.symbol),
                    "verdict": .string(reason?.verdict.rawValue),
                    "reason": .string(reason?.explanation),
                    "authenticated": .bool(report.isAuthenticated),
                    "leap": .string(report.leap.key),
                    "configured_options": .array(report.configured.names.map { .string($0.name) }),
                    "effective_options": .array(report.effective.names.map { .string($0.name) }),
                    "sample_age": .integer(report.sampleAge),
                    "score": .number(report.score),
                    "lower_limit": .number(report.lowerLimit),
                    "upper_limit": .number(report.upperLimit),
                ])
            })
    }

    package var csv: [[String]] {
        sources.map { source in
            let report = source.report
            return [report.symbol, CSV.name(report.address, report.referenceID)]
                + [report.isAuthenticated ? "Y" : "N"] + report.configured.letters + report.effective.letters
                + [
                    "\(report.sampleAge)", Quantity.fixed(report.score, decimals: 1),
                    // The protocol's sign, which turns the interval around.
                    CSV.seconds(-report.upperLimit), CSV.seconds(-report.lowerLimit),
                    report.leap.chronycText,
                ]
        }
    }
}

extension SelectionReport {
    fileprivate var symbol: String {
        status.map { String(UnicodeScalar($0.letter)) } ?? "?"
    }
}

extension SelectionOptions {
    /// The names of the options that are set, as the configuration has them.
    fileprivate var names: [(name: String, option: SelectionOptions)] {
        let all: [(String, SelectionOptions)] = [
            ("noselect", .noselect), ("prefer", .prefer), ("trust", .trust), ("require", .require),
        ]
        return all.filter { contains($0.1) }.map { (name: $0.0, option: $0.1) }
    }

    /// A letter or a dash for each option, and a dash that chronyc keeps for another one.
    fileprivate var letters: [String] {
        let all: [(String, SelectionOptions)] = [
            ("N", .noselect), ("P", .prefer), ("T", .trust), ("R", .require),
        ]
        return all.map { contains($0.1) ? $0.0 : "-" } + ["-"]
    }
}
