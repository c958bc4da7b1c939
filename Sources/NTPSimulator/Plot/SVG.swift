// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A drawing under way.
struct SVG {
    private var elements: [String] = []

    mutating func add(_ element: String) {
        elements.append(element)
    }

    mutating func text(_ text: String, x: Double, y: Double, class name: String) {
        add(
            "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" class=\"\(name)\">\(Self.escaped(text))</text>"
        )
    }

    mutating func line(from start: (x: Double, y: Double), to end: (x: Double, y: Double), class name: String)
    {
        add("<path d=\"M\(Self.point(start))L\(Self.point(end))\" class=\"\(name)\"/>")
    }

    mutating func path(_ data: String, class name: String, clip: Int? = nil) {
        guard !data.isEmpty else { return }
        let clipping = clip.map { " clip-path=\"url(#clip\($0))\"" } ?? ""
        add("<path d=\"\(data)\" class=\"\(name)\"\(clipping)/>")
    }

    func document(width: Double, height: Double, style: String, title: String) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.number(width)) \(Self.number(height))" \
        width="\(Self.number(width))" height="\(Self.number(height))" role="img">
        <title>\(Self.escaped(title))</title>
        <style>
        \(style)
        </style>
        \(elements.joined(separator: "\n"))
        </svg>

        """
    }

    /// A tenth of a pixel is fine enough.
    static func number(_ value: Double) -> String {
        let text = Format.fixed(value, decimals: 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    static func point(_ point: (x: Double, y: Double)) -> String {
        number(point.x) + " " + number(point.y)
    }

    private static func escaped(_ text: String) -> String {
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
}
