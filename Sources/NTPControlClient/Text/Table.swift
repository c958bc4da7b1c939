// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Columns of text under their names.
package struct Table: Hashable, Sendable {
    package enum Alignment: Hashable, Sendable {
        case left, right
    }

    package struct Column: Hashable, Sendable {
        var name: String
        var alignment: Alignment

        package init(_ name: String, _ alignment: Alignment = .right) {
            self.name = name
            self.alignment = alignment
        }
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    package init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row; cells that are missing at its end are empty.
    package mutating func add(_ row: [String]) {
        rows.append(row)
    }

    package var text: String {
        let lines = [columns.map(\.name)] + rows
        let widths = columns.indices.map { column in
            lines.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return lines.map { Self.line($0, columns, widths) }.joined(separator: "\n")
    }

    private static func line(_ cells: [String], _ columns: [Column], _ widths: [Int]) -> String {
        let padded = zip(cells, zip(columns, widths)).map { cell, layout in
            let gap = String(repeating: " ", count: layout.1 - cell.count)
            return layout.0.alignment == .left ? cell + gap : gap + cell
        }
        let line = padded.joined(separator: "  ")
        return String(line.reversed().drop { $0 == " " }.reversed())
    }

    /// Names in front of values, in two columns: what a single report looks like.
    package static func list(_ pairs: [(name: String, value: String)]) -> String {
        let width = pairs.map(\.name.count).max() ?? 0
        return pairs.map { pair in
            pair.name + String(repeating: " ", count: width - pair.name.count) + "  " + pair.value
        }.joined(separator: "\n")
    }
}
