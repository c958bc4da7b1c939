// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Samples of one quantity, in Prometheus' text format.
struct MetricFamily: Hashable, Sendable {
    enum Kind: String, Hashable, Sendable {
        case gauge, counter
    }

    struct Label: Hashable, Sendable {
        var name: String
        var value: String
    }

    private struct Sample: Hashable, Sendable {
        var labels: [Label]
        var value: Double
    }

    let name: String
    let kind: Kind
    let help: String
    private var samples: [Sample] = []

    init(_ name: String, _ kind: Kind = .gauge, help: String) {
        self.name = name
        self.kind = kind
        self.help = help
    }

    /// A family with one sample.
    init(_ name: String, _ kind: Kind = .gauge, help: String, value: Double) {
        self.init(name, kind, help: help)
        append(value)
    }

    mutating func append(_ value: Double, labels: [Label] = []) {
        samples.append(Sample(labels: labels, value: value))
    }

    /// The lines of the family; none without samples.
    var text: String {
        guard !samples.isEmpty else { return "" }
        var lines = "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples {
            lines += "\(name)\(Self.text(sample.labels)) \(Self.text(sample.value))\n"
        }
        return lines
    }

    private static func text(_ labels: [Label]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",") + "}"
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.append(character)
            }
        }
    }

    private static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return String(value)
    }
}
