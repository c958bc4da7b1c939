// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPClient
import NTPCore
import NTPSystem

/// What servers say of the time, side by side.
package struct QueryPresentation: Presentation {
    let results: [QueryResult]

    package init(_ results: [QueryResult]) {
        self.results = results
    }

    package var text: String {
        var table = Table([
            Table.Column("Server", .left), Table.Column("Address", .left), Table.Column("Stratum"),
            Table.Column("Offset"), Table.Column("Error"), Table.Column("Delay"), Table.Column("Jitter"),
            Table.Column("Follows", .left), Table.Column("Samples"), Table.Column("Remarks", .left),
        ])
        for result in results { table.add(Self.row(result)) }
        guard let conclusion else { return table.text }
        return table.text + "\n\n" + conclusion
    }

    private static func row(_ result: QueryResult) -> [String] {
        let address = result.address?.host ?? ""
        let start = [result.name, address == result.name ? "" : address]
        let samples = "\(result.measurements.count)/\(result.requests)"
        guard let best = result.best else {
            return start + ["–", "–", "–", "–", "–", "–", samples, result.failure?.description ?? ""]
        }
        return start + [
            "\(best.packet.stratum)", Quantity.offset(best.offset),
            "± " + Quantity.seconds(best.offsetError), Quantity.seconds(best.delay),
            result.jitter.map(Quantity.seconds) ?? "–", best.follows, samples,
            ([best.leapRemark] + [best.stampRemark]).compactMap(\.self).joined(separator: "; "),
        ]
    }

    /// What the surest of the servers says of this machine's clock.
    private var conclusion: String? {
        let measured = results.compactMap { result in result.best.map { (result.name, $0) } }
        guard let (name, surest) = measured.min(by: { $0.1.offsetError < $1.1.offsetError }) else {
            return nil
        }
        return
            "This clock is \(Quantity.offset(surest.offset)), ± \(Quantity.seconds(surest.offsetError)), by \(name)."
    }

    package var json: JSON {
        .array(
            results.map { result in
                let best = result.best
                return .object([
                    "server": .string(result.name),
                    "address": .string(result.address?.host),
                    "port": .integer(result.address?.port),
                    "requests": .integer(result.requests),
                    "measurements": .integer(result.measurements.count),
                    "failure": .string(best == nil ? result.failure?.description : nil),
                    "stratum": .integer(best?.packet.stratum),
                    "leap": .string(best?.packet.leap.key),
                    "reference_id": .string(best?.packet.referenceID.description),
                    "offset": .number(best?.offset),
                    "offset_error": .number(best?.offsetError),
                    "delay": .number(best?.delay),
                    "jitter": .number(result.jitter),
                    "root_delay": .number(best?.packet.rootDelay.seconds),
                    "root_dispersion": .number(best?.packet.rootDispersion.seconds),
                    "transmit_timestamp": .string(best.map { Optional($0.sentBy).name }),
                    "receive_timestamp": .string(best.map { Optional($0.receivedBy).name }),
                ])
            })
    }

    /// Whether every server was measured.
    package var isComplete: Bool {
        results.allSatisfy { $0.best != nil }
    }
}

extension Measurement {
    fileprivate var follows: String {
        packet.stratum <= 1 ? packet.referenceID.label : packet.referenceID.description
    }

    fileprivate var leapRemark: String? {
        switch packet.leap {
        case .insertSecond: "a leap second will be inserted"
        case .deleteSecond: "a leap second will be deleted"
        case .none, .unsynchronized: nil
        }
    }

    /// Timestamps that a loaded machine makes worse.
    fileprivate var stampRemark: String? {
        sentBy == .daemon || receivedBy == .daemon ? "without kernel timestamps" : nil
    }
}
