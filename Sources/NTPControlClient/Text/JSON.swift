// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A JSON value (RFC 8259) whose objects keep the order of their keys, as a reader wants them.
package enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([Member])

    package struct Member: Hashable, Sendable {
        var key: String
        var value: JSON
    }

    /// An object, written as a list of pairs.
    package static func object(_ members: KeyValuePairs<String, JSON>) -> JSON {
        .object(members.map { Member(key: $0.key, value: $0.value) })
    }

    package static func integer(_ value: some BinaryInteger) -> JSON {
        .integer(Int64(clamping: value))
    }

    /// Nil becomes null, here and below.
    package static func integer(_ value: (some BinaryInteger)?) -> JSON {
        value.map { .integer($0) } ?? .null
    }

    package static func number(_ value: Double?) -> JSON {
        // There is no infinity in JSON; what isn't known and what isn't bounded are the same to a reader.
        value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
    }

    package static func string(_ value: String?) -> JSON {
        value.map { .string($0) } ?? .null
    }

    /// Lines, with two more spaces at each level.
    package var text: String {
        text(indentation: "")
    }

    /// All of it in one line, for a stream of values.
    package var line: String {
        switch self {
        case .array(let elements): "[" + elements.map(\.line).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { Self.quoted($0.key) + ":" + $0.value.line }.joined(separator: ",") + "}"
        default: scalar
        }
    }

    private func text(indentation: String) -> String {
        let inner = indentation + "  "
        let lines: [String]
        switch self {
        case .array(let elements) where !elements.isEmpty:
            lines = elements.map { $0.text(indentation: inner) }
            return "[\n" + lines.map { inner + $0 }.joined(separator: ",\n") + "\n" + indentation + "]"
        case .object(let members) where !members.isEmpty:
            lines = members.map { Self.quoted($0.key) + ": " + $0.value.text(indentation: inner) }
            return "{\n" + lines.map { inner + $0 }.joined(separator: ",\n") + "\n" + indentation + "}"
        default: return line
        }
    }

    private var scalar: String {
        switch self {
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .number(let value): value.isFinite ? String(value) : "null"
        case .string(let value): Self.quoted(value)
        case .null, .array, .object: "null"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
