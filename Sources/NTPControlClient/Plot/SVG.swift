// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Text of an SVG image in the making.
struct SVG {
    private(set) var text = ""

    /// Numbers with two decimals, which is a hundredth of a pixel.
    static func number(_ value: Double) -> String {
        Quantity.fixed(value, decimals: 2)
    }

    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
    }

    mutating func raw(_ line: String) {
        text += line + "\n"
    }

    mutating func label(
        _ content: String, x: Double, y: Double, style: String, anchor: String = "start"
    ) {
        let place = "x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
        raw("<text class=\"\(style)\" \(place) text-anchor=\"\(anchor)\">\(Self.escaped(content))</text>")
    }

    mutating func line(x1: Double, y1: Double, x2: Double, y2: Double, style: String) {
        let start = "x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\""
        let end = "x2=\"\(Self.number(x2))\" y2=\"\(Self.number(y2))\""
        raw("<line class=\"\(style)\" \(start) \(end)/>")
    }

    mutating func rectangle(
        x: Double, y: Double, width: Double, height: Double, style: String, title: String? = nil
    ) {
        let place = "x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
        let size = "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
        let title = title.map { "<title>\(Self.escaped($0))</title>" } ?? ""
        raw("<rect class=\"\(style)\" \(place) \(size)>\(title)</rect>")
    }

    mutating func path(_ commands: String, style: String) {
        raw("<path class=\"\(style)\" d=\"\(commands)\"/>")
    }

    /// "M1 2L3 4"; a dot for a single point.
    static func polyline(_ points: [Point]) -> String {
        let places = points.map { number($0.x) + " " + number($0.y) }
        return "M" + places.joined(separator: "L") + (points.count == 1 ? "h.01" : "")
    }

    /// What lies between two curves of the same length.
    static func area(_ upper: [Point], _ lower: [Point]) -> String {
        polyline(upper + lower.reversed()) + "Z"
    }
}
